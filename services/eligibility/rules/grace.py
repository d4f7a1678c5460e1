"""Graduation period of a 低保 household whose income has risen for good (渐退期). Circular 2.1-i; domain 4.4, GR-01…GR-08."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import GraceAmountMethod, Rounding
from services.eligibility.engine.values import DayNumber, Fen, Month, Permille, Whole
from services.eligibility.rules.book import LAW_57, NOTICE_83, PRODUCT, Grace, procedure, rule
from services.eligibility.rules.review import effective_month

SINCE = "2021-09-22"
BEFORE = "2021-07-01"
CIRCULAR = "攀民政〔2021〕61号二（一）"


@rule(
    "GR-01",
    "家庭人均收入超过低保标准",
    clause="2.1-i",
    law=f"{LAW_57}第三十三条",
    since=SINCE,
    before=False,
    says="{persons} 人核算期可支配收入 {countable_income} 元，人均每月超过低保标准 {lb_line} 元"
    "（核算期 {income_period_months} 个月）。",
    otherwise="{persons} 人核算期可支配收入 {countable_income} 元，人均每月没有超过低保标准 {lb_line} 元"
    "（核算期 {income_period_months} 个月）。",
)
def income_is_above_dibao_line(
    countable_income: Fen, persons: Whole, lb_line: Fen, income_period_months: Whole
) -> bool:
    """Per-capita income strictly above the line (超过, D-09); at the line there is neither 低保 nor grace."""
    return countable_income > lb_line * income_period_months * persons


@rule(
    "D-09",
    "收入连续超过标准的月数",
    clause="2.1-i",
    law=CIRCULAR,
    since=SINCE,
    before=False,
    says="收入已连续 {months_above_line} 个月超过低保标准，达到规定的 {grace_stability_months} 个月。",
    otherwise="收入连续 {months_above_line} 个月超过低保标准，未达到规定的 {grace_stability_months} 个月。",
)
def is_above_line_long_enough(months_above_line: Whole, grace_stability_months: Whole) -> bool:
    """Above the line for as many months as the city asks (稳定的月数)."""
    return months_above_line >= grace_stability_months


@rule(
    "D-09",
    "收入稳定超过标准",
    clause="2.1-i",
    law=CIRCULAR,
    since=SINCE,
    before=False,
    says="经办人证明收入稳定超过标准，或者已达到规定的月数。",
    otherwise="没有经办人关于收入稳定超过标准的证明，也没有达到规定的月数。",
)
def income_is_stable(is_stable: bool, is_above_line_long_enough: bool) -> bool:
    """Attested by the officer, or long enough (稳定超过)."""
    return is_stable or is_above_line_long_enough


@rule(
    "GR-07",
    "本次享受期间首次渐退",
    clause="2.1-i",
    law=PRODUCT,
    since=SINCE,
    before=False,
    says="本次连续享受低保期间尚未给予过渐退期。",
    otherwise="本次连续享受低保期间已给予过渐退期，不再给予。",
)
def is_first_grace(in_grace: bool, grace_used: bool) -> bool:
    """One graduation period in one spell on 低保 (一次享受只给予一次)."""
    return not in_grace and not grace_used


@rule(
    "GR-02",
    "渐退期月数",
    clause="2.1-i",
    law=CIRCULAR,
    since=SINCE,
    before=False,
    measures="grace_months",
    says="拟给予渐退期 {grace_months} 个月，不超过 {grace_max_months} 个月。",
    otherwise="拟给予渐退期 {grace_months} 个月，应为1个月以上、不超过 {grace_max_months} 个月，不予受理，请重新填报月数。",
)
def grace_length_is_allowed(grace_months: Whole, grace_max_months: Whole) -> bool:
    """At most as many whole months as the circular allows (不超过12个月)."""
    return grace_months >= 1 and grace_months <= grace_max_months


@rule(
    "GR-01",
    "可以给予渐退期",
    clause="2.1-i",
    law=CIRCULAR,
    since=SINCE,
    before=False,
    says="收入稳定超过低保标准，财产符合规定，可以给予渐退期。",
    otherwise="不能给予渐退期。",
)
def may_be_given_grace(
    income_is_above_dibao_line: bool,
    income_is_stable: bool,
    property_is_within_dibao_limits: bool,
    is_first_grace: bool,
    grace_length_is_allowed: bool,
) -> bool:
    """Above the line, stable, property within the limits, for the first time, and not too long (渐退条件)."""
    return (
        income_is_above_dibao_line
        and income_is_stable
        and property_is_within_dibao_limits
        and is_first_grace
        and grace_length_is_allowed
    )


@rule(
    "D-08",
    "渐退期超过国家规定的原则上限",
    clause="2.1-i",
    law=NOTICE_83,
    since="2022-10-20",
    before=False,
    bars=True,
    says="{decided_on} 决定给予渐退期 {grace_months} 个月；自 {grace_principle_from} 起原则上不超过 {grace_principle_months} 个月，"
    "请说明理由。",
    otherwise="没有超过国家规定原则上限的情形。",
)
def grace_exceeds_principle(
    grace_months: Whole, decided_on: DayNumber, grace_principle_months: Whole, grace_principle_from: DayNumber
) -> bool:
    """Longer than the notice of 2022 has it in principle: allowed, with a warning (原则上不超过6个月)."""
    return decided_on >= grace_principle_from and grace_months > grace_principle_months


@rule(
    "GR-03",
    "渐退期最后月份",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    says="渐退期自 {effective_month} 起 {grace_months} 个月，至 {grace_last_month} 止。",
)
def grace_last_month(effective_month: Month, grace_months: Whole) -> Month:
    """The last of its months, counted from the month after the decision (渐退期止)."""
    return effective_month + grace_months - 1


@rule(
    "GR-04",
    "渐退期金额的基数",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    gives="amount",
    says="以渐退前的月金额 {amount_before_grace} 元为基数，按{grace_amount_method}发放。",
)
def grace_base(amount_before_grace: Fen, grace_amount_method: GraceAmountMethod) -> Fen:  # noqa: ARG001  the step names it
    """The last monthly amount, from which the months are worked out by the method in force (D-10)."""
    return amount_before_grace


@rule(
    "GR-04",
    "逐月递减的金额",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    says="基数 {grace_base} 元，{grace_length} 个月逐月递减，余 {months_left} 个月（含当月），按 {rounding_amount} 取整，"
    "为 {declining_amount} 元。",
)
def declining_amount(grace_base: Fen, months_left: Whole, grace_length: Whole, rounding_amount: Rounding) -> Fen:
    """From the whole amount down in equal steps, the last month one step (LINEAR, D-10)."""
    return (
        -(-grace_base * months_left // (100 * max(1, grace_length))) * 100
        if rounding_amount == Rounding.YUAN_CEIL
        else (2 * grace_base * months_left + 100 * grace_length) // (200 * max(1, grace_length)) * 100
        if rounding_amount == Rounding.YUAN_HALF_UP
        else (2 * grace_base * months_left + grace_length) // (2 * max(1, grace_length))
    )


@rule(
    "GR-04",
    "已过渐退期的前半段",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    says="共 {grace_length} 个月，余 {months_left} 个月（含当月），属于后半段。",
    otherwise="共 {grace_length} 个月，余 {months_left} 个月（含当月），属于前半段。",
)
def is_in_second_half(months_left: Whole, grace_length: Whole) -> bool:
    """No more than half of the months are left; of an odd number the middle one is in the first half (分段)."""
    return 2 * months_left <= grace_length


@rule(
    "GR-04",
    "后半段的金额",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    says="基数 {grace_base} 元的 {grace_step_ratio}，按 {rounding_amount} 取整，为 {stepped_amount} 元。",
)
def stepped_amount(grace_base: Fen, grace_step_ratio: Permille, rounding_amount: Rounding) -> Fen:
    """A share of the amount in the second half (STEP, D-10)."""
    return (
        -(-grace_base * grace_step_ratio // 100000) * 100
        if rounding_amount == Rounding.YUAN_CEIL
        else (2 * grace_base * grace_step_ratio + 100000) // 200000 * 100
        if rounding_amount == Rounding.YUAN_HALF_UP
        else (2 * grace_base * grace_step_ratio + 1000) // 2000
    )


@rule(
    "GR-04",
    "渐退期当月金额",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    gives="month",
    says="{month} 应发 {grace_share} 元，不超过低保标准 {lb_line} 元乘以 {persons} 人，为 {grace_amount} 元。",
)
def grace_amount(month: Month, grace_share: Fen, persons: Whole, lb_line: Fen) -> Fen:  # noqa: ARG001  the step names it
    """What one month of grace pays, at most the line for everybody who counts then (以标准×人数为限)."""
    return min(grace_share, lb_line * persons)


@rule(
    "GR-05",
    "渐退期内收入仍不低于标准，期满停发",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    says="渐退期至 {grace_until} 止，期满停发。",
)
def last_month_of_running_grace(grace_until: Month) -> Month:
    """Grace that runs goes on to its end and not beyond (期满停发)."""
    return grace_until


@rule(
    "GR-05",
    "渐退期内收入回落，恢复低保",
    clause="2.1-i",
    law=PRODUCT,
    since=BEFORE,
    says="收入回落到低保标准以下，渐退期结束，恢复按规定发放低保。",
    otherwise="渐退期内仍不符合低保条件。",
)
def grace_gives_way_to_dibao(in_grace: bool, qualifies_for_dibao: bool) -> bool:
    """Income below the line again: normal 低保, and grace ends (恢复低保)."""
    return in_grace and qualifies_for_dibao


@procedure(since=BEFORE)
def grace_month(base: Any, month: Any, first: Any, last: Any, persons: Any, P: Any) -> Any:
    """Amount of one month by the method in force."""
    share = base
    if P.grace_amount_method == GraceAmountMethod.LINEAR:
        share = declining_amount(base, last - month + 1, last - first + 1, P.rounding_amount)
    if P.grace_amount_method == GraceAmountMethod.STEP and is_in_second_half(last - month + 1, last - first + 1):
        share = stepped_amount(base, P.grace_step_ratio, P.rounding_amount)
    return grace_amount(month, share, persons, P.lb_line)


@procedure(since=BEFORE)
def grace_amounts(base: Any, months_from: Any, first: Any, last: Any, persons: Any, P: Any) -> Any:
    """Every month from one on to the last; the amount of the first of them."""
    amount = 0
    for month in range(months_from, last + 1):
        paid = grace_month(base, month, first, last, persons, P)
        if month == months_from:
            amount = paid
    return amount


@procedure(since=BEFORE)
def new_grace(hh: Any, family: Any, held: Any, within: Any, P: Any) -> Any:
    """A graduation period of the months asked for, or why there is none."""
    above = income_is_above_dibao_line(family.income.countable, family.persons, P.lb_line, P.income_period_months)
    enough = False
    if hh.months_above_line > 0:
        enough = is_above_line_long_enough(hh.months_above_line, P.grace_stability_months)
    allowed = grace_length_is_allowed(hh.grace_months, P.grace_max_months)
    first_time = is_first_grace(held.in_grace, held.grace_used)
    if not may_be_given_grace(above, income_is_stable(hh.is_stable, enough), within, first_time, allowed):
        return Grace(False, not allowed, 0, 0, 0)
    start = effective_month(hh, held, P)
    end = grace_last_month(start, hh.grace_months)
    grace_exceeds_principle(hh.grace_months, hh.decided_on, P.grace_principle_months, P.grace_principle_from)
    base = grace_base(held.amount, P.grace_amount_method)
    return Grace(True, False, grace_amounts(base, start, start, end, family.persons, P), start, end)


@procedure(since=BEFORE)
def running_grace(hh: Any, family: Any, held: Any, P: Any) -> Any:
    """Grace that runs when the income still is not below the line: its months that are left, then it stops (GR-05)."""
    end = last_month_of_running_grace(held.end_month)
    before = held.amount
    if P.grace_amount_method != GraceAmountMethod.FREEZE:
        before = held.amount_before_grace
    base = grace_base(before, P.grace_amount_method)
    grace_amounts(base, effective_month(hh, held, P), held.since_month, end, family.persons, P)
    return Grace(False, False, 0, 0, end)


@procedure(since=BEFORE)
def grace_of(hh: Any, family: Any, held: Any, within: Any, P: Any) -> Any:
    """Graduation period of a household that no longer qualifies: a new one asked for, else what is left of one."""
    grace = Grace(False, False, 0, 0, 0)
    if hh.grace_months > 0:
        grace = new_grace(hh, family, held, within, P)
    if held.in_grace and held.end_month > 0 and within and not grace.is_refused:
        grace = running_grace(hh, family, held, P)
    return grace
