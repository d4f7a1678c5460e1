"""From when a 特困 person is supported, what ends it, and who decides. Circular 2.2-a; domain 4.7, TK-12, TK-13, TK-16…TK-20."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import (
    ApprovalLevel,
    AssistanceProgramme,
    ReviewOutcome,
    StudentLevel,
    TekunTermination,
)
from services.eligibility.engine.values import DayNumber, Month, Whole
from services.eligibility.rules.book import LAW_43, procedure, rule

SINCE = "2021-07-01"


@rule(
    "TK-12",
    "未成年人选择享受的项目",
    clause="2.2-a",
    law=f"{LAW_43}第九条",
    since=SINCE,
    says="本人 {age} 周岁，同时符合条件时所选项目为{child_programme_chosen}；让位于{programme_chosen}（无：不让位）。",
)
def programme_chosen(child_programme_chosen: AssistanceProgramme, age: Whole) -> AssistanceProgramme:
    """A minor for whom the orphans' or the unattended children's programme is chosen is not taken as 特困 (选择)."""
    return child_programme_chosen if age < 18 else AssistanceProgramme.NONE


@rule(
    "TK-12",
    "正在享受孤儿基本生活保障",
    clause="2.2-a",
    law=f"{LAW_43}第九条",
    since=SINCE,
    bars=True,
    says="让位于{gives_way_to}，不认定为特困人员。",
    otherwise="没有让位于儿童福利项目的情形。",
)
def is_barred_by_child_programme(gives_way_to: AssistanceProgramme) -> bool:
    """The child programme that was chosen, or the orphans' allowance held now, excludes 特困 (不再认定)."""
    return gives_way_to != AssistanceProgramme.NONE


@rule(
    "TK-17",
    "十八周岁前已纳入特困供养",
    clause="2.2-a",
    law=f"{LAW_43}第二十四条第二款",
    since=SINCE,
    says="自 {tekun_since_month} 起享受特困供养，出生于 {birth_day}，纳入时未满十八周岁。",
    otherwise="不是在十八周岁前纳入特困供养（自 {tekun_since_month} 起享受，出生于 {birth_day}）。",
)
def was_supported_as_minor(tekun_since_month: Month, birth_day: DayNumber) -> bool:
    """Supported by the month in which he turned 18, so confirmed before it; 0 stands for one not supported (已纳入)."""
    return (
        tekun_since_month > 0
        and tekun_since_month <= (birth_day // 10000 + 18) * 12 + (birth_day // 100 - birth_day // 10000 * 100) - 1
    )


@rule(
    "TK-17",
    "已纳入的未成年人继续供养",
    clause="2.2-a",
    law=f"{LAW_43}第二十四条第二款",
    since=SINCE,
    says="本人 {age} 周岁，十八周岁前已纳入，未满十八周岁或者仍在接受义务教育、普通高中、中等职业教育，继续供养。",
    otherwise="本人 {age} 周岁，不属于已纳入的未成年人继续供养的情形。",
)
def goes_on_as_minor(was_supported_as_minor: bool, age: Whole, student_level: StudentLevel) -> bool:
    """To 18, and beyond while at school up to secondary vocational (继续供养, D-17)."""
    return was_supported_as_minor and (
        age < 18 or (student_level >= StudentLevel.COMPULSORY and student_level <= StudentLevel.SECONDARY_VOCATIONAL)
    )


@rule(
    "TK-16",
    "死亡、被宣告死亡或者失踪",
    clause="2.2-a",
    law=f"{LAW_43}第二十四条第一项",
    since=SINCE,
    bars=True,
    says="已死亡，或者被宣告死亡、失踪，应当终止。",
    otherwise="没有死亡、被宣告死亡或者失踪的情形。",
)
def is_dead_or_missing(died_on: DayNumber, is_declared_missing: bool) -> bool:
    """Dead, or declared dead or missing (死亡、失踪); 0 stands for one who is alive."""
    return died_on > 0 or is_declared_missing


@rule(
    "TK-16",
    "依法被判处刑罚，且在监狱服刑",
    clause="2.2-a",
    law=f"{LAW_43}第二十四条第三项",
    since=SINCE,
    bars=True,
    says="在监狱服刑，应当终止。",
    otherwise="没有在监狱服刑。",
)
def serves_a_sentence(is_in_prison: bool) -> bool:
    """In prison (服刑)."""
    return is_in_prison


@rule(
    "TK-16",
    "自愿申请退出",
    clause="2.2-a",
    law=f"{LAW_43}第二十四条第六项",
    since=SINCE,
    bars=True,
    says="本人自愿申请退出救助供养，应当终止。",
    otherwise="没有自愿申请退出。",
)
def leaves_by_own_wish(wishes_to_leave_tekun: bool) -> bool:
    """He asks to leave (自愿退出)."""
    return wishes_to_leave_tekun


@rule(
    "TK-16",
    "没有死亡、服刑、自愿退出等终止情形",
    clause="2.2-a",
    law=f"{LAW_43}第二十四条",
    since=SINCE,
    says="没有死亡、失踪、服刑或者自愿退出的情形。",
    otherwise="有死亡、失踪、服刑或者自愿退出的情形。",
)
def may_go_on(is_dead_or_missing: bool, serves_a_sentence: bool, leaves_by_own_wish: bool) -> bool:
    """None of the circumstances that end it whatever the conditions are (终止情形)."""
    return not (is_dead_or_missing or serves_a_sentence or leaves_by_own_wish)


@rule(
    "TK-16",
    "终止救助供养的情形",
    clause="2.2-a",
    law=f"{LAW_43}第二十四条",
    since=SINCE,
    says="终止情形：{tekun_termination}。",
)
def tekun_termination(
    is_dead_or_missing: bool,
    serves_a_sentence: bool,
    leaves_by_own_wish: bool,
    lacks_labour_ability: bool,
    has_no_source_of_living: bool,
    has_no_able_supporter: bool,
) -> TekunTermination:
    """The code of the reason; of several the first in the order of the article, but leaving by wish last (终止情形)."""
    return (
        TekunTermination.DEAD_OR_MISSING
        if is_dead_or_missing
        else TekunTermination.LABOUR_ABILITY_REGAINED
        if not lacks_labour_ability
        else TekunTermination.IN_PRISON
        if serves_a_sentence
        else TekunTermination.MEANS_NO_LONGER_FIT
        if not has_no_source_of_living
        else TekunTermination.SUPPORTER_ABLE
        if not has_no_able_supporter
        else TekunTermination.LEFT_BY_OWN_WISH
        if leaves_by_own_wish
        else TekunTermination.NONE
    )


@rule(
    "TK-19",
    "终止供养后转入低保、临时救助",
    clause="2.2-a",
    law=f"{LAW_43}第二十七条",
    since=SINCE,
    says="终止特困供养且本人健在，符合低保、临时救助等条件的，应当及时纳入。",
    otherwise="没有终止供养后需要衔接的情形。",
)
def is_to_be_referred(review_result: ReviewOutcome, died_on: DayNumber) -> bool:
    """Whoever leaves 特困 alive is looked at for 低保 and temporary assistance (及时纳入)."""
    return review_result == ReviewOutcome.STOP and died_on == 0


@rule(
    "TK-13",
    "起始月份",
    clause="2.2-a",
    law=f"{LAW_43}第十七条",
    since=SINCE,
    says="按 {decided_month} 确认，自其后第 {lb_start_month_offset} 个月即 {tekun_start_month} 起给予救助供养待遇。",
)
def tekun_start_month(decided_month: Month, lb_start_month_offset: Whole) -> Month:
    """The month after the confirmation (次月起, D-15)."""
    return decided_month + lb_start_month_offset


@rule(
    "TK-13",
    "起始月份（暂定）",
    clause="2.2-a",
    law=f"{LAW_43}第十七条",
    since=SINCE,
    says="尚未确认，暂按测算当月 {as_of_month} 确认计，自其后第 {lb_start_month_offset} 个月即 "
    "{tekun_provisional_start_month} 起给予救助供养待遇。",
)
def tekun_provisional_start_month(as_of_month: Month, lb_start_month_offset: Whole) -> Month:
    """The month after, were the case confirmed in the month asked for (暂定, D-15)."""
    return as_of_month + lb_start_month_offset


@rule(
    "TK-15",
    "审核确认层级",
    clause="2.2-a",
    law=f"{LAW_43}第十六条",
    since=SINCE,
    says="由{tekun_confirming_level}级民政部门审核确认。",
)
def tekun_confirming_level() -> ApprovalLevel:
    """The county confirms (县级民政部门审核确认)."""
    return ApprovalLevel.COUNTY


@procedure(since=SINCE)
def continued_as_minor(m: Any, held: Any, years: Any) -> Any:
    """Whether one who holds 特困 goes on by TK-17; nobody else is asked."""
    if not held.is_held:
        return False
    return goes_on_as_minor(was_supported_as_minor(held.since_month, m.birth_day), years, m.student_level)


@procedure(since=SINCE)
def tekun_starting_month(hh: Any, P: Any) -> Any:
    """First month supported, and by which of the two readings."""
    if hh.is_decided:
        return tekun_start_month(hh.decided_month, P.lb_start_month_offset)
    return tekun_provisional_start_month(hh.decided_month, P.lb_start_month_offset)
