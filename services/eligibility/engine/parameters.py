"""Dated parameters (参数) of one place and day, as rows with their origin and as the numbers a rule reckons with."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from services.eligibility.engine import grades
from services.eligibility.engine.codes import SupplementCategory
from services.eligibility.engine.dictionary import PARAMETER_NAMES, PARAMETERS, Definition, Shape
from services.eligibility.engine.unknown import Missing
from services.eligibility.engine.values import Unit, fen, permille, to_whole


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one parameter with where and when it holds and who says so."""

    key: str
    value: Any
    """As written: ``"500.00"`` yuan, ``"2.0"`` for a ratio, a whole number, a code, a date, a list."""
    unit: str
    division: str
    residence: str | None
    valid_from: date
    valid_to: date | None
    """Exclusive; empty while no end is known."""
    clause: str | None
    document: str | None
    evidence: str | None
    status: str
    illustrative: bool
    recorded_at: datetime


_COLUMNS = [column.name for column in fields(Parameter)]


class MissingParameter(Exception):
    """A rule needs a parameter that nobody has published for this place and day (PRO-04). Nothing is guessed."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ContradictoryParameters(ValueError):
    """Two rows of one key hold in one place on one day. Nothing is guessed; the rows have to be put right."""

    def __init__(self, key: str) -> None:
        super().__init__(f"two rows of {key} hold in one place on one day")
        self.key = key


class ParameterSet:
    """The parameters in force for one place on one day. Immutable; ``hash`` names exactly these rows."""

    def __init__(self, rows: Iterable[Parameter]) -> None:
        ordered = sorted(rows, key=lambda row: (row.key, row.residence or ""))
        self._rows: dict[tuple[str, str | None], Parameter] = {(row.key, row.residence): row for row in ordered}
        if len(self._rows) != len(ordered):
            raise ContradictoryParameters(next(one.key for one, other in pairwise(ordered) if _same(one, other)))
        self._chosen: dict[tuple[str, str | None], Parameter | None] = {}
        self._numbers: dict[tuple[str, str | None], Any] = {}
        self.hash = hashlib.sha256(canonical([_written(row) for row in ordered])).hexdigest()

    @classmethod
    def in_force(cls, rows: Iterable[Parameter], *, division: str, on: date) -> "ParameterSet":
        """Choose from many rows those that hold in a place on a day; the county's own come before the city's."""
        chosen: dict[tuple[str, str | None], Parameter] = {}
        for row in rows:
            if not division.startswith(row.division) or not _holds(row, on):
                continue
            place = (row.key, row.residence)
            held = chosen.get(place)
            if held is not None and len(held.division) == len(row.division):
                raise ContradictoryParameters(row.key)
            if held is None or len(held.division) < len(row.division):
                chosen[place] = row
        return cls(chosen.values())

    def get(self, key: str, residence: str | None) -> Parameter | None:
        """Return the row of a key: the county's before the city's, then that of the residence before the one for both."""
        place = (key, residence)
        if place not in self._chosen:
            rows = [self._rows[each] for each in (place, (key, None)) if each in self._rows]
            self._chosen[place] = max(
                rows, key=lambda row: (len(row.division), row.residence is not None), default=None
            )
        return self._chosen[place]

    def number(self, key: str, residence: str | None) -> Any:
        """Return the value as rules reckon with it; raise MissingParameter when there is no row."""
        place = (key, residence)
        if place not in self._numbers:
            row = self.get(key, residence)
            if row is None:
                raise MissingParameter(key)
            self._numbers[place] = _number(row.value, PARAMETERS[key])
        return self._numbers[place]

    def with_values(self, rows: Iterable[Parameter]) -> "ParameterSet":
        """Return another set in which some rows take the place of ours (what-if, 测算)."""
        return ParameterSet({**self._rows, **{(row.key, row.residence): row for row in rows}}.values())

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._rows.values())


class Numbers:
    """What a procedure calls ``P``: ``P.lb_line`` is the whole number in force for one residence."""

    __slots__ = ("_doubt", "_missing", "_residence", "_rows")

    def __init__(self, rows: ParameterSet, residence: str | None, doubt: Callable[[], None] = lambda: None) -> None:
        self._rows = rows
        self._residence = residence
        self._doubt = doubt
        self._missing: dict[str, Missing] = {}

    def __getattr__(self, name: str) -> Any:
        key = PARAMETER_NAMES[name].key
        try:
            return self._rows.number(key, self._residence)
        except MissingParameter:
            return self._missing.setdefault(key, Missing(key, self._doubt))

    @property
    def missing(self) -> list[str]:
        """Keys that were asked for and not found, in the order of asking. One is enough to make the run void."""
        return list(self._missing)


class Listed(frozenset[str]):
    """A table of codes: ``P.property_exemptions[code]`` is 1 where the list names the code."""

    def __getitem__(self, code: str) -> int:
        return int(code in self)


@dataclass(frozen=True, slots=True)
class Band:
    """One band of ``lb.bands``: below this income per head and month, so much per person."""

    income_below: int
    per_person: int


@dataclass(frozen=True, slots=True)
class Supplement:
    """One row of ``lb.category_supplement``: a category and what it gives, a share of the line or a sum a month."""

    category: int
    ratio: int
    fixed: int


def _supplement(row: dict[str, str]) -> Supplement:
    category = int(SupplementCategory[row["category"]])
    return Supplement(category, permille(row.get("ratio", "0")), fen(row.get("fixed", "0.00")))


def canonical(value: Any) -> bytes:
    """Return JSON bytes that are the same for the same value, for hashing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def _written(row: Parameter) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _same(one: Parameter, other: Parameter) -> bool:
    return (one.key, one.residence) == (other.key, other.residence)


def _holds(row: Parameter, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)


def _number(value: Any, definition: Definition) -> Any:
    definition.check(value)
    if definition.unit is not Unit.TABLE:
        return to_whole(value, definition.unit, definition.choices)
    if definition.shape is Shape.CODES:
        return Listed(value)
    if definition.shape is Shape.SUPPLEMENTS:
        return tuple(_supplement(row) for row in value)
    if definition.shape is Shape.BANDS:
        return tuple(Band(fen(row["income_below"]), fen(row["per_person"])) for row in value)
    if definition.shape is Shape.GRADES:
        return grades.read(value)
    return value
