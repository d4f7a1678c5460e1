"""Who is a member of the family living together (共同生活的家庭成员). Domain 4.1, HH-01…HH-09."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import ReferenceDay, Relation, StudentLevel
from services.eligibility.engine.values import DayNumber, Whole
from services.eligibility.rules.book import LAW_57, procedure, rule
from services.eligibility.rules.overlap import is_barred_by_orphans_allowance, is_barred_by_tekun

SINCE = "2021-07-01"


@rule(
    "D-11",
    "年龄计算日",
    clause="3.1-b",
    since=SINCE,
    says="年龄按 {age_day} 计算。",
)
def age_day(
    accepted_on: DayNumber, handed_in_on: DayNumber, as_of: DayNumber, age_reference_day: ReferenceDay
) -> DayNumber:
    """Day on which ages are taken (年龄计算日); the day of the determination stands in for one not known yet."""
    return (
        accepted_on
        if age_reference_day == ReferenceDay.ACCEPTED_ON and accepted_on > 0
        else handed_in_on
        if age_reference_day == ReferenceDay.HANDED_IN_ON and handed_in_on > 0
        else as_of
    )


@rule("D-11", "周岁年龄", clause="3.1-b", since=SINCE, says="出生于 {birth_day}，按 {age_day} 计算为 {age} 周岁。")
def age(birth_day: DayNumber, age_day: DayNumber) -> Whole:
    """Completed years (周岁); the birthday itself counts, and who is born later is not yet one year old.

    Who was born on 29 February completes the year on 28 February where there is no such day, the end of the month (D-14).
    """
    return max(
        0,
        (
            age_day
            + (
                1
                if birth_day - birth_day // 10000 * 10000 == 229
                and age_day - age_day // 10000 * 10000 == 228
                and (
                    age_day // 10000 // 4 * 4 != age_day // 10000
                    or (
                        age_day // 10000 // 100 * 100 == age_day // 10000
                        and age_day // 10000 // 400 * 400 != age_day // 10000
                    )
                )
                else 0
            )
            - birth_day
        )
        // 10000,
    )


@rule(
    "HH-01",
    "申请人",
    clause="2.1-a",
    law=f"{LAW_57}第四条",
    since=SINCE,
    says="是申请人，属于共同生活的家庭成员。",
    otherwise="不是申请人本人。",
)
def is_applicant(relation: Relation) -> bool:
    """The applicant (申请人) is a member of the household that applies."""
    return relation == Relation.SELF


@rule(
    "HH-02",
    "配偶",
    clause="2.1-a",
    law=f"{LAW_57}第七条第一项",
    since=SINCE,
    says="是配偶，分开居住也属于共同生活的家庭成员。",
    otherwise="不是配偶。",
)
def is_spouse(relation: Relation) -> bool:
    """The spouse (配偶) counts, even when living apart."""
    return relation == Relation.SPOUSE


@rule(
    "HH-03",
    "未成年子女",
    clause="2.1-a",
    law=f"{LAW_57}第七条第二项",
    since=SINCE,
    says="是 {age} 周岁的子女，未成年，属于共同生活的家庭成员。",
    otherwise="不是未成年子女。",
)
def is_minor_child(relation: Relation, age: Whole) -> bool:
    """A child under 18 (未成年子女)."""
    return relation == Relation.CHILD and age < 18


@rule(
    "HH-04",
    "不能独立生活的成年子女（含全日制本科及以下在读）",
    clause="2.1-a",
    law=f"{LAW_57}第七条第三项",
    since=SINCE,
    says="是已成年但不能独立生活、或正在接受全日制本科及以下教育的子女，属于共同生活的家庭成员。",
    otherwise="不是不能独立生活的成年子女，也不是全日制本科及以下在读的成年子女。",
)
def is_dependent_adult_child(
    relation: Relation, age: Whole, student_level: StudentLevel, can_live_independently: bool
) -> bool:
    """An adult child who cannot live on his own; students up to bachelor, not beyond (成年子女)."""
    return (
        relation == Relation.CHILD
        and age >= 18
        and (StudentLevel.COMPULSORY <= student_level <= StudentLevel.BACHELOR or not can_live_independently)
    )


@rule(
    "HH-05",
    "其他有法定赡养、扶养、抚养义务并长期共同居住的人员",
    clause="2.1-a",
    law=f"{LAW_57}第七条第四项",
    since=SINCE,
    says="有法定赡养、扶养、抚养义务关系并长期共同居住，属于共同生活的家庭成员。",
    otherwise="不属于有法定义务并长期共同居住的其他人员。",
)
def is_cohabiting_with_duty(relation: Relation, has_support_duty: bool, lives_apart: bool) -> bool:
    """Others with a statutory duty of support who have long lived together; parents have it by law.

    Others (其他) are those of whom HH-01…HH-04 do not speak. HH-03 and HH-04 say which children count, so a grown child
    they leave out does not come in here, whether or not he lives with his parents (a choice of this product).
    """
    return (
        relation != Relation.SELF
        and relation != Relation.SPOUSE
        and relation != Relation.CHILD
        and (relation == Relation.PARENT or has_support_duty)
        and not lives_apart
    )


@rule(
    "HH-06",
    "连续三年以上（含三年）脱离家庭的宗教教职人员",
    clause="2.1-a",
    law=f"{LAW_57}第七条第二款第一项",
    since=SINCE,
    bars=True,
    says="自 {clergy_since} 起脱离家庭、在宗教场所居住，至 {as_of} 已满三年，不计入。",
    otherwise="不是脱离家庭三年以上的宗教教职人员。",
)
def is_clergy_away(clergy_since: DayNumber, as_of: DayNumber) -> bool:
    """Clergy away from the family for three years or more (宗教教职人员); 0 stands for nobody of that kind.

    The third year after 29 February is never a leap year and ends on the 28th, the end of the month (D-14).
    """
    return clergy_since > 0 and as_of - clergy_since >= (
        29999 if clergy_since - clergy_since // 10000 * 10000 == 229 else 30000
    )


@rule(
    "HH-07",
    "服刑、强制隔离戒毒或宣告失踪人员",
    clause="2.1-a",
    law=f"{LAW_57}第七条第二款第二项",
    since=SINCE,
    bars=True,
    says="在监狱服刑、强制隔离戒毒或已宣告失踪，不计入。",
    otherwise="没有服刑、强制隔离戒毒或宣告失踪的情形。",
)
def is_in_custody_or_missing(is_in_custody: bool, is_declared_missing: bool) -> bool:
    """In prison, in compulsory isolated detoxification, or declared missing (服刑、戒毒、失踪)."""
    return is_in_custody or is_declared_missing


@rule(
    "HH-08",
    "省级民政部门规定的其他人员",
    clause="2.1-a",
    law=f"{LAW_57}第七条第二款第三项",
    since=SINCE,
    bars=True,
    says="属于省级民政部门规定不计入的人员。",
    otherwise="不属于省级民政部门规定不计入的人员。",
)
def is_left_out_by_province(is_on_provincial_list: bool) -> bool:
    """Others the provincial department leaves out (其他人员)."""
    return is_on_provincial_list


@rule(
    "LB-11",
    "已死亡",
    clause="2.1-a",
    law=LAW_57,
    since=SINCE,
    bars=True,
    says="于 {died_on} 死亡，不计入。",
    otherwise="在世。",
)
def has_died(died_on: DayNumber) -> bool:
    """A member who died counts no more (死亡); 0 stands for one who is alive."""
    return died_on > 0


@rule(
    "HH",
    "计入的家庭成员",
    clause="2.1-a",
    law=f"{LAW_57}第七条",
    since=SINCE,
    says="计入家庭成员。",
    otherwise="不计入家庭成员。",
)
def is_household_member(
    is_applicant: bool,
    is_spouse: bool,
    is_minor_child: bool,
    is_dependent_adult_child: bool,
    is_cohabiting_with_duty: bool,
    is_clergy_away: bool,
    is_in_custody_or_missing: bool,
    is_left_out_by_province: bool,
    is_barred_by_tekun: bool,
    is_barred_by_orphans_allowance: bool,
    has_died: bool,
) -> bool:
    """Counted by one of HH-01…HH-05, left out by none of HH-06…HH-08, neither 特困 nor paid as an orphan (4.13), alive."""
    return (
        is_applicant or is_spouse or is_minor_child or is_dependent_adult_child or is_cohabiting_with_duty
    ) and not (
        is_clergy_away
        or is_in_custody_or_missing
        or is_left_out_by_province
        or is_barred_by_tekun
        or is_barred_by_orphans_allowance
        or has_died
    )


@rule(
    "HH-01",
    "有计入的家庭成员",
    clause="2.1-a",
    law=f"{LAW_57}第四条",
    since=SINCE,
    says="计入家庭成员 {persons} 人。",
    otherwise="没有计入的家庭成员，不能按家庭测算。",
)
def has_counted_members(persons: Whole) -> bool:
    """A household needs a member that counts (EMPTY_HOUSEHOLD)."""
    return persons > 0


@procedure(since=SINCE)
def member_age(hh: Any, m: Any, P: Any) -> Any:
    """Age of one member on the day that counts."""
    return age(m.birth_day, age_day(hh.accepted_on, hh.handed_in_on, hh.as_of, P.age_reference_day))


@procedure(since=SINCE)
def member_counts(hh: Any, m: Any, P: Any) -> Any:
    """Go through HH-01…HH-08 for one member."""
    years = member_age(hh, m, P)
    died = False
    if m.died_on > 0:
        died = has_died(m.died_on)
    return is_household_member(
        is_applicant(m.relation),
        is_spouse(m.relation),
        is_minor_child(m.relation, years),
        is_dependent_adult_child(m.relation, years, m.student_level, m.can_live_independently),
        is_cohabiting_with_duty(m.relation, m.has_support_duty, m.lives_apart),
        is_clergy_away(m.clergy_since, hh.as_of),
        is_in_custody_or_missing(m.is_in_custody, m.is_declared_missing),
        is_left_out_by_province(m.is_on_provincial_list),
        is_barred_by_tekun(m.in_tekun),
        is_barred_by_orphans_allowance(m.holds_orphans_allowance),
        died,
    )


@procedure(since=SINCE)
def last_death(members: Any) -> Any:
    """Month in which the last of those who died did; 0 where nobody did."""
    month = 0
    for m in members:
        month = max(month, m.died_month)
    return month
