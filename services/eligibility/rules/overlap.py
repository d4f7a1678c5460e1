"""Programmes that exclude one another in one month (重叠享受). Domain 4.13, HH-09."""

from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.rules.book import LAW_43, LAW_57, LAW_649, rule

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
    "特困人员不得同时享受低保",
    clause="2.2-a",
    law=f"{LAW_649}第九条、第十四条；{LAW_43}第二十七条",
    since=SINCE,
    bars=True,
    says="本人纳入特困供养，不得同时享受低保、单人户低保，也不计入低保边缘、刚性支出困难家庭。",
    otherwise="没有本人纳入特困供养又享受低保等的情形。",
)
def is_tekun_beside_dibao(
    one_programme: AssistanceProgramme,
    other_programme: AssistanceProgramme,
    person_counts_in_family: bool,
    is_same_person: bool,
) -> bool:
    """A 特困 person has no 低保 of his own and counts in no family that is 低保, marginal or of rigid expenditure.

    ``max`` and ``min`` put the pair in the order of the codes: 特困 is greater than each of the others.
    """
    return max(one_programme, other_programme) == AssistanceProgramme.TEKUN and (
        (
            person_counts_in_family
            and (
                min(one_programme, other_programme) == AssistanceProgramme.DIBAO
                or min(one_programme, other_programme) == AssistanceProgramme.MARGINAL
                or min(one_programme, other_programme) == AssistanceProgramme.RIGID
            )
        )
        or (is_same_person and min(one_programme, other_programme) == AssistanceProgramme.DIBAO_SINGLE_PERSON)
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
def cannot_be_held_together(
    is_dibao_beside_marginal: bool, is_counted_twice: bool, is_tekun_beside_dibao: bool
) -> bool:
    """X of the overlap matrix between the programmes whose rules are written (重叠享受)."""
    return is_dibao_beside_marginal or is_counted_twice or is_tekun_beside_dibao


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
