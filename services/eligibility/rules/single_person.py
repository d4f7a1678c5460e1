"""Single-person subsistence allowance (单人户低保). Circular 2.1-b; domain 4.4, SP-01…SP-08."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, ReviewOutcome, Rounding, SingleAmountMethod
from services.eligibility.engine.values import DayNumber, Fen, Permille, Text, Whole
from services.eligibility.rules.amounts import confirming_level, monthly_amount, starting_month
from services.eligibility.rules.book import (
    LAW_57,
    LAW_649,
    NOTICE_83,
    PRODUCT,
    Finding,
    Payment,
    Term,
    Verdict,
    procedure,
    rule,
)
from services.eligibility.rules.disability import is_jobless_severely_disabled_adult, severe_disability
from services.eligibility.rules.household import member_age, member_counts
from services.eligibility.rules.income import income_of
from services.eligibility.rules.overlap import is_barred_by_tekun
from services.eligibility.rules.property import belongings_of
from services.eligibility.rules.property_limits import dibao_property_test
from services.eligibility.rules.review import held_of, review_of

SINCE = "2021-07-01"
NOTICE_SINCE = "2022-10-20"


@rule(
    "SP-01",
    "属于低保边缘家庭成员",
    clause="2.1-b",
    law=f"{LAW_57}第八条",
    since=SINCE,
    says="家庭是低保边缘家庭，本人计入家庭成员。",
    otherwise="家庭不是低保边缘家庭，或者本人不计入家庭成员。",
)
def belongs_to_marginal_family(is_marginal_family: bool, is_household_member: bool) -> bool:
    """A counted member of a family that is, or is at the same time recognised as, marginal (低保边缘家庭成员)."""
    return is_marginal_family and is_household_member


@rule(
    "SP-03",
    "经认定的重特大疾病",
    clause="2.1-b",
    law=f"{LAW_57}第八条第二项",
    since=SINCE,
    says="患有经当地有关部门认定的重特大疾病。",
    otherwise="没有经当地有关部门认定的重特大疾病。",
)
def has_recognised_illness(serious_illness_recognised: bool) -> bool:
    """A serious illness recognised by the competent local department (重病)."""
    return serious_illness_recognised


@rule(
    "SP-04",
    "在宗教场所居住三年以上（含三年）的生活困难的宗教教职人员",
    clause="2.1-b",
    law=f"{LAW_57}第八条第三项",
    since=SINCE,
    says="自 {clergy_since} 起脱离家庭、在宗教场所居住，至 {as_of} 已满三年。",
    otherwise="不是在宗教场所居住三年以上的宗教教职人员。",
)
def lives_as_clergy(clergy_since: DayNumber, as_of: DayNumber) -> bool:
    """Clergy living in a religious place for three years or more; need not belong to a marginal family (宗教教职人员).

    The third year after 29 February ends on the 28th, the end of the month (D-14).
    """
    return clergy_since > 0 and as_of - clergy_since >= (
        29999 if clergy_since - clergy_since // 10000 * 10000 == 229 else 30000
    )


@rule(
    "SP-05",
    "民政部门另行认定的特殊困难人员",
    clause="2.1-b",
    law=f"{LAW_57}第八条第四项",
    since=SINCE,
    says="“{special_group}”属于县级以上民政部门另行认定的特殊困难人员。",
    otherwise="“{special_group}”不属于县级以上民政部门另行认定的特殊困难人员。",
)
def is_in_other_group(special_group: Text, single_other_groups: bool) -> bool:  # noqa: ARG001  the step names the group
    """Another specially difficult person whom the civil affairs department admits (其他人员)."""
    return single_other_groups > 0


@rule(
    "SP-08",
    "本人收入低于低保标准",
    clause="2.1-b",
    law=f"{LAW_649}第九条",
    since=SINCE,
    measures="own_income",
    says="本人核算期收入 {own_income} 元，每月低于低保标准 {lb_line} 元（核算期 {income_period_months} 个月）。",
    otherwise="本人核算期收入 {own_income} 元，每月不低于低保标准 {lb_line} 元（核算期 {income_period_months} 个月）。",
)
def own_income_is_below_line(own_income: Fen, lb_line: Fen, income_period_months: Whole) -> bool:
    """The person's own countable income strictly below the line (本人收入)."""
    return own_income < lb_line * income_period_months


@rule(
    "SP-08",
    "按本人收入补差时须有差额",
    clause="2.1-b",
    since=SINCE,
    law=PRODUCT,
    says="按 {single_amount_method} 计算，本人有应发金额。",
    otherwise="按 {single_amount_method} 计算，本人收入不低于低保标准，没有应发金额。",
)
def amount_is_left(single_amount_method: SingleAmountMethod, own_income_is_below_line: bool) -> bool:
    """Where the amount is the line less own income, an income at or above the line leaves nothing (D-07)."""
    return single_amount_method != SingleAmountMethod.LINE_MINUS_OWN_INCOME or own_income_is_below_line


@rule(
    "HH-09",
    "以家庭为单位申请低保，不得只纳入个别成员",
    clause="2.1-b",
    law=f"{LAW_57}第四条",
    since=SINCE,
    until=NOTICE_SINCE,
    says="不存在拆户纳入个别成员的情形。",
    otherwise="全家已符合低保条件，应由全家申请，不得只纳入个别成员。",
    name="is_not_split_from_family",
)
def is_not_split_from_family_2021(
    qualifies_for_dibao: bool,
    is_household_member: bool,
    lives_as_clergy: bool,
    is_in_other_group: bool,
    is_jobless_severely_disabled_adult: bool,
) -> bool:
    """Until the notice of 2022 the same follows from the household being what applies (以家庭为单位)."""
    return (
        not (qualifies_for_dibao and is_household_member)
        or lives_as_clergy
        or is_in_other_group
        or is_jobless_severely_disabled_adult
    )


@rule(
    "HH-09",
    "全家符合低保时不得只纳入个别成员",
    clause="2.1-b",
    law=f"{NOTICE_83}一（一）",
    since=NOTICE_SINCE,
    says="不存在拆户纳入个别成员的情形。",
    otherwise="全家已符合低保条件，应整户纳入，不得只纳入个别成员。",
)
def is_not_split_from_family(
    qualifies_for_dibao: bool,
    is_household_member: bool,
    lives_as_clergy: bool,
    is_in_other_group: bool,
    is_jobless_severely_disabled_adult: bool,
) -> bool:
    """A family that qualifies is taken in whole, but for those who may apply alone in any case (不得拆户)."""
    return (
        not (qualifies_for_dibao and is_household_member)
        or lives_as_clergy
        or is_in_other_group
        or is_jobless_severely_disabled_adult
    )


@rule(
    "SP-07",
    "可由本人单独提出低保申请",
    clause="2.1-b",
    law=f"{LAW_57}第八条",
    since=SINCE,
    says="符合单人户条件，可由本人（或书面委托他人）单独提出申请；其在家庭中的其他身份不变。",
    otherwise="不符合单人户条件。",
)
def qualifies_as_single_person(
    belongs_to_marginal_family: bool,
    is_severely_disabled: bool,
    has_recognised_illness: bool,
    lives_as_clergy: bool,
    is_in_other_group: bool,
    is_jobless_severely_disabled_adult: bool,
    own_income_is_below_line: bool,
    property_is_within_dibao_limits: bool,
    amount_is_left: bool,
) -> bool:
    """Ill or severely disabled in a marginal family, or one who may apply alone and is poor himself (单人户)."""
    return amount_is_left and (
        (belongs_to_marginal_family and (is_severely_disabled or has_recognised_illness))
        or (
            (lives_as_clergy or is_in_other_group or is_jobless_severely_disabled_adult)
            and own_income_is_below_line
            and property_is_within_dibao_limits
        )
    )


@rule(
    "SP-08",
    "低保标准减本人收入",
    clause="2.1-b",
    law=PRODUCT,
    since=SINCE,
    gives="amount",
    says="低保标准 {lb_line} 元乘以 {income_period_months} 个月，减本人收入 {own_income} 元，"
    "核算期差额 {own_difference_over_period} 元。",
)
def own_difference_over_period(own_income: Fen, lb_line: Fen, income_period_months: Whole) -> Fen:
    """The line less the person's own income, over the whole period (D-07 LINE_MINUS_OWN_INCOME)."""
    return max(0, lb_line * income_period_months - own_income)


@rule(
    "SP-08",
    "按低保标准的比例",
    clause="2.1-b",
    law=PRODUCT,
    since=SINCE,
    gives="amount",
    says="低保标准 {lb_line} 元乘以 {single_ratio}，按 {rounding_amount} 取整一次，每月 {share_of_line} 元。",
)
def share_of_line(lb_line: Fen, single_ratio: Permille, rounding_amount: Rounding) -> Fen:
    """A share of the line a month, whatever the income, divided and rounded once (D-07 PERCENT_OF_LINE, D-03)."""
    return (
        -(-lb_line * single_ratio // 100000) * 100
        if rounding_amount == Rounding.YUAN_CEIL
        else (2 * lb_line * single_ratio + 100000) // 200000 * 100
        if rounding_amount == Rounding.YUAN_HALF_UP
        else (2 * lb_line * single_ratio + 1000) // 2000
    )


@rule(
    "SP-08",
    "定额",
    clause="2.1-b",
    law=PRODUCT,
    since=SINCE,
    gives="amount",
    says="每月定额 {single_fixed} 元，{income_period_months} 个月共 {fixed_over_period} 元。",
)
def fixed_over_period(single_fixed: Fen, income_period_months: Whole) -> Fen:
    """A fixed sum, whatever the income (D-07 FIXED)."""
    return single_fixed * income_period_months


@rule(
    "SP-08",
    "单人户低保金计算办法",
    clause="2.1-b",
    law=PRODUCT,
    since=SINCE,
    says="单人户低保金按{single_amount_method}计算。",
)
def single_method(single_amount_method: SingleAmountMethod) -> SingleAmountMethod:
    """How the amount is worked out (D-07)."""
    return single_amount_method


@procedure(since=SINCE)
def single_person_amount(own_income: Any, P: Any) -> Any:
    """Amount by the method in force, rounded once."""
    method = single_method(P.single_amount_method)
    if method == SingleAmountMethod.PERCENT_OF_LINE:
        return share_of_line(P.lb_line, P.single_ratio, P.rounding_amount)
    if method == SingleAmountMethod.FIXED:
        over_period = fixed_over_period(P.single_fixed, P.income_period_months)
    else:
        over_period = own_difference_over_period(own_income, P.lb_line, P.income_period_months)
    return monthly_amount(over_period, P.income_period_months, P.rounding_amount)


@procedure("DIBAO_SINGLE_PERSON", "单人户低保", clause="2.1-b", since=SINCE)
def single_person_proposal(hh: Any, m: Any, family: Any, P: Any) -> Any:
    """Tests of the person himself, all of them, so that every reason is known; how his family stands is given."""
    counts = member_counts(hh, m, P)
    belongs = belongs_to_marginal_family(family.is_marginal, counts)
    severe = severe_disability(hh, m)
    ill = has_recognised_illness(m.serious_illness_recognised)
    clergy = lives_as_clergy(m.clergy_since, hh.as_of)
    listed = False
    if m.claims_special_group:
        listed = is_in_other_group(m.special_group, P.single_other_groups[m.special_group])
    jobless = is_jobless_severely_disabled_adult(severe, member_age(hh, m, P), m.is_employed)
    own = income_of(hh, m, P)
    poor = own_income_is_below_line(own.countable, P.lb_line, P.income_period_months)
    left = amount_is_left(P.single_amount_method, poor)
    own_within = dibao_property_test(belongings_of(m, 0, P), 1, P)
    applies = is_not_split_from_family(family.is_dibao, counts, clergy, listed, jobless)
    qualifies = qualifies_as_single_person(belongs, severe, ill, clergy, listed, jobless, poor, own_within, left)
    barred_by = AssistanceProgramme.TEKUN if is_barred_by_tekun(m.in_tekun) else AssistanceProgramme.NONE
    amount = 0
    start = 0
    if qualifies:
        amount = single_person_amount(own.countable, P)
        start = starting_month(hh, P)
    held = held_of(m.benefits, AssistanceProgramme.DIBAO_SINGLE_PERSON)
    reviewed = review_of(hh, held, applies and qualifies, amount, barred_by, m.died_month, P)
    verdict = Verdict(applies, qualifies, barred_by)
    payment = Payment(amount, 0, AssistanceProgramme.NONE)
    term = Term(start, 0, 0, not hh.is_decided)
    if reviewed.outcome != ReviewOutcome.NONE:
        payment = Payment(reviewed.amount, 0, AssistanceProgramme.NONE)
        term = Term(reviewed.start_month, reviewed.end_month, 0, reviewed.is_provisional)
    return Finding(verdict, payment, term, confirming_level(P.lb_approval_level), reviewed.outcome, own)
