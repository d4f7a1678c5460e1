"""The clock passes midnight and the end of the year, and is set back: days are counted from dates, nothing is done twice."""

from datetime import datetime
from typing import Any

import pytest

from shared.audit import verify
from shared.database_urls import SERVICES
from shared.db import everywhere
from tests.support.city import City
from tests.support.desk import Desk
from tests.support.stubborn import build_numbered

LAST_SECOND = "2021-12-31T23:59:59+08:00"
FIRST_SECOND = "2022-01-01T00:00:00+08:00"


@pytest.fixture
def desk(city: City) -> Desk:
    return Desk(city, LAST_SECOND)


def hand_in(desk: Desk, number: int, key: str) -> Any:
    return desk.township.post("/v1/applications", json=build_numbered(number), headers={"Idempotency-Key": key})


def test_what_was_asked_before_midnight_and_repeated_after_it_is_one_thing(desk: Desk) -> None:
    before = hand_in(desk, 1, "new-year-1")
    desk.at = FIRST_SECOND

    again = hand_in(desk, 1, "new-year-1")

    assert again.status_code == before.status_code == 201
    assert again.json()["id"] == before.json()["id"]
    assert desk.township.get("/v1/applications?limit=10").json()["items"][0]["id"] == before.json()["id"]


def test_numbers_carry_the_year_of_their_day(desk: Desk) -> None:
    old = hand_in(desk, 1, "new-year-1").json()
    desk.at = FIRST_SECOND
    new = hand_in(desk, 2, "new-year-2").json()

    assert "2021" in old["number"]
    assert "2022" in new["number"]


@pytest.mark.parametrize(("moment", "accepted_on"), [(LAST_SECOND, "2021-12-31"), (FIRST_SECOND, "2022-01-01")])
def test_a_limit_runs_from_the_day_on_which_it_began_here_whatever_day_it_is_elsewhere(
    desk: Desk, moment: str, accepted_on: str
) -> None:
    made = hand_in(desk, 1, "new-year-1").json()
    desk.at = moment
    desk.must(desk.township, made, "SUBMIT")
    desk.must(desk.township, made, "ACCEPT")

    clocks = desk.township.get(f"/v1/applications/{made['id']}/clocks").json()["items"]

    assert {clock["started_on"] for clock in clocks if clock["key"] == "TL-LB-TOTAL"} == {accepted_on}


def test_a_clock_set_back_by_an_hour_stops_nobody_and_leaves_every_trace_in_order(desk: Desk) -> None:
    made = hand_in(desk, 1, "back-1").json()
    desk.must(desk.township, made, "SUBMIT")
    desk.at = "2021-12-31T22:59:59+08:00"

    accepted = desk.must(desk.township, made, "ACCEPT")
    desk.city.deliver(at=datetime.fromisoformat(LAST_SECOND))
    steps = desk.township.get(f"/v1/applications/{made['id']}/transitions").json()["items"]

    assert accepted["state"] == "ACCEPTED"
    assert [step["action"] for step in steps] == ["OPEN", "SUBMIT", "ACCEPT"]
    for service in SERVICES:
        with everywhere(desk.city.factory(service)) as session:
            proof = verify(session)
        assert (proof.first_broken, proof.unsequenced) == (None, 0)
