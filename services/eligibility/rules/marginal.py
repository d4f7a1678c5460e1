"""Marginal families (低保边缘家庭). Circular 3.1-a; domain 4.5, BY-01…BY-06."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.values import Fen, Permille, Whole
from services.eligibility.rules.amounts import confirming_level
from services.eligibility.rules.book import LAW_57, OPINION_39, Finding, procedure, rule
from services.eligibility.rules.dibao import dibao_test, household_of
from services.eligibility.rules.household import has_counted_members
from services.eligibility.rules.marginal_property import marginal_property_test

SINCE = "2021-09-22"
BEFORE = "2021-07-01"


@rule(
    "BY-01",
    "不符合低保条件且不是特困人员",
    clause="3.1-a",
    law=f"{LAW_57}第八条",
    since=BEFORE,
    says="家庭不符合低保条件，也没有特困人员，可以认定低保边缘家庭。",
    otherwise="家庭符合低保条件，或者有特困人员，或者没有计入的成员，不适用低保边缘家庭认定。",
)
def is_outside_dibao_and_tekun(qualifies_for_dibao: bool, tekun_members: Whole, has_counted_members: bool) -> bool:
    """Neither 低保, by income or by property, nor 特困 (D-06)."""
    return has_counted_members and not qualifies_for_dibao and tekun_members == 0


@rule(
    "BY-02",
    "家庭人均收入低于低保标准的规定倍数",
    clause="3.1-a",
    law="攀民政〔2021〕61号三（一）",
    since=SINCE,
    before=False,
    measures="countable_income",
    says="{persons} 人核算期可支配收入 {countable_income} 元，人均每月低于低保标准 {lb_line} 元的 {marginal_multiplier} 倍"
    "（核算期 {income_period_months} 个月），符合。",
    otherwise="{persons} 人核算期可支配收入 {countable_income} 元，人均每月不低于低保标准 {lb_line} 元的 "
    "{marginal_multiplier} 倍（核算期 {income_period_months} 个月），不符合。",
)
def income_is_below_marginal_line(
    countable_income: Fen,
    persons: Whole,
    lb_line: Fen,
    income_period_months: Whole,
    marginal_multiplier: Permille,
) -> bool:
    """Per-capita income strictly below a multiple of the line (低于城乡低保标准2倍, D-05)."""
    return countable_income * 1000 < lb_line * income_period_months * persons * marginal_multiplier


@rule(
    "3.1-a",
    "认定为低保边缘家庭",
    clause="3.1-a",
    law="攀民政〔2021〕61号三（一）",
    since=BEFORE,
    says="收入和财产均符合规定，可认定为低保边缘家庭。",
    otherwise="不能认定为低保边缘家庭。",
)
def is_marginal_family(
    is_outside_dibao_and_tekun: bool, income_is_below_marginal_line: bool, property_is_within_marginal_limits: bool
) -> bool:
    """BY-01, BY-02 and BY-03 together (低保边缘家庭)."""
    return is_outside_dibao_and_tekun and income_is_below_marginal_line and property_is_within_marginal_limits


@rule(
    "BY-04",
    "低保边缘家庭不发放现金",
    clause="3.1-a",
    law=f"{OPINION_39}四",
    since=BEFORE,
    says="认定为低保边缘家庭不发放现金，每月 {marginal_amount} 元；可申请单人户低保和专项救助。",
)
def marginal_amount() -> Fen:
    """No cash goes with the status (不发放现金)."""
    return 0


@rule(
    "BY-06",
    "认定有效期",
    clause="3.1-a",
    since=BEFORE,
    says="认定有效 {marginal_valid_months} 个月，期满复核。",
)
def months_valid(marginal_valid_months: Whole) -> Whole:
    """How long a recognition holds before it is reviewed (有效期)."""
    return marginal_valid_months


@procedure("MARGINAL", "低保边缘家庭", clause="3.1-a", since=SINCE)
def determine_marginal(hh: Any, members: Any, P: Any) -> Any:
    """Proposal for the household (低保边缘家庭)."""
    family = household_of(hh, members, P)
    outside = is_outside_dibao_and_tekun(
        dibao_test(family, P), family.tekun_members, has_counted_members(family.persons)
    )
    below = income_is_below_marginal_line(
        family.income.countable, family.persons, P.lb_line, P.income_period_months, P.marginal_multiplier
    )
    within = marginal_property_test(family.belongings, family.persons, P)
    qualifies = is_marginal_family(outside, below, within)
    amount = marginal_amount()
    valid = months_valid(P.marginal_valid_months)
    return Finding(outside, qualifies, False, amount, 0, valid, confirming_level(P.lb_approval_level), family.income)
