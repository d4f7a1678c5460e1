"""De facto unattended children (事实无人抚养儿童). Circular 2.3-b and 2.3-c; domain 4.10, SW-01…SW-11."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, Rounding
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.benefits_held import holds, money_from
from services.eligibility.rules.book import (
    LAW_62,
    FamilyMoney,
    MoneyBeside,
    Payment,
    procedure,
    rule,
)
from services.eligibility.rules.children import (
    child_starting_month,
    is_alive,
    is_not_adopted,
    is_under_eighteen,
)
from services.eligibility.rules.household import member_age, member_counts
from services.eligibility.rules.parents import parents_of
from services.eligibility.rules.personal import personal_finding
from services.eligibility.rules.review import held_of

SINCE = "2021-07-01"


@rule(
    "SW-01",
    "事实无人抚养儿童",
    clause="2.3-b",
    law=f"{LAW_62}一",
    since=SINCE,
    says="未满十八周岁，父母双方均不能抚养，或者一方死亡、失踪而另一方不能抚养，属于事实无人抚养儿童。",
    otherwise="不属于父母双方均不能抚养，或者一方死亡、失踪而另一方不能抚养的未满十八周岁的儿童。",
)
def is_unattended_child(
    is_under_eighteen: bool,
    father_is_lost: bool,
    father_is_unable: bool,
    mother_is_lost: bool,
    mother_is_unable: bool,
) -> bool:
    """Both parents unable, or one lost and the other unable; whose parents are both lost is an orphan (事实无人抚养)."""
    return (
        is_under_eighteen
        and (father_is_lost or father_is_unable)
        and (mother_is_lost or mother_is_unable)
        and not (father_is_lost and mother_is_lost)
    )


@rule(
    "SW-01",
    "符合事实无人抚养儿童基本生活补贴条件",
    clause="2.3-b",
    law=f"{LAW_62}一",
    since=SINCE,
    says="是在世、没有被依法收养的事实无人抚养儿童，符合条件。",
    otherwise="不是在世、没有被依法收养、未满十八周岁的事实无人抚养儿童，不符合条件。",
)
def qualifies_as_unattended_child(
    is_under_eighteen: bool, is_unattended_child: bool, is_not_adopted: bool, is_alive: bool
) -> bool:
    """A de facto unattended child who is not adopted (基本生活补贴)."""
    return is_under_eighteen and is_unattended_child and is_not_adopted and is_alive


@rule(
    "SW-08",
    "事实无人抚养儿童基本生活补贴标准",
    clause="2.3-c",
    law=f"{LAW_62}三（一）",
    since=SINCE,
    gives="amount",
    says="基本生活补贴标准每月 {sw_amount} 元。",
)
def standard_of_its_own(sw_amount: Fen) -> Fen:
    """The published standard (补贴标准)."""
    return sw_amount


@rule(
    "SW-08",
    "参照社会散居孤儿标准",
    clause="2.3-c",
    law=f"{LAW_62}三（一）",
    since=SINCE,
    gives="amount",
    says="未另行公布标准，与孤儿保障标准相衔接，每月 {ge_scattered} 元。",
)
def standard_of_orphans(ge_scattered: Fen) -> Fen:
    """Where none is published, that of orphans with kin (与孤儿保障标准相衔接)."""
    return ge_scattered


@rule(
    "SW-08",
    "补差金额",
    clause="2.3-c",
    law=f"{LAW_62}三（一）",
    since=SINCE,
    gives="amount",
    says="标准 {child_standard} 元，本人已领救助金每月 {own_money} 元，家庭低保金 {household_dibao} 元由 {persons} 人均分"
    "（0 人为没有），按 {rounding_amount} 取整一次，每月补差 {topped_up_amount} 元。",
)
def topped_up_amount(
    child_standard: Fen, own_money: Fen, household_dibao: Fen, persons: Whole, rounding_amount: Rounding
) -> Fen:
    """The standard less what the child receives already, his share of the family's 低保 money included (补差)."""
    return (
        -(-max(0, max(1, persons) * (child_standard - own_money) - household_dibao) // (max(1, persons) * 100)) * 100
        if rounding_amount == Rounding.YUAN_CEIL
        else (2 * max(0, max(1, persons) * (child_standard - own_money) - household_dibao) + 100 * max(1, persons))
        // (200 * max(1, persons))
        * 100
        if rounding_amount == Rounding.YUAN_HALF_UP
        else (2 * max(0, max(1, persons) * (child_standard - own_money) - household_dibao) + max(1, persons))
        // (2 * max(1, persons))
    )


@procedure(since=SINCE)
def unattended_test(hh: Any, m: Any, young: Any) -> Any:
    """Whether one person is a de facto unattended child; of a grown-up's parents nothing is asked."""
    if not young:
        return False
    parents = parents_of(hh, m)
    return is_unattended_child(
        young,
        parents.father_is_lost,
        parents.father_is_unable,
        parents.mother_is_lost,
        parents.mother_is_unable,
    )


@procedure(since=SINCE)
def child_standard_in_force(hh: Any, P: Any) -> Any:
    """The standard of the place: its own, or else that of orphans with kin."""
    if hh.follows_orphans_standard:
        return standard_of_orphans(P.ge_scattered)
    return standard_of_its_own(P.sw_amount)


@procedure(since=SINCE)
def dibao_money_of(hh: Any, members: Any, P: Any) -> Any:
    """What 低保 pays the household now, and for how many persons; these are counted only where it pays."""
    money = 0
    persons = 0
    if holds(hh.benefits, AssistanceProgramme.DIBAO):
        money = money_from(hh.benefits, AssistanceProgramme.DIBAO)
        for m in members:
            if member_counts(hh, m, P):
                persons += 1
    return FamilyMoney(money, persons)


@procedure(since=SINCE)
def money_beside(hh: Any, m: Any, family: Any, P: Any) -> Any:
    """What the child receives beside: his own 低保, 特困 or living subsidy, and his share of the family's 低保 money."""
    living = money_from(m.benefits, AssistanceProgramme.DISABILITY_LIVING)
    tekun = money_from(m.benefits, AssistanceProgramme.TEKUN)
    single = money_from(m.benefits, AssistanceProgramme.DIBAO_SINGLE_PERSON)
    own_dibao = money_from(m.benefits, AssistanceProgramme.DIBAO)
    shared = 0
    persons = 0
    if family.household_dibao > 0 and member_counts(hh, m, P):
        shared = family.household_dibao
        persons = family.persons
    source = AssistanceProgramme.NONE
    if living > 0:
        source = AssistanceProgramme.DISABILITY_LIVING
    if tekun > 0:
        source = AssistanceProgramme.TEKUN
    if single > 0:
        source = AssistanceProgramme.DIBAO_SINGLE_PERSON
    if shared + own_dibao > 0:
        source = AssistanceProgramme.DIBAO
    return MoneyBeside(source, living + tekun + single + own_dibao, shared, persons)


@procedure("DEFACTO_CHILD", "事实无人抚养儿童基本生活补贴", clause="2.3-b", since=SINCE)
def determine_unattended_child(hh: Any, m: Any, family: Any, P: Any) -> Any:
    """Proposal for one person (事实无人抚养儿童基本生活补贴)."""
    young = is_under_eighteen(member_age(hh, m, P))
    unattended = unattended_test(hh, m, young)
    qualifies = qualifies_as_unattended_child(
        young, unattended, is_not_adopted(m.placement), is_alive(m.died_on, hh.as_of)
    )
    amount = 0
    start = 0
    tops_up = AssistanceProgramme.NONE
    if qualifies:
        money = money_beside(hh, m, family, P)
        tops_up = money.comes_from
        amount = child_standard_in_force(hh, P)
        if tops_up != AssistanceProgramme.NONE:
            amount = topped_up_amount(amount, money.own, money.household_dibao, money.persons, P.rounding_amount)
        start = child_starting_month(hh, P)
    held = held_of(m.benefits, AssistanceProgramme.DEFACTO_CHILD)
    none = AssistanceProgramme.NONE
    payment = Payment(amount, 0, tops_up)
    return personal_finding(hh, held, qualifies, none, payment, start, not hh.is_decided, m.died_month, P)
