"""Other ways to take a family in (另行保障的单位): without those of its persons whom another programme provides for.

Who is 特困 or an orphan is no member of a 低保 family (4.13), so the family may have to be reckoned without him. Each way
is a question of its own: the same facts, in which these persons already receive what they are found to be entitled to.
"""

from itertools import combinations

from services.eligibility.determining.combinations import Choice
from services.eligibility.engine.values import yuan
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationRequest, ProgrammeResult
from shared.schemas.facts import CurrentBenefit

PROVIDE_FOR_HIM = {Programme.TEKUN, Programme.ORPHAN}
"""Programmes whose persons count in no 低保 family."""

_ALL_WAYS_OF = 3
"""Of so many persons every group is tried; of more, each alone and all together."""

Group = tuple[ProgrammeResult, ...]


def groups_to_leave_out(results: list[ProgrammeResult]) -> list[Group]:
    """Return the groups of persons without whom the family is to be reckoned, each with what provides for them."""
    sharing = {
        member.person
        for result in results
        if result.unit.person is None
        for member in result.counted_members
        if member.counted
    }
    leaving = [
        result
        for result in results
        if result.programme in PROVIDE_FOR_HIM and result.outcome is Outcome.ELIGIBLE and result.unit.person in sharing
    ]
    sizes = range(1, len(leaving) + 1) if len(leaving) <= _ALL_WAYS_OF else (1, len(leaving))
    return [group for size in sizes for group in combinations(leaving, size) if len(persons_of(group)) == size]


def persons_of(group: Group) -> frozenset[str]:
    """Return the persons who are left out."""
    return frozenset(result.unit.person for result in group if result.unit.person is not None)


def without_them(request: DeterminationRequest, group: Group) -> DeterminationRequest:
    """Return the question in which these persons receive already what they are entitled to."""
    benefits = [
        CurrentBenefit(
            programme=result.programme.value,
            person=result.unit.person,
            monthly_amount=yuan(result.monthly_amount or 0),
            start_on=request.as_of,
        )
        for result in group
    ]
    facts = request.facts.model_copy(update={"current_benefits": [*request.facts.current_benefits, *benefits]})
    return request.model_copy(update={"facts": facts})


def is_whole(choice: Choice, group: Group) -> bool:
    """Return whether everybody who is left out of the family is provided for in this combination (HH-09)."""
    held = {(option.programme, option.person) for option in choice}
    return all((result.programme, result.unit.person) in held for result in group)
