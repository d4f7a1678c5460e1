"""Why a test failed (不符合的理由): the failed tests behind it, found by asking the rules themselves.

The arguments of a rule that are results of earlier rules tie the calls together. Such an argument stands in the way if
turning it, and possibly others that are not as they should be, would let the rule pass.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

from services.eligibility.engine.book import Rule
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Unknown


def reasons(calls: Sequence[Call], name: str, ruleset: Ruleset) -> list[Call]:
    """Return every failed test behind the last call of a rule, in the order they were made; none if it passed."""
    last = max((index for index, call in enumerate(calls) if call.rule.name == name), default=None)
    if last is None:
        return []
    behind = set(_behind(calls, last, ruleset))
    return [call for index, call in enumerate(calls) if index in behind]


def _behind(calls: Sequence[Call], index: int, ruleset: Ruleset) -> Iterator[int]:
    call = calls[index]
    if not call.rule.is_test or type(call.result) is Unknown or call.rule.passed(call.result):
        return
    yield index
    if not call.rule.in_force or call.rule.bars:
        return
    for name in _certainly_in_the_way(call, ruleset.plain[call.rule.name]):
        source = _source(calls, index, name)
        if source is not None:
            yield from _behind(calls, source, ruleset)


def _source(calls: Sequence[Call], index: int, name: str) -> int | None:
    """Return the call that gave an argument: the latest of that name, about the same member or the household."""
    person = calls[index].person
    for earlier in range(index - 1, -1, -1):
        if calls[earlier].rule.name == name and calls[earlier].person in {person, None}:
            return earlier
    return None


def _certainly_in_the_way(call: Call, function: Callable[..., Any]) -> list[str]:
    """Return what stands in the way whichever value an unknown argument has."""
    if not any(type(value) is Unknown for value in call.arguments):
        return standing_in_the_way(call.rule, call.arguments, function)
    least, most = (
        tuple(value.values[end] if type(value) is Unknown else value for value in call.arguments) for end in (0, -1)
    )
    also = standing_in_the_way(call.rule, most, function)
    return [name for name in standing_in_the_way(call.rule, least, function) if name in also]


@lru_cache(maxsize=4096)
def standing_in_the_way(rule: Rule, arguments: tuple[Any, ...], function: Callable[..., Any]) -> list[str]:
    """Return the yes-or-no arguments of a failed test that keep it from passing."""
    flags = [index for index, value in enumerate(arguments) if isinstance(value, bool)]
    wanted = _wanted(arguments, function, flags)
    wrong = [index for index in flags if wanted.get(index, arguments[index]) != arguments[index]]
    return [
        rule.arguments[index][0]
        for index in wrong
        if _turns(arguments, function, index, [other for other in wrong if other != index])
    ]


def _wanted(arguments: tuple[Any, ...], function: Callable[..., Any], flags: list[int]) -> dict[int, bool]:
    """Return for each flag the value that can only help."""
    wanted = {}
    for index in flags:
        others = [other for other in flags if other != index]
        for values in product((False, True), repeat=len(others)):
            given = _given(arguments, dict(zip(others, values, strict=True)))
            without, having = function(*_put(given, index, value=False)), function(*_put(given, index, value=True))
            if bool(without) != bool(having):
                wanted[index] = bool(having)
                break
    return wanted


def _turns(arguments: tuple[Any, ...], function: Callable[..., Any], index: int, others: list[int]) -> bool:
    """Return whether some choice of the other wrong flags makes this one decide."""
    actual = bool(arguments[index])
    for turned in product((False, True), repeat=len(others)):
        changes = {other: not arguments[other] for other, turn in zip(others, turned, strict=True) if turn}
        given = _given(arguments, changes)
        if not function(*given) and function(*_put(given, index, value=not actual)):
            return True
    return False


def _given(arguments: tuple[Any, ...], changes: dict[int, bool]) -> list[Any]:
    return [changes.get(index, value) for index, value in enumerate(arguments)]


def _put(given: list[Any], index: int, *, value: bool) -> list[Any]:
    return [*given[:index], value, *given[index + 1 :]]
