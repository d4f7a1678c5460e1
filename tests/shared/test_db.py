"""Sessions: what a database error may say."""

import traceback
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support.database import Database

NAME, NUMBER = "张建国", "510411197603120013"

_ROW = "(:year, :name, cast(:days as jsonb), :number, now(), 1)"
_TWICE = text(
    f"insert into intake.calendar_year (year, document, days, loaded_by, loaded_at, version) values {_ROW}, {_ROW}"
)
_INCOMPLETE = text("insert into intake.calendar_year (year, document) values (:year, :name || :number || :days)")


@pytest.mark.parametrize("statement", [_TWICE, _INCOMPLETE], ids=["a key that is there", "a row that is not whole"])
def test_a_database_error_repeats_neither_parameters_nor_the_row(
    database: Database, now: datetime, statement: object
) -> None:
    values = {"year": 1901, "name": NAME, "number": NUMBER, "days": '{"who": "张建国"}'}

    with database.session("intake", now=now) as session, pytest.raises(DBAPIError) as caught:
        session.execute(statement, values)  # type: ignore[call-overload]

    told = "".join(traceback.format_exception(caught.value))
    assert not any(value in told for value in (NAME, NUMBER, "1901"))
    assert "calendar_year" in str(caught.value)
