"""Who is given temporary assistance (临时救助对象). Circular 2.1-f and 3.1-c; domain 4.8, LS-01, LS-04, LS-08, LS-09, LS-11."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import (
    AssistanceProgramme,
    ReliefPropertySet,
    ReliefType,
    SuddenEventKind,
)
from services.eligibility.engine.values import DayNumber, Fen, Text, Whole
from services.eligibility.rules.book import NOTICE_83, OPINION_39, OPINION_LS, PRODUCT, procedure, rule
from services.eligibility.rules.dibao import household_of
from services.eligibility.rules.property_limits import dibao_property_test, marginal_property_test

SINCE = "2021-07-01"
NOTICE_SINCE = "2022-10-20"
OPINION_SINCE = "2023-10-19"


@rule(
    "LS-01",
    "临时救助类型",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="{event_kind}，按{relief_type}临时救助办理。",
)
def relief_type(event_kind: SuddenEventKind, is_urgent: bool) -> ReliefType:  # noqa: ARG001  the step names the cause
    """Urgent, relieved first and verified afterwards (LS-02), or spending beyond capacity, by the full procedure (LS-03)."""
    return ReliefType.URGENT if is_urgent else ReliefType.EXPENDITURE


@rule(
    "LS-04",
    "已享受低保、特困的重点核对支出",
    clause="2.1-f",
    law=f"{OPINION_LS}二（二）",
    since=SINCE,
    says="现享受{programme_held}，重点核对支出情况，不再核对收入、财产。",
    otherwise="现享受的{programme_held}不是低保、特困。",
)
def is_basic_support(programme_held: AssistanceProgramme) -> bool:
    """低保, alone or in the family, and 特困: income and property were tested there (重点核对支出)."""
    return (
        programme_held == AssistanceProgramme.DIBAO
        or programme_held == AssistanceProgramme.DIBAO_SINGLE_PERSON
        or programme_held == AssistanceProgramme.TEKUN
    )


@rule(
    "LS-01",
    "家庭人均年收入低于上年度居民人均可支配收入",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    measures="countable_income",
    says="{persons} 人核算期收入 {countable_income} 元（核算期 {income_period_months} 个月），"
    "人均一年低于上年度居民人均可支配收入 {gx_income_ceiling} 元，符合。",
    otherwise="{persons} 人核算期收入 {countable_income} 元（核算期 {income_period_months} 个月），"
    "人均一年不低于上年度居民人均可支配收入 {gx_income_ceiling} 元，不符合。",
)
def income_is_below_relief_ceiling(
    countable_income: Fen, persons: Whole, gx_income_ceiling: Fen, income_period_months: Whole
) -> bool:
    """Per-capita income of a year strictly below last year's local figure, for spending (低于, D-01, D-02)."""
    return countable_income * 12 < gx_income_ceiling * income_period_months * persons


@rule(
    "LS-01",
    "适用的财产规定",
    clause="2.1-f",
    law=PRODUCT,
    since=SINCE,
    says="支出型临时救助的财产按{ls_property_limits}的规定核对。",
)
def relief_property_set(ls_property_limits: ReliefPropertySet) -> ReliefPropertySet:
    """Whose property limits hold for spending (财产规定)."""
    return ls_property_limits


@rule(
    "LS-03",
    "支出型救助的收入、财产条件",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="收入、财产符合支出型临时救助的规定。",
    otherwise="收入或者财产不符合支出型临时救助的规定。",
)
def expenditure_test(
    income_is_below_relief_ceiling: bool,
    property_is_within_dibao_limits: bool,
    property_is_within_marginal_limits: bool,
) -> bool:
    """Income and property; the set of limits that does not hold is taken as kept (支出型)."""
    return income_is_below_relief_ceiling and property_is_within_dibao_limits and property_is_within_marginal_limits


@rule(
    "LS-09",
    "未参加失业保险的失业人员连续三个月无收入",
    clause="3.1-c",
    law=f"{NOTICE_83}二（一）",
    since=NOTICE_SINCE,
    before=False,
    measures="months_without_income",
    says="未参加失业保险，未就业，连续 {months_without_income} 个月没有收入，不是低保、特困，符合。",
    otherwise="连续 {months_without_income} 个月没有收入，不满三个月，或者已就业，或者已享受低保、特困，不符合。",
)
def is_unemployed_without_income(months_without_income: Whole, is_employed: bool, is_basic_support: bool) -> bool:
    """Three months in a row, the third completed, no work, not in 低保 (未参保失业人员)."""
    return months_without_income >= 3 and not is_employed and not is_basic_support


@rule(
    "3.1-c",
    "属于扩展的临时救助人群",
    clause="3.1-c",
    law="攀民政〔2021〕61号三（一）",
    since="2021-09-22",
    before=False,
    says="“{relief_group}”属于扩展的临时救助人群。",
    otherwise="“{relief_group}”不属于扩展的临时救助人群。",
)
def is_in_target_group(relief_group: Text, ls_target_groups: bool) -> bool:  # noqa: ARG001  the step names the group
    """Who is neither registered nor settled here is relieved where the list names his group (覆盖范围)."""
    return ls_target_groups > 0


@rule(
    "LS-08",
    "急难发生地救助，不限户籍和居住地",
    clause="3.1-c",
    law="中办国办《关于改革完善社会救助制度的意见》（2020年）十四",
    since=SINCE,
    until=OPINION_SINCE,
    says="“{relief_group}”由急难发生地救助，不限户籍和居住地。",
    name="is_relieved_where_it_happens",
)
def is_relieved_where_it_happens_2020(relief_group: Text) -> bool:  # noqa: ARG001  the step names the group
    """Who is in need where he is not at home is helped where it happens (急难发生地)."""
    return True


@rule(
    "LS-08",
    "急难发生地救助，不限户籍和居住地",
    clause="3.1-c",
    law=f"{OPINION_39}四（三）",
    since=OPINION_SINCE,
    says="“{relief_group}”由急难发生地救助，不限户籍和居住地。",
)
def is_relieved_where_it_happens(relief_group: Text) -> bool:  # noqa: ARG001  the step names the group
    """The same since the opinion of 2023 (急难发生地)."""
    return True


@rule(
    "LS-08",
    "可以在本地申请",
    clause="3.1-c",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="可以在本地申请。",
    otherwise="不能在本地申请。",
)
def is_admitted(is_in_target_group: bool, is_relieved_where_it_happens: bool) -> bool:
    """At home here, of a group on the list, or in an emergency that happens here (对象范围)."""
    return is_in_target_group or is_relieved_where_it_happens


@rule(
    "LS-11",
    "当年同一事由的以往救助",
    clause="2.1-f",
    law=PRODUCT,
    since=SINCE,
    says="{paid_on} 因{past_kind}救助过，与 {as_of} 同年，事由相同。",
    otherwise="{paid_on} 因{past_kind}救助过，与本次不同年或者事由不同。",
)
def is_repeated(event_kind: SuddenEventKind, past_kind: SuddenEventKind, paid_on: DayNumber, as_of: DayNumber) -> bool:
    """The same cause in the same calendar year, up to the day asked for (重复救助)."""
    return past_kind == event_kind and paid_on <= as_of and paid_on // 10000 == as_of // 10000


@rule(
    "LS-11",
    "每年次数上限",
    clause="2.1-f",
    law=PRODUCT,
    since=SINCE,
    measures="times_relieved",
    says="{event_kind}当年已救助 {times_relieved} 次，不满 {ls_max_per_year} 次。",
    otherwise="{event_kind}当年已救助 {times_relieved} 次，已达 {ls_max_per_year} 次，不再救助。",
)
def is_within_yearly_limit(event_kind: SuddenEventKind, times_relieved: Whole, ls_max_per_year: Whole) -> bool:  # noqa: ARG001  the step names the cause
    """Fewer times than the limit for one cause and year; the next one may be given (次数上限)."""
    return times_relieved < ls_max_per_year


@procedure(since=SINCE)
def basic_support_held(hh: Any, who: Any) -> Any:
    """Whether the family or the person concerned is in 低保 or 特困 already."""
    held = False
    for benefit in hh.benefits:
        if is_basic_support(benefit.programme):
            held = True
    for benefit in who.benefits:
        if is_basic_support(benefit.programme):
            held = True
    return held


@procedure(since=SINCE)
def means_test(hh: Any, members: Any, in_basic_support: Any, P: Any) -> Any:
    """Income and property of the family, but for those who were tested for 低保 or 特困."""
    if in_basic_support:
        return True
    family = household_of(hh, members, P)
    below = income_is_below_relief_ceiling(
        family.income.countable, family.persons, P.gx_income_ceiling, P.income_period_months
    )
    dibao = True
    marginal = True
    if relief_property_set(P.ls_property_limits) == ReliefPropertySet.DIBAO:
        dibao = dibao_property_test(family.belongings, family.persons, P)
    else:
        marginal = marginal_property_test(family.belongings, family.persons, P)
    return expenditure_test(below, dibao, marginal)


@procedure(since=SINCE)
def admitted(hh: Any, needs_no_residence: Any, P: Any) -> Any:
    """Who claims a group is not at home here: he is on the list, or his need arose here."""
    if not hh.claims_relief_group:
        return True
    if needs_no_residence:
        return is_admitted(False, is_relieved_where_it_happens(hh.relief_group))
    return is_admitted(is_in_target_group(hh.relief_group, P.ls_target_groups[hh.relief_group]), False)


@procedure(since=SINCE)
def times_relieved(hh: Any, cause: Any) -> Any:
    """How often the family was relieved for the same cause this year."""
    times = 0
    for past in hh.past_relief:
        if is_repeated(cause, past.kind, past.paid_on, hh.as_of):
            times += 1
    return times
