"""Reviews called and benefits stopped by hand (L21, L25)."""

from datetime import date
from typing import Any

import pytest

from tests.support.desk import COUNTY, TOWNSHIP, Desk
from tests.support.payroll import (
    change_benefit,
    ledger,
    lines,
    open_benefit,
    propose,
    proposed,
    statuses,
    stop,
    stopped,
)


def history(desk: Desk, benefit: Any) -> list[tuple[str, str, str, str]]:
    taken = desk.county.get(f"/v1/benefits/{benefit}/transitions").json()["items"]
    return [(step["step"], step["from_state"], step["to_state"], step["actor"]) for step in taken]


@pytest.mark.parametrize(
    ("reason", "happened", "end"),
    [
        ("NO_LONGER_FITS", "2021-09-10", "2021-11"),
        ("MOVED_AWAY", "2021-09-10", "2021-11"),
        ("VOLUNTARY", "2021-10-31", "2021-11"),
        ("FRAUD", "2020-01-01", "2021-11"),
        ("NO_LONGER_FITS", "2021-11-15", "2021-11"),
        ("DIED", "2021-09-10", "2021-09"),
        ("DIED", "2021-10-31", "2021-10"),
        ("DIED", "2021-11-01", "2021-11"),
        ("DIED", "2021-11-15", "2021-11"),
    ],
)
def test_only_a_death_ends_a_benefit_before_the_month_of_the_decision(
    desk: Desk, reason: str, happened: str, end: str
) -> None:
    benefit = open_benefit(desk, start=date(2021, 9, 1))

    seen = stopped(desk, benefit, reason, happened)

    assert (seen["state"], seen["stop_reason"], seen["end_month"]) == ("STOPPED", reason, end)
    months = [line["month"] for line in lines(desk.county, proposed(desk))]
    assert months == [month for month in ("2021-09", "2021-10", "2021-11") if month <= end]


@pytest.mark.parametrize(("happened", "status"), [("2021-11-14", 200), ("2021-11-15", 200), ("2021-11-16", 422)])
def test_a_benefit_stops_for_what_has_happened(desk: Desk, happened: str, status: int) -> None:
    response = stop(desk, open_benefit(desk), "DIED", happened)

    assert response.status_code == status
    assert status == 200 or response.json()["rule"] == "LB-15"


@pytest.mark.parametrize(
    ("stopped_on", "paid"),
    [("2021-11-01", []), ("2021-11-30", []), ("2021-12-01", ["2021-12"]), ("2022-01-01", ["2021-12", "2022-01"])],
)
def test_who_was_stopped_before_his_first_month_is_never_paid(desk: Desk, stopped_on: str, paid: list[str]) -> None:
    benefit = open_benefit(desk, start=date(2021, 12, 1), state="CONFIRMED")
    desk.at = f"{stopped_on}T09:00:00+08:00"
    stopped(desk, benefit, "VOLUNTARY", stopped_on)
    desk.at = "2022-02-15T09:00:00+08:00"

    response = propose(desk, month="2022-02")

    assert ([line["month"] for line in lines(desk.county, response.json())] if paid else response.json()["code"]) == (
        paid or "nothing_to_pay"
    )
    assert [month for month, *_ in ledger(desk, benefit)] == paid


def test_a_review_is_called_by_hand_and_the_family_is_paid_meanwhile(desk: Desk) -> None:
    benefit = open_benefit(desk)

    called = change_benefit(desk, benefit, action="CALL_REVIEW", note="家庭人口发生变化")

    assert (called.status_code, called.json()["state"]) == (200, "REVIEW_DUE")
    assert history(desk, benefit) == [("L21", "ACTIVE", "REVIEW_DUE", "county-1")]
    assert [action["action"] for action in called.json()["allowed_actions"]] == ["KEEP", "STOP"]
    assert [line["month"] for line in lines(desk.county, proposed(desk))] == ["2021-11"]


@pytest.mark.parametrize("state", ["CONFIRMED", "REVIEW_DUE", "STOPPED"])
def test_only_a_benefit_in_force_is_called_to_review(desk: Desk, state: str) -> None:
    benefit = open_benefit(desk, state=state)

    refused = change_benefit(desk, benefit, action="CALL_REVIEW", note="家庭人口发生变化")

    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(("interval", "next_review"), [("A", "2022-11-15"), ("B", "2022-05-15")])
def test_a_review_ends_with_the_benefit_kept_and_the_next_one_set(desk: Desk, interval: str, next_review: str) -> None:
    benefit = open_benefit(desk, review_class=interval)
    change_benefit(desk, benefit, action="CALL_REVIEW", note="家庭人口发生变化")

    kept = change_benefit(desk, benefit, action="KEEP", note="家庭情况无明显变化")
    again = change_benefit(desk, benefit, action="KEEP", note="家庭情况无明显变化")

    assert kept.status_code == 200, kept.text
    seen = kept.json()
    assert (seen["state"], seen["monthly_amount"], seen["next_review_on"]) == ("ACTIVE", "600.00", next_review)
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert history(desk, benefit)[-1] == ("L22", "REVIEW_DUE", "ACTIVE", "county-1")


def test_a_benefit_under_review_is_stopped_and_once(desk: Desk) -> None:
    benefit = open_benefit(desk)
    change_benefit(desk, benefit, action="CALL_REVIEW", note="群众反映收入增加")

    stopped(desk, benefit, "NO_LONGER_FITS", "2021-11-10")

    assert history(desk, benefit)[-1] == ("L25", "REVIEW_DUE", "STOPPED", "county-1")
    assert stop(desk, benefit, "NO_LONGER_FITS", "2021-11-10").status_code == 409
    proposed(desk)
    assert statuses(desk, benefit) == [("2021-11", "IN_BATCH")]


def test_a_benefit_is_reviewed_and_stopped_by_its_own_county_only(desk: Desk) -> None:
    benefit = open_benefit(desk)
    path, change = f"/v1/benefits/{benefit}/transitions", {"action": "CALL_REVIEW", "note": "家庭人口发生变化"}

    def answer(role: str, division: str) -> int:
        client = desk.client(role, division, f"{role}-{division}")
        return int(client.post(path, json=change, headers={"If-Match": '"v1"'}).status_code)

    assert answer("COUNTY_OFFICER", "510421") == 404
    assert answer("TOWNSHIP_OFFICER", TOWNSHIP) == 403
    assert answer("COUNTY_LEADER", COUNTY) == 200


@pytest.mark.parametrize(
    ("died", "due", "overdue"), [("2021-08-14", "2021-11-15", False), ("2021-08-12", "2021-11-12", True)]
)
def test_a_death_is_followed_up_within_three_months(desk: Desk, died: str, due: str, overdue: bool) -> None:
    """The corresponding day of 14 August, 14 November 2021, is a Sunday."""
    benefit = open_benefit(desk, start=date(2021, 8, 1))

    stopped(desk, benefit, on=died)

    taken = desk.county.get(f"/v1/benefits/{benefit}/transitions").json()["items"][-1]["details"]
    assert (taken["limit"], taken["due_on"], taken["overdue"]) == ("TL-LB-DEATH", due, overdue)
