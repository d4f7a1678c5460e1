"""Programmes that may be held together in one month (4.13): the best lawful combination, and the others."""

from dataclasses import dataclass
from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.engine.ruleset import Ruleset
from shared.schemas.determination_codes import Programme


@dataclass(frozen=True, slots=True)
class Option:
    """One proposal that could be held: programme, unit, monthly amount, and whether its person counts in the family."""

    programme: Programme
    person: str | None
    amount: int
    counts_in_family: bool


Choice = tuple[Option, ...]


class Matrix:
    """The overlap matrix as the rules of one rule set have it."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset

    def excludes(self, one: Option, other: Option) -> bool:
        """Return whether two proposals cannot be held together (X of the overlap matrix)."""
        given = {
            "one_programme": AssistanceProgramme[one.programme.name],
            "other_programme": AssistanceProgramme[other.programme.name],
            "person_counts_in_family": any(each.person is not None and each.counts_in_family for each in (one, other)),
            "is_same_person": one.person is not None and one.person == other.person,
        }
        return bool(self._answer("cannot_be_held_together", given))

    def _answer(self, name: str, given: dict[str, Any]) -> Any:
        """Return what a rule answers; an argument that is no fact of the two proposals is another rule's answer."""
        names = [each for each, _ in self._ruleset.rules[name].arguments]
        return self._ruleset.plain[name](
            *(given[each] if each in given else self._answer(each, given) for each in names)
        )


def combinations(options: list[Option], matrix: Matrix) -> list[Choice]:
    """Return every combination nothing can be added to, best first.

    Best is the greatest monthly sum, then the fewest programmes, then the household before persons (HH-09).
    """
    found: list[Choice] = []
    _extend((), tuple(options), (), found, matrix)
    return sorted(found, key=_rank)


def _rank(choice: Choice) -> tuple[int, int, int, list[str]]:
    persons = [option.person for option in choice if option.person is not None]
    return (-monthly_sum(choice), len(choice), len(persons), sorted(persons))


def monthly_sum(choice: Choice) -> int:
    """Return what a combination pays the household each month."""
    return sum(option.amount for option in choice)


def _extend(held: Choice, candidates: Choice, refused: Choice, found: list[Choice], matrix: Matrix) -> None:
    """Enumerate the maximal sets without an exclusion (Bron–Kerbosch); free options are taken at once."""
    free = tuple(each for each in candidates if not any(matrix.excludes(each, other) for other in candidates + refused))
    held, candidates = held + free, tuple(each for each in candidates if each not in free)
    if not candidates:
        if not any(not any(matrix.excludes(each, taken) for taken in held) for each in refused):
            found.append(held)
        return
    left, gone = list(candidates), list(refused)
    for option in candidates:
        _extend(
            (*held, option),
            tuple(each for each in left if each != option and not matrix.excludes(each, option)),
            tuple(each for each in gone if not matrix.excludes(each, option)),
            found,
            matrix,
        )
        left.remove(option)
        gone.append(option)
