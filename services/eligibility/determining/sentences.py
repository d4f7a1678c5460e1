"""The conclusion of a result in one sentence (结论)."""

from collections.abc import Iterable

from services.eligibility.engine.labels import LABELS
from services.eligibility.engine.values import yuan
from shared.schemas.determination_codes import MonthLineKind, Outcome, ReviewOutcome
from shared.schemas.determinations import MissingFact, ProgrammeResult


def sentence_of(result: ProgrammeResult) -> str:
    """Return the conclusion in one sentence."""
    who = result.programme.zh if result.unit.person is None else f"{result.unit.person} {result.programme.zh}"
    if result.outcome is Outcome.ELIGIBLE and result.review_outcome is ReviewOutcome.GRACE:
        return f"{who}：家庭人均收入已稳定超过标准，给予救助渐退期（GR-01），{_payment(result)}。"
    if result.outcome is Outcome.ELIGIBLE:
        return f"{who}：符合条件，{_payment(result)}。"
    if result.outcome is Outcome.UNDETERMINED:
        return f"{who}：事实不全，不能确定，需补充{_named(_fact_name(each) for each in result.missing_facts)}。"
    if result.outcome is Outcome.MISSING_PARAMETER:
        return f"{who}：缺少标准，不能测算：{_named(f'{each.title}（{each.key}）' for each in result.missing_parameters)}。"
    if result.outcome is Outcome.EXCLUDED:
        return f"{who}：符合条件，但已由{LABELS[f'AssistanceProgramme.{result.settled_by}']}保障，不同时享受。"
    verdict = "不符合条件" if result.outcome is Outcome.NOT_ELIGIBLE else "不适用"
    said = dict.fromkeys(reason.sentence for reason in result.reasons)
    return f"{who}：{verdict}。" + "".join(said) + _ending(result)


def _ending(result: ProgrammeResult) -> str:
    """Say until when what its review ends is still received: in its graduation period, or as before."""
    if result.end_month is None:
        return ""
    in_grace = any(line.kind is MonthLineKind.GRACE for line in result.months)
    return f"渐退期至 {result.end_month} 止，期满停发。" if in_grace else f"原待遇至 {result.end_month} 止。"


def _payment(result: ProgrammeResult) -> str:
    if result.one_off_amount:
        return f"一次性发放 {yuan(result.one_off_amount)} 元"
    if result.start_month is None:
        return "不发放现金"
    until = f"，至 {result.end_month} 止" if result.end_month else ""
    provisional = "（确认日未知，起始月份暂定）" if result.start_month_provisional else ""
    on_top = f"（补足{LABELS[f'AssistanceProgramme.{result.settled_by}']}的差额）" if result.settled_by else ""
    return f"每月 {yuan(result.monthly_amount or 0)} 元{on_top}，自 {result.start_month} 起发放{provisional}{until}"


def _fact_name(fact: MissingFact) -> str:
    return fact.title if fact.person is None else f"{fact.person} 的{fact.title}"


def _named(titles: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(titles))
