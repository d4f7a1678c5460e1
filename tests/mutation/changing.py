"""A changed rule put in the place of the right one, everywhere it is run from. Only ever in a forked process."""

import sys
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

from services.eligibility.engine.book import Procedure, Rule, frozen_source
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.rules.book import BOOK
from tests.mutation.mutants import mutants

RULES = "services.eligibility.rules."


@dataclass(frozen=True)
class Mutant:
    """One rule or procedure with one change."""

    entry: Rule | Procedure
    function: FunctionType
    frozen: str
    written: str
    """The same change with the names the function has where it is written."""
    what: str

    @property
    def module(self) -> str:
        """The file it is written in."""
        return self.function.__module__.removeprefix(RULES)

    @property
    def names(self) -> set[str]:
        """How it is called where it runs."""
        return {self.entry.name, self.function.__name__}


def all_mutants() -> list[Mutant]:
    """Return every mutant of every rule and procedure of the book, file by file."""
    functions = _functions()
    made = []
    for entry in [*BOOK.rules, *BOOK.procedures]:
        function = functions[entry.source]
        pairs = zip(mutants(entry.source), mutants(frozen_source(function, function.__name__)), strict=True)
        made += [Mutant(entry, function, frozen, written, what) for (frozen, what), (written, _) in pairs]
    return sorted(made, key=lambda each: each.module)


def _functions() -> dict[str, FunctionType]:
    """Return by frozen text the function each rule is made from, bound to a programme or not."""
    written = [
        function
        for name, module in list(sys.modules.items())
        if name.startswith(RULES)
        for function in vars(module).values()
        if isinstance(function, FunctionType) and function.__module__ == name
    ]
    found = {}
    for entry in [*BOOK.rules, *BOOK.procedures]:
        for function in written:
            for bound in _bounds(function, entry.name):
                if frozen_source(function, entry.name, bound) == entry.source:
                    found[entry.source] = function
    return found


def _bounds(function: FunctionType, name: str) -> list[str]:
    """Return the words for ``some`` by which a function could be the one that is entered under a name."""
    if "some" in function.__name__.split("_"):
        before, _, after = function.__name__.partition("some")
        fits = name.startswith(before) and name.endswith(after)
        return [name[len(before) : len(name) - len(after)]] if fits else []
    return [""] if function.__name__ == name or function.__name__.startswith(f"{name}_20") else []


def put(mutant: Mutant, rulesets: list[Ruleset]) -> Any:
    """Put a mutant in the place of the right function: in the book, in the rule sets, in every module; return it."""
    for entries in (BOOK.rules, BOOK.procedures):
        for place, entry in enumerate(entries):
            if entry is mutant.entry:
                entries[place] = replace(entry, source=mutant.frozen)
    for ruleset in rulesets:
        entry = ruleset.rules.get(mutant.entry.name) or ruleset.procedures.get(mutant.entry.name)
        if entry is not None and entry.source == mutant.entry.source:
            _put_in_ruleset(ruleset, mutant, entry)
    changed = _made(mutant.written, mutant.function.__globals__, mutant.function.__name__)
    for where, module in list(sys.modules.items()):
        if where.startswith((RULES, "tests.eligibility")):
            for name in [name for name, value in vars(module).items() if value is mutant.function]:
                setattr(module, name, changed)
    return changed


def _put_in_ruleset(ruleset: Ruleset, mutant: Mutant, entry: Rule | Procedure) -> None:
    name = entry.name
    ruleset.plain[name] = _made(mutant.frozen, ruleset.plain, name)
    recorded = _made(mutant.frozen, ruleset._recorded, name)
    wrap = ruleset._recorder(recorded, entry) if isinstance(entry, Rule) else ruleset._noting_member(recorded)
    ruleset._recorded[name] = wrap


def _made(source: str, names: dict[str, Any], name: str) -> Any:
    """Return a function that finds the names of a module but is not yet among them."""
    found: dict[str, Any] = {}
    code = compile(source, "<rule set>", "exec")
    inner = next(each for each in code.co_consts if hasattr(each, "co_code"))
    found[name] = FunctionType(inner, names, name)
    return found[name]
