"""A day and the choices of a city, told to both sides: as our parameters by key, and as a tree of OpenFisca's."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from openfisca_core.parameters import ParameterNode
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.oracle import belongings, family, income, programmes
from benchmarks.oracle.entities import Household, Person
from services.eligibility.engine.parameters import ParameterSet
from tests.support.questions import parameters, row

DAYS = ("2021-11-15", "2022-10-19", "2022-10-20", "2023-02-28", "2024-02-29", "2025-12-31", "2026-01-01")
"""On both sides of the notice of 2022 (SP-06, INC-17, INC-18) and of the end of the pension's exclusion (D-18)."""
PENSIONS = {"2018-01-01": 8800, "2020-07-01": 9300, "2022-01-01": 9800, "2023-01-01": 10300, "2024-01-01": 12300}
PENSIONS |= {"2025-01-01": 14300}
METHODS = ("ACTUAL_CAPPED_LINE", "PERCENT_OF_WAGE", "FIXED")
LIMITS = ("financial_per_person", "vehicles", "houses", "businesses", "other_per_person")


@dataclass(frozen=True)
class World:
    """One day with one choice of everything the law leaves to the city."""

    on: date
    chosen: dict[str, Any]
    """By key: whole numbers, words, lists; money in fen."""
    urban: int
    rural: int


def drawn(random: Random) -> World:
    """Return a day and a city's choices."""
    exemptions = list(belongings.SUITS)
    chosen: dict[str, Any] = {
        "age.reference_day": random.choice(("ACCEPTED_ON", "HANDED_IN_ON", "AS_OF")),
        "rounding.amount": random.choice(("FEN_HALF_UP", "YUAN_CEIL", "YUAN_HALF_UP")),
        "income.period_months": random.choice((12, 12, 6)),
        "income.excluded_items": random.choice(([], ["XQ-01"])),
        "lb.amount_method": random.choice(("DIFFERENCE", "DIFFERENCE", "BANDED")),
        "single.amount_method": random.choice(("LINE_MINUS_OWN_INCOME", "PERCENT_OF_LINE", "FIXED")),
        "single.ratio": random.choice((333, 700, 1000)),
        "single.fixed": random.randrange(20000, 60000),
        "single.other_groups": random.choice(([], ["G1"])),
        "marginal.multiplier": random.choice((2000, 2000, 1500)),
        "property.exemptions": random.sample(exemptions, random.randrange(len(exemptions) + 1)),
    }
    for of in ("employment", "disability_illness"):
        chosen |= {f"ded.{of}.method": random.choice(METHODS), f"ded.{of}.ratio": random.choice((100, 333))}
        chosen |= {f"ded.{of}.fixed": random.randrange(5000, 30000)}
    for of, times in (("dibao", 1), ("marginal", 2)):
        values = (1800000 * times, random.randrange(2), random.randrange(2), random.randrange(2), 500000 * times)
        chosen |= {f"property.{of}.{limit}": value for limit, value in zip(LIMITS, values, strict=True)}
    return World(
        date.fromisoformat(random.choice(DAYS)), chosen, random.randrange(60000, 90000), random.randrange(40000, 60000)
    )


def bands(world: World) -> list[tuple[int, int]]:
    """Return bands of the allowance up to the higher line: income below, a month for each person."""
    return [(20000, 40000), (40000, 25050), (max(world.urban, world.rural), 9999)]


def ours(world: World) -> ParameterSet:
    """Return the world as the product's parameters; what no world chooses is as delivered."""
    given = {key.replace(".", "__"): _written(key, value) for key, value in world.chosen.items()}
    table = [{"income_below": _yuan(below), "per_person": _yuan(each)} for below, each in bands(world)]
    known = parameters(on=world.on.isoformat(), without=("lb.line",), lb__bands=table, **given)
    lines = [
        row("lb.line", _yuan(world.urban), residence="URBAN"),
        row("lb.line", _yuan(world.rural), residence="RURAL"),
    ]
    return known.with_values(lines)


def _written(key: str, value: Any) -> Any:
    if key.endswith((".ratio", ".multiplier")):
        return f"{value // 1000}.{value % 1000:03d}"
    return _yuan(value) if key.endswith((".fixed", "_per_person")) else value


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def theirs(world: World) -> TaxBenefitSystem:
    """Return the world as a tax and benefit system of OpenFisca."""
    system = TaxBenefitSystem([Person, Household])
    for variable in (*family.VARIABLES, *income.VARIABLES, *belongings.VARIABLES, *programmes.VARIABLES):
        system.add_variable(variable)
    tree: dict[str, Any] = {}
    table = bands(world)
    flat = world.chosen | {
        "lb.line.URBAN": world.urban,
        "lb.line.RURAL": world.rural,
        "lb.bands.below": [below for below, _ in table],
        "lb.bands.per_person": [each for _, each in table],
        "income.exclude_central_pension.first": 20210101,
        "income.exclude_central_pension.last": 20251231,
    }
    for key, value in flat.items():
        _put(tree, key.split("."), {"values": {"2018-01-01": {"value": value}}})
    _put(tree, ["pension", "central_basic"], {"values": {day: {"value": fen} for day, fen in PENSIONS.items()}})
    system.parameters = ParameterNode("", data=tree)
    return system


def _put(tree: dict[str, Any], path: list[str], leaf: dict[str, Any]) -> None:
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
    tree[path[-1]] = leaf
