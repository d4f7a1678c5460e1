"""Turning recorded calls into what is read: steps, boundaries, reasons, who counts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.eligibility.engine import boundaries, explain
from services.eligibility.engine.codes import Relation
from services.eligibility.engine.dictionary import PARAMETER_NAMES, PARAMETERS
from services.eligibility.engine.parameters import Parameter, ParameterSet
from services.eligibility.engine.ruleset import Call, Ruleset
from shared.schemas.determinations import Boundary, CountedMember, ParameterUse, RefusalReason, Step
from shared.schemas.fact_codes import Residence

COUNTED_BY = ("is_applicant", "is_spouse", "is_minor_child", "is_dependent_adult_child", "is_cohabiting_with_duty")
LEFT_OUT_BY = (
    "is_clergy_away",
    "is_in_custody_or_missing",
    "is_left_out_by_province",
    "is_barred_by_tekun",
    "has_died",
)


class StepViews:
    """The steps of one answer as they cross the wire; a step that stands in several results is written once."""

    def __init__(self, parameters: ParameterSet, refs: list[str]) -> None:
        self._parameters, self._refs = parameters, refs
        self._written: dict[tuple[str, str | None], Step] = {}
        self._uses: dict[tuple[str, str | None], ParameterUse] = {}

    def of(self, calls: list[Call], residence: str | None) -> list[Step]:
        """Return the steps of a run; ``residence`` says which rows of the parameters it used."""
        return [self._step(call, residence) for call in calls]

    def _step(self, call: Call, residence: str | None) -> Step:
        key = (call.key, residence)
        if key not in self._written:
            step = explain.step(call, self._parameters, residence)
            uses = {name: self._use(name, row, residence) for name, row in step.parameters.items()}
            self._written[key] = _step_view(step, None if step.person is None else self._refs[step.person], uses)
        return self._written[key]

    def _use(self, name: str, row: Parameter, residence: str | None) -> ParameterUse:
        key = (name, residence)
        if key not in self._uses:
            self._uses[key] = _parameter_view(name, row)
        return self._uses[key]


def _step_view(step: explain.Step, person: str | None, parameters: dict[str, ParameterUse]) -> Step:
    return Step.model_construct(
        rule=step.rule.id,
        title=step.rule.title,
        clause=step.rule.clause,
        law=step.rule.law,
        in_force_since=date.fromisoformat(step.rule.since),
        in_force=step.rule.in_force,
        person=person,
        facts=step.facts,
        parameters=parameters,
        passed=step.passed,
        result=step.result,
        sentence=step.sentence,
    )


def _parameter_view(name: str, row: Parameter) -> ParameterUse:
    definition = PARAMETER_NAMES.get(name) or PARAMETERS[row.key]
    return ParameterUse.model_construct(
        key=row.key,
        title=definition.title,
        value=row.value,
        division=row.division,
        residence=None if row.residence is None else Residence(row.residence),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        clause=row.clause,
        document=row.document,
        evidence=row.evidence,
        status=row.status,
        illustrative=row.illustrative,
    )


def boundary_views(calls: list[Call], ruleset: Ruleset, refs: list[str]) -> list[Boundary]:
    """Return where the numeric tests of a run turn, each once."""
    found = {
        (each.rule.name, each.person): Boundary(
            rule=each.rule.id,
            title=each.rule.title,
            person=None if each.person is None else refs[each.person],
            fact=each.fact,
            actual=each.kind.shown(each.actual),
            passes_up_to=None if each.last is None else each.kind.shown(each.last),
            turns_at=each.kind.shown(each.turns_at),
            passed=each.passed,
            sentence=each.sentence,
        )
        for each in boundaries.boundaries(calls, ruleset)
    }
    return list(found.values())


def reason_views(failed: Iterable[Call], refs: list[str]) -> list[RefusalReason]:
    """Return failed tests as reasons of a refusal."""
    return [
        RefusalReason(
            rule=call.rule.id,
            title=call.rule.title,
            clause=call.rule.clause,
            law=call.rule.law,
            person=None if call.person is None else refs[call.person],
            sentence=explain.sentence(call),
        )
        for call in failed
    ]


def counted_members(calls: list[Call], refs: list[str], places: Iterable[int]) -> list[CountedMember]:
    """Return for each person the rule that counted him or left him out, from the calls that are certain."""
    asked: dict[int, dict[str, Call]] = {place: {} for place in places}
    for call in calls:
        if call.person in asked:
            asked[call.person][call.rule.name] = call
    return [_counted_member(refs[place], made) for place, made in asked.items()]


def _counted_member(ref: str, made: dict[str, Call]) -> CountedMember:
    verdict = made.get("is_household_member")
    deciding = _deciding(verdict, made) if verdict is not None else None
    if deciding is None or verdict is None:
        return CountedMember(
            person=ref,
            counted=None,
            rule="HH",
            title="计入的家庭成员",
            clause="2.1-a",
            sentence="事实不全，不能确定是否计入。",
        )
    rule = deciding.rule
    return CountedMember(
        person=ref,
        counted=bool(verdict.result),
        rule=rule.id,
        title=rule.title,
        clause=rule.clause,
        sentence=explain.sentence(deciding),
    )


def _deciding(verdict: Call, made: dict[str, Call]) -> Call | None:
    """Return the rule that counted him; else the one that left him out; else the last that could have counted him."""
    if type(verdict.result) is not bool:
        return None
    names = COUNTED_BY if verdict.result else LEFT_OUT_BY
    for name in names:
        if name in made and made[name].result is True:
            return made[name]
    relation: Any = made["is_spouse"].arguments[0]
    return made["is_dependent_adult_child" if relation == Relation.CHILD else "is_cohabiting_with_duty"]
