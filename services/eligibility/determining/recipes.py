"""How each programme is run, and by which rules on which day."""

from dataclasses import dataclass
from functools import cache

from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.rules import (
    care_subsidy,
    child_category,
    defacto_child,
    dibao,
    disability_bars,
    disability_subsidies,
    grace,
    job_refusal,
    living_subsidy,
    marginal,
    orphan,
    overlap,
    rigid,
    single_person,
    tekun,
    tekun_term,
    temporary,
)
from services.eligibility.rules.book import BOOK
from shared.schemas.determination_codes import Programme


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a programme is run: its procedure, and the rules that open it, decide it and stand in its way.

    A programme for persons may build on how the family stands, which another procedure finds once for all of them.
    """

    procedure: str
    opened_by: str
    decided_by: str
    for_persons: bool = False
    family: str = ""
    barred_by: tuple[str, ...] = ()
    shows_income: bool = True
    shows_members: bool = True
    """Whether it asks who belongs to the household."""
    sees_members: bool = False
    """The procedure of a person is given the whole household beside him: his supporters may live with him."""
    residence_by: str = ""
    """The rule that says for a person whether the urban or the rural standards apply, where it is not the recorded one."""
    asks_for_all: bool = True
    """Whether everybody is asked about; where not, those who were not are not shown as open."""
    dated_by: str = ""
    """The rule that says from which day on the programme is there, if one does."""
    lessened_by: tuple[str, ...] = ()
    """Bars by which less is paid although the programme is granted (LB-12)."""
    refused_by: str = ""
    """A further test whose failure is a reason too, where it was made (grace, GR-01)."""


RECIPES: dict[Programme, Recipe] = {
    Programme.DIBAO: Recipe(
        dibao.determine_dibao.__name__,
        "has_counted_members",
        dibao.qualifies_for_dibao.__name__,
        lessened_by=(job_refusal.loses_own_share.__name__,),
        refused_by=grace.may_be_given_grace.__name__,
    ),
    Programme.MARGINAL: Recipe(
        marginal.determine_marginal.__name__,
        marginal.may_be_marginal.__name__,
        marginal.is_marginal_family.__name__,
    ),
    Programme.DIBAO_SINGLE_PERSON: Recipe(
        single_person.single_person_proposal.__name__,
        single_person.is_not_split_from_family.__name__,
        single_person.qualifies_as_single_person.__name__,
        for_persons=True,
        family=marginal.standing_of.__name__,
        barred_by=(overlap.is_barred_by_tekun.__name__,),
    ),
    Programme.DISABILITY_LIVING: Recipe(
        living_subsidy.determine_living_subsidy.__name__,
        disability_subsidies.may_receive_subsidies.__name__,
        living_subsidy.qualifies_for_living_subsidy.__name__,
        for_persons=True,
        family=living_subsidy.low_income_standing.__name__,
        barred_by=(
            disability_bars.work_injury_care_bars_subsidies.__name__,
            disability_bars.full_child_subsidy_bars_living.__name__,
            disability_bars.orphans_allowance_bars_living.__name__,
            disability_bars.tekun_bars_subsidies.__name__,
            disability_bars.living_allowance_is_kept.__name__,
        ),
        shows_income=False,
    ),
    Programme.DISABILITY_CARE: Recipe(
        care_subsidy.determine_care_subsidy.__name__,
        disability_subsidies.may_receive_subsidies.__name__,
        care_subsidy.qualifies_for_care_subsidy.__name__,
        for_persons=True,
        barred_by=(
            disability_bars.work_injury_care_bars_subsidies.__name__,
            disability_bars.tekun_bars_subsidies.__name__,
            disability_bars.care_allowance_is_kept.__name__,
        ),
        shows_income=False,
        shows_members=False,
    ),
    Programme.ORPHAN: Recipe(
        orphan.determine_orphan.__name__,
        orphan.is_orphan.__name__,
        orphan.qualifies_as_orphan.__name__,
        for_persons=True,
        shows_income=False,
        shows_members=False,
    ),
    Programme.DEFACTO_CHILD: Recipe(
        defacto_child.determine_unattended_child.__name__,
        defacto_child.is_unattended_child.__name__,
        defacto_child.qualifies_as_unattended_child.__name__,
        for_persons=True,
        family=defacto_child.dibao_money_of.__name__,
        shows_income=False,
        shows_members=False,
    ),
    Programme.TEKUN: Recipe(
        tekun.determine_tekun.__name__,
        tekun.qualifies_for_tekun.__name__,
        tekun.qualifies_for_tekun.__name__,
        for_persons=True,
        barred_by=(tekun_term.is_barred_by_child_programme.__name__,),
        sees_members=True,
        residence_by=tekun.tekun_residence.__name__,
    ),
    Programme.RIGID: Recipe(
        rigid.determine_rigid.__name__,
        rigid.may_be_rigid.__name__,
        rigid.is_rigid_family.__name__,
        barred_by=(rigid.held_help_bars_rigid.__name__,),
        dated_by="GX-09",
    ),
    Programme.TEMPORARY: Recipe(
        temporary.determine_temporary.__name__,
        temporary.has_hardship.__name__,
        temporary.qualifies_for_relief.__name__,
        shows_income=False,
        asks_for_all=False,
    ),
}
"""The programmes whose rules are written; others are refused, never answered by guess."""

BY_PROCEDURE = {recipe.procedure: recipe for recipe in RECIPES.values()}


CHILD_CATEGORY, CHILDS_FAMILY = child_category.categorise_child.__name__, living_subsidy.low_income_standing.__name__
"""The procedure that says what a child is (2.3-b), and the one that says how his family stands."""


@cache
def ruleset_on(day: str) -> Ruleset:
    """Return the rules in force on a day; days with the same rules give the same version."""
    return _same_text(Ruleset(BOOK, day))


_RULESETS: dict[str, Ruleset] = {}


def _same_text(ruleset: Ruleset) -> Ruleset:
    return _RULESETS.setdefault(ruleset.version, ruleset)
