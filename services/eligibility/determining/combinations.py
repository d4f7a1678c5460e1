"""Programmes that may be held together in one month (4.13): the best lawful combination, and the others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.eligibility.engine.codes import AssistanceProgramme, Rounding
from services.eligibility.engine.ruleset import Call, Ruleset
from shared.schemas.determination_codes import Programme

_OF_ONE_PERSON = (
    "is_tekun_beside_subsidy",
    "is_orphan_beside_living",
    "is_full_child_subsidy_beside_living",
    "is_orphan_beside_tekun_or_child",
)
"""Rules between two programmes of one person; a rule set of another time may lack them."""


@dataclass(frozen=True, slots=True)
class Option:
    """One proposal that could be held: programme, unit, monthly amount, and whether its person counts in the family."""

    programme: Programme
    person: str | None
    amount: int
    counts_in_family: bool
    is_full: bool = False
    """The whole standard, and not a difference to other money."""
    is_held: bool = False
    """Received now, so that what was found of others reckons with it already."""
    counted: frozenset[str] = frozenset()
    """Of a household: who shares in it."""


Choice = tuple[Option, ...]


class Matrix:
    """The overlap matrix as the rules of one rule set have it."""

    def __init__(self, ruleset: Ruleset, rounding: int = Rounding.FEN_HALF_UP) -> None:
        self._rules = ruleset.plain
        self._described = ruleset.rules
        self._rounding = rounding

    def excludes(self, one: Option, other: Option) -> bool:
        """Return whether two proposals cannot be held together (X of the overlap matrix)."""
        if one.person is not None and other.person is not None:
            return one.person == other.person and self.bar(one, other) is not None
        programmes = [AssistanceProgramme[each.programme.name] for each in (one, other)]
        counts = any(each.person is not None and each.counts_in_family for each in (one, other))
        beside = self._rules["is_dibao_beside_marginal"](*programmes)
        twice = self._rules["is_counted_twice"](*programmes, counts)
        return bool(self._rules["cannot_be_held_together"](beside, twice))

    def bar(self, one: Option, other: Option) -> Call | None:
        """Return the rule that keeps one person from holding both, as it was called."""
        return next((call for call in self._asked(one, other) if call.result), None)

    def _asked(self, one: Option, other: Option) -> Iterator[Call]:
        programmes = [AssistanceProgramme[each.programme.name] for each in (one, other)]
        for name in _OF_ONE_PERSON:
            if name in self._described:
                rule = self._described[name]
                full = [one.is_full or other.is_full][: len(rule.arguments) - len(programmes)]
                arguments = (*programmes, *full)
                yield Call(rule, arguments, self._rules[name](*arguments), None)

    def topped_up(self, choice: Choice) -> Choice:
        """Return a combination in which the child subsidy is the difference to what it comes beside (补差, SW-08)."""
        if "topped_up_amount" not in self._described:
            return choice
        return tuple(
            self._difference(each, choice) if each.programme is Programme.DEFACTO_CHILD else each for each in choice
        )

    def _difference(self, child: Option, choice: Choice) -> Option:
        new = [each for each in choice if not each.is_held]
        living = sum(
            each.amount for each in new if each.programme is Programme.DISABILITY_LIVING and each.person == child.person
        )
        shared = [each for each in new if each.programme is Programme.DIBAO and child.person in each.counted]
        if not living and not shared:
            return child
        dibao, persons = (shared[0].amount, len(shared[0].counted)) if shared else (0, 0)
        amount = self._rules["topped_up_amount"](child.amount, living, dibao, persons, self._rounding)
        return replace(child, amount=amount, is_full=False)


def combinations(options: list[Option], matrix: Matrix) -> list[Choice]:
    """Return every combination nothing can be added to, best first.

    Best is the greatest monthly sum, then the fewest programmes, then the household before persons (HH-09).
    """
    found: list[Choice] = []
    _extend((), tuple(options), (), found, matrix)
    return sorted((matrix.topped_up(choice) for choice in found), key=_rank)


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
