"""Programmes that exclude one another in one month (重叠享受). Domain 4.13, HH-09."""

# ruff: noqa: PLR1714  the language of rules has no containers to look into

from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.rules.book import LAW_52, LAW_57, LAW_62, rule

SINCE = "2021-07-01"


@rule(
    "4.13",
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
    return (one_programme == AssistanceProgramme.DIBAO and other_programme == AssistanceProgramme.MARGINAL) or (
        one_programme == AssistanceProgramme.MARGINAL and other_programme == AssistanceProgramme.DIBAO
    )


@rule(
    "4.13",
    "本人已在家庭低保之内不得另享单人户低保",
    clause="2.1-b",
    law=f"{LAW_57}第四条、第八条",
    since=SINCE,
    bars=True,
    says="本人计入享受低保的家庭，不得另享单人户低保。",
    otherwise="没有本人计入低保家庭又另享单人户低保的情形。",
)
def is_counted_twice(
    one_programme: AssistanceProgramme, other_programme: AssistanceProgramme, person_counts_in_family: bool
) -> bool:
    """Who counts in a 低保 family has his share there (不重复享受)."""
    return person_counts_in_family and (
        (one_programme == AssistanceProgramme.DIBAO and other_programme == AssistanceProgramme.DIBAO_SINGLE_PERSON)
        or (one_programme == AssistanceProgramme.DIBAO_SINGLE_PERSON and other_programme == AssistanceProgramme.DIBAO)
    )


@rule(
    "4.13",
    "不得同时享受",
    clause="2.1-a",
    law=LAW_57,
    since=SINCE,
    bars=True,
    says="不得同时享受。",
    otherwise="可以同时享受。",
)
def cannot_be_held_together(is_dibao_beside_marginal: bool, is_counted_twice: bool) -> bool:
    """X of the overlap matrix between the programmes whose rules are written (重叠享受)."""
    return is_dibao_beside_marginal or is_counted_twice


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
    """Of one person: 特困 and either disability subsidy (特困人员)."""
    return (
        one_programme == AssistanceProgramme.TEKUN
        and (
            other_programme == AssistanceProgramme.DISABILITY_LIVING
            or other_programme == AssistanceProgramme.DISABILITY_CARE
        )
    ) or (
        other_programme == AssistanceProgramme.TEKUN
        and (
            one_programme == AssistanceProgramme.DISABILITY_LIVING
            or one_programme == AssistanceProgramme.DISABILITY_CARE
        )
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
    """Of one person: orphans' allowance and the living subsidy (孤儿)."""
    return (
        one_programme == AssistanceProgramme.ORPHAN and other_programme == AssistanceProgramme.DISABILITY_LIVING
    ) or (one_programme == AssistanceProgramme.DISABILITY_LIVING and other_programme == AssistanceProgramme.ORPHAN)


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
    """Of one person: the child subsidy in full and the living subsidy (全额享受)."""
    return child_subsidy_is_full and (
        (
            one_programme == AssistanceProgramme.DEFACTO_CHILD
            and other_programme == AssistanceProgramme.DISABILITY_LIVING
        )
        or (
            one_programme == AssistanceProgramme.DISABILITY_LIVING
            and other_programme == AssistanceProgramme.DEFACTO_CHILD
        )
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
    """Of one person: orphans' allowance beside 特困 or the child subsidy (不重复享受)."""
    return (
        one_programme == AssistanceProgramme.ORPHAN
        and (other_programme == AssistanceProgramme.TEKUN or other_programme == AssistanceProgramme.DEFACTO_CHILD)
    ) or (
        other_programme == AssistanceProgramme.ORPHAN
        and (one_programme == AssistanceProgramme.TEKUN or one_programme == AssistanceProgramme.DEFACTO_CHILD)
    )
