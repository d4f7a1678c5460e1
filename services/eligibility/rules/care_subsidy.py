"""Care subsidy for severely disabled persons (重度残疾人护理补贴). Circular 2.4-a; domain 4.9, DB-02, DB-03."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, DisabilityKind
from services.eligibility.engine.values import Fen, Text, Whole
from services.eligibility.rules.benefits_held import holds, money_from
from services.eligibility.rules.book import LAW_52, Payment, procedure, rule
from services.eligibility.rules.disability_bars import (
    care_allowance_is_kept,
    tekun_bars_subsidies,
    work_injury_care_bars_subsidies,
)
from services.eligibility.rules.disability_subsidies import (
    highest_of,
    month_of_what_ends,
    person_test,
    subsidy_starting_month,
)
from services.eligibility.rules.personal import personal_finding
from services.eligibility.rules.review import held_of

SINCE = "2021-07-01"


@rule(
    "DB-02",
    "残疾等级一级、二级",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="残疾类别 {disability_kind}、等级 {disability_grade}，被评定为一级、二级。",
    otherwise="残疾类别 {disability_kind}、等级 {disability_grade}，没有被评定为一级、二级。",
)
def has_care_grade(disability_kind: DisabilityKind, disability_grade: Whole) -> bool:
    """Grade 1 or 2 of any kind (重度残疾)."""
    return disability_kind != DisabilityKind.NONE and disability_grade >= 1 and disability_grade <= 2


@rule(
    "DB-02",
    "扩大到非重度残疾人",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="“{disability_group}”属于本地护理补贴扩大的残疾类别和等级。",
    otherwise="“{disability_group}”不属于本地护理补贴扩大的残疾类别和等级。",
)
def is_in_listed_care_group(disability_group: Text, db_care_other_groups: bool) -> bool:  # noqa: ARG001  the step names the group
    """A kind and grade of the local list, such as ``MENTAL-3`` (扩大范围)."""
    return db_care_other_groups > 0


@rule(
    "DB-02",
    "需要长期照护",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="因残疾产生额外护理支出，照护期在六个月以上，需要长期照护。",
    otherwise="没有照护期在六个月以上的长期照护需要。",
)
def needs_long_term_care(long_term_care_needed: bool) -> bool:
    """Care that costs extra for six months or more (长期照护)."""
    return long_term_care_needed


@rule(
    "DB-02",
    "符合重度残疾人护理补贴条件",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="属于需要长期照护的重度残疾人，符合护理补贴条件。",
    otherwise="不符合重度残疾人护理补贴条件。",
)
def qualifies_for_care_subsidy(
    may_receive_subsidies: bool, has_care_grade: bool, is_in_listed_care_group: bool, needs_long_term_care: bool
) -> bool:
    """A severely disabled person, or one of the local list, who needs long-term care (护理补贴)."""
    return may_receive_subsidies and (has_care_grade or is_in_listed_care_group) and needs_long_term_care


@rule(
    "DB-02",
    "护理补贴标准（一级）",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    gives="amount",
    says="一级重度残疾人护理补贴每月 {db_care_grade1} 元。",
)
def care_subsidy_of_grade_one(db_care_grade1: Fen) -> Fen:
    """The standard for grade 1 (一级)."""
    return db_care_grade1


@rule(
    "DB-02",
    "护理补贴标准（二级）",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    gives="amount",
    says="二级重度残疾人护理补贴每月 {db_care_grade2} 元。",
)
def care_subsidy_of_grade_two(db_care_grade2: Fen) -> Fen:
    """The standard for grade 2 (二级)."""
    return db_care_grade2


@rule(
    "DB-02",
    "护理补贴标准（扩大的人群）",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    gives="amount",
    says="本地扩大人群的护理补贴每月 {db_care_other_groups_amount} 元。",
)
def care_subsidy_of_listed_groups(db_care_other_groups_amount: Fen) -> Fen:
    """The standard for the local list (扩大范围)."""
    return db_care_other_groups_amount


@procedure(since=SINCE)
def care_subsidy_amount(m: Any, severe: Any, P: Any) -> Any:
    """Amount by grade."""
    if not severe:
        return care_subsidy_of_listed_groups(P.db_care_other_groups_amount)
    if m.disability_grade == 1:
        return care_subsidy_of_grade_one(P.db_care_grade1)
    return care_subsidy_of_grade_two(P.db_care_grade2)


@procedure("DISABILITY_CARE", "重度残疾人护理补贴", clause="2.4-a", since=SINCE)
def determine_care_subsidy(hh: Any, m: Any, P: Any) -> Any:
    """Proposal for one person (重度残疾人护理补贴); it may be held beside the living subsidy (DB-03)."""
    held = held_of(m.benefits, AssistanceProgramme.DISABILITY_CARE)
    may_receive = person_test(hh, m)
    severe = has_care_grade(m.disability_kind, m.disability_grade)
    listed = False
    if may_receive and not severe:
        listed = is_in_listed_care_group(m.disability_group, P.db_care_other_groups[m.disability_group])
    qualifies = qualifies_for_care_subsidy(may_receive, severe, listed, needs_long_term_care(m.long_term_care_needed))
    by = AssistanceProgramme.NONE
    if work_injury_care_bars_subsidies(holds(m.benefits, AssistanceProgramme.WORK_INJURY_CARE)):
        by = AssistanceProgramme.WORK_INJURY_CARE
    if tekun_bars_subsidies(m.in_tekun):
        by = AssistanceProgramme.TEKUN
    amount = 0
    start = 0
    if qualifies and by == AssistanceProgramme.NONE:
        amount = care_subsidy_amount(m, severe, P)
        kept = highest_of(
            m.benefits,
            AssistanceProgramme.OLD_AGE_CARE_ALLOWANCE,
            AssistanceProgramme.RETIRED_CADRE_CARE,
            AssistanceProgramme.DUTY_INJURY_CARE,
        )
        if care_allowance_is_kept(money_from(m.benefits, kept), amount):
            by = kept
        else:
            start = subsidy_starting_month(hh, held, amount)
    ended = month_of_what_ends(hh, m, held)
    payment = Payment(amount, 0, AssistanceProgramme.NONE)
    return personal_finding(hh, held, qualifies, by, payment, start, not hh.is_handed_in, ended, P)
