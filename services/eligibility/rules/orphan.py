"""Orphans' allowance (孤儿基本生活保障). Circular 2.3-b and 2.3-c; domain 4.10, GE-01…GE-04."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, PlacementKind
from services.eligibility.engine.values import Fen
from services.eligibility.rules.book import LAW_ORPHANS, Payment, procedure, rule
from services.eligibility.rules.children import (
    child_starting_month,
    is_alive,
    is_not_adopted,
    is_under_eighteen,
)
from services.eligibility.rules.household import member_age
from services.eligibility.rules.parents import parents_of
from services.eligibility.rules.personal import personal_finding
from services.eligibility.rules.review import held_of

SINCE = "2021-07-01"


@rule(
    "GE-01",
    "失去父母",
    clause="2.3-b",
    law=f"{LAW_ORPHANS}一",
    since=SINCE,
    says="父亲、母亲均已死亡或者被宣告失踪。",
    otherwise="父亲、母亲没有均死亡或者被宣告失踪。",
)
def has_lost_parents(father_is_lost: bool, mother_is_lost: bool) -> bool:
    """Both parents lost (失去父母).

    A parent declared missing is lost as one who is dead is (a choice of this product): the rules for de facto
    unattended children ask of such a child that the other parent be there.
    """
    return father_is_lost and mother_is_lost


@rule(
    "GE-01",
    "孤儿",
    clause="2.3-b",
    law=f"{LAW_ORPHANS}一",
    since=SINCE,
    says="未满十八周岁，失去父母或者查找不到生父母，属于孤儿。",
    otherwise="不是失去父母或者查找不到生父母的未满十八周岁的儿童。",
)
def is_orphan(is_under_eighteen: bool, has_lost_parents: bool, parents_cannot_be_found: bool) -> bool:
    """Under 18, and both parents lost or natural parents who cannot be found (孤儿)."""
    return is_under_eighteen and (has_lost_parents or parents_cannot_be_found)


@rule(
    "GE-01",
    "符合孤儿基本生活保障条件",
    clause="2.3-b",
    law=f"{LAW_ORPHANS}一",
    since=SINCE,
    says="是在世、没有被依法收养的孤儿，符合条件。",
    otherwise="不是在世、没有被依法收养、未满十八周岁的孤儿，不符合条件。",
)
def qualifies_as_orphan(is_under_eighteen: bool, is_orphan: bool, is_not_adopted: bool, is_alive: bool) -> bool:
    """An orphan who is not adopted (孤儿基本生活保障)."""
    return is_under_eighteen and is_orphan and is_not_adopted and is_alive


@rule(
    "GE-02",
    "机构养育",
    clause="2.3-b",
    law=f"{LAW_ORPHANS}一",
    since=SINCE,
    says="由机构养育。",
    otherwise="亲属抚养、家庭寄养等社会散居。",
)
def lives_in_institution(placement: PlacementKind) -> bool:
    """Brought up in an institution rather than by kin or a foster family (安置方式)."""
    return placement == PlacementKind.INSTITUTION


@rule(
    "GE-03",
    "机构养育孤儿基本生活费",
    clause="2.3-c",
    law=f"{LAW_ORPHANS}二（一）",
    since=SINCE,
    gives="amount",
    says="机构养育孤儿基本生活费每月 {ge_institution} 元。",
)
def amount_in_institution(ge_institution: Fen) -> Fen:
    """Standard for a child in an institution (机构养育标准)."""
    return ge_institution


@rule(
    "GE-03",
    "社会散居孤儿基本生活费",
    clause="2.3-c",
    law=f"{LAW_ORPHANS}二（一）",
    since=SINCE,
    gives="amount",
    says="社会散居孤儿基本生活费每月 {ge_scattered} 元。",
)
def amount_with_kin(ge_scattered: Fen) -> Fen:
    """Standard for a child with kin or a foster family (社会散居标准)."""
    return ge_scattered


@procedure(since=SINCE)
def orphan_test(hh: Any, m: Any, young: Any) -> Any:
    """Whether one person is an orphan; of a grown-up's parents nothing is asked."""
    if not young:
        return False
    parents = parents_of(hh, m)
    lost = has_lost_parents(parents.father_is_lost, parents.mother_is_lost)
    return is_orphan(young, lost, m.parents_cannot_be_found)


@procedure("ORPHAN", "孤儿基本生活保障", clause="2.3-b", since=SINCE)
def determine_orphan(hh: Any, m: Any, P: Any) -> Any:
    """Proposal for one person (孤儿基本生活保障)."""
    young = is_under_eighteen(member_age(hh, m, P))
    orphan = orphan_test(hh, m, young)
    qualifies = qualifies_as_orphan(young, orphan, is_not_adopted(m.placement), is_alive(m.died_on, hh.as_of))
    amount = 0
    start = 0
    if qualifies:
        if lives_in_institution(m.placement):
            amount = amount_in_institution(P.ge_institution)
        else:
            amount = amount_with_kin(P.ge_scattered)
        start = child_starting_month(hh, P)
    none = AssistanceProgramme.NONE
    held = held_of(m.benefits, AssistanceProgramme.ORPHAN)
    payment = Payment(amount, 0, none)
    return personal_finding(hh, held, qualifies, none, payment, start, not hh.is_decided, m.died_month, P)
