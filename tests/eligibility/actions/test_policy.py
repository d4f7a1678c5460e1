"""The circular's numbers in the parameter table."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from migrations.policy import load_policy
from services.eligibility.policy.seed import seed_rows
from tests.support.standards import publish_as_two

FUTURE = date(2030, 1, 1)


@pytest.fixture
def connection(database):
    with create_engine(database.url, poolclass=NullPool).begin() as connection:
        yield connection


def delivered(begins, ends=None, value=15, key="payment.day"):
    row = next(row for row in seed_rows() if row["key"] == key)
    return row | {"valid_from": begins, "valid_to": ends, "value": value}


def standing(connection, key="payment.day"):
    rows = connection.execute(
        text(
            "select valid_from, valid_to, value, drafted_by from eligibility.parameter"
            " where key = :key and superseded_at is null order by valid_from"
        ),
        {"key": key},
    )
    return [(str(begins), str(ends or ""), value, by) for begins, ends, value, by in rows]


def test_loading_the_policy_again_adds_nothing(connection):
    count = text("select count(*) from eligibility.parameter")

    before = connection.scalar(count)
    load_policy(connection)

    assert before == connection.scalar(count) == len(seed_rows())


def test_what_was_published_over_a_delivered_number_is_left_alone(connection):
    connection.execute(text("update eligibility.parameter set superseded_at = now() where key = 'grace.max_months'"))

    load_policy(connection)

    assert standing(connection, "grace.max_months") == []


def test_the_first_rows_count_as_known_from_their_day_and_those_of_a_later_release_from_their_loading(connection):
    began = datetime.now(UTC)  # noqa: DTZ005, TID251, RUF100  the database's own clock is what is looked at

    load_policy(connection, [delivered(FUTURE)])

    known = "select recorded_at from eligibility.parameter where key = :key and valid_from = :day"
    first = connection.scalar(text(known), {"key": "marginal.multiplier", "day": date(2021, 9, 22)})
    later = connection.scalar(text(known), {"key": "payment.day", "day": FUTURE})
    assert (first.astimezone().year, later >= began) == (2021, True)


def test_a_later_release_ends_what_an_earlier_one_left_open(connection):
    load_policy(connection, [delivered(FUTURE)])
    load_policy(connection, [delivered(FUTURE)])

    assert standing(connection) == [
        ("2021-07-01", "2030-01-01", 10, "policy"),
        ("2030-01-01", "", 15, "policy"),
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (date(2029, 1, 1), None, []),
        (date(2022, 3, 1), date(2022, 5, 1), []),
        (date(2021, 9, 1), date(2022, 2, 1), [("2021-09-01", "2022-01-01", 15, "policy")]),
    ],
)
def test_days_that_the_bureau_settled_are_not_settled_again(li, wang, connection, begins, ends, expected):
    publish_as_two(li, wang, division="5104", valid_from="2022-01-01", values=[{"key": "payment.day", "value": 20}])

    load_policy(connection, [delivered(begins, ends)])

    assert [row for row in standing(connection) if row[2:] == (15, "policy")] == expected
    assert ("2022-01-01", "", 20, "li") in standing(connection)
