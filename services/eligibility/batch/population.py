"""The population file (人口文件): Arrow IPC, one row a household, every fact rules can see as a number.

Its columns are made from the records that single determinations use (``determining/records.py``), so a fact added there
is a column here. Money is fen, days are 20211115, months are counted, codes are those of ``engine/codes.py``, a code
somebody wrote is its number (``text_number``). A value nobody knows is null; lists are never null.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from services.eligibility.determining import item_records, records, relative_records
from services.eligibility.engine.codes import Residence
from services.eligibility.engine.unknown import Assumptions, Unknown
from services.eligibility.errors import PopulationUnreadable
from shared.schemas.facts import HouseholdFacts

VERSION = b"1"
_VERSION_KEY = b"doudi.population"
_DAY_KEY = b"doudi.as_of"

TABLES: dict[str, Any] = {
    "income_items": item_records.IncomeRecord,
    "deduction_items": item_records.DeductionRecord,
    "assets": item_records.AssetRecord,
    "rigid_expenditure_items": item_records.RigidExpenditureRecord,
    "sudden_events": item_records.SuddenEventRecord,
    "relatives": relative_records.RelativeRecord,
    "benefits": item_records.BenefitRecord,
}
"""Lists inside a member (benefits also of the household), each with the record of its rows."""

_AMOUNTS = {"amount", "amount_before_grace", "costs", "transfers_out", "value", "loss", "annual_income"}
_SMALL = {"kind", "relation", "residence", "exemption", "disability_kind", "disability_grade", "student_level"}


@dataclass(frozen=True, slots=True)
class Column:
    """One number of a record: its name, Arrow type and largest lawful value; ``is_text`` for the number of a text."""

    name: str
    type: pa.DataType
    largest: int
    is_text: bool = False


def text_number(text: str) -> int:
    """Return a text as a number: 0 for none, else 63 bits of its hash, so that no file needs a list of its texts."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1 if text else 0


@cache
def columns_of(record: Any) -> tuple[Column, ...]:
    """Return the numbers of a record, without its lists."""
    return tuple(_column(each.name, each.type) for each in fields(record) if each.name not in {*TABLES, "place"})


def _column(name: str, kind: Any) -> Column:
    if kind is str:
        return Column(name, pa.int64(), 2**63 - 1, is_text=True)
    if name in _AMOUNTS:
        return Column(name, pa.int64(), 10**12)
    if kind is bool or name in _SMALL or name.startswith(("is_", "in_", "has_", "can_", "claims_")):
        return Column(name, pa.int8(), 127)
    return Column(name, pa.int32(), 2**31 - 1)


@cache
def lists_of(record: Any) -> tuple[str, ...]:
    """Return the names of a record's lists."""
    return tuple(each.name for each in fields(record) if each.name in TABLES)


def _struct(record: Any, *more: pa.Field) -> pa.DataType:
    numbers = [pa.field(each.name, each.type) for each in columns_of(record)]
    return pa.struct([*more, *numbers, *(_list(name, _struct(TABLES[name])) for name in lists_of(record))])


def _list(name: str, of: pa.DataType) -> pa.Field:
    return pa.field(name, pa.list_(of), nullable=False)


@cache
def schema() -> pa.Schema:
    """Return the schema of a population file."""
    return pa.schema(
        [
            pa.field("household", pa.string(), nullable=False),
            pa.field("division", pa.int64(), nullable=False),
            pa.field("residence", pa.int8()),
            _list("benefits", _struct(TABLES["benefits"])),
            _list("members", _struct(records.MemberRecord, pa.field("ref", pa.string(), nullable=False))),
        ]
    )


def schema_on(as_of: date) -> pa.Schema:
    """Return the schema with the day whose circumstances the file tells: statuses and benefits held are those of it."""
    return schema().with_metadata({_VERSION_KEY: VERSION, _DAY_KEY: as_of.isoformat().encode()})


def row_of(household: str, facts: HouseholdFacts, as_of: date) -> dict[str, Any]:
    """Return a household as a row: what nobody knows is null."""
    nothing = Assumptions({})
    members = [records.member_record(facts, place, as_of, nothing) for place in range(len(facts.members))]
    return {
        "household": household,
        "division": int(facts.division),
        "residence": None if facts.residence is None else int(Residence[facts.residence]),
        "benefits": [_plain(each) for each in item_records.benefits_of(facts, None, as_of, nothing)],
        "members": [{"ref": told.ref, **_plain(record)} for told, record in zip(facts.members, members, strict=True)],
    }


def _plain(record: Any) -> dict[str, Any]:
    kind: Any = type(record)
    numbers = {each.name: _number(getattr(record, each.name), each) for each in columns_of(kind)}
    lists = {name: [_plain(each) for each in getattr(record, name)] for name in lists_of(kind)}
    return numbers | lists


def _number(value: Any, column: Column) -> int | None:
    if type(value) is Unknown:
        return None
    return text_number(value) if column.is_text else int(value)


def batch_of(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Return rows as one record batch."""
    return pa.RecordBatch.from_pylist(rows, schema=schema())


@dataclass(frozen=True, slots=True)
class Population:
    """A population file that was opened and is what it should be."""

    path: Path
    as_of: date
    batches: int

    def batch(self, number: int) -> pa.RecordBatch:
        """Return one of its record batches, mapped into memory and not copied."""
        try:
            with pa.memory_map(str(self.path)) as source:
                batch = pa.ipc.open_file(source).get_batch(number)
                batch.validate()
                return batch
        except (pa.ArrowInvalid, OSError) as error:
            raise PopulationUnreadable("人口文件不完整或者已损坏") from error

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return (self.batch(number) for number in range(self.batches))


def open_population(path: Path) -> Population:
    """Open a population file; refuse one that is cut off or made otherwise."""
    try:
        with pa.memory_map(str(path)) as source:
            reader = pa.ipc.open_file(source)
            told, count = reader.schema, reader.num_record_batches
    except (pa.ArrowInvalid, OSError) as error:
        raise PopulationUnreadable("不是完整的 Arrow IPC 文件") from error
    metadata = told.metadata or {}
    if metadata.get(_VERSION_KEY) != VERSION or not told.equals(schema()):
        raise PopulationUnreadable("人口文件的列与本版本的格式不符，请重新导出")
    return Population(path, date.fromisoformat(metadata[_DAY_KEY].decode()), count)


if __name__ == "__main__":
    print(schema())  # noqa: T201  what an exporter has to write
