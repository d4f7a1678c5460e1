"""The category of a child (儿童类别). Circular 2.3-b; domain 4.11, KJ-01."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, ChildCategory, DisabilityKind, Residence
from services.eligibility.engine.values import Whole
from services.eligibility.rules.benefits_held import holds
from services.eligibility.rules.book import ChildFinding, procedure, rule
from services.eligibility.rules.children import is_under_eighteen
from services.eligibility.rules.defacto_child import is_unattended_child
from services.eligibility.rules.household import member_age, member_counts
from services.eligibility.rules.orphan import has_lost_parents, is_orphan
from services.eligibility.rules.parents import parents_of

SINCE = "2021-07-01"
LAW_36 = "《国务院关于加强困境儿童保障工作的意见》（国发〔2016〕36号）"
LAW_13 = "《国务院关于加强农村留守儿童关爱保护工作的意见》（国发〔2016〕13号）"


@rule(
    "2.3-b",
    "特困未成年人",
    clause="2.3-b",
    law="《特困人员认定办法》（民发〔2021〕43号）第五条",
    since=SINCE,
    says="正在享受特困供养的未成年人。",
    otherwise="没有享受特困供养。",
)
def is_minor_in_tekun(is_under_eighteen: bool, in_tekun: bool) -> bool:
    """A minor in 特困 support (特困未成年人)."""
    return is_under_eighteen and in_tekun


@rule(
    "2.3-b",
    "家庭贫困的儿童",
    clause="2.3-b",
    law=f"{LAW_36}一",
    since=SINCE,
    says="家庭现享受或者符合低保、低保边缘家庭，本人计入，属于家庭贫困的儿童。",
    otherwise="不属于低保、低保边缘家庭的儿童。",
)
def is_child_in_poverty(
    receives_low_income_aid: bool, is_dibao_family: bool, is_marginal_family: bool, is_household_member: bool
) -> bool:
    """In a family that has, or qualifies for, 低保 or the marginal status (家庭贫困)."""
    return receives_low_income_aid or ((is_dibao_family or is_marginal_family) and is_household_member)


@rule(
    "2.3-b",
    "自身残疾的儿童",
    clause="2.3-b",
    law=f"{LAW_36}一",
    since=SINCE,
    says="残疾类别 {disability_kind}，属于自身残疾的儿童。",
    otherwise="没有残疾。",
)
def is_child_with_disability(disability_kind: DisabilityKind) -> bool:
    """Disabled himself, whatever the grade (自身残疾)."""
    return disability_kind != DisabilityKind.NONE


@rule(
    "2.3-b",
    "监护缺失或者监护不当的儿童",
    clause="2.3-b",
    law=f"{LAW_36}一",
    since=SINCE,
    says="监护缺失或者监护不当。",
    otherwise="没有登记监护缺失或者监护不当的情形。",
)
def is_child_without_good_guardian(guardianship_at_fault: bool) -> bool:
    """Guardianship is missing or at fault (监护缺失、监护不当)."""
    return guardianship_at_fault


@rule(
    "2.3-b",
    "其他困境儿童",
    clause="2.3-b",
    law=f"{LAW_36}一",
    since=SINCE,
    says="因家庭贫困、自身残疾、监护缺失或者监护不当，属于其他困境儿童。",
    otherwise="没有家庭贫困、自身残疾、监护缺失或者监护不当的情形。",
)
def is_other_child_in_difficulty(
    is_under_eighteen: bool,
    is_child_in_poverty: bool,
    is_child_with_disability: bool,
    is_child_without_good_guardian: bool,
) -> bool:
    """Another child in difficulty (困境儿童)."""
    return is_under_eighteen and (is_child_in_poverty or is_child_with_disability or is_child_without_good_guardian)


@rule(
    "2.3-b",
    "儿童类别",
    clause="2.3-b",
    law=f"{LAW_36}一",
    since=SINCE,
    says="儿童类别：{child_category}。",
)
def child_category(
    is_orphan: bool, is_unattended_child: bool, is_minor_in_tekun: bool, is_other_child_in_difficulty: bool
) -> ChildCategory:
    """The first that holds: orphan, de facto unattended, 特困, other in difficulty; else none (分层分类)."""
    return (
        ChildCategory.ORPHAN
        if is_orphan
        else ChildCategory.UNATTENDED
        if is_unattended_child
        else ChildCategory.TEKUN
        if is_minor_in_tekun
        else ChildCategory.OTHER
        if is_other_child_in_difficulty
        else ChildCategory.NONE
    )


@rule(
    "KJ-01",
    "农村留守儿童",
    clause="2.3-b",
    law=f"{LAW_13}一",
    since=SINCE,
    says="{age} 周岁，父母双方外出务工，或者一方外出务工、另一方无监护能力，属于农村留守儿童。",
    otherwise="{age} 周岁，不属于父母双方外出务工，或者一方外出务工、另一方无监护能力的不满十六周岁的农村儿童。",
)
def is_left_behind(
    age: Whole,
    residence: Residence,
    father_works_away: bool,
    father_is_lost: bool,
    father_is_unable: bool,
    mother_works_away: bool,
    mother_is_lost: bool,
    mother_is_unable: bool,
) -> bool:
    """Under 16 in the country, both parents away for work, or one away and the other unable to guard (留守儿童)."""
    return (
        age < 16
        and residence == Residence.RURAL
        and (father_works_away or mother_works_away)
        and (father_works_away or father_is_lost or father_is_unable)
        and (mother_works_away or mother_is_lost or mother_is_unable)
    )


@procedure(since=SINCE)
def categorise_child(hh: Any, m: Any, family: Any, P: Any) -> Any:
    """Category of one person, if he is a child; left behind he may be besides."""
    years = member_age(hh, m, P)
    young = is_under_eighteen(years)
    if not young:
        return ChildFinding(False, ChildCategory.NONE, False)
    parents = parents_of(hh, m)
    lost = has_lost_parents(parents.father_is_lost, parents.mother_is_lost)
    orphan = is_orphan(young, lost, m.parents_cannot_be_found)
    unattended = is_unattended_child(
        young, parents.father_is_lost, parents.father_is_unable, parents.mother_is_lost, parents.mother_is_unable
    )
    aided = holds(hh.benefits, AssistanceProgramme.MARGINAL) or holds(
        m.benefits, AssistanceProgramme.DIBAO_SINGLE_PERSON
    )
    poor = is_child_in_poverty(aided, family.is_dibao, family.is_marginal, member_counts(hh, m, P))
    category = child_category(
        orphan,
        unattended,
        is_minor_in_tekun(young, m.in_tekun),
        is_other_child_in_difficulty(
            young,
            poor,
            is_child_with_disability(m.disability_kind),
            is_child_without_good_guardian(m.guardianship_at_fault),
        ),
    )
    left_behind = is_left_behind(
        years,
        hh.residence,
        m.father_works_away,
        parents.father_is_lost,
        parents.father_is_unable,
        m.mother_works_away,
        parents.mother_is_lost,
        parents.mother_is_unable,
    )
    return ChildFinding(True, category, left_behind)
