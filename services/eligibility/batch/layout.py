"""How records lie in memory (记录布局): only what the rules read, packed from the columns of a population."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from services.eligibility.batch.population import TABLES, columns_of, lists_of
from services.eligibility.determining.records import HouseholdRecord, MemberRecord
from services.eligibility.engine.dictionary import PARAMETER_NAMES, Shape
from services.eligibility.engine.grades import Grade
from services.eligibility.engine.parameters import Band, Supplement
from services.eligibility.engine.values import Unit

MISSING = -(2**62)
"""Stands in a record of parameters for one that nobody has published."""

TABLE_ROWS: dict[Shape, tuple[str, ...]] = {
    Shape.BANDS: tuple(Band.__dataclass_fields__),
    Shape.GRADES: tuple(Grade.__dataclass_fields__),
    Shape.SUPPLEMENTS: tuple(Supplement.__dataclass_fields__),
}
"""The numbers of one row, for every shape of table whose rows a procedure goes through."""

OUT = np.dtype(
    [
        ("amount", "i8"),
        ("one_off", "i8"),
        ("start_month", "i4"),
        ("end_month", "i4"),
        ("valid_months", "i4"),
        ("barred_by", "i1"),
        ("tops_up", "i1"),
        ("approval_level", "i1"),
        ("review", "i1"),
        ("applies", "?"),
        ("qualifies", "?"),
        ("is_provisional", "?"),
        ("needed", "i1"),
        ("outcome", "i1"),
    ],
    align=True,
)
"""What one unit comes to; ``needed``: a parameter was asked for that nobody has published, so it has to be run singly."""


@dataclass(frozen=True)
class Layout:
    """The memory of households, members and their lists for what some procedures read."""

    names: frozenset[str]
    parameters: frozenset[str]

    def _record(self, record: Any, *more: str) -> np.dtype[Any]:
        numbers = [(each.name, each.type.to_pandas_dtype()) for each in columns_of(record) if each.name in self.names]
        lists = [(f"{name}_{part}", "i8") for name in self.lists_in(record) for part in ("at", "count")]
        return np.dtype([*numbers, *lists, *((name, "i8") for name in more)] or [("nothing", "i1")], align=True)

    def lists_in(self, record: Any) -> list[str]:
        """Return the lists of a record that are read."""
        return [name for name in lists_of(record) if name in self.names]

    @cached_property
    def lists(self) -> dict[str, np.dtype[Any]]:
        """Return the rows of every list that is read."""
        return {name: self._record(record) for name, record in TABLES.items() if name in self.names}

    @cached_property
    def household(self) -> np.dtype[Any]:
        """Return the memory of a household: where its members and its parameters stand."""
        return self._record(HouseholdRecord, "members_from", "members_count", "parameters")

    @cached_property
    def member(self) -> np.dtype[Any]:
        """Return the memory of a member."""
        return self._record(MemberRecord)

    @cached_property
    def parameter_rows(self) -> dict[str, np.dtype[Any]]:
        """Return the rows of every table of parameters that is gone through."""
        shapes = {name: TABLE_ROWS.get(PARAMETER_NAMES[name].shape) for name in sorted(self.parameters)}
        return {name: np.dtype([(each, "i8") for each in row]) for name, row in shapes.items() if row is not None}

    @cached_property
    def parameter(self) -> np.dtype[Any]:
        """Return the memory of the parameters of one place."""
        fields: list[tuple[str, str]] = []
        for name in sorted(self.parameters):
            is_table = PARAMETER_NAMES[name].unit is Unit.TABLE
            fields += [(f"{name}_at", "i8"), (f"{name}_count", "i8")] if is_table else [(name, "i8")]
        return np.dtype([*fields, ("needed", "i8")])


def layout_of(names: Iterable[frozenset[str]], parameters: Iterable[frozenset[str]]) -> Layout:
    """Return one layout for several procedures, so that households are packed once for all of them."""
    return Layout(frozenset().union(*names), frozenset().union(*parameters))
