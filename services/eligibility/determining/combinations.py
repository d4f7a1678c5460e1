"""Programmes that may be held together in one month (4.13): the best lawful combination, and the others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.eligibility.engine.book import Rule
from services.eligibility.engine.codes import AssistanceProgramme, Rounding
from services.eligibility.engine.ruleset import Call, Ruleset
from shared.schemas.determination_codes import Programme

_TOPPED_UP = {Programme.DISABILITY_LIVING, Programme.TEKUN}
"""Money of the child himself to which his subsidy is the difference (SW-08)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One proposal that could be held: programme, unit, monthly amount in fen."""

    programme: Programme
    person: str | None
    amount: int
    is_full: bool = False
    """The whole standard, and not a difference to other money."""
    is_held: bool = False
    """Received now, so that what was found of others reckons with it already."""
    counted: frozenset[str] = frozenset()
    """Of a household: who shares in it."""
    without: frozenset[str] = frozenset()
    """Of a household: who is left out, because another programme provides for him."""

    def concerns(self, other: "Option") -> bool:
        """Return whether two proposals are about one person, or about one family."""
        if self.person is None or other.person is None:
            return self.person == other.person or bool({self.person, other.person} & (self.counted | other.counted))
        return self.person == other.person

    def is_of(self, other: "Option") -> bool:
        """Return whether two proposals are the same programme for the same unit, whatever they come to."""
        return (self.programme, self.person, self.without) == (other.programme, other.person, other.without)


Choice = tuple[Option, ...]


class Matrix:
    """The overlap matrix as one rule set has it: its rules about two programmes."""

    def __init__(self, ruleset: Ruleset, rounding: int = Rounding.FEN_HALF_UP) -> None:
        self._rules = ruleset.plain
        self._described = ruleset.rules
        self._rounding = rounding
        self._bars = [
            rule
            for rule in ruleset.rules.values()
            if rule.bars and [name for name, _ in rule.arguments[:2]] == ["one_programme", "other_programme"]
        ]

    def excludes(self, one: Option, other: Option) -> bool:
        """Return whether two proposals cannot be held together (X of the overlap matrix)."""
        if one.person is None and other.person is None and one.without != other.without:
            return True  # one family, taken in two ways
        return one.concerns(other) and self.bar(one, other) is not None

    def bar(self, one: Option, other: Option) -> Call | None:
        """Return the rule that keeps two proposals apart, as it was called."""
        calls = (self._asked(rule, *pair) for rule in self._bars for pair in ((one, other), (other, one)))
        return next((call for call in calls if call.result), None)

    def _asked(self, rule: Rule, one: Option, other: Option) -> Call:
        given = {
            "one_programme": AssistanceProgramme[one.programme.name],
            "other_programme": AssistanceProgramme[other.programme.name],
            "child_subsidy_is_full": one.is_full or other.is_full,
            "person_counts_in_family": True,  # asked by rule sets of another time; these two concern one another
        }
        arguments = tuple(given[name] for name, _ in rule.arguments)
        return Call(rule, arguments, self._rules[rule.name](*arguments), None)

    def topped_up(self, choice: Choice) -> Choice:
        """Return a combination in which the child subsidy is the difference to what it comes beside (补差, SW-08)."""
        if "topped_up_amount" not in self._described:
            return choice
        return tuple(
            self._difference(each, choice) if each.programme is Programme.DEFACTO_CHILD else each for each in choice
        )

    def _difference(self, child: Option, choice: Choice) -> Option:
        new = [each for each in choice if not each.is_held]
        living = sum(each.amount for each in new if each.programme in _TOPPED_UP and each.person == child.person)
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
    return ranked(matrix.topped_up(choice) for choice in found)


def ranked(choices: Iterable[Choice]) -> list[Choice]:
    """Return combinations best first, each once."""
    return sorted({frozenset(choice): choice for choice in choices}.values(), key=_rank)


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
