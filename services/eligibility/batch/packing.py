"""From columns to records (装载): what a record batch tells, checked at the door and laid where kernels find it."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from services.eligibility.batch.layout import MISSING, Layout
from services.eligibility.batch.population import TABLES, Column, columns_of, text_number
from services.eligibility.determining.records import HouseholdRecord, MemberRecord
from services.eligibility.engine import codes
from services.eligibility.engine.dictionary import PARAMETER_NAMES
from services.eligibility.engine.parameters import MissingParameter, ParameterSet
from services.eligibility.engine.values import Unit
from services.eligibility.errors import PopulationUnreadable

_KINDS: dict[tuple[str, str], type[IntEnum]] = {
    ("household", "residence"): codes.Residence,
    ("members", "relation"): codes.Relation,
    ("members", "student_level"): codes.StudentLevel,
    ("members", "labour_ability"): codes.LabourAbility,
    ("members", "disability_kind"): codes.DisabilityKind,
    ("members", "placement"): codes.PlacementKind,
    ("income_items", "kind"): codes.IncomeKind,
    ("deduction_items", "kind"): codes.DeductionKind,
    ("assets", "kind"): codes.AssetKind,
    ("rigid_expenditure_items", "kind"): codes.RigidExpenditureKind,
    ("sudden_events", "kind"): codes.SuddenEventKind,
    ("relatives", "relation"): codes.SupporterRelation,
    ("benefits", "programme"): codes.AssistanceProgramme,
    ("past_relief", "kind"): codes.SuddenEventKind,
}
_MOST_MEMBERS = 50


@dataclass
class Packed:
    """A piece of a population in memory; ``unknown``: of which households a fact is not known, by its name."""

    batch: pa.RecordBatch
    households: np.ndarray[Any, Any]
    members: np.ndarray[Any, Any]
    unknown: dict[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)
    """The rows that the records point to: they live as long as this does."""

    def incomplete(self, names: frozenset[str]) -> np.ndarray[Any, Any]:
        """Return the households of which one of the facts that some rules read is not known."""
        unknown = [of for name, of in self.unknown.items() if name in names]
        return np.logical_or.reduce(unknown) if unknown else np.zeros(len(self.households), np.bool_)

    @property
    def owners(self) -> np.ndarray[Any, Any]:
        """Return the household of each member."""
        return np.repeat(np.arange(len(self.households)), self.households["members_count"])


def pack(batch: pa.RecordBatch, layout: Layout) -> Packed:
    """Return a record batch as records; refuse a number that no fact can be."""
    count = batch.num_rows
    packed = Packed(batch, np.zeros(count, layout.household), np.zeros(0, layout.member))
    rows = np.arange(count)
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    _fill(packed, packed.households, HouseholdRecord, columns, layout, rows, "household")
    first, counts, members = _children(columns["members"], "members")
    if count and (counts.min() < 1 or counts.max() > _MOST_MEMBERS):
        raise PopulationUnreadable(f"每户应有 1 至 {_MOST_MEMBERS} 名成员")
    packed.households["members_from"], packed.households["members_count"] = first, counts
    packed.members = np.zeros(len(members), layout.member)
    _fill(packed, packed.members, MemberRecord, _fields(members), layout, np.repeat(rows, counts), "members")
    return packed


def _fill(
    packed: Packed,
    records: np.ndarray[Any, Any],
    kind: Any,
    columns: dict[str, pa.Array],
    layout: Layout,
    owners: np.ndarray[Any, Any],
    table: str,
) -> None:
    """Fill records from their columns, and the rows of their lists from theirs."""
    for column in columns_of(kind):
        if column.name in layout.names and column.name in columns:
            records[column.name] = _numbers(columns[column.name], column, packed, owners, table)
    for name in layout.lists_in(kind):
        first, counts, held = _children(columns[name], name)
        rows = np.zeros(len(held), layout.lists[name])
        records[f"{name}_at"] = rows.ctypes.data + first * rows.itemsize
        records[f"{name}_count"] = counts
        packed.kept.append(rows)
        _fill(packed, rows, TABLES[name], _fields(held), layout, np.repeat(owners, counts), name)


def _fields(held: pa.StructArray) -> dict[str, pa.Array]:
    return {each.name: held.field(place) for place, each in enumerate(held.type)}


def _children(lists: pa.ListArray, name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], pa.StructArray]:
    """Return of each list where it begins and how long it is, and all their rows."""
    if lists.null_count:
        raise PopulationUnreadable(f"{name} 不得为空值；没有的填空列表")
    offsets = lists.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
    return offsets[:-1] - offsets[0], np.diff(offsets), lists.flatten()


def _numbers(
    values: pa.Array, column: Column, packed: Packed, owners: np.ndarray[Any, Any], table: str
) -> np.ndarray[Any, Any]:
    """Return the numbers of a column; note the households of which one is not known."""
    kinds = _KINDS.get((table, column.name))
    least, most = (0, column.largest) if kinds is None else (min(kinds), max(kinds))
    if values.null_count:
        of = packed.unknown.setdefault(column.name, np.zeros(len(packed.households), np.bool_))
        of[owners[values.is_null().to_numpy(zero_copy_only=False)]] = True
        values = pc.fill_null(values, least)
    numbers = np.asarray(values)
    if len(numbers) and (numbers.min() < least or numbers.max() > most):
        raise PopulationUnreadable(f"{table}.{column.name} 应在 {least} 至 {most} 之间")
    return numbers


@dataclass(frozen=True)
class ParameterRecords:
    """The parameters of every place as records, and the tables they point to."""

    records: np.ndarray[Any, Any]
    kept: tuple[Any, ...]


def parameter_records(places: list[tuple[ParameterSet, str]], layout: Layout) -> ParameterRecords:
    """Return the parameters of each place and residence; one that nobody has published stands as missing."""
    records, kept = np.zeros(len(places), layout.parameter), []
    for record, (parameters, residence) in zip(records, places, strict=True):
        for name in sorted(layout.parameters):
            value = _value(parameters, name, residence)
            if PARAMETER_NAMES[name].unit is Unit.TABLE:
                rows = _rows(value, layout, name)
                record[f"{name}_at"], record[f"{name}_count"] = rows.ctypes.data, -1 if value is None else len(rows)
                kept.append(rows)
            else:
                record[name] = MISSING if value is None else value
    return ParameterRecords(records, tuple(kept))


def _value(parameters: ParameterSet, name: str, residence: str) -> Any:
    try:
        return parameters.number(PARAMETER_NAMES[name].key, residence)
    except MissingParameter:
        return None


def _rows(value: Any, layout: Layout, name: str) -> np.ndarray[Any, Any]:
    """Return a table of parameters as the rows of its shape, or as the numbers of its codes."""
    if name in layout.parameter_rows:
        kind = layout.parameter_rows[name]
        return np.array([tuple(getattr(row, each) for each in kind.names or ()) for row in value or ()], kind)
    return np.array(sorted(text_number(code) for code in value or ()), np.int64)
