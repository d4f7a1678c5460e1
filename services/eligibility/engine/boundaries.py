"""The exact value at which a numeric test turns (临界值), found on the recorded call itself."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from services.eligibility.engine.book import Kind, Rule
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Missing, Unknown
from services.eligibility.engine.values import LARGEST, Unit
from services.eligibility.engine.vocabulary import FACTS

_BEYOND = LARGEST * 1_000_000
"""More than any sum of amounts a case can hold."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where one test turns: it passes up to ``last`` and fails from ``turns_at`` on."""

    rule: Rule
    person: int | None
    fact: str
    kind: Kind
    actual: int
    last: int | None
    turns_at: int
    passed: bool
    sentence: str


def boundaries(calls: list[Call], ruleset: Ruleset) -> list[Boundary]:
    """Return a boundary for each test of the run that measures something."""
    found = (_boundary(call, ruleset) for call in calls if call.rule.measures and call.rule.in_force)
    return [each for each in found if each is not None]


def _boundary(call: Call, ruleset: Ruleset) -> Boundary | None:
    names = [name for name, _ in call.rule.arguments]
    place = names.index(call.rule.measures or "")
    if any(type(value) is Unknown or type(value) is Missing for value in call.arguments):
        return None
    others = (*call.arguments[:place], *call.arguments[place + 1 :])
    turns_at = _turning_point(ruleset.plain[call.rule.name], place, others)
    if turns_at is None:
        return None
    kind = call.rule.arguments[place][1]
    actual = int(call.arguments[place])
    return Boundary(
        rule=call.rule,
        person=call.person,
        fact=names[place],
        kind=kind,
        actual=actual,
        last=turns_at - 1 if turns_at > 0 else None,
        turns_at=turns_at,
        passed=bool(call.result),
        sentence=_sentence(call.rule, names[place], kind, turns_at, actual),
    )


@lru_cache(maxsize=4096)
def _turning_point(function: Callable[..., Any], place: int, others: tuple[Any, ...]) -> int | None:
    """Return the least value that fails when it is put among the other arguments; None when every value passes."""

    def passes(value: int) -> bool:
        return bool(function(*others[:place], value, *others[place:]))

    return None if passes(_BEYOND) else first_failing(passes)


def first_failing(passes: Callable[[int], bool]) -> int:
    """Return the least whole number from zero on that fails a test which fails for all that are greater."""
    low, high = 0, _BEYOND
    while low < high:
        middle = (low + high) // 2
        if passes(middle):
            low = middle + 1
        else:
            high = middle
    return low


def _sentence(rule: Rule, fact: str, kind: Kind, turns_at: int, actual: int) -> str:
    def said(value: int) -> str:
        return f"{kind.spoken(value)} 元" if kind.unit is Unit.FEN else f"{kind.spoken(value)} "

    if turns_at == 0:
        return f"{FACTS[fact]}无论多少都不符合（现为 {said(actual).rstrip()}）。"
    if _is_strict(rule.source, fact):
        return f"{FACTS[fact]}低于 {said(turns_at)}即符合（现为 {said(actual).rstrip()}）。"
    return f"{FACTS[fact]}不超过 {said(turns_at - 1)}即符合（现为 {said(actual).rstrip()}）。"


@cache
def _is_strict(source: str, fact: str) -> bool:
    """Return whether the rule compares the fact with ``<`` (低于) rather than ``<=`` (不超过)."""
    comparisons = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare)]
    return any(isinstance(each.ops[0], ast.Lt) and _names(each.left, fact) for each in comparisons)


def _names(node: ast.AST, fact: str) -> bool:
    inside: Any = ast.walk(node)
    return any(isinstance(each, ast.Name) and each.id == fact for each in inside)
