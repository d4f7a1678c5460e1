"""Marginal families (低保边缘家庭). Circular 3.1-a; domain 4.5, BY-01…BY-06."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.engine.values import Fen, Permille, Whole
from services.eligibility.rules.amounts import confirming_level
from services.eligibility.rules.book import (
    LAW_57,
    OPINION_39,
    Finding,
    Payment,
    Standing,
    Term,
    Verdict,
    procedure,
    rule,
)
from services.eligibility.rules.dibao import dibao_test, household_of
from services.eligibility.rules.household import has_counted_members, last_death
from services.eligibility.rules.property_limits import marginal_property_test
from services.eligibility.rules.review import held_of, review_of

SINCE = "2021-09-22"
BEFORE = "2021-07-01"
OPINION_SINCE = "2023-10-19"


@rule(
    "BY-01",
    "不符合低保条件",
    clause="3.1-a",
    law=f"{LAW_57}第八条",
    since=BEFORE,
    says="家庭不符合低保条件。",
    otherwise="家庭符合低保条件，不再认定为低保边缘家庭。",
)
def is_outside_dibao(qualifies_for_dibao: bool) -> bool:
    """Not 低保, by income or by property (D-06)."""
    return not qualifies_for_dibao


@rule(
    "BY-01",
    "可以申请认定低保边缘家庭",
    clause="3.1-a",
    law=f"{LAW_57}第八条",
    since=BEFORE,
    says="有计入的家庭成员，且不符合低保条件，可以认定低保边缘家庭。",
    otherwise="不适用低保边缘家庭认定。",
)
def may_be_marginal(has_counted_members: bool, is_outside_dibao: bool) -> bool:
    """A family that is not 低保; who is in 特困 is no member of it (4.13)."""
    return has_counted_members and is_outside_dibao


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
    since=SINCE,
    before=False,
    says="收入和财产均符合规定，可认定为低保边缘家庭。",
    otherwise="不能认定为低保边缘家庭。",
)
def is_marginal_family(
    may_be_marginal: bool, income_is_below_marginal_line: bool, property_is_within_marginal_limits: bool
) -> bool:
    """BY-01, BY-02 and BY-03 together (低保边缘家庭); its own id, so that BY-02 always is the test of income."""
    return may_be_marginal and income_is_below_marginal_line and property_is_within_marginal_limits


@rule(
    "BY-04",
    "低保边缘家庭不发放现金",
    clause="3.1-a",
    law=f"{LAW_57}第八条",
    since=BEFORE,
    until=OPINION_SINCE,
    gives="amount",
    says="认定为低保边缘家庭不发放现金，每月 {marginal_amount} 元；其中的重病、重残人员可申请单人户低保。",
    name="marginal_amount",
)
def marginal_amount_2021() -> Fen:
    """Before the opinion of 2023 the status opens the way to single-person 低保, and no cash goes with it."""
    return 0


@rule(
    "BY-04",
    "低保边缘家庭不发放现金",
    clause="3.1-a",
    law=f"{OPINION_39}四",
    since=OPINION_SINCE,
    gives="amount",
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


@procedure(since=BEFORE)
def marginal_test(family: Any, may_be: Any, P: Any) -> Any:
    """The tests of a marginal family; all are always made, so that every reason is known."""
    below = income_is_below_marginal_line(
        family.income.countable, family.persons, P.lb_line, P.income_period_months, P.marginal_multiplier
    )
    return is_marginal_family(may_be, below, marginal_property_test(family.belongings, family.persons, P))


@procedure(since=BEFORE)
def standing_of(hh: Any, members: Any, P: Any) -> Any:
    """How the family stands when one of its persons asks for himself; the same for each of them."""
    family = household_of(hh, members, P)
    is_dibao = dibao_test(family, P)
    may_be = may_be_marginal(has_counted_members(family.persons), is_outside_dibao(is_dibao))
    return Standing(is_dibao, marginal_test(family, may_be, P))


@procedure("MARGINAL", "低保边缘家庭", clause="3.1-a", since=SINCE)
def determine_marginal(hh: Any, members: Any, P: Any) -> Any:
    """Proposal for the household (低保边缘家庭)."""
    family = household_of(hh, members, P)
    applies = may_be_marginal(has_counted_members(family.persons), is_outside_dibao(dibao_test(family, P)))
    qualifies = marginal_test(family, applies, P)
    amount = marginal_amount()
    valid = months_valid(P.marginal_valid_months)
    died = 0
    if not has_counted_members(family.persons):
        died = last_death(members)
    held = held_of(hh.benefits, AssistanceProgramme.MARGINAL)
    reviewed = review_of(hh, held, qualifies, held.amount, AssistanceProgramme.NONE, died, P)
    verdict = Verdict(applies, qualifies, AssistanceProgramme.NONE)
    payment = Payment(amount, 0, AssistanceProgramme.NONE)
    term = Term(0, reviewed.end_month, valid, not hh.is_decided)
    return Finding(verdict, payment, term, confirming_level(P.lb_approval_level), reviewed.outcome, family.income)
