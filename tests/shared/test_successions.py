"""Which places a session has after mergers: the same whatever order they became known in."""

from datetime import date, datetime
from itertools import permutations

import pytest
from sqlalchemy import text

from shared.clock import SHANGHAI
from shared.db import everywhere
from shared.successions import register
from tests.support.database import Database, build_caller

A, B, C, D = (f"51041110{n}" for n in range(1, 5))
JAN, JUL = date(2022, 1, 1), date(2022, 7, 1)


def places(database: Database, division: str, on: date) -> tuple[str, ...]:
    """The places of a caller on a day, as the queries have them and as row-level security has them."""
    now = datetime(on.year, on.month, on.day, 9, tzinfo=SHANGHAI)
    with database.session("intake", now=now, caller=build_caller(division=division)) as session:
        told: str = session.execute(text("select current_setting('doudi.places')")).scalar_one()
        found: tuple[str, ...] = session.info["places"]
    assert tuple(told.split(",")) == found
    return found


def enter(database: Database, *links: tuple[str, str, date]) -> None:
    for from_code, to_code, effective_on in links:
        with everywhere(database.factory("intake")) as session:
            register(session, from_code=from_code, to_code=to_code, effective_on=effective_on)


CHAIN = [(A, B, JAN), (B, C, JUL), (D, B, JAN)]


@pytest.mark.parametrize("order", list(permutations(CHAIN)))
def test_a_chain_means_the_same_in_whatever_order_its_links_come(
    database: Database, order: tuple[tuple[str, str, date], ...]
) -> None:
    enter(database, *order, order[0])

    assert places(database, B, date(2021, 12, 31)) == (B,)
    assert places(database, B, JAN) == (B, A, D)
    assert places(database, C, date(2022, 6, 30)) == (C,)
    assert places(database, C, JUL) == (C, A, B, D)
    assert places(database, A, JUL) == (A,)


def test_two_links_on_one_day_make_one_chain(database: Database) -> None:
    enter(database, (B, C, JAN), (A, B, JAN))

    assert places(database, C, JAN) == (C, A, B)


def test_a_chain_never_goes_back_in_time(database: Database) -> None:
    enter(database, (B, C, JAN), (A, B, JUL))

    assert places(database, C, JUL) == (C, B)


def test_a_circle_is_no_endless_chain(database: Database) -> None:
    enter(database, (A, B, JAN), (B, A, JAN))

    assert places(database, A, JAN) == (A, B)


def test_a_village_that_moved_before_its_new_township_merged_is_followed(database: Database) -> None:
    enter(database, (f"{A}200", f"{B}205", JAN), (B, C, JUL), (f"{B}205", f"{C}205", JUL))

    assert places(database, C, JUL) == (C, f"{A}200", B)
    assert places(database, f"{C}205", JUL) == (f"{C}205", f"{A}200", f"{B}205")


def test_what_lies_within_a_place_anyway_is_not_named_again(database: Database) -> None:
    enter(database, (A, B, JAN), (f"{A}200", f"{B}200", JAN), (f"{B}200", f"{B}201", JUL))

    assert places(database, B, JUL) == (B, A)
    assert places(database, "510411", JUL) == ("510411",)
