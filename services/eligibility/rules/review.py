"""What a review comes to (复核): keep, raise, lower, stop or hand over, and from which month. Domain 4.14, RV-05…RV-10."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, ReviewOutcome
from services.eligibility.engine.values import Fen, Month, Whole
from services.eligibility.rules.book import LAW_43, LAW_57, PRODUCT, Held, Reviewed, procedure, rule

SINCE = "2021-07-01"


@rule(
    "RV-05",
    "金额有明显变化",
    clause="2.1-g",
    law=f"{LAW_57}第三十一条",
    since=SINCE,
    says="原月金额 {held_amount} 元，复核测算 {amount_found} 元，变化达到 {review_smallest_change} 元或者属于标准调整，予以调整。",
    otherwise="原月金额 {held_amount} 元，复核测算 {amount_found} 元，没有变化或者变化不足 {review_smallest_change} 元，不再调整。",
)
def change_is_clear(held_amount: Fen, amount_found: Fen, is_standard_change: bool, review_smallest_change: Fen) -> bool:
    """A change that reaches the smallest one adjusted (无明显变化不再调整); a change of standard always counts."""
    return held_amount != amount_found and (
        is_standard_change or max(held_amount - amount_found, amount_found - held_amount) >= review_smallest_change
    )


@rule(
    "RV-07",
    "复核结果",
    clause="2.1-g",
    law=f"{LAW_57}第三十一条、第三十二条",
    since=SINCE,
    says="原月金额 {held_amount} 元，复核测算 {amount_found} 元，复核结果：{review_result}。",
)
def review_result(
    still_qualifies: bool,
    gives_way_to: AssistanceProgramme,
    held_amount: Fen,
    amount_found: Fen,
    change_is_clear: bool,
) -> ReviewOutcome:
    """Keep, increase, decrease, stop, or transfer to the programme it gives way to (复核结果)."""
    return (
        ReviewOutcome.TRANSFER
        if gives_way_to != AssistanceProgramme.NONE
        else ReviewOutcome.STOP
        if not still_qualifies
        else ReviewOutcome.KEEP
        if not change_is_clear
        else ReviewOutcome.INCREASE
        if amount_found > held_amount
        else ReviewOutcome.DECREASE
    )


@rule(
    "RV-05",
    "复核后的月金额",
    clause="2.1-g",
    law=f"{LAW_57}第三十一条",
    since=SINCE,
    says="复核结果为{review_result}，每月 {reviewed_amount} 元。",
)
def reviewed_amount(review_result: ReviewOutcome, held_amount: Fen, amount_found: Fen) -> Fen:
    """What is paid from then on: what was, where nothing is adjusted (不再调整); nothing once it ends."""
    return (
        held_amount
        if review_result == ReviewOutcome.KEEP
        else amount_found
        if review_result == ReviewOutcome.INCREASE or review_result == ReviewOutcome.DECREASE
        else 0
    )


@rule(
    "RV-08",
    "复核结果执行月份",
    clause="2.1-g",
    law=PRODUCT,
    since=SINCE,
    says="按 {decided_month} 决定，自其后第 {review_start_month_offset} 个月即 {review_month} 起执行。",
)
def review_month(decided_month: Month, review_start_month_offset: Whole) -> Month:
    """First month by what the review found: the month after the decision (次月执行)."""
    return decided_month + review_start_month_offset


@rule(
    "RV-10",
    "标准调整执行月份",
    clause="2.1-c",
    law=PRODUCT,
    since=SINCE,
    says="标准自 {standard_month} 起施行，该待遇自 {held_since_month} 起享受，自 {standard_change_month} 起按新标准执行。",
)
def standard_change_month(standard_month: Month, held_since_month: Month) -> Month:
    """First month by a new standard: the first it is in force, but none before the benefit began (标准调整)."""
    return max(standard_month, held_since_month)


@rule(
    "RV-08",
    "停发前的最后月份",
    clause="2.1-g",
    law=PRODUCT,
    since=SINCE,
    says="最后享受月份为 {last_month_paid}（死亡等依规终止的为事由发生当月，其他为执行月份的上月）。",
)
def last_month_paid(effective_month: Month, died_month: Month) -> Month:
    """Last month of a benefit that ends: that of the death (0: alive), else the one before it takes effect (停发)."""
    return died_month if died_month > 0 else effective_month - 1


@rule(
    "RV-07",
    "转入其他项目",
    clause="2.1-g",
    law=f"{LAW_57}第八条、第三十二条；{LAW_43}第二十七条",
    since=SINCE,
    says="不再享受{programme_held}，符合{other_programme}的，转入{other_programme}。",
    otherwise="{programme_held}停止后不转入{other_programme}。",
)
def is_transferred(programme_held: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """Where who leaves a programme goes (转入): from status to status, out of 特困 (TK-19), and between the two of a child."""
    return (
        (
            (programme_held == AssistanceProgramme.DIBAO or programme_held == AssistanceProgramme.DIBAO_SINGLE_PERSON)
            and (other_programme == AssistanceProgramme.MARGINAL or other_programme == AssistanceProgramme.RIGID)
        )
        or (programme_held == AssistanceProgramme.DIBAO_SINGLE_PERSON and other_programme == AssistanceProgramme.DIBAO)
        or (
            programme_held == AssistanceProgramme.MARGINAL
            and (other_programme == AssistanceProgramme.DIBAO or other_programme == AssistanceProgramme.RIGID)
        )
        or (
            programme_held == AssistanceProgramme.RIGID
            and (other_programme == AssistanceProgramme.DIBAO or other_programme == AssistanceProgramme.MARGINAL)
        )
        or (
            programme_held == AssistanceProgramme.TEKUN
            and (
                other_programme == AssistanceProgramme.DIBAO
                or other_programme == AssistanceProgramme.DIBAO_SINGLE_PERSON
            )
        )
        or (programme_held == AssistanceProgramme.ORPHAN and other_programme == AssistanceProgramme.DEFACTO_CHILD)
        or (programme_held == AssistanceProgramme.DEFACTO_CHILD and other_programme == AssistanceProgramme.ORPHAN)
    )


@procedure(since=SINCE)
def held_of(benefits: Any, programme: Any) -> Any:
    """What is received of one programme on the day asked for; the last one told counts."""
    is_held = False
    amount = 0
    since = 0
    until = 0
    in_grace = False
    used = False
    before = 0
    for each in benefits:
        if each.programme == programme:
            is_held = True
            amount = each.amount
            since = each.since_month
            until = each.end_month
            in_grace = False
            used = False
            if each.in_grace:
                in_grace = True
            if each.grace_used:
                used = True
            before = each.amount_before_grace
    return Held(is_held, amount, since, until, in_grace, used, before)


@procedure(since=SINCE)
def effective_month(hh: Any, held: Any, P: Any) -> Any:
    """First month by what was found: of a change of standard, or of a review."""
    if hh.is_standard_change:
        return standard_change_month(hh.standard_month, held.since_month)
    return review_month(hh.decided_month, P.review_start_month_offset)


@procedure(since=SINCE)
def review_of(hh: Any, held: Any, qualifies: Any, amount: Any, gives_way_to: Any, died_month: Any, P: Any) -> Any:
    """Review of one benefit of any programme. Outcome NONE where this is no review or nothing is held (then all else is 0).

    ``qualifies`` and ``amount`` are what the programme's own rules find now; ``gives_way_to`` is the programme that takes
    its place (NONE: none); ``died_month`` that of the death of the only person it is for (0: alive). Start is the first
    month by the outcome, end the last month paid of what ends.
    """
    if not (hh.is_review and held.is_held):
        return Reviewed(ReviewOutcome.NONE, 0, 0, 0, False)
    clear = change_is_clear(held.amount, amount, hh.is_standard_change, P.review_smallest_change)
    outcome = review_result(qualifies, gives_way_to, held.amount, amount, clear)
    paid = reviewed_amount(outcome, held.amount, amount)
    start = effective_month(hh, held, P)
    open_yet = not (hh.is_decided or hh.is_standard_change)
    if outcome == ReviewOutcome.STOP or outcome == ReviewOutcome.TRANSFER:
        return Reviewed(outcome, paid, 0, last_month_paid(start, died_month), open_yet)
    return Reviewed(outcome, paid, start, 0, open_yet)
