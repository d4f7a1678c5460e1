"""From the runs of one unit to the result that is read (测算结果)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from services.eligibility.determining import cautions
from services.eligibility.determining.missing import missing_facts, missing_parameters
from services.eligibility.determining.runs import Run, UnitRuns
from services.eligibility.determining.steps import StepViews, boundary_views, counted_members, reason_views
from services.eligibility.engine.codes import ApprovalLevel as LevelNumber
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.values import month_text, yuan
from shared.schemas.determination_codes import ApprovalLevel, Outcome, Programme, UnitKind
from shared.schemas.determinations import (
    AmountPart,
    DeterminationRequest,
    IncomeSummary,
    MissingFact,
    ProgrammeResult,
    RefusalReason,
    UnitView,
)

_AMOUNT_RULES = (
    "difference_over_period",
    "banded_over_period",
    "own_difference_over_period",
    "share_of_line",
    "fixed_over_period",
    "marginal_amount",
)
_UNPAID = {Outcome.NOT_ELIGIBLE, Outcome.NOT_APPLICABLE, Outcome.EXCLUDED}


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


def result_of(unit: UnitRuns, context: Context) -> ProgrammeResult:
    """Return the result of one programme and unit; nothing in it was assumed."""
    request, refs = context.request, context.refs
    calls, outcome = unit.certain_calls, unit.outcome
    first = unit.runs[0] if unit.runs else None
    residence = first.residence if first else None
    settled = first if unit.is_settled else None
    ref = None if unit.place is None else refs[unit.place]
    amount = amount_of(unit)
    found = {
        "steps": context.steps.of(calls, residence),
        "counted_members": counted_members(calls, refs, range(len(refs)) if unit.place is None else [unit.place]),
        "boundaries": boundary_views(calls, context.ruleset, refs),
        "reasons": reason_views(unit.certain_reasons, refs) if outcome in _UNPAID else [],
        "missing_facts": missing_facts([unit], request.facts),
        "missing_parameters": missing_parameters([unit], request.facts.division, request.as_of),
        "warnings": [
            *cautions.of_unit(unit, amount, ref, calls),
            *cautions.of_parameters(calls, context.parameters, residence),
        ],
    }
    result = ProgrammeResult(
        programme=unit.programme,
        unit=UnitView(kind=UnitKind.HOUSEHOLD if ref is None else UnitKind.PERSON, person=ref),
        outcome=outcome,
        review_outcome=None,
        sentence="",
        monthly_amount=amount,
        one_off_amount=None,
        parts=_parts(settled, calls),
        end_month=None,
        months=[],
        settled_by=Programme.TEKUN if outcome is Outcome.EXCLUDED else None,
        income=_income(unit, context, residence),
        **_dates(settled, request),
        **found,
    )
    return result.model_copy(update={"sentence": sentence_of(result)})


def amount_of(unit: UnitRuns) -> int | None:
    """Return the monthly amount; empty while it cannot be told."""
    if unit.outcome in {Outcome.UNDETERMINED, Outcome.MISSING_PARAMETER}:
        return None
    finding = unit.runs[0].finding
    return finding.amount if unit.outcome is Outcome.ELIGIBLE and finding is not None else 0


def not_in_force(programme: Programme, person: str | None, context: Context, since: tuple[str, str]) -> ProgrammeResult:
    """Return the result of a programme whose rules begin after the day asked for."""
    begins, clause = since
    sentence = f"{programme.zh}的认定规则自 {begins} 起施行，测算日尚未施行。"
    reason = RefusalReason(rule=clause, title=programme.zh, clause=clause, law=None, person=person, sentence=sentence)
    return ProgrammeResult(
        programme=programme,
        unit=UnitView(kind=UnitKind.HOUSEHOLD if person is None else UnitKind.PERSON, person=person),
        outcome=Outcome.NOT_APPLICABLE,
        review_outcome=None,
        sentence=sentence,
        monthly_amount=0,
        one_off_amount=None,
        parts=[],
        end_month=None,
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
        **_dates(None, context.request),
    )


def excluded_by(result: ProgrammeResult, other: ProgrammeResult) -> ProgrammeResult:
    """Return a result that met its tests but gives way to another (4.13)."""
    changed = result.model_copy(
        update={
            "outcome": Outcome.EXCLUDED,
            "settled_by": other.programme.value,
            "monthly_amount": 0,
            "parts": [],
            "start_month": None,
            "start_month_provisional": False,
        }
    )
    return changed.model_copy(update={"sentence": sentence_of(changed)})


def _parts(run: Run | None, calls: list[Call]) -> list[AmountPart]:
    """Return what the amount is made of; the parts add up to it."""
    if run is None or run.outcome is not Outcome.ELIGIBLE or run.finding is None:
        return []
    made = [call.rule for call in calls if call.rule.name in _AMOUNT_RULES and int(call.result) >= 0]
    return [AmountPart(rule=rule.id, title=rule.title, amount=run.finding.amount) for rule in made[-1:]]


def _dates(run: Run | None, request: DeterminationRequest) -> dict[str, Any]:
    """Return from when, until when and by whom; what hangs on the day of confirmation is provisional without it."""
    finding = run.finding if run is not None and run.outcome is Outcome.ELIGIBLE else None
    decided_on = request.dates.decided_on
    starts = finding is not None and finding.start_month > 0
    valid = finding.valid_months if finding is not None and decided_on is not None else 0
    return {
        "start_month": month_text(finding.start_month) if finding is not None and starts else None,
        "start_month_provisional": starts and decided_on is None,
        "valid_from": decided_on if valid else None,
        "valid_until": months_after(decided_on, valid) if valid and decided_on is not None else None,
        "approval_level": ApprovalLevel(LevelNumber(finding.approval_level).name) if finding is not None else None,
    }


def months_after(day: date, months: int) -> date:
    """Return the corresponding day some months on; where there is none, the end of that month (对应日, D-14)."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, index + 1, number)
        except ValueError:
            continue
    return date(year, index + 1, day.day)


def _income(unit: UnitRuns, context: Context, residence: str | None) -> IncomeSummary | None:
    """Return income before and after deduction, where every run agrees on it (DED-05)."""
    findings = {run.finding.income for run in unit.runs if run.finding is not None}
    if len(findings) != 1 or any(run.finding is None for run in unit.runs) or unit.exploration.too_many:
        return None
    income = findings.pop()
    return IncomeSummary(
        period_months=context.parameters.number("income.period_months", residence),
        counted=income.counted,
        transfers_out=income.transfers_out,
        deducted=income.deducted,
        countable=income.countable,
        excluded=income.excluded,
    )


def sentence_of(result: ProgrammeResult) -> str:
    """Return the conclusion in one sentence."""
    who = result.programme.zh if result.unit.person is None else f"{result.unit.person} {result.programme.zh}"
    if result.outcome is Outcome.ELIGIBLE:
        return f"{who}：符合条件，{_payment(result)}。"
    if result.outcome is Outcome.UNDETERMINED:
        return f"{who}：事实不全，不能确定，需补充{_named(_fact_name(each) for each in result.missing_facts)}。"
    if result.outcome is Outcome.MISSING_PARAMETER:
        return f"{who}：缺少标准，不能测算：{_named(f'{each.title}（{each.key}）' for each in result.missing_parameters)}。"
    if result.outcome is Outcome.EXCLUDED:
        return f"{who}：符合条件，但已由{Programme(result.settled_by or 'TEKUN').zh}保障，不同时享受。"
    verdict = "不符合条件" if result.outcome is Outcome.NOT_ELIGIBLE else "不适用"
    return f"{who}：{verdict}。" + "".join(dict.fromkeys(reason.sentence for reason in result.reasons))


def _payment(result: ProgrammeResult) -> str:
    if result.start_month is None:
        return "不发放现金"
    provisional = "（确认日未知，起始月份暂定）" if result.start_month_provisional else ""
    return f"每月 {yuan(result.monthly_amount or 0)} 元，自 {result.start_month} 起发放{provisional}"


def _fact_name(fact: MissingFact) -> str:
    return fact.title if fact.person is None else f"{fact.person} 的{fact.title}"


def _named(titles: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(titles))
