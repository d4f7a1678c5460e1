"""Living subsidy for disabled persons (困难残疾人生活补贴). Circular 2.4-a; domain 4.9, DB-01."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.engine.values import Fen, Text
from services.eligibility.rules.benefits_held import holds, money_from
from services.eligibility.rules.book import LAW_52, Payment, Standing, procedure, rule
from services.eligibility.rules.defacto_child import child_standard_in_force
from services.eligibility.rules.disability_bars import (
    full_child_subsidy_bars_living,
    living_allowance_is_kept,
    orphans_allowance_bars_living,
    tekun_bars_subsidies,
    work_injury_care_bars_subsidies,
)
from services.eligibility.rules.disability_subsidies import (
    highest_of,
    month_of_what_ends,
    person_test,
    subsidy_starting_month,
)
from services.eligibility.rules.household import member_counts
from services.eligibility.rules.marginal import standing_of
from services.eligibility.rules.personal import personal_finding
from services.eligibility.rules.review import held_of
from services.eligibility.rules.single_person import single_person_proposal

SINCE = "2021-07-01"


@rule(
    "DB-01",
    "属于低保家庭",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="本人现享受低保，或者家庭现享受（或者同时符合）低保且本人计入，或者本人同时符合单人户低保。",
    otherwise="本人和家庭现不享受低保，本次测算家庭也不符合低保，且没有认定本人符合单人户低保。",
)
def is_in_dibao_household(
    holds_dibao: bool, is_dibao_family: bool, is_household_member: bool, qualifies_alone: bool
) -> bool:
    """In 低保 now, or found to qualify for it in the same question: with his family or alone (低保家庭)."""
    return holds_dibao or (is_dibao_family and is_household_member) or qualifies_alone


@rule(
    "DB-01",
    "扩大到低保边缘家庭",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="本人属于低保边缘家庭，本地生活补贴已扩大到低保边缘家庭。",
    otherwise="本人不属于低保边缘家庭，或者本地生活补贴没有扩大到低保边缘家庭。",
)
def is_covered_as_marginal(
    holds_marginal: bool, is_marginal_family: bool, is_household_member: bool, db_living_marginal: bool
) -> bool:
    """In a marginal family, where the place extends the subsidy to these (扩大范围)."""
    return db_living_marginal > 0 and (holds_marginal or (is_marginal_family and is_household_member))


@rule(
    "DB-01",
    "扩大到其他人群",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="“{special_group}”属于本地生活补贴扩大的人群。",
    otherwise="“{special_group}”不属于本地生活补贴扩大的人群。",
)
def is_in_listed_living_group(special_group: Text, db_living_other_groups: bool) -> bool:  # noqa: ARG001  the step names the group
    """In another group of the local list (扩大范围)."""
    return db_living_other_groups > 0


@rule(
    "DB-01",
    "家庭困难",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="属于低保家庭、本地扩大的范围，或者基本生活已由其他制度保障（不再看家庭情况）。",
    otherwise="不属于低保家庭，也不在本地扩大的范围之内。",
)
def is_in_hardship(
    is_in_dibao_household: bool,
    is_covered_as_marginal: bool,
    is_in_listed_living_group: bool,
    is_provided_for: bool,
) -> bool:
    """In a 低保 household or a group of the place; whose living another programme secures is barred by that one (困难)."""
    return is_in_dibao_household or is_covered_as_marginal or is_in_listed_living_group or is_provided_for


@rule(
    "DB-01",
    "符合困难残疾人生活补贴条件",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="属于困难残疾人，符合生活补贴条件。",
    otherwise="不符合困难残疾人生活补贴条件。",
)
def qualifies_for_living_subsidy(may_receive_subsidies: bool, is_in_hardship: bool) -> bool:
    """A disabled person in hardship (困难残疾人)."""
    return may_receive_subsidies and is_in_hardship


@rule(
    "DB-01",
    "困难残疾人生活补贴标准",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    gives="amount",
    says="困难残疾人生活补贴每月 {db_living} 元。",
)
def living_subsidy(db_living: Fen) -> Fen:
    """The standard in force (补贴标准)."""
    return db_living


@procedure(since=SINCE)
def low_income_standing(hh: Any, members: Any, P: Any) -> Any:
    """How the family stands: a family that receives 低保 now is not reckoned anew."""
    if holds(hh.benefits, AssistanceProgramme.DIBAO):
        return Standing(True, False)
    return standing_of(hh, members, P)


@procedure(since=SINCE)
def hardship_test(hh: Any, m: Any, family: Any, may_receive: Any, provided_for: Any, P: Any) -> Any:
    """Whether one person lives in hardship; whether he has 低保 alone is asked last, where it decides."""
    held = holds(m.benefits, AssistanceProgramme.DIBAO)
    if holds(m.benefits, AssistanceProgramme.DIBAO_SINGLE_PERSON):
        held = True
    holds_marginal = holds(m.benefits, AssistanceProgramme.MARGINAL)
    if holds(hh.benefits, AssistanceProgramme.MARGINAL):
        holds_marginal = True
    counts = member_counts(hh, m, P)
    alone = False
    if may_receive and not (held or family.is_dibao or provided_for):
        found = single_person_proposal(hh, m, family, P)
        alone = found.verdict.applies and found.verdict.qualifies
    listed = False
    if m.claims_special_group:
        listed = is_in_listed_living_group(m.special_group, P.db_living_other_groups[m.special_group])
    return is_in_hardship(
        is_in_dibao_household(held, family.is_dibao, counts, alone),
        is_covered_as_marginal(holds_marginal, family.is_marginal, counts, P.db_living_marginal),
        listed,
        provided_for,
    )


@procedure(since=SINCE)
def in_the_way_of_living_subsidy(hh: Any, m: Any, P: Any) -> Any:
    """Which programme held now bars the living subsidy, whatever it comes to; NONE where none does."""
    by = AssistanceProgramme.NONE
    if work_injury_care_bars_subsidies(holds(m.benefits, AssistanceProgramme.WORK_INJURY_CARE)):
        by = AssistanceProgramme.WORK_INJURY_CARE
    if holds(m.benefits, AssistanceProgramme.DEFACTO_CHILD):
        held = money_from(m.benefits, AssistanceProgramme.DEFACTO_CHILD)
        if full_child_subsidy_bars_living(held, child_standard_in_force(hh, P)):
            by = AssistanceProgramme.DEFACTO_CHILD
    if orphans_allowance_bars_living(holds(m.benefits, AssistanceProgramme.ORPHAN)):
        by = AssistanceProgramme.ORPHAN
    if tekun_bars_subsidies(m.in_tekun):
        by = AssistanceProgramme.TEKUN
    return by


@procedure("DISABILITY_LIVING", "困难残疾人生活补贴", clause="2.4-a", since=SINCE)
def determine_living_subsidy(hh: Any, m: Any, family: Any, P: Any) -> Any:
    """Proposal for one person (困难残疾人生活补贴)."""
    held = held_of(m.benefits, AssistanceProgramme.DISABILITY_LIVING)
    may_receive = person_test(hh, m)
    by = in_the_way_of_living_subsidy(hh, m, P)
    provided_for = by != AssistanceProgramme.NONE and by != AssistanceProgramme.WORK_INJURY_CARE
    qualifies = qualifies_for_living_subsidy(may_receive, hardship_test(hh, m, family, may_receive, provided_for, P))
    amount = 0
    start = 0
    if qualifies and by == AssistanceProgramme.NONE:
        amount = living_subsidy(P.db_living)
        kept = highest_of(
            m.benefits,
            AssistanceProgramme.OLD_AGE_LIVING_ALLOWANCE,
            AssistanceProgramme.RETIRED_CADRE_LIVING,
            AssistanceProgramme.DUTY_INJURY_LIVING,
        )
        if living_allowance_is_kept(money_from(m.benefits, kept), amount):
            by = kept
        else:
            start = subsidy_starting_month(hh, held, amount)
    ended = month_of_what_ends(hh, m, held)
    payment = Payment(amount, 0, AssistanceProgramme.NONE)
    return personal_finding(hh, held, qualifies, by, payment, start, not hh.is_handed_in, ended, P)
