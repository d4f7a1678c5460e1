"""Steps of an explanation, made from the recorded calls and from nothing else; and the compact form that is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from services.eligibility.engine.book import Kind, Rule
from services.eligibility.engine.dictionary import PARAMETER_NAMES, Definition, Shape
from services.eligibility.engine.parameters import Parameter, ParameterSet
from services.eligibility.engine.ruleset import Call
from services.eligibility.engine.unknown import Missing, Unknown
from services.eligibility.engine.values import Unit

UNKNOWN = "未知"
MISSING = "缺少标准"
"""How a fact that is not known, and a parameter that is not published, are shown."""

Shown = str | int | bool


@dataclass(frozen=True, slots=True)
class Step:
    """One rule as it was applied, ready to be read."""

    rule: Rule
    person: int | None
    facts: dict[str, Shown]
    parameters: dict[str, Parameter]
    passed: bool | None
    result: Shown
    sentence: str


@cache
def parameter_of(name: str) -> Definition | None:
    """Return the parameter a name in a signature stands for; ``lb_bands_income_below`` is a part of ``lb_bands``."""
    if name in PARAMETER_NAMES:
        return PARAMETER_NAMES[name]
    rows = {Shape.BANDS, Shape.GRADES, Shape.SUPPLEMENTS}
    tables = (each for each in PARAMETER_NAMES.values() if each.shape in rows)
    return next((table for table in tables if name.startswith(f"{table.name}_")), None)


def step(call: Call, parameters: ParameterSet, residence: str | None) -> Step:
    """Return a call as a step; ``residence`` says which rows of the parameters its run used."""
    facts: dict[str, Shown] = {}
    used: dict[str, Parameter] = {}
    for (name, kind), value in zip(call.rule.arguments, call.arguments, strict=True):
        definition = parameter_of(name)
        row = parameters.get(definition.key, residence) if definition else None
        if row is not None:
            used[name] = row
        if row is None or definition is None or definition.unit is Unit.TABLE:
            facts[name] = shown(kind, value)
    return Step(
        rule=call.rule,
        person=call.person,
        facts=facts,
        parameters=used,
        passed=_passed(call),
        result=shown(call.rule.result, call.result),
        sentence=sentence(call),
    )


def _passed(call: Call) -> bool | None:
    if not call.rule.is_test or _is_open(call.result):
        return None
    return call.rule.passed(call.result)


def shown(kind: Kind, value: Any) -> Shown:
    """Return a value as a step shows it."""
    return _open_text(value) if _is_open(value) else kind.shown(value)


def _is_open(value: Any) -> bool:
    return type(value) is Unknown or type(value) is Missing


def _open_text(value: Any) -> str:
    return UNKNOWN if type(value) is Unknown else MISSING


def sentence(call: Call) -> str:
    """Return what the step says, with the numbers of its own arguments and result only."""
    rule = call.rule
    if not rule.in_force:
        return f"本规则自 {rule.since} 起施行，测算日尚未施行。"
    if _is_open(call.result):
        return f"{rule.title}：{'事实不全' if type(call.result) is Unknown else MISSING}，不能确定。"
    template = rule.otherwise if rule.is_test and not call.result else rule.says
    named = _named_in(template)
    said = {
        name: _open_text(value) if _is_open(value) else kind.spoken(value)
        for (name, kind), value in zip(rule.arguments, call.arguments, strict=True)
        if name in named
    }
    if rule.name in named:
        said[rule.name] = rule.result.spoken(call.result)
    return template.format_map(said)


@cache
def _named_in(template: str) -> frozenset[str]:
    """Return what a sentence names."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def compact(calls: Iterable[Call]) -> list[list[Any]]:
    """Return calls as JSON: rule, arguments, result, member. Everything else is joined when it is read."""
    return [
        [call.rule.name, [_packed(value) for value in call.arguments], _packed(call.result), call.person]
        for call in calls
    ]


def expanded(trace: Iterable[list[Any]], rules: Mapping[str, Rule]) -> list[Call]:
    """Return the calls a compact trace stands for, under the rule set that made it."""
    return [
        Call(rules[name], tuple(_unpacked(value) for value in arguments), _unpacked(result), person)
        for name, arguments, result, person in trace
    ]


def _packed(value: Any) -> Any:
    if type(value) is Unknown:
        return {"unknown": value.fact}
    if type(value) is Missing:
        return {"missing": value.key}
    return value if isinstance(value, bool | str) else int(value)


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Unknown(value["unknown"], ()) if "unknown" in value else Missing(value["missing"], lambda: None)
