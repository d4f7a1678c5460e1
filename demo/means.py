"""What families earn and own: settled so that the income that counts comes to a chosen share of the line."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random
from typing import Final

from demo import expected
from demo.family import Family, Person, age_on


@dataclass(frozen=True, slots=True)
class Means:
    """How well off a family is: counted income as thousandths of the line for all, and what it owns too much of."""

    least: int
    most: int
    too_much: str | None = None


POOR: Final = Means(80, 900)
ON_THE_LINE: Final = Means(1000, 1000)
OVER_THE_LINE: Final = Means(1040, 1800)
MARGINAL: Final = Means(1030, 1850)
ON_TWICE_THE_LINE: Final = Means(2000, 2000)
OVER_TWICE_THE_LINE: Final = Means(2050, 3200)
SAVER: Final = Means(150, 800, "deposits")
DRIVER: Final = Means(150, 800, "vehicle")
LANDLORD: Final = Means(150, 800, "house")


def settle(family: Family, means: Means, chance: Random, *, on: date, ledger: bool) -> None:
    """Give the family its income and property; a ledger has no room for the finer kinds of income."""
    counted = [person for person in family.people if expected.counts(person, on)]
    share = chance.randint(means.least, means.most)
    exact = means.least == means.most
    for person in family.people:
        _side_income(person, chance, on, ledger=ledger or exact)
    aim = expected.LINE[family.urban] * 12 * len(counted) * share // 1000
    earner = next((p for p in counted if p.works), counted[0])
    have = sum(expected.income_of(person, expected.LINE[family.urban], on) for person in counted)
    _earn(earner, max(0, aim - have), expected.LINE[family.urban] * 12, chance, ledger=ledger, exact=exact)
    _own(family, means, len(counted), chance, ledger=ledger)


def _side_income(person: Person, chance: Random, on: date, *, ledger: bool) -> None:
    """Give old people a little, and some what does not count."""
    if age_on(person.born, on) >= 60:
        if ledger:
            person.transfers = chance.randint(0, 120_000)
            return
        person.pension = 12 * 14_300
        person.transfers = chance.choice((0, 0, chance.randint(5_000, 60_000)))
        person.old_age = 60_000 if age_on(person.born, on) >= 80 else 0
    elif not ledger and expected.severe(person):
        person.subsidy = 12 * 10_000
    elif not ledger and person.student == "BACHELOR":
        person.honours = chance.choice((0, 500_000))


def _earn(earner: Person, needed: int, line_a_year: int, chance: Random, *, ledger: bool, exact: bool) -> None:
    """Make up what is still needed: wages and a field for those who can work, support by kin for those who cannot."""
    if not earner.works:
        earner.transfers += needed
        return
    farm = 0 if exact else int(needed * Fraction(chance.randint(0, 40), 100))
    if farm:
        earner.business_costs = chance.randint(10_000, 300_000)
        earner.business = farm + earner.business_costs
    earner.wages = needed - farm
    if exact or earner.wages < 200_000:
        return
    if chance.random() < 0.4:
        earner.work_costs = chance.randint(20_000, line_a_year + 100_000)
        earner.wages += min(earner.work_costs, line_a_year)
    if not ledger and chance.random() < 0.3:
        earner.insurance = chance.randint(10_000, 60_000)
        earner.wages += earner.insurance


def _own(family: Family, means: Means, heads: int, chance: Random, *, ledger: bool) -> None:
    family.deposits = chance.randint(0, 800_000) * heads
    family.owns_dwelling = not ledger and chance.random() < 0.7
    family.working_vehicles = 1 if not ledger and chance.random() < 0.1 else 0
    if means.too_much == "deposits":
        family.deposits = 1_800_000 * heads + chance.randint(1, 5_000_000)
    elif means.too_much == "vehicle":
        family.vehicles = 1
    elif means.too_much == "house":
        family.other_houses = 1
