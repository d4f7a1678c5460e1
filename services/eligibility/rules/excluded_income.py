"""Income that stays out, or counts only sometimes (不计入或有条件计入的收入). Domain 4.2, INC-10…INC-18."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import IncomeKind, LabourAbility
from services.eligibility.engine.values import DayNumber, Fen, Text, Whole
from services.eligibility.rules.book import LAW_57, NOTICE_83, procedure, rule
from services.eligibility.rules.disability import jobless_disabled_adult

SINCE = "2021-07-01"
NOTICE_SINCE = "2022-10-20"


@rule(
    "INC-10",
    "优待抚恤金、奖励扶助、奖学金等",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第二款第一项",
    since=SINCE,
    says="优待抚恤金、计划生育奖扶、奖学金、见义勇为奖励等 {amount} 元，不计入。",
)
def excluded_honours(amount: Fen) -> Fen:
    """Honours, family-planning awards, scholarships are not income (不计入)."""
    return amount


@rule(
    "INC-11",
    "社会救助款物",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第二款第二项",
    since=SINCE,
    says="政府发放的社会救助款物 {amount} 元，不计入。",
)
def excluded_assistance(amount: Fen) -> Fen:
    """Social assistance itself is not income (不计入)."""
    return amount


@rule(
    "INC-12",
    "中央基础养老金是否在不计入期限内",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第二款第三项",
    since=SINCE,
    says="测算日 {as_of} 在不计入期限 {income_exclude_central_pension_from} 至 {income_exclude_central_pension_until} 之内。",
    otherwise="测算日 {as_of} 不在不计入期限 {income_exclude_central_pension_from} 至 "
    "{income_exclude_central_pension_until} 之内。",
)
def central_pension_is_excluded(
    as_of: DayNumber,
    income_exclude_central_pension_from: DayNumber,
    income_exclude_central_pension_until: DayNumber,
) -> bool:
    """The central part of the basic pension stays out during the window (“十四五”期间, D-18)."""
    return income_exclude_central_pension_from <= as_of <= income_exclude_central_pension_until


@rule(
    "INC-12",
    "中央基础养老金计入部分",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第二款第三项",
    since=SINCE,
    says="申报中央基础养老金 {amount} 元；在期限内的，每月 {pension_central_basic} 元乘以 {income_period_months} 个月以内不计入；"
    "计入 {central_pension_income} 元。",
)
def central_pension_income(
    amount: Fen, central_pension_is_excluded: bool, pension_central_basic: Fen, income_period_months: Whole
) -> Fen:
    """What of the central basic pension counts: inside the window what exceeds the published pension, else all (养老金)."""
    return max(0, amount - pension_central_basic * income_period_months) if central_pension_is_excluded else amount


@rule(
    "INC-12",
    "中央基础养老金计入部分（标准未公布）",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第二款第三项",
    since=SINCE,
    says="申报中央基础养老金 {amount} 元，当期标准未公布，不能核对；计入 {central_pension_income_unchecked} 元。",
)
def central_pension_income_unchecked(amount: Fen, central_pension_is_excluded: bool) -> Fen:
    """Where the pension of the day is not published, what is declared is taken as it is (基础养老金)."""
    return 0 if central_pension_is_excluded else amount


@rule(
    "INC-13",
    "市级以上规定不计入的其他项目",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第二款第四项",
    since=SINCE,
    says="项目“{local_item}”在市级以上规定的不计入清单内。",
    otherwise="项目“{local_item}”不在市级以上规定的不计入清单内。",
)
def is_locally_excluded(local_item: Text, income_excluded_items: bool) -> bool:  # noqa: ARG001  the step names the item
    """Whether the city or a higher government leaves the item out (不计入清单)."""
    return income_excluded_items > 0


@rule(
    "INC-13",
    "清单所列项目计入部分",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第二款第四项",
    since=SINCE,
    says="该项收入 {amount} 元，计入 {locally_listed_income} 元。",
)
def locally_listed_income(amount: Fen, is_locally_excluded: bool) -> Fen:
    """What of an item claimed to be on the list counts (清单项目)."""
    return 0 if is_locally_excluded else amount


@rule(
    "INC-14",
    "残疾人两项补贴",
    clause="2.4-a",
    law="国发〔2015〕52号",
    since=SINCE,
    says="残疾人两项补贴 {amount} 元，不计入。",
)
def excluded_disability_subsidy(amount: Fen) -> Fen:
    """The two subsidies for disabled persons are not income for 低保 (不计入)."""
    return amount


@rule(
    "INC-15",
    "事实无人抚养儿童补贴",
    clause="2.3-c",
    law="民发〔2019〕62号三（一）",
    since=SINCE,
    says="事实无人抚养儿童基本生活补贴 {amount} 元，不计入。",
)
def excluded_child_subsidy(amount: Fen) -> Fen:
    """The subsidy of a de facto unattended child is not income (不计入)."""
    return amount


@rule(
    "INC-17",
    "亲属给予的扶养费",
    clause="2.1-b",
    law=f"{LAW_57}第十三条第四项",
    since=SINCE,
    until=NOTICE_SINCE,
    says="亲属给予的扶养费 {amount} 元，计入。",
    name="relatives_support_income",
)
def relatives_support_income_2021(
    amount: Fen,
    is_exempted: bool,  # noqa: ARG001  versions share a signature
    is_jobless_severely_disabled_adult: bool,  # noqa: ARG001
) -> Fen:
    """Until the notice of 2022 support by kin counts whatever the officer thinks (扶养费)."""
    return amount


@rule(
    "INC-17",
    "兄弟姐妹或60周岁以上亲属给予成年无业重度残疾人的扶养费",
    clause="2.1-b",
    law=f"{NOTICE_83}一（一）",
    since=NOTICE_SINCE,
    says="兄弟姐妹或60周岁以上亲属给予的扶养费 {amount} 元，经批准且本人是成年无业重度残疾人的不计入，"
    "计入 {relatives_support_income} 元。",
)
def relatives_support_income(amount: Fen, is_exempted: bool, is_jobless_severely_disabled_adult: bool) -> Fen:
    """Support of a jobless severely disabled adult by siblings or the old may be left out by the officer (扶养费)."""
    return 0 if is_exempted and is_jobless_severely_disabled_adult else amount


@rule(
    "INC-18",
    "按劳动力系数推定的收入",
    clause="2.1-a",
    law=f"{LAW_57}第十三条",
    since=SINCE,
    until=NOTICE_SINCE,
    says="推定收入 {amount} 元，计入。",
    name="deemed_income",
)
def deemed_income_2021(
    amount: Fen,
    labour_ability: LabourAbility,  # noqa: ARG001  versions share a signature
    is_exempted: bool,
) -> Fen:
    """Until the notice of 2022 deemed income counts unless the officer leaves it out (推定收入)."""
    return 0 if is_exempted else amount


@rule(
    "INC-18",
    "按劳动力系数推定的收入",
    clause="2.1-a",
    law=f"{NOTICE_83}一（一）",
    since=NOTICE_SINCE,
    says="推定收入 {amount} 元，劳动能力 {labour_ability}，计入 {deemed_income} 元。",
)
def deemed_income(amount: Fen, labour_ability: LabourAbility, is_exempted: bool) -> Fen:
    """Nobody who really cannot work is given deemed income (推定收入应符合实际)."""
    return 0 if is_exempted or labour_ability == LabourAbility.LOST or labour_ability == LabourAbility.NONE else amount


@procedure(since=SINCE)
def excluded_part(item: Any) -> Any:
    """What of an item stays out in any case."""
    if item.kind == IncomeKind.HONOURS:
        return excluded_honours(item.amount)
    if item.kind == IncomeKind.ASSISTANCE:
        return excluded_assistance(item.amount)
    if item.kind == IncomeKind.DISABILITY_SUBSIDY:
        return excluded_disability_subsidy(item.amount)
    if item.kind == IncomeKind.UNATTENDED_CHILD_SUBSIDY:
        return excluded_child_subsidy(item.amount)
    return 0


@procedure(since=SINCE)
def conditional_part(hh: Any, m: Any, item: Any, P: Any) -> Any:
    """What counts of an item that counts on a condition."""
    if item.kind == IncomeKind.CENTRAL_PENSION:
        inside = central_pension_is_excluded(
            hh.as_of, P.income_exclude_central_pension_from, P.income_exclude_central_pension_until
        )
        if hh.central_pension_is_published:
            return central_pension_income(item.amount, inside, P.pension_central_basic, P.income_period_months)
        return central_pension_income_unchecked(item.amount, inside)
    if item.kind == IncomeKind.LOCALLY_EXCLUDED:
        return locally_listed_income(
            item.amount, is_locally_excluded(item.local_item, P.income_excluded_items[item.local_item])
        )
    if item.kind == IncomeKind.RELATIVES_SUPPORT:
        return relatives_support_income(item.amount, item.is_exempted, jobless_disabled_adult(hh, m, P))
    if item.kind == IncomeKind.DEEMED_LABOUR:
        return deemed_income(item.amount, m.labour_ability, item.is_exempted)
    return 0
