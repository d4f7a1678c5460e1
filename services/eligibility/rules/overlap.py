"""Programmes that exclude one another in one month (重叠享受). Domain 4.13, HH-09.

A rule is asked of two programmes that concern one person, or the same family, and in either order.
"""

# ruff: noqa: PLR1714  the language of rules has no containers to look into

from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.rules.book import LAW_43, LAW_52, LAW_57, LAW_62, LAW_649, LAW_GX, LAW_ORPHANS, rule

SINCE = "2021-07-01"


@rule(
    "BY-01",
    "低保与低保边缘家庭不得同时认定",
    clause="3.1-a",
    law=f"{LAW_57}第八条",
    since=SINCE,
    bars=True,
    says="{one_programme}与{other_programme}不得同时认定。",
    otherwise="{one_programme}与{other_programme}不是低保与低保边缘家庭。",
)
def is_dibao_beside_marginal(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """A family is either 低保 or marginal (不重复认定)."""
    return one_programme == AssistanceProgramme.DIBAO and other_programme == AssistanceProgramme.MARGINAL


@rule(
    "HH-11",
    "本人已在家庭低保之内不得另享单人户低保",
    clause="2.1-b",
    law=f"{LAW_57}第四条、第八条",
    since=SINCE,
    bars=True,
    says="本人计入享受低保的家庭，不得另享单人户低保。",
    otherwise="没有本人计入低保家庭又另享单人户低保的情形。",
)
def is_counted_twice(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """Who counts in a 低保 family has his share there (不重复享受)."""
    return one_programme == AssistanceProgramme.DIBAO and other_programme == AssistanceProgramme.DIBAO_SINGLE_PERSON


@rule(
    "GX-01",
    "刚性支出困难家庭不得同时是低保、特困或低保边缘",
    clause="3.1-b",
    law=f"{LAW_GX}第四条第一项",
    since="2025-01-01",
    bars=True,
    says="{one_programme}与{other_programme}不得同时认定。",
    otherwise="{one_programme}与{other_programme}不是刚性支出困难家庭与低保、特困或低保边缘。",
)
def is_rigid_beside_other_status(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """Rigid expenditure is for who is in none of the other three (刚性支出困难家庭)."""
    return one_programme == AssistanceProgramme.RIGID and (
        other_programme == AssistanceProgramme.DIBAO
        or other_programme == AssistanceProgramme.DIBAO_SINGLE_PERSON
        or other_programme == AssistanceProgramme.MARGINAL
        or other_programme == AssistanceProgramme.TEKUN
    )


@rule(
    "4.13",
    "特困供养与低保、低保边缘不得同时享受",
    clause="2.2-a",
    law=f"{LAW_649}第九条、第十四条；{LAW_43}第二十七条",
    since=SINCE,
    bars=True,
    says="本人纳入特困供养，不同时享受{other_programme}。",
    otherwise="{one_programme}与{other_programme}不是特困供养与低保、低保边缘。",
)
def is_tekun_beside_dibao(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """A 特困 person has no 低保 of his own and counts in no family that is 低保 or marginal (特困人员)."""
    return one_programme == AssistanceProgramme.TEKUN and (
        other_programme == AssistanceProgramme.DIBAO
        or other_programme == AssistanceProgramme.DIBAO_SINGLE_PERSON
        or other_programme == AssistanceProgramme.MARGINAL
    )


@rule(
    "DB-05",
    "特困供养与残疾人两项补贴不得同时享受",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    bars=True,
    says="符合特困人员救助供养条件，不享受残疾人两项补贴。",
    otherwise="{one_programme}与{other_programme}不是特困供养与残疾人补贴。",
)
def is_tekun_beside_subsidy(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """特困 and either disability subsidy (特困人员)."""
    return one_programme == AssistanceProgramme.TEKUN and (
        other_programme == AssistanceProgramme.DISABILITY_LIVING
        or other_programme == AssistanceProgramme.DISABILITY_CARE
    )


@rule(
    "4.13",
    "孤儿基本生活保障与低保不得同时享受",
    clause="2.3-b",
    law=LAW_ORPHANS,
    since=SINCE,
    bars=True,
    says="符合孤儿基本生活保障条件，本人不同时享受{other_programme}；抚养其的家庭可以另行测算。",
    otherwise="{one_programme}与{other_programme}不是孤儿基本生活保障与低保。",
)
def is_orphan_beside_dibao(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """The orphan himself has no share of 低保; the kin who bring him up may be a 低保 family without him (孤儿)."""
    return one_programme == AssistanceProgramme.ORPHAN and (
        other_programme == AssistanceProgramme.DIBAO or other_programme == AssistanceProgramme.DIBAO_SINGLE_PERSON
    )


@rule(
    "DB-06",
    "孤儿基本生活保障与困难残疾人生活补贴不得同时享受",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    bars=True,
    says="符合孤儿基本生活保障条件，不享受困难残疾人生活补贴，可以享受护理补贴。",
    otherwise="{one_programme}与{other_programme}不是孤儿基本生活保障与生活补贴。",
)
def is_orphan_beside_living(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """Orphans' allowance and the living subsidy (孤儿)."""
    return one_programme == AssistanceProgramme.ORPHAN and other_programme == AssistanceProgramme.DISABILITY_LIVING


@rule(
    "SW-09",
    "全额事实无人抚养儿童补贴与困难残疾人生活补贴不得同时享受",
    clause="2.4-b",
    law=f"{LAW_62}三（一）",
    since=SINCE,
    bars=True,
    says="全额享受事实无人抚养儿童基本生活补贴，不享受困难残疾人生活补贴，可以享受护理补贴。",
    otherwise="不是全额事实无人抚养儿童补贴与生活补贴。",
)
def is_full_child_subsidy_beside_living(
    one_programme: AssistanceProgramme, other_programme: AssistanceProgramme, child_subsidy_is_full: bool
) -> bool:
    """The child subsidy in full and the living subsidy (全额享受)."""
    return (
        child_subsidy_is_full
        and one_programme == AssistanceProgramme.DEFACTO_CHILD
        and other_programme == AssistanceProgramme.DISABILITY_LIVING
    )


@rule(
    "4.13",
    "孤儿基本生活保障与特困供养、事实无人抚养儿童补贴不得同时享受",
    clause="2.3-b",
    law=LAW_62,
    since=SINCE,
    bars=True,
    says="{one_programme}与{other_programme}不得同时享受。",
    otherwise="{one_programme}与{other_programme}不是孤儿基本生活保障与特困供养、事实无人抚养儿童补贴。",
)
def is_orphan_beside_tekun_or_child(one_programme: AssistanceProgramme, other_programme: AssistanceProgramme) -> bool:
    """Orphans' allowance beside 特困 or the child subsidy (不重复享受)."""
    return one_programme == AssistanceProgramme.ORPHAN and (
        other_programme == AssistanceProgramme.TEKUN or other_programme == AssistanceProgramme.DEFACTO_CHILD
    )


@rule(
    "4.13",
    "正在享受特困供养",
    clause="2.2-a",
    law="《特困人员认定办法》（民发〔2021〕43号）第九条",
    since=SINCE,
    bars=True,
    says="正在享受特困供养，本人不同时享受低保，本人及其收入、财产不计入家庭。",
    otherwise="没有享受特困供养。",
)
def is_barred_by_tekun(in_tekun: bool) -> bool:
    """Nobody holds 特困 and 低保 in one month; it bars the person and not his family (重复享受)."""
    return in_tekun


@rule(
    "4.13",
    "正在享受孤儿基本生活保障",
    clause="2.3-b",
    law=LAW_ORPHANS,
    since=SINCE,
    bars=True,
    says="正在享受孤儿基本生活保障，本人不计入家庭；抚养其的家庭可以另行享受低保。",
    otherwise="没有享受孤儿基本生活保障。",
)
def is_barred_by_orphans_allowance(holds_orphans_allowance: bool) -> bool:
    """The orphan himself has no share of 低保; the kin who bring him up are reckoned without him (孤儿)."""
    return holds_orphans_allowance
