"""Single-person subsistence allowance (单人户低保). Circular 2.1-b; domain 4.4, SP-01…SP-08."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import DisabilityKind, SingleAmountMethod
from services.eligibility.engine.values import Fen, Permille, Whole
from services.eligibility.rules.amounts import confirming_level, is_barred_by_tekun, monthly_amount, start_month
from services.eligibility.rules.book import LAW_57, LAW_649, NOTICE_83, PRODUCT, Finding, procedure, rule
from services.eligibility.rules.dibao import dibao_test, household_of
from services.eligibility.rules.dibao_property import dibao_property_test
from services.eligibility.rules.household import has_counted_members, member_age, member_counts
from services.eligibility.rules.income import income_of
from services.eligibility.rules.marginal import (
    income_is_below_marginal_line,
    is_marginal_family,
    is_outside_dibao_and_tekun,
)
from services.eligibility.rules.marginal_property import marginal_property_test
from services.eligibility.rules.property import belongings_of

SINCE = "2021-07-01"


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
    "SP-02",
    "重度残疾（一级、二级，或三级智力、三级精神）",
    clause="2.1-b",
    law=f"{LAW_57}第八条第一项",
    since=SINCE,
    says="持有效残疾人证，{disability_kind} {disability_grade} 级，属于重残人员。",
    otherwise="残疾类别 {disability_kind}、等级 {disability_grade}，不属于一级、二级或者三级智力、三级精神残疾。",
)
def is_severely_disabled(disability_kind: DisabilityKind, disability_grade: Whole, has_valid_certificate: bool) -> bool:
    """Grade 1 or 2 of any kind, or grade 3 intellectual or mental, by a valid certificate (重残)."""
    return (
        has_valid_certificate
        and disability_kind != DisabilityKind.NONE
        and (
            (disability_grade >= 1 and disability_grade <= 2)
            or (
                disability_grade == 3
                and (disability_kind == DisabilityKind.INTELLECTUAL or disability_kind == DisabilityKind.MENTAL)
            )
        )
    )


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
    says="脱离家庭、在宗教场所居住已满 {clergy_years} 年。",
    otherwise="不是在宗教场所居住三年以上的宗教教职人员。",
)
def lives_as_clergy(clergy_years: Whole) -> bool:
    """Clergy living in a religious place for three years or more; need not belong to a marginal family (宗教教职人员)."""
    return clergy_years >= 3


@rule(
    "SP-05",
    "民政部门另行认定的特殊困难人员",
    clause="2.1-b",
    law=f"{LAW_57}第八条第四项",
    since=SINCE,
    says="属于县级以上民政部门另行认定的特殊困难人员。",
    otherwise="不属于县级以上民政部门另行认定的特殊困难人员。",
)
def is_in_other_group(single_other_groups: bool) -> bool:
    """Another specially difficult person whom the civil affairs department admits (其他人员)."""
    return single_other_groups


@rule(
    "SP-06",
    "成年无业重度残疾人",
    clause="2.1-b",
    law=NOTICE_83,
    since="2022-10-20",
    before=False,
    says="是 {age} 周岁的成年无业重度残疾人，可以单独提出申请。",
    otherwise="不是成年无业重度残疾人。",
)
def is_jobless_severely_disabled_adult(is_severely_disabled: bool, age: Whole, is_employed: bool) -> bool:
    """An adult without work who is severely disabled need not belong to a marginal family (成年无业重残)."""
    return is_severely_disabled and age >= 18 and not is_employed


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
    "全家符合低保时不得只纳入个别成员",
    clause="2.1-b",
    law=f"{NOTICE_83}一（一）",
    since=SINCE,
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
    says="低保标准 {lb_line} 元的 {single_ratio}，{income_period_months} 个月共 {share_of_line_over_period} 元。",
)
def share_of_line_over_period(lb_line: Fen, single_ratio: Permille, income_period_months: Whole) -> Fen:
    """A share of the line, whatever the income (D-07 PERCENT_OF_LINE); a broken fen in the person's favour."""
    return -(-lb_line * single_ratio * income_period_months // 1000)


@rule(
    "SP-08",
    "定额",
    clause="2.1-b",
    law=PRODUCT,
    since=SINCE,
    says="每月定额 {single_fixed} 元，{income_period_months} 个月共 {fixed_over_period} 元。",
)
def fixed_over_period(single_fixed: Fen, income_period_months: Whole) -> Fen:
    """A fixed sum, whatever the income (D-07 FIXED)."""
    return single_fixed * income_period_months


@procedure(since=SINCE)
def single_person_amount(own_income: Any, P: Any) -> Any:
    """Amount by the method in force, rounded once."""
    if P.single_amount_method == SingleAmountMethod.PERCENT_OF_LINE:
        over_period = share_of_line_over_period(P.lb_line, P.single_ratio, P.income_period_months)
    elif P.single_amount_method == SingleAmountMethod.FIXED:
        over_period = fixed_over_period(P.single_fixed, P.income_period_months)
    else:
        over_period = own_difference_over_period(own_income, P.lb_line, P.income_period_months)
    return monthly_amount(over_period, P.income_period_months, P.rounding_amount)


@procedure(since=SINCE)
def single_person_finding(hh: Any, m: Any, family_is_dibao: Any, family_is_marginal: Any, P: Any) -> Any:
    """Tests of the person himself; all are always made, so that every reason is known."""
    counts = member_counts(hh, m, P)
    belongs = belongs_to_marginal_family(family_is_marginal, counts)
    severe = is_severely_disabled(m.disability_kind, m.disability_grade, m.has_valid_certificate)
    ill = has_recognised_illness(m.serious_illness_recognised)
    clergy = lives_as_clergy(m.clergy_years)
    listed = False
    if m.claims_special_group:
        listed = is_in_other_group(P.single_other_groups[m.special_group])
    jobless = is_jobless_severely_disabled_adult(severe, member_age(hh, m, P), m.is_employed)
    own = income_of(hh, m, P)
    poor = own_income_is_below_line(own.countable, P.lb_line, P.income_period_months)
    left = amount_is_left(P.single_amount_method, poor)
    own_within = dibao_property_test(belongings_of(m, P), 1, P)
    applies = is_not_split_from_family(family_is_dibao, counts, clergy, listed, jobless)
    qualifies = qualifies_as_single_person(belongs, severe, ill, clergy, listed, jobless, poor, own_within, left)
    barred = is_barred_by_tekun(m.in_tekun)
    amount = 0
    if qualifies:
        amount = single_person_amount(own.countable, P)
    start = start_month(hh.decided_month, P.lb_start_month_offset)
    return Finding(applies, qualifies, barred, amount, start, 0, confirming_level(P.lb_approval_level), own)


@procedure("DIBAO_SINGLE_PERSON", "单人户低保", clause="2.1-b", since=SINCE)
def determine_single_person(hh: Any, members: Any, person: Any, P: Any) -> Any:
    """Proposal for one person (单人户低保); the family's tests come first, for he stays a member of it."""
    family = household_of(hh, members, P)
    family_is_dibao = dibao_test(family, P)
    outside = is_outside_dibao_and_tekun(family_is_dibao, family.tekun_members, has_counted_members(family.persons))
    below = income_is_below_marginal_line(
        family.income.countable, family.persons, P.lb_line, P.income_period_months, P.marginal_multiplier
    )
    within = marginal_property_test(family.belongings, family.persons, P)
    family_is_marginal = is_marginal_family(outside, below, within)
    return single_person_finding(hh, person, family_is_dibao, family_is_marginal, P)
