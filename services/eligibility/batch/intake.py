"""Checking a whole population file at the door (装载检查)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from services.eligibility.batch.layout import Layout
from services.eligibility.batch.packing import pack
from services.eligibility.batch.population import TABLES, columns_of, open_population
from services.eligibility.determining.records import HouseholdRecord, MemberRecord
from services.eligibility.errors import PopulationUnreadable

PIECE = 65536


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file that may be used holds."""

    as_of: date
    batches: int
    households: int
    persons: int
    divisions: frozenset[str]


def check(path: Path) -> Checked:
    """Read every number of a file and refuse one that no fact can be; memory is bounded by a piece of a batch."""
    population, layout = open_population(path), everything()
    households = persons = 0
    divisions: set[str] = set()
    for batch in population:
        divisions |= {str(each) for each in pc.unique(batch.column("division")).to_pylist()}
        for first in range(0, batch.num_rows, PIECE):
            packed = pack(batch.slice(first, PIECE), layout)
            households, persons = households + len(packed.households), persons + len(packed.members)
    if not households:
        raise PopulationUnreadable("人口文件中没有家庭")
    return Checked(population.as_of, population.batches, households, persons, frozenset(divisions))


def everything() -> Layout:
    """Return the layout of every number there is."""
    records = (HouseholdRecord, MemberRecord, *TABLES.values())
    names = {each.name for record in records for each in columns_of(record)}
    return Layout(frozenset(names | set(TABLES)), frozenset())
