"""Families with rigid expenditure (刚性支出困难家庭). Circular 3.2-j; domain 4.6, GX-01…GX-09."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, ReviewOutcome
from services.eligibility.engine.values import DayNumber, Fen, Month, Whole
from services.eligibility.rules.amounts import confirming_level
from services.eligibility.rules.book import LAW_GX, Finding, Payment, Reviewed, Term, Verdict, procedure, rule
from services.eligibility.rules.dibao import dibao_test, household_of
from services.eligibility.rules.household import has_counted_members, last_death
from services.eligibility.rules.marginal import is_outside_dibao, marginal_test, may_be_marginal
from services.eligibility.rules.property_limits import rigid_property_test
from services.eligibility.rules.review import held_of, review_of
from services.eligibility.rules.rigid_expenditure import expenditure_exceeds_ratio, family_expenditure

SINCE = "2025-01-01"


@rule(
    "GX-09",
    "认定日在办法施行之后",
    clause="3.2-j",
    law=f"{LAW_GX}第十四条",
    since=SINCE,
    says="认定日 {decided_on}，办法已经施行。",
    otherwise="认定日 {decided_on}，办法尚未施行，不适用。",
)
def is_decided_under_the_measure(decided_on: DayNumber) -> bool:
    """Recognised on or after the first day of the measure (施行日)."""
    return decided_on >= 20250101


@rule(
    "GX-01",
    "不是低保家庭",
    clause="3.2-j",
    law=f"{LAW_GX}第四条第一项",
    since=SINCE,
    says="家庭不符合低保条件。",
    otherwise="家庭符合低保条件，应当申请低保，不认定为刚性支出困难家庭。",
)
def is_not_dibao_family(qualifies_for_dibao: bool) -> bool:
    """Not 低保 (不是低保). 《刚性支出困难家庭认定办法》."""
    return not qualifies_for_dibao


@rule(
    "GX-01",
    "不是低保边缘家庭",
    clause="3.2-j",
    law=f"{LAW_GX}第四条第一项",
    since=SINCE,
    says="家庭不符合低保边缘家庭条件。",
    otherwise="家庭符合低保边缘家庭条件，不再认定为刚性支出困难家庭。",
)
def is_outside_marginal(is_marginal_family: bool) -> bool:
    """Not a marginal family (不是低保边缘)."""
    return not is_marginal_family


@rule(
    "GX-01",
    "可以申请认定刚性支出困难家庭",
    clause="3.2-j",
    law=f"{LAW_GX}第四条第一项",
    since=SINCE,
    says="有计入的家庭成员，不属于低保、特困、低保边缘，可以认定刚性支出困难家庭。",
    otherwise="不适用刚性支出困难家庭认定。",
)
def may_be_rigid(
    has_counted_members: bool, is_not_dibao_family: bool, is_outside_marginal: bool, is_decided_under_the_measure: bool
) -> bool:
    """Neither 低保 nor marginal, decided under the measure; who is in 特困 is no member of it (4.13)."""
    return has_counted_members and is_not_dibao_family and is_outside_marginal and is_decided_under_the_measure


@rule(
    "GX-02",
    "家庭人均年收入低于上年度居民人均可支配收入",
    clause="3.2-j",
    law=f"{LAW_GX}第四条第二项",
    since=SINCE,
    measures="countable_income",
    says="{persons} 人核算期收入 {countable_income} 元（核算期 {income_period_months} 个月），"
    "人均一年低于上年度居民人均可支配收入 {gx_income_ceiling} 元，符合。",
    otherwise="{persons} 人核算期收入 {countable_income} 元（核算期 {income_period_months} 个月），"
    "人均一年不低于上年度居民人均可支配收入 {gx_income_ceiling} 元，不符合。",
)
def income_is_below_ceiling(
    countable_income: Fen, persons: Whole, gx_income_ceiling: Fen, income_period_months: Whole
) -> bool:
    """Per-capita income of a year strictly below last year's local figure (低于, D-01), compared as totals (D-02)."""
    return countable_income * 12 < gx_income_ceiling * income_period_months * persons


@rule(
    "GX-04",
    "认定为刚性支出困难家庭",
    clause="3.2-j",
    law=f"{LAW_GX}第四条",
    since=SINCE,
    says="收入、财产和刚性支出均符合规定，可认定为刚性支出困难家庭。",
    otherwise="不能认定为刚性支出困难家庭。",
)
def is_rigid_family(
    may_be_rigid: bool,
    income_is_below_ceiling: bool,
    property_is_within_rigid_limits: bool,
    expenditure_exceeds_ratio: bool,
    recognition_is_running: bool,
) -> bool:
    """GX-01 to GX-04 together, and a recognition under review has not run out (刚性支出困难家庭)."""
    return (
        may_be_rigid
        and income_is_below_ceiling
        and property_is_within_rigid_limits
        and expenditure_exceeds_ratio
        and recognition_is_running
    )


@rule(
    "GX-01",
    "正在享受低保或者低保边缘待遇",
    clause="3.2-j",
    law=f"{LAW_GX}第四条第一项",
    since=SINCE,
    bars=True,
    says="家庭现为{programme_held}对象，退出之前不另认定刚性支出困难家庭。",
    otherwise="家庭现享受的{programme_held}不妨碍认定刚性支出困难家庭。",
)
def held_help_bars_rigid(programme_held: AssistanceProgramme, is_review: bool) -> bool:
    """Who holds 低保 or is marginal is not taken in beside it; a review may transfer him (不重复认定, RV-07)."""
    return not is_review and (
        programme_held == AssistanceProgramme.DIBAO or programme_held == AssistanceProgramme.MARGINAL  # noqa: PLR1714
    )


@rule(
    "GX-07",
    "认定有效期",
    clause="3.2-j",
    law=f"{LAW_GX}第十条",
    since=SINCE,
    says="本地规定 {gx_valid_months} 个月，最长十二个月，认定有效 {rigid_valid_months} 个月，期满须重新申请。",
)
def rigid_valid_months(gx_valid_months: Whole) -> Whole:
    """How long a recognition holds; twelve months at most, and renewal is a new application (有效期)."""
    return min(gx_valid_months, 12)


@rule(
    "GX-07",
    "认定有效期届满月份",
    clause="3.2-j",
    law=f"{LAW_GX}第十条",
    since=SINCE,
    says="自 {held_since_month} 起认定，有效 {rigid_valid_months} 个月（登记有截止日的从其登记），至 {rigid_last_month} 届满。",
)
def rigid_last_month(held_since_month: Month, held_until_month: Month, rigid_valid_months: Whole) -> Month:
    """The month in which a recognition runs out; a review does not lengthen it (届满, 复核不延长)."""
    return held_until_month if held_until_month > 0 else held_since_month + rigid_valid_months


@rule(
    "GX-07",
    "认定没有届满",
    clause="3.2-j",
    law=f"{LAW_GX}第十条",
    since=SINCE,
    says="{decided_month} 没有超过认定届满月份 {rigid_last_month}。",
    otherwise="认定已于 {rigid_last_month} 届满，须重新申请。",
)
def recognition_is_running(decided_month: Month, rigid_last_month: Month) -> bool:
    """Not after the month in which it runs out (有效期内)."""
    return decided_month <= rigid_last_month


@procedure(since=SINCE)
def last_month_of_recognition(hh: Any, held: Any, valid: Any) -> Any:
    """In which month the recognition under review runs out; 0 where none is held or reviewed."""
    if not (hh.is_review and held.is_held):
        return 0
    return rigid_last_month(held.since_month, held.end_month, valid)


@procedure(since=SINCE)
def rigid_review(hh: Any, members: Any, held: Any, family: Any, qualifies: Any, last: Any, running: Any, P: Any) -> Any:
    """Review of a recognition that is held: kept to the end of its term, or ended before it."""
    ended = 0
    if not running:
        ended = last
    if not has_counted_members(family.persons):
        ended = last_death(members)
    reviewed = review_of(hh, held, qualifies, held.amount, AssistanceProgramme.NONE, ended, P)
    if reviewed.outcome == ReviewOutcome.KEEP:
        return Reviewed(ReviewOutcome.KEEP, 0, 0, last, reviewed.is_provisional)
    return reviewed


@procedure(since=SINCE)
def rigid_barred_by(hh: Any) -> Any:
    """Which programme the family holds now that stands in the way; none of them is named 0."""
    barred_by = AssistanceProgramme.NONE
    for benefit in hh.benefits:
        if held_help_bars_rigid(benefit.programme, hh.is_review):
            barred_by = benefit.programme
    return barred_by


@procedure("RIGID", "刚性支出困难家庭", clause="3.2-j", since=SINCE)
def determine_rigid(hh: Any, members: Any, P: Any) -> Any:
    """Proposal for the household (刚性支出困难家庭); every test is made, so that every reason is known."""
    family = household_of(hh, members, P)
    has_members = has_counted_members(family.persons)
    is_dibao = dibao_test(family, P)
    is_marginal = marginal_test(family, may_be_marginal(has_members, is_outside_dibao(is_dibao)), P)
    under_measure = is_decided_under_the_measure(hh.decided_on)
    applies = may_be_rigid(has_members, is_not_dibao_family(is_dibao), is_outside_marginal(is_marginal), under_measure)
    below = income_is_below_ceiling(
        family.income.countable, family.persons, P.gx_income_ceiling, P.income_period_months
    )
    spent = family_expenditure(hh, members, P)
    exceeds = expenditure_exceeds_ratio(spent, family.income.countable, P.income_period_months, P.gx_ratio)
    within = rigid_property_test(family.belongings, family.persons, P)
    held = held_of(hh.benefits, AssistanceProgramme.RIGID)
    valid = rigid_valid_months(P.gx_valid_months)
    last = last_month_of_recognition(hh, held, valid)
    running = True
    if last > 0:
        running = recognition_is_running(hh.decided_month, last)
    qualifies = is_rigid_family(applies, below, within, exceeds, running)
    verdict = Verdict(applies, qualifies, rigid_barred_by(hh))
    reviewed = rigid_review(hh, members, held, family, qualifies, last, running, P)
    payment = Payment(0, 0, AssistanceProgramme.NONE)
    term = Term(0, 0, valid, not hh.is_decided)
    if reviewed.outcome != ReviewOutcome.NONE:
        term = Term(0, reviewed.end_month, 0, reviewed.is_provisional)
    return Finding(verdict, payment, term, confirming_level(P.lb_approval_level), reviewed.outcome, family.income)
