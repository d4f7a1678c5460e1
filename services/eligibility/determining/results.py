"""From the runs of one unit to the result that is read (测算结果)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from services.eligibility.determining import cautions
from services.eligibility.determining.found import Found
from services.eligibility.determining.missing import missing_facts, missing_parameters
from services.eligibility.determining.recipes import RECIPES
from services.eligibility.determining.runs import Run, UnitRuns
from services.eligibility.determining.sentences import sentence_of
from services.eligibility.determining.steps import StepViews, boundary_views, counted_members, reason_views
from services.eligibility.engine import codes
from services.eligibility.engine.book import Rule
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.values import month_text
from shared.calendar import built_in, corresponding_day
from shared.schemas.determination_codes import ApprovalLevel, MonthLineKind, Outcome, Programme, ReviewOutcome, UnitKind
from shared.schemas.determinations import (
    AmountPart,
    CountedMember,
    DeterminationRequest,
    IncomeSummary,
    MonthLine,
    ProgrammeResult,
    RefusalReason,
    ReliefStage,
    UnitView,
)

_MONTH_KINDS = {"month": MonthLineKind.GRACE, "back_pay": MonthLineKind.BACK_PAY}
_OPEN = {Outcome.UNDETERMINED, Outcome.MISSING_PARAMETER}


@dataclass(frozen=True)
class Context:
    """What every result of one answer is made from."""

    request: DeterminationRequest
    parameters: ParameterSet
    ruleset: Ruleset

    @cached_property
    def refs(self) -> list[str]:
        """References of the members, in the order of the request."""
        return [member.ref for member in self.request.facts.members]

    @cached_property
    def steps(self) -> StepViews:
        """The steps that all results share."""
        return StepViews(self.parameters, self.refs)


def result_of(unit: UnitRuns, context: Context, *, provisional: bool = False) -> ProgrammeResult:
    """Return the result of one programme and unit; nothing in it was assumed."""
    request, refs = context.request, context.refs
    calls, outcome = unit.certain_calls, unit.outcome
    first = unit.runs[0] if unit.runs else None
    residence = first.residence if first else None
    settled = first if unit.is_settled else None
    ref = None if unit.place is None else refs[unit.place]
    paid = settled.found if settled is not None and outcome is Outcome.ELIGIBLE else None
    amount = amount_of(unit)
    shown = {
        "steps": context.steps.of(calls, residence),
        "counted_members": _counted(unit, calls, refs),
        "boundaries": boundary_views(calls, context.ruleset, refs),
        "reasons": reason_views(unit.certain_reasons, refs) if outcome not in _OPEN else [],
        "missing_facts": missing_facts([unit], request.facts),
        "missing_parameters": missing_parameters([unit], request.facts.division, request.as_of),
        "warnings": [
            *cautions.of_unit(unit, amount, ref, calls),
            *cautions.of_review_and_screening(unit, calls, refs),
            *cautions.of_parameters(calls, context.parameters, residence),
        ],
    }
    result = ProgrammeResult(
        programme=unit.programme,
        unit=UnitView(kind=UnitKind.HOUSEHOLD if ref is None else UnitKind.PERSON, person=ref),
        outcome=outcome,
        review_outcome=_review(settled),
        sentence="",
        provisional=provisional,
        monthly_amount=amount,
        one_off_amount=paid.one_off if paid is not None and paid.one_off else None,
        parts=parts_of(paid, calls),
        months=_months(settled, calls),
        stages=_stages(paid, calls),
        settled_by=_settled_by(settled),
        income=_income(unit, context, residence),
        **(_term(paid, request) | _ended(settled)),
        **shown,
    )
    return result.model_copy(update={"sentence": sentence_of(result)})


def _counted(unit: UnitRuns, calls: list[Call], refs: list[str]) -> list[CountedMember]:
    """Return who counts; a programme that need not know of everybody tells of those it asked about."""
    places: Iterable[int] = range(len(refs))
    if unit.place is not None:
        places = [unit.place] if RECIPES[unit.programme].shows_members else []
    if not RECIPES[unit.programme].asks_for_all:
        asked = {call.person for call in calls if call.rule.name == "is_household_member"}
        places = [place for place in places if place in asked]
    return counted_members(calls, refs, places)


def amount_of(unit: UnitRuns) -> int | None:
    """Return the monthly amount; empty while it cannot be told."""
    if unit.outcome in {Outcome.UNDETERMINED, Outcome.MISSING_PARAMETER}:
        return None
    found = unit.runs[0].found
    return found.amount if unit.outcome is Outcome.ELIGIBLE and found is not None else 0


def not_in_force(
    programme: Programme, person: str | None, context: Context, since: tuple[str, str, str]
) -> ProgrammeResult:
    """Return the result of a programme whose rules begin after the day asked for."""
    begins, clause, rule = since
    sentence = f"{programme.zh}的认定规则自 {begins} 起施行，测算日尚未施行。"
    reason = RefusalReason(rule=rule, title=programme.zh, clause=clause, law=None, person=person, sentence=sentence)
    return ProgrammeResult(
        programme=programme,
        unit=UnitView(kind=UnitKind.HOUSEHOLD if person is None else UnitKind.PERSON, person=person),
        outcome=Outcome.NOT_APPLICABLE,
        review_outcome=None,
        sentence=sentence,
        monthly_amount=0,
        one_off_amount=None,
        parts=[],
        months=[],
        settled_by=None,
        income=None,
        reasons=[reason],
        steps=[],
        counted_members=[],
        boundaries=[],
        missing_facts=[],
        missing_parameters=[],
        warnings=[],
        **_term(None, context.request),
    )


def parts_of(paid: Found | None, calls: list[Call]) -> list[AmountPart]:
    """Return what the monthly amount is made of; the parts add up to it.

    A rule that gives a part gives it in fen a month; what is left is named by the last rule that gave an amount.
    """
    if paid is None:
        return []
    parts = [_part(call.rule, int(call.result)) for call in calls if call.rule.gives == "part" and call.result > 0]
    rest = paid.amount - sum(part.amount for part in parts)
    main = [call.rule for call in calls if call.rule.gives == "amount"][-1:]
    return [*(_part(rule, rest) for rule in main if rest or not parts), *parts]


def _part(rule: Rule, amount: int) -> AmountPart:
    return AmountPart(rule=rule.id, title=rule.title, amount=amount)


def _months(run: Run | None, calls: list[Call]) -> list[MonthLine]:
    """Return the months that have an amount of their own, each from the call that gave it.

    A benefit that its review ends may still have such months: those left of a graduation period (GR-05).
    """
    if run is None or run.found is None or not (run.outcome is Outcome.ELIGIBLE or run.found.review):
        return []
    return [
        MonthLine(month=month_text(call.argument("month")), kind=_MONTH_KINDS[call.rule.gives], amount=int(call.result))
        for call in calls
        if call.rule.gives in _MONTH_KINDS
    ]


_STAGES = {"township_stage": ApprovalLevel.TOWNSHIP, "county_stage": ApprovalLevel.COUNTY}


def _stages(paid: Found | None, calls: list[Call]) -> list[ReliefStage]:
    """Return what the township pays at once and what the county pays after it, where there is something."""
    if paid is None:
        return []
    return [
        ReliefStage(level=_STAGES[call.rule.gives], rule=call.rule.id, title=call.rule.title, amount=int(call.result))
        for call in calls
        if call.rule.gives in _STAGES and call.result > 0
    ]


def _review(run: Run | None) -> ReviewOutcome | None:
    if run is None or run.found is None or not run.found.review:
        return None
    return ReviewOutcome(codes.ReviewOutcome(run.found.review).name)


def _settled_by(run: Run | None) -> str | None:
    """Return what excludes it (4.13), or whose money it tops up."""
    if run is None or run.found is None:
        return None
    if run.outcome not in {Outcome.EXCLUDED, Outcome.ELIGIBLE} and run.found.review != codes.ReviewOutcome.TRANSFER:
        return None
    by = run.found.barred_by or run.found.tops_up
    return codes.AssistanceProgramme(by).name if by else None


def _term(paid: Found | None, request: DeterminationRequest) -> dict[str, Any]:
    """Return from when, until when and by whom; what hangs on a day not known yet is provisional."""
    decided_on = request.dates.decided_on
    starts = paid is not None and paid.start_month > 0
    valid = paid.valid_months if paid is not None and decided_on is not None else 0
    level = paid.approval_level if paid is not None else 0
    return {
        "start_month": month_text(paid.start_month) if paid is not None and starts else None,
        "start_month_provisional": starts and paid is not None and paid.is_provisional,
        "end_month": month_text(paid.end_month) if paid is not None and paid.end_month else None,
        "valid_from": decided_on if valid else None,
        "valid_until": _valid_until(decided_on, valid) if valid and decided_on is not None else None,
        "approval_level": ApprovalLevel(codes.ApprovalLevel(level).name) if level else None,
    }


def _valid_until(decided_on: date, months: int) -> date:
    """Return the last day of a recognition; a statutory holiday puts it off to the first day after it (D-14)."""
    return built_in().first_day_after_holiday(corresponding_day(decided_on, months))


def _ended(run: Run | None) -> dict[str, Any]:
    """Return the last month paid of a benefit that its review ends; that of one that is paid stands in its term."""
    if run is None or run.found is None or run.outcome is Outcome.ELIGIBLE or not run.found.end_month:
        return {}
    return {"end_month": month_text(run.found.end_month)}


def _income(unit: UnitRuns, context: Context, residence: str | None) -> IncomeSummary | None:
    """Return income before and after deduction, where every run agrees on it (DED-05)."""
    incomes = {run.found.income for run in unit.runs if run.found is not None}
    if len(incomes) != 1 or any(run.found is None for run in unit.runs) or unit.exploration.too_many:
        return None
    income = incomes.pop()
    if not RECIPES[unit.programme].shows_income:
        return None
    return IncomeSummary(
        period_months=context.parameters.number("income.period_months", residence),
        counted=income.counted,
        transfers_out=income.transfers_out,
        deducted=income.deducted,
        countable=income.countable,
        excluded=income.excluded,
    )
