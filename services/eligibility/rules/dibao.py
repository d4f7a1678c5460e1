"""Subsistence allowance (最低生活保障, 低保). Circular 2.1; domain 4.4, LB-01…LB-06; what its review comes to, 4.14."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AmountMethod, AssistanceProgramme, ReviewOutcome
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.amounts import adjusted_monthly_amount, confirming_level, monthly_amount, starting_month
from services.eligibility.rules.book import (
    LAW_57,
    LAW_649,
    Belongings,
    Finding,
    Grace,
    Household,
    Income,
    Payment,
    Reviewed,
    Term,
    Verdict,
    procedure,
    rule,
)
from services.eligibility.rules.grace import grace_gives_way_to_dibao, grace_of
from services.eligibility.rules.household import has_counted_members, last_death, member_counts
from services.eligibility.rules.income import countable_income, income_of
from services.eligibility.rules.job_refusal import extras_of
from services.eligibility.rules.property import belongings_of
from services.eligibility.rules.property_limits import dibao_property_test
from services.eligibility.rules.review import held_of, review_of
from services.eligibility.rules.screening import screen
from services.eligibility.rules.supplement import category_supplement

SINCE = "2021-07-01"


@rule(
    "LB-02",
    "家庭人均收入低于低保标准",
    clause="2.1-a",
    law=f"{LAW_649}第九条",
    since=SINCE,
    measures="countable_income",
    says="{persons} 人核算期可支配收入 {countable_income} 元，人均每月低于低保标准 {lb_line} 元"
    "（核算期 {income_period_months} 个月），符合。",
    otherwise="{persons} 人核算期可支配收入 {countable_income} 元，人均每月不低于低保标准 {lb_line} 元"
    "（核算期 {income_period_months} 个月），不符合。",
)
def income_is_below_dibao_line(
    countable_income: Fen, persons: Whole, lb_line: Fen, income_period_months: Whole
) -> bool:
    """Per-capita income strictly below the line (低于), compared as totals so that nothing is rounded (D-01, D-02)."""
    return countable_income < lb_line * income_period_months * persons


@rule(
    "LB-01",
    "符合低保条件",
    clause="2.1-a",
    law=f"{LAW_649}第九条",
    since=SINCE,
    says="收入和财产均符合规定，符合低保条件。",
    otherwise="收入或者财产不符合规定，不符合低保条件。",
)
def qualifies_for_dibao(income_is_below_dibao_line: bool, property_is_within_dibao_limits: bool) -> bool:
    """Income below the line and property within the limits (低保条件)."""
    return income_is_below_dibao_line and property_is_within_dibao_limits


@rule(
    "LB-03",
    "补差金额",
    clause="2.1-a",
    law=f"{LAW_57}第二十三条",
    since=SINCE,
    gives="amount",
    says="低保标准 {lb_line} 元乘以 {persons} 人、{income_period_months} 个月，减可支配收入 {countable_income} 元，"
    "核算期差额 {difference_over_period} 元。",
)
def difference_over_period(countable_income: Fen, persons: Whole, lb_line: Fen, income_period_months: Whole) -> Fen:
    """Line times persons less income, over the whole period, not yet divided (补差)."""
    return max(0, lb_line * income_period_months * persons - countable_income)


@rule(
    "LB-04",
    "收入所属档次",
    clause="2.1-a",
    law=f"{LAW_57}第二十三条",
    since=SINCE,
    says="{persons} 人核算期可支配收入 {countable_income} 元，人均每月低于 {lb_bands_income_below} 元，属于该档。",
    otherwise="{persons} 人核算期可支配收入 {countable_income} 元，人均每月不低于 {lb_bands_income_below} 元，不属于该档。",
)
def income_is_in_band(
    countable_income: Fen, persons: Whole, lb_bands_income_below: Fen, income_period_months: Whole
) -> bool:
    """Per-capita income strictly below the bound of a band, asked from the lowest band up (分档)."""
    return countable_income < lb_bands_income_below * income_period_months * persons


@rule(
    "LB-04",
    "分档金额",
    clause="2.1-a",
    law=f"{LAW_57}第二十三条",
    since=SINCE,
    gives="amount",
    says="该档每人每月 {lb_bands_per_person} 元，乘以 {persons} 人、{income_period_months} 个月，"
    "核算期金额 {banded_over_period} 元。",
)
def banded_over_period(persons: Whole, lb_bands_per_person: Fen, income_period_months: Whole) -> Fen:
    """What the band gives, for all persons and the whole period (分档)."""
    return lb_bands_per_person * persons * income_period_months


@rule(
    "LB-03",
    "低保金计算办法",
    clause="2.1-a",
    law=f"{LAW_57}第二十三条",
    since=SINCE,
    says="低保金按{lb_amount_method}计算。",
)
def amount_method(lb_amount_method: AmountMethod) -> AmountMethod:
    """How the amount is worked out, by difference or by bands (计算办法)."""
    return lb_amount_method


@procedure(since=SINCE)
def household_of(hh: Any, members: Any, P: Any) -> Any:
    """Who counts, what they earn and what they own."""
    persons = 0
    counted = 0
    out = 0
    deducted = 0
    excluded = 0
    financial = 0
    vehicles = 0
    houses = 0
    businesses = 0
    other = 0
    dwellings = 0
    for m in members:
        if member_counts(hh, m, P):
            persons += 1
            own = income_of(hh, m, P)
            counted += own.counted
            out += own.transfers_out
            deducted += own.deducted
            excluded += own.excluded
            owned = belongings_of(m, dwellings, P)
            financial += owned.financial
            vehicles += owned.vehicles
            houses += owned.houses
            businesses += owned.businesses
            other += owned.other
            dwellings += owned.dwellings_exempted
    income = Income(counted, out, deducted, excluded, countable_income(counted, out, deducted))
    return Household(persons, income, Belongings(financial, vehicles, houses, businesses, other, dwellings))


@procedure(since=SINCE)
def dibao_test(family: Any, P: Any) -> Any:
    """Income test and property test of 低保; both are always made, so that every reason is known."""
    below = income_is_below_dibao_line(family.income.countable, family.persons, P.lb_line, P.income_period_months)
    within = dibao_property_test(family.belongings, family.persons, P)
    return qualifies_for_dibao(below, within)


@procedure(since=SINCE)
def dibao_amount_over_period(family: Any, P: Any) -> Any:
    """Amount over the reckoning period by the method in force, not yet divided."""
    over_period = 0
    if amount_method(P.lb_amount_method) == AmountMethod.BANDED:
        found = False
        for band in P.lb_bands:
            if not found:
                found = income_is_in_band(
                    family.income.countable, family.persons, band.income_below, P.income_period_months
                )
                if found:
                    over_period = banded_over_period(family.persons, band.per_person, P.income_period_months)
    else:
        over_period = difference_over_period(family.income.countable, family.persons, P.lb_line, P.income_period_months)
    return over_period


@procedure(since=SINCE)
def dibao_amount(hh: Any, members: Any, family: Any, held: Any, P: Any) -> Any:
    """Amount with what is added to it and what is lost of it, rounded once."""
    over_period = dibao_amount_over_period(family, P)
    extras = extras_of(hh, members, held, P)
    if extras.ratio + extras.fixed + extras.share_lost == 0:
        return monthly_amount(over_period, P.income_period_months, P.rounding_amount)
    if extras.ratio + extras.fixed > 0:
        category_supplement(P.lb_line, extras.ratio, extras.fixed)
    return adjusted_monthly_amount(
        over_period,
        family.persons,
        extras.share_lost,
        extras.ratio,
        extras.fixed,
        P.lb_line,
        P.income_period_months,
        P.rounding_amount,
    )


@procedure(since=SINCE)
def dibao_result(hh: Any, qualifies: Any, amount: Any, reviewed: Any, grace: Any, P: Any) -> Any:
    """Outcome, amount and months: of a grace period, of another review, of a first proposal.

    Months of grace that the law does not allow are sent back to the officer, so that review comes to nothing yet (GR-02).
    """
    if grace.is_given:
        return Reviewed(ReviewOutcome.GRACE, grace.amount, grace.start_month, grace.end_month, reviewed.is_provisional)
    if grace.is_refused:
        return Reviewed(ReviewOutcome.NONE, 0, 0, 0, False)
    if reviewed.outcome == ReviewOutcome.STOP and grace.end_month > 0:
        return Reviewed(ReviewOutcome.STOP, 0, 0, grace.end_month, False)
    if reviewed.outcome != ReviewOutcome.NONE:
        return reviewed
    if qualifies:
        return Reviewed(ReviewOutcome.NONE, amount, starting_month(hh, P), 0, not hh.is_decided)
    return Reviewed(ReviewOutcome.NONE, 0, 0, 0, False)


@procedure("DIBAO", "最低生活保障", clause="2.1-a", since=SINCE)
def determine_dibao(hh: Any, members: Any, P: Any) -> Any:
    """Proposal for the household (低保); for one that holds it, what its review comes to."""
    family = household_of(hh, members, P)
    applies = has_counted_members(family.persons)
    below = income_is_below_dibao_line(family.income.countable, family.persons, P.lb_line, P.income_period_months)
    within = dibao_property_test(family.belongings, family.persons, P)
    qualifies = qualifies_for_dibao(below, within)
    held = held_of(hh.benefits, AssistanceProgramme.DIBAO)
    amount = 0
    if qualifies:
        amount = dibao_amount(hh, members, family, held, P)
    died = 0
    if not applies:
        died = last_death(members)
    reviewed = review_of(hh, held, qualifies, amount, AssistanceProgramme.NONE, died, P)
    grace = Grace(False, False, 0, 0, 0)
    if reviewed.outcome == ReviewOutcome.STOP and applies:
        grace = grace_of(hh, family, held, within, P)
    if reviewed.outcome != ReviewOutcome.NONE and held.in_grace:
        grace_gives_way_to_dibao(held.in_grace, qualifies)
    screen(hh, members, held, P)
    verdict = Verdict(applies, qualifies or grace.is_given, AssistanceProgramme.NONE)
    result = dibao_result(hh, qualifies, amount, reviewed, grace, P)
    payment = Payment(result.amount, 0, AssistanceProgramme.NONE)
    term = Term(result.start_month, result.end_month, 0, result.is_provisional)
    return Finding(verdict, payment, term, confirming_level(P.lb_approval_level), result.outcome, family.income)
