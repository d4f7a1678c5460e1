"""Clocks that stand while the time is the applicant's (停表), and days from which a decision can be challenged."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.build import build_papers
from tests.support.desk import Desk

DUE = "2021-12-27"
"""Thirty working days from acceptance on Monday 2021-11-15."""


def clock(desk: Desk, application: Any, key: str = "TL-LB-TOTAL") -> Any:
    path = f"/v1/applications/{application['id']}/clocks?explain=true"
    return next(c for c in desk.township.get(path).json()["items"] if c["key"] == key)


def fail_verification(desk: Desk, application: Any, at: str = "2021-11-15") -> Any:
    desk.to_verifying(application)
    desk.at = f"{at}T09:00:00+08:00"
    failed = desk.must(
        desk.verifier, application, "REPORT_VERIFICATION", conclusion="DOES_NOT_FIT", report_number="HD-2",
        papers=("VERIFICATION_REPORT",),
    )  # fmt: skip
    assert failed["state"] == "VERIFY_FAILED"
    return failed


def listed(desk: Desk, due_before: str) -> list[str]:
    found = desk.township.get(f"/v1/applications?due_before={due_before}").json()["items"]
    return [application["id"] for application in found]


def test_while_it_stands_a_clock_is_never_overdue_and_in_no_list(desk: Desk, new_application: Any) -> None:
    application = new_application()
    fail_verification(desk, application)
    assert clock(desk, application)["due_on"] == DUE

    for today, due_on in [("2021-11-16", "2021-12-28"), ("2022-03-01", "2022-04-13")]:
        desk.at = f"{today}T09:00:00+08:00"
        standing = clock(desk, application)
        assert (standing["due_on"], standing["standing"], standing["overdue"]) == (due_on, True, False)
        assert sum(day["counted"] for day in standing["days"]) == 30
        assert desk.read(desk.township, application).json()["due_on"] is None
        assert listed(desk, "2022-12-31") == []


def test_when_it_goes_on_the_days_it_stood_are_added(desk: Desk, new_application: Any) -> None:
    application = new_application()
    fail_verification(desk, application)
    desk.at = "2022-03-01T09:00:00+08:00"

    objected = desk.must(desk.township, application, "OBJECT_VERIFICATION", evidence=build_papers("INCOME_PROOF"))

    assert objected["due_on"] == "2022-04-13"
    assert listed(desk, "2022-04-13") == [application["id"]]
    assert listed(desk, "2022-04-12") == []
    going = clock(desk, application)
    assert (going["due_on"], going["standing"], going["overdue"]) == ("2022-04-13", False, False)


def test_a_clock_that_was_overdue_before_it_stood_stays_so(desk: Desk, new_application: Any) -> None:
    application = new_application()
    fail_verification(desk, application, at="2021-12-28")
    desk.at = "2022-01-10T09:00:00+08:00"

    late = clock(desk, application)

    assert (late["due_on"], late["standing"], late["overdue"]) == (DUE, False, True)
    assert desk.read(desk.township, application).json()["due_on"] == DUE
    assert listed(desk, "2021-12-31") == [application["id"]]


def test_a_clock_that_begins_to_stand_on_its_last_day_was_kept_by_then_only(desk: Desk, new_application: Any) -> None:
    application = new_application()
    fail_verification(desk, application, at=DUE)

    assert clock(desk, application)["overdue"] is False
    desk.at = "2021-12-28T09:00:00+08:00"
    assert (clock(desk, application)["overdue"], clock(desk, application)["standing"]) == (True, False)


@pytest.mark.parametrize("action", ["ABORT", "REFUSE"])
def test_a_clock_that_stops_as_the_suspension_ends_is_not_overdue(
    desk: Desk, city: Any, new_application: Any, action: str
) -> None:
    application = new_application()
    fail_verification(desk, application)
    desk.at = "2022-03-01T09:00:00+08:00"
    if action == "ABORT":
        desk.must(desk.township, application, "ABORT", reason="REFUSES_COOPERATION")
    else:
        desk.must(desk.county, application, "REFUSE", reasons=["VERIFICATION_DOES_NOT_FIT"], note="名下有大额存款")

    stopped = clock(desk, application)

    assert (stopped["finished_on"], stopped["due_on"], stopped["overdue"]) == ("2022-03-01", "2022-04-13", False)
    (entry,) = stopped["suspensions"]
    assert (entry["first_day"], entry["last_day"]) == ("2021-11-16", "2022-03-01")


def test_what_comes_after_a_clock_has_stopped_does_not_move_it(desk: Desk, new_application: Any) -> None:
    application = new_application()
    fail_verification(desk, application)
    before = clock(desk, application, "TL-LB-VERIFY")

    desk.at = "2022-03-01T09:00:00+08:00"
    after = clock(desk, application, "TL-LB-VERIFY")

    assert before["due_on"] == after["due_on"] == "2021-11-18"
    assert before["days"] == after["days"]
    assert after["days"][-1]["day"] == "2021-11-18"


@pytest.fixture
def refused(desk: Desk, new_application: Any) -> Any:
    """A case refused on Tuesday 2021-11-23, of which the applicant has not heard yet."""
    application = new_application()
    fail_verification(desk, application)
    desk.at = "2021-11-23T09:00:00+08:00"
    return desk.must(desk.county, application, "REFUSE", reasons=["VERIFICATION_DOES_NOT_FIT"], note="名下有大额存款")


def test_until_a_refusal_is_delivered_nobody_can_say_when_the_time_to_appeal_ends(desk: Desk, refused: Any) -> None:
    appeal = refused["lines"][0]["appeal"]

    assert appeal["text"]
    assert (appeal["known_on"], appeal["reconsideration_until"], appeal["lawsuit_until"]) == (None, None, None)


def test_the_time_to_appeal_runs_from_the_delivery_on_the_loaded_calendar(desk: Desk, refused: Any) -> None:
    desk.at = "2021-11-29T09:00:00+08:00"

    delivered = desk.must(desk.township, refused, "DELIVER_DECISION", delivered_on="2021-11-26")

    assert delivered["delivered_on"] == "2021-11-26"
    appeal = delivered["lines"][0]["appeal"]
    assert (appeal["known_on"], appeal["provisional"]) == ("2021-11-26", False)
    assert (appeal["reconsideration_until"], appeal["lawsuit_until"]) == ("2022-01-25", "2022-05-26")


def test_the_clock_of_the_refusal_stops_on_the_day_of_delivery(desk: Desk, refused: Any) -> None:
    desk.at = "2021-12-01T09:00:00+08:00"
    assert clock(desk, refused, "TL-LB-REFUSAL")["overdue"] is True

    desk.must(desk.township, refused, "DELIVER_DECISION", delivered_on="2021-11-26")

    stopped = clock(desk, refused, "TL-LB-REFUSAL")
    assert (stopped["finished_on"], stopped["due_on"], stopped["overdue"]) == ("2021-11-26", "2021-11-26", False)


@pytest.mark.parametrize(
    ("delivered_on", "status"), [("2021-11-22", 422), ("2021-11-23", 200), ("2021-11-24", 200), ("2021-11-25", 422)]
)
def test_a_decision_is_delivered_between_its_day_and_today(
    desk: Desk, refused: Any, delivered_on: str, status: int
) -> None:
    desk.at = "2021-11-24T09:00:00+08:00"

    response = desk.take(desk.township, refused, "DELIVER_DECISION", delivered_on=delivered_on)

    assert response.status_code == status, response.text
    if status == 422:
        assert response.json()["rule"] == "LB-07"


def test_a_decision_is_delivered_once(desk: Desk, refused: Any) -> None:
    desk.must(desk.township, refused, "DELIVER_DECISION", delivered_on="2021-11-23")

    again = desk.take(desk.township, refused, "DELIVER_DECISION", delivered_on="2021-11-23")

    assert (again.status_code, again.json()["rule"]) == (422, "LB-07")


def test_a_year_not_announced_yet_makes_the_time_to_appeal_provisional(
    desk: Desk, city: Any, new_application: Any
) -> None:
    desk.at = "2026-11-23T09:00:00+08:00"
    application = new_application()
    fail_verification(desk, application, at="2026-11-23")
    refused = desk.must(
        desk.county, application, "REFUSE", reasons=["VERIFICATION_DOES_NOT_FIT"], note="名下有大额存款"
    )
    delivered = desk.must(desk.township, refused, "DELIVER_DECISION", delivered_on="2026-11-23")
    appeal = delivered["lines"][0]["appeal"]
    assert (appeal["reconsideration_until"], appeal["provisional"]) == ("2027-01-22", True)

    holiday = {"name": "春节", "first_day": "2027-01-22", "last_day": "2027-01-28", "worked_instead": []}
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    policy.put("/v1/calendar-years/2027", json={"document": "国办发明电〔2026〕1号", "holidays": [holiday]})
    city.deliver(at=datetime.fromisoformat(desk.at))

    appeal = desk.read(desk.township, application).json()["lines"][0]["appeal"]
    assert (appeal["reconsideration_until"], appeal["provisional"]) == ("2027-01-29", False)
