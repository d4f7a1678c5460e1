"""Floors from above: a county keeps to the city's standards, the city to the province's. Clauses 4.1-a and 3.5-a."""

from collections.abc import Iterator
from datetime import date

from services.eligibility.actions.standing import Breach, row_on, turning_days, value_on
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.models import Parameter, Standard
from services.eligibility.rules import standards as rules
from shared.identity import CITY
from shared.schemas.types import yuan

_KEPT_BY_COUNTIES = frozenset(
    {"lb.line", "tk.basic.scattered", "tk.basic.centralised", "tk.care.full_loss", "tk.care.partial_loss"}
    | {"tk.care.self_care"}
)
"""What a county may set higher than the city, for the people's good, and lower only where the city lets it."""

_SWITCH = "county.not_below_city"
_PROVINCIAL = {
    f"db.{name}": f"db.provincial.{name}" for name in ("living", "care.grade1", "care.grade2")
}  # fmt: skip
CONCERNED = frozenset({*_KEPT_BY_COUNTIES, _SWITCH, *_PROVINCIAL, *_PROVINCIAL.values()})
"""Keys whose values bind one another across levels."""


def county_floor_breaches(standard: Standard, after: list[Parameter]) -> Iterator[Breach]:
    """Yield where a county's own standard would lie under the city's, whoever of the two moved. Clause 4.1-a.

    The circular leaves the plans to the counties and is silent on whether they may go lower: ``county.not_below_city``.
    """
    keys = {value.key for value in standard.values}
    looked_at = _KEPT_BY_COUNTIES if _SWITCH in keys else keys & _KEPT_BY_COUNTIES
    own = {(row.division, row.key, row.residence) for row in after if row.key in looked_at and row.division != CITY}
    for place, key, residence in sorted(own, key=str):
        if standard.division in {CITY, place}:
            days = turning_days(standard, after, CONCERNED)
            found = (_below_city(after, place, key, residence, on) for on in days)
            yield from [breach for breach in found if breach is not None][:1]


def _below_city(rows: list[Parameter], place: str, key: str, residence: str | None, on: date) -> Breach | None:
    switch = row_on(rows, _SWITCH, CITY, None, on)
    mine = row_on(rows, key, place, residence, on)
    if switch is None or not switch.value or mine is None or mine.division == CITY:
        return None
    own, floor = value_on(rows, key, place, residence, on), value_on(rows, key, CITY, residence, on)
    if own is None or floor is None or rules.keeps_to_floor(amount=own, floor=floor):
        return None
    sentence = f"{place} {PARAMETERS[key].title}{yuan(own)} 元自 {on} 起低于全市标准 {yuan(floor)} 元，县（区）标准不得低于全市标准"
    return Breach("STD-COUNTY", "4.1-a", sentence, (key, _SWITCH), residence)


def provincial_floor_breaches(standard: Standard, after: list[Parameter]) -> Iterator[Breach]:
    """Yield where a disability allowance would lie under the province's standard, whichever of the two moved. Clause 3.5-a."""
    keys = {value.key for value in standard.values}
    for key, provincial in _PROVINCIAL.items():
        if keys & {key, provincial}:
            days = turning_days(standard, after, CONCERNED)
            found = (_below_province(after, key, provincial, on) for on in days)
            yield from [breach for breach in found if breach is not None][:1]


def _below_province(rows: list[Parameter], key: str, provincial: str, on: date) -> Breach | None:
    own, floor = value_on(rows, key, CITY, None, on), value_on(rows, provincial, CITY, None, on)
    if own is None or floor is None or rules.keeps_to_floor(amount=own, floor=floor):
        return None
    sentence = f"{PARAMETERS[key].title}{yuan(own)} 元自 {on} 起低于省定标准 {yuan(floor)} 元"
    return Breach("STD-PROVINCE", "3.5-a", sentence, (key, provincial))
