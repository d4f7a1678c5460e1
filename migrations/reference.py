"""Load the divisions of Panzhihua and the working calendars that are known (行政区划、工作日历), once each."""

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import bindparam

from shared import divisions
from shared.calendar import built_in_years

__all__ = ["load_reference"]

_ADD_DIVISION = text(
    """
    insert into intake.division (code, name, level, kind, parent, valid_from, valid_to, successor)
    values (:code, :name, :level, :kind, :parent, :valid_from, :valid_to, :successor) on conflict do nothing
    """
)
_ADD_YEAR = text(
    """
    insert into intake.calendar_year (year, document, days, loaded_by, loaded_at, version)
    values (:year, :document, :days, 'product', now(), 1) on conflict do nothing
    """
).bindparams(bindparam("days", type_=JSONB))
_TELL_YEARS = text(
    """
    insert into alerts.calendar_year (year, days, told_at)
    select year, days, loaded_at from intake.calendar_year on conflict do nothing
    """
)
"""What comes with the product needs no event; what is loaded later is told by one."""


def load_reference(connection: Connection) -> None:
    """Add the divisions and calendar years that the tables never had; what was registered since is left alone."""
    if connection.scalar(text("select to_regclass('intake.division')")) is None:
        return  # the very first migration is still to be written, from an empty database
    places = [
        {
            "code": place.code,
            "name": place.name,
            "level": place.level.value,
            "kind": place.kind.value,
            "parent": place.parent,
            "valid_from": place.valid_from,
            "valid_to": place.valid_to,
            "successor": place.successor,
        }
        for place in divisions.built_in().all()
    ]
    connection.execute(_ADD_DIVISION, places)
    connection.execute(
        _ADD_YEAR,
        [{"year": notice.year, "document": notice.document, "days": notice.record()} for notice in built_in_years()],
    )
    connection.execute(_TELL_YEARS)
