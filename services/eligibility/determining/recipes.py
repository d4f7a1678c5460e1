"""How each programme is run, and by which rules on which day."""

from dataclasses import dataclass
from functools import cache

from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.rules import dibao, grace, job_refusal, marginal, overlap, single_person
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
}
"""The programmes whose rules are written; others are refused, never answered by guess."""


@cache
def ruleset_on(day: str) -> Ruleset:
    """Return the rules in force on a day; days with the same rules give the same version."""
    return _same_text(Ruleset(BOOK, day))


_RULESETS: dict[str, Ruleset] = {}


def _same_text(ruleset: Ruleset) -> Ruleset:
    return _RULESETS.setdefault(ruleset.version, ruleset)
