"""The rules in force on a day, frozen as text. Its sha256 is the version a determination keeps; the text runs by itself."""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from functools import cached_property
from inspect import signature
from itertools import pairwise
from typing import Any

from services.eligibility.engine.book import FOREVER, Book, BookError, Procedure, Rule
from services.eligibility.engine.dictionary import PARAMETER_NAMES
from services.eligibility.engine.language import check_procedure, check_rule
from services.eligibility.engine.stored import read_back
from services.eligibility.engine.unknown import apply

_MEMBER = "m"
_HEADER = "from collections import namedtuple\nfrom enum import IntEnum\n"


@dataclass(frozen=True)
class Call:
    """One rule as it was called: the whole explanation is made from these."""

    rule: Rule
    arguments: tuple[Any, ...]
    result: Any
    person: int | None
    """Place of the member the call is about, in the request's order."""

    def argument(self, name: str) -> Any:
        """Return what an argument was."""
        return next(value for (each, _), value in zip(self.rule.arguments, self.arguments, strict=True) if each == name)

    @cached_property
    def key(self) -> str:
        """What tells one call from another; the same for calls made alike in different runs."""
        return f"{self.rule.name} {self.person} {self.arguments!r} {self.result!r}"


Made = dict[tuple[Any, ...], Call]
"""Calls made already, by rule, person and arguments: a rule given the same always answers the same."""


class _Log(threading.local):
    """Calls of the run this thread is in, those of earlier runs that may be used again, and the member it is at."""

    calls: list[Call]
    made: Made
    person: int | None = None


class Ruleset:
    """Rules and procedures in force on one day. Safe to share between threads."""

    def __init__(self, book: Book, on: str) -> None:
        rules = {rule.name: rule for rule in _rules_on(book.rules, on)}
        procedures = {procedure.name: procedure for procedure in _procedures_on(book.procedures, on)}
        _check(book, rules, procedures)
        self._freeze(rules, procedures, _text(book, rules, procedures))

    @classmethod
    def stored(cls, text: str, described: Sequence[Mapping[str, Any]]) -> "Ruleset":
        """Return the rule set a frozen text is, with what ``described`` said of it; the present book plays no part."""
        ruleset, read = cls.__new__(cls), read_back(text, described)
        try:
            ruleset._freeze(read.rules, read.procedures, text)  # noqa: SLF001  it is one of ours
        except Exception as error:  # whatever a text does that passed every check, it is no rule text
            raise BookError("the text cannot be run") from error
        return ruleset

    def _freeze(self, rules: dict[str, Rule], procedures: dict[str, Procedure], text: str) -> None:
        self.rules, self.procedures, self.text = rules, procedures, text
        self.version = hashlib.sha256(self.text.encode()).hexdigest()
        self.is_all_in_force = all(rule.in_force for rule in self.rules.values())
        self.programmes = {each.programme: each for each in self.procedures.values() if each.programme}
        self._log = _Log()
        self.plain = _load(self.text)
        self._recorded = _load(self.text)
        for rule in self.rules.values():
            self._recorded[rule.name] = self._recorder(self._recorded[rule.name], rule)
        for name in self.procedures:
            self._recorded[name] = self._noting_member(self._recorded[name])

    def _recorder(self, function: Callable[..., Any], rule: Rule) -> Callable[..., Any]:
        log = self._log

        def make(arguments: tuple[Any, ...]) -> Call:
            result = apply(function, arguments) if rule.in_force else rule.before
            return Call(rule, arguments, result, log.person)

        def call(*arguments: Any) -> Any:
            # 1 and True are equal and are not shown alike, so the types belong to the key.
            key = (rule.name, log.person, arguments, *map(type, arguments))
            try:
                made = log.made.get(key)
                if made is None:
                    made = log.made[key] = make(arguments)
            except TypeError:  # what is unknown or missing has no hash
                made = make(arguments)
            log.calls.append(made)
            return made.result

        return call

    def _noting_member(self, procedure: Callable[..., Any]) -> Callable[..., Any]:
        """Let a procedure with an argument ``m`` note that its calls are about that member."""
        arguments = list(signature(procedure).parameters)
        if _MEMBER not in arguments:
            return procedure
        log, place = self._log, arguments.index(_MEMBER)

        def call(*given: Any) -> Any:
            before, log.person = log.person, given[place].place
            try:
                return procedure(*given)
            finally:
                log.person = before

        return call

    def decide(self, name: str, *arguments: Any) -> Any:
        """Run a procedure plainly; every fact must be known."""
        return self.plain[name](*arguments)

    def record(self, name: str, *arguments: Any, made: Made | None = None) -> tuple[Any, list[Call]]:
        """Run a procedure and return its finding with every rule call, in order; calls ``made`` are used again."""
        self._log.calls, self._log.made, self._log.person = [], {} if made is None else made, None
        finding = self._recorded[name](*arguments)
        return finding, self._log.calls

    def calls_made(self) -> int:
        """Return how many rules the run of this thread has called so far."""
        return len(self._log.calls)

    @cached_property
    def described(self) -> list[dict[str, Any]]:
        """Return every rule without its text, to be kept beside the version."""
        return [{key: value for key, value in asdict(rule).items() if key != "source"} for rule in self.rules.values()]


def _rules_on(rules: list[Rule], on: str) -> list[Rule]:
    """Return one version of each rule for a day; refuse overlaps and gaps."""
    chosen = []
    for name in dict.fromkeys(rule.name for rule in rules):
        versions = sorted((rule for rule in rules if rule.name == name), key=lambda rule: rule.since)
        for earlier, later in pairwise(versions):
            if earlier.until != later.since:
                raise BookError(f"{name}: {'overlap' if earlier.until > later.since else 'gap'} at {later.since}")
        current = [rule for rule in versions if rule.since <= on < rule.until]
        first = versions[0]
        if current:
            chosen.append(current[0])
        elif on < first.since and first.before is not None:
            chosen.append(replace(first, in_force=False, source=_held_before(first)))
    return chosen


def _held_before(rule: Rule) -> str:
    arguments = ", ".join(name for name, _ in rule.arguments)
    return f"def {rule.name}({arguments}):\n    return {rule.before}"


def _procedures_on(procedures: list[Procedure], on: str) -> list[Procedure]:
    chosen: dict[str, Procedure] = {}
    for procedure in procedures:
        if procedure.since <= on < procedure.until:
            if procedure.name in chosen:
                raise BookError(f"{procedure.name}: two versions on {on}")
            chosen[procedure.name] = procedure
    return list(chosen.values())


def _check(book: Book, rules: dict[str, Rule], procedures: dict[str, Procedure]) -> None:
    codes = frozenset(book.codes)
    kinds: dict[str, Any] = {}
    for rule in rules.values():
        check_rule(rule.source, callable_names=frozenset(rules), codes=codes)
        for name, kind in [*rule.arguments, (rule.name, rule.result)]:
            if kinds.setdefault(name, kind) != kind:
                raise BookError(f"{name} means {kinds[name].unit} in one rule and {kind.unit} in {rule.id}")
            if name in PARAMETER_NAMES and PARAMETER_NAMES[name].unit not in {kind.unit, "TABLE"}:
                raise BookError(f"{name} is {PARAMETER_NAMES[name].unit}, not {kind.unit}")
    callable_names = frozenset(rules) | frozenset(procedures) | frozenset(book.findings)
    signatures = {rule.name: tuple(name for name, _ in rule.arguments) for rule in rules.values()}
    for procedure in procedures.values():
        check_procedure(procedure.source, callable_names=callable_names, codes=codes, signatures=signatures)


def _text(book: Book, rules: dict[str, Rule], procedures: dict[str, Procedure]) -> str:
    """Return all that decides, in an order that does not depend on where it is written."""
    parts = [_HEADER]
    parts += [_code_text(codes) for _, codes in sorted(book.codes.items())]
    parts += [f"{name} = namedtuple({name!r}, {list(fields)!r})" for name, fields in sorted(book.findings.items())]
    parts += [f"{_about(rule)}\n{rule.source}" for _, rule in sorted(rules.items())]
    parts += [f"# {each.programme} {each.since} {each.until}\n{each.source}" for _, each in sorted(procedures.items())]
    return "\n\n".join(parts) + "\n"


def _about(rule: Rule) -> str:
    until = "" if rule.until == FOREVER else rule.until
    lines = [f"{rule.id} {rule.title}", f"{rule.clause} {rule.law or ''}", f"{rule.since} {until} {rule.in_force}"]
    return "\n".join(f"# {line}" for line in [*lines, rule.says, rule.otherwise])


def _code_text(codes: type[IntEnum]) -> str:
    return "\n".join([f"class {codes.__name__}(IntEnum):", *(f"    {code.name} = {code.value}" for code in codes)])


def _load(text: str) -> dict[str, Any]:
    """Run the frozen text and return its functions."""
    names: dict[str, Any] = {"__name__": "doudi_ruleset"}
    exec(compile(text, "<rule set>", "exec"), names)  # noqa: S102  our own rules, checked against the small language
    return names
