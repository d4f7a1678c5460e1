"""The rule book: rules and procedures as they are written, each with its clause and dates.

A rule is a plain function over whole numbers. Its argument names are the data dictionary: a name of the parameter table
is a dated parameter, any other is a fact or the result of an earlier rule. A procedure calls rules in legal order.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any, TypeVar, get_type_hints

from services.eligibility.engine.labels import LABELS
from services.eligibility.engine.values import Unit, to_text

Function = TypeVar("Function", bound=Callable[..., Any])

FOREVER = "9999-12-31"
_NO_CHOICES: dict[str, int] = {}


class BookError(Exception):
    """The rule book contradicts itself: two versions on one day, a gap, a name that means two things."""


@dataclass(frozen=True)
class Kind:
    """What an argument or a result is: its unit and, for a code, the names of the numbers."""

    unit: Unit
    choices: tuple[tuple[str, int], ...] = ()
    codes: str = ""

    def shown(self, value: int) -> str | int | bool:
        """Return a value as a step shows it."""
        return self._names.get(value, value) if self.choices else to_text(value, self.unit, _NO_CHOICES)

    def spoken(self, value: int) -> str:
        """Return a value as a sentence says it."""
        return self._labels[value] if value in self._labels else str(self.shown(value))

    @cached_property
    def _names(self) -> dict[int, str]:
        return {number: name for name, number in self.choices}

    @cached_property
    def _labels(self) -> dict[int, str]:
        return {number: LABELS.get(f"{self.codes}.{name}", name) for name, number in self.choices}


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule, with everything a step says about it."""

    id: str
    title: str
    clause: str
    law: str | None
    since: str
    until: str
    before: bool | None
    name: str
    arguments: tuple[tuple[str, Kind], ...]
    result: Kind
    says: str
    otherwise: str
    measures: str | None
    source: str
    in_force: bool = True
    bars: bool = False
    """A bar: whom it is true of is left out, so it is passed when it answers no."""
    gives: str = ""
    """What of the payment its result is: ``amount`` (the amount, but for its parts), ``part`` (a part of it, in fen a
    month), ``month`` (the amount of the month it is asked for), ``back_pay`` (what is paid afterwards for that month),
    ``township_stage`` and ``county_stage`` (of a sum paid once)."""

    @property
    def is_test(self) -> bool:
        """Whether the rule answers yes or no."""
        return self.result.unit is Unit.FLAG

    def passed(self, result: int) -> bool:
        """Return whether an answer of this test lets the person or the family go on."""
        return bool(result) != self.bars


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of one procedure; ``programme`` is empty for one that only serves others."""

    programme: str
    title: str
    clause: str
    since: str
    until: str
    name: str
    source: str


class Book:
    """A collection of rules and procedures. The modules of ``rules/`` fill one; tests make their own."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.procedures: list[Procedure] = []
        self.codes: dict[str, type[IntEnum]] = {}
        self.findings: dict[str, tuple[str, ...]] = {}

    def rule(
        self,
        id: str,  # noqa: A002  the word of the domain
        title: str,
        *,
        clause: str,
        since: str,
        says: str,
        until: str = FOREVER,
        before: bool | None = None,
        name: str | None = None,
        law: str | None = None,
        otherwise: str = "",
        measures: str | None = None,
        bars: bool = False,
        gives: str = "",
        bound: str = "",
    ) -> Callable[[Function], Function]:
        """Enter a function as a rule. ``before`` is what held before ``since``: the step then reads 尚未施行.

        ``says`` and ``otherwise`` are its sentences (when it answers yes or gives a value, when it answers no);
        ``measures`` names the argument whose turning point is worth telling; ``bars`` marks a bar; ``gives`` says what
        of the payment its result is. ``bound`` enters the function for one programme: ``some`` in its names becomes
        that word.
        """

        def enter(function: Function) -> Function:
            arguments, result = _signature(function)
            called = name or renamed(function.__name__, bound)
            self.rules.append(
                Rule(
                    id=id,
                    title=title,
                    clause=clause,
                    law=law,
                    since=_day(since),
                    until=_day(until),
                    before=before,
                    name=called,
                    arguments=tuple((renamed(each, bound), kind) for each, kind in arguments),
                    result=result,
                    says=says,
                    otherwise=otherwise or says,
                    measures=measures,
                    source=frozen_source(function, called, bound),
                    bars=bars,
                    gives=gives,
                )
            )
            return function

        return enter

    def procedure(
        self,
        programme: str = "",
        title: str = "",
        *,
        since: str,
        clause: str = "",
        until: str = FOREVER,
        bound: str = "",
    ) -> Callable[[Function], Function]:
        """Enter a function as a procedure: that of a programme, or one that procedures share."""

        def enter(function: Function) -> Function:
            name = renamed(function.__name__, bound)
            source = frozen_source(function, name, bound)
            self.procedures.append(Procedure(programme, title, clause, _day(since), _day(until), name, source))
            return function

        return enter

    def code(self, codes: type[IntEnum]) -> type[IntEnum]:
        """Let rules name the members of an enumeration."""
        self.codes[codes.__name__] = codes
        return codes

    def finding(self, record: Function) -> Function:
        """Let procedures return a record (a NamedTuple)."""
        self.findings[record.__name__] = tuple(record._fields)  # type: ignore[attr-defined]
        return record


def renamed(name: str, bound: str) -> str:
    """Return a name as it reads for one programme: ``some_property_test`` bound to ``dibao`` is ``dibao_property_test``."""
    return re.sub(r"(?<![a-z])some(?![a-z])", bound, name) if bound else name


class _Binding(ast.NodeTransformer):
    """Writes the names of a function for one programme."""

    def __init__(self, bound: str) -> None:
        self._bound = bound

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Rename a name."""
        node.id = renamed(node.id, self._bound)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Rename an argument."""
        node.arg = renamed(node.arg, self._bound)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        """Rename ``P.property_some_houses``."""
        self.generic_visit(node)
        node.attr = renamed(node.attr, self._bound)
        return node


def frozen_source(function: Callable[..., Any], name: str, bound: str = "") -> str:
    """Return a function's text without decorators, docstring, annotations and layout: what the version is made of."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    tree.decorator_list, tree.name, tree.returns = [], name, None
    for argument in tree.args.args:
        argument.annotation = None
    if ast.get_docstring(tree) is not None:
        tree.body = tree.body[1:]
    return ast.unparse(_Binding(bound).visit(tree))


def _signature(function: Callable[..., Any]) -> tuple[tuple[tuple[str, Kind], ...], Kind]:
    hints = get_type_hints(function, include_extras=True)
    names = list(inspect.signature(function).parameters)
    return tuple((name, _kind(hints[name])) for name in names), _kind(hints["return"])


def _kind(hint: Any) -> Kind:
    if hint is bool:
        return Kind(Unit.FLAG)
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        return Kind(Unit.ENUM, tuple((code.name, code.value) for code in hint), hint.__name__)
    units = [note for note in getattr(hint, "__metadata__", ()) if isinstance(note, Unit)]
    if len(units) != 1:
        raise BookError(f"{hint} is no unit of the data dictionary")
    return Kind(units[0])


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()
