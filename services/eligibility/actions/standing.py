"""What stands of some values on a day, and what a publication would break among them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.values import to_whole
from services.eligibility.models import Parameter, Standard
from shared.identity import CITY


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that the publication would break."""

    rule: str
    clause: str
    sentence: str
    keys: tuple[str, ...]
    """Which values it is about, the one most concerned first."""
    residence: str | None = None

    def pointer(self, standard: Standard) -> str:
        """Return where the standard sets the value concerned."""
        own = [value for value in standard.values if self.residence in {None, value.residence}] or standard.values
        place = {value.key: value.position for value in reversed(own)}
        return next((f"/values/{place[key]}" for key in self.keys if key in place), "/values")


def turning_days(standard: Standard, rows: list[Parameter], keys: Collection[str]) -> list[date]:
    """Return the days from this standard on at which one of the values concerned changes."""
    changes = [day for row in rows if row.key in keys for day in (row.valid_from, row.valid_to) if day]
    return sorted({standard.valid_from, *(day for day in changes if day > standard.valid_from)})


def value_on(rows: list[Parameter], key: str, place: str, residence: str | None, on: date) -> int | None:
    """Return the whole number in force."""
    best = row_on(rows, key, place, residence, on)
    return None if best is None else to_whole(best.value, PARAMETERS[key].unit, {})


def row_on(rows: list[Parameter], key: str, place: str, residence: str | None, on: date) -> Parameter | None:
    """Return the row in force: a county's own before the city's, that for town or country before one for both."""
    found = [row for row in rows if row.key == key and row.division in {place, CITY} and _holds(row, residence, on)]
    return max(found, key=lambda row: (len(row.division), row.residence is not None), default=None)


def _holds(row: Parameter, residence: str | None, on: date) -> bool:
    return row.residence in {residence, None} and row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
