"""Whom a published standard touches: programmes, residence, and the counties whose own value stands before it (RV-10)."""

from collections.abc import Iterable, Iterator
from datetime import date

from services.eligibility.determining.touched import programmes_with
from services.eligibility.models import Parameter, Standard, StandardValue
from shared.identity import CITY
from shared.schemas.standards import TouchedProgramme


def touched_by(standard: Standard, standing: Iterable[Parameter]) -> list[TouchedProgramme]:
    """Return every programme that reckons with one of the values, once for each residence and reach."""
    rows = list(standing)
    found = [each for value in standard.values for each in _touched(value, standard, rows)]
    return [each for place, each in enumerate(found) if each not in found[:place]]


def _touched(value: StandardValue, standard: Standard, rows: list[Parameter]) -> Iterator[TouchedProgramme]:
    spared = sorted({row.division for row in rows if _stands_before(row, value, standard)})
    for programme in programmes_with([value.key], standard.valid_from.isoformat()):
        yield TouchedProgramme.model_validate(
            {"programme": programme, "residence": value.residence, "except_counties": spared}
        )


def _stands_before(row: Parameter, value: StandardValue, standard: Standard) -> bool:
    """Whether a county's own row covers all the days that a value of the city's is for."""
    if standard.division != CITY or row.division == CITY or row.key != value.key:
        return False
    same = row.residence in {None, value.residence}
    return same and row.valid_from <= standard.valid_from and _end(row.valid_to) >= _end(value.valid_to)


def _end(valid_to: date | None) -> date:
    return valid_to or date.max
