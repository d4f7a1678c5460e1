"""Alerts that are closed and open again (6.4): when, as whose work, and by when they are due."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.city import City
from tests.support.told import Family, alert_of, take, tell

COUNTY, TOWNSHIP = "510411", "510411101"
TO_TOWNSHIP = {"role": "TOWNSHIP_OFFICER", "division": TOWNSHIP}


@pytest.fixture
def county(city: City) -> Any:
    """The duty officer on Friday 2021-11-19."""
    return officer(city)


def officer(city: City, role: str = "COUNTY_OFFICER", division: str = COUNTY, at: str = "2021-11-19T09:00:00") -> Any:
    now = datetime.fromisoformat(f"{at}+08:00")
    return city.as_(role, division, subject=f"{role}:{division}", at=now).alerts


def must(client: Any, family: Family, action: str, **body: Any) -> Any:
    answer = take(client, alert_of(client, family).json(), action, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_was_closed_opens_again_when_it_gets_worse_and_not_for_more_of_the_same(city: City, county: Any) -> None:
    family = Family()
    tell(city, family.clocks("near", "2021-11-16"))
    must(county, family, "ASSIGN", **TO_TOWNSHIP)
    must(officer(city, "TOWNSHIP_OFFICER", TOWNSHIP), family, "ACKNOWLEDGE")
    must(county, family, "CLOSE", outcome="ADVICE_GIVEN", note="已提醒经办人员")

    tell(city, family.clocks("near", "2021-11-18"))
    same = alert_of(county, family).json()
    tell(city, family.clocks("passed", "2021-11-22"))
    worse = alert_of(county, family).json()

    assert (same["state"], same["outcome"], same["evidence_count"]) == ("CLOSED", "ADVICE_GIVEN", 2)
    assert (same["due_at"], same["assignee_role"]) == (None, "TOWNSHIP_OFFICER")
    assert (worse["state"], worse["level"], worse["outcome"]) == ("REOPENED", "ORANGE", None)
    assert worse["due_at"] == "2021-11-23T23:59:59+08:00"
    assert {worse[name] for name in ("assignee_role", "assignee_division", "acknowledged_by", "acknowledged_at")} == {
        None
    }


def test_what_got_worse_before_it_was_closed_is_due_from_the_closing_when_that_is_told_late(
    city: City, county: Any
) -> None:
    family = Family()
    tell(city, family.clocks("near", "2021-11-16"))
    must(county, family, "CLOSE", outcome="ADVICE_GIVEN", note="已提醒经办人员")

    tell(city, family.clocks("passed", "2021-11-17"))

    worse = alert_of(county, family).json()
    assert (worse["state"], worse["due_at"]) == ("REOPENED", "2021-11-22T23:59:59+08:00")


@pytest.mark.parametrize("action", ["REOPEN", "ASSIGN"])
def test_evidence_told_late_does_not_make_a_step_due_before_its_own_time(city: City, county: Any, action: str) -> None:
    family, later = Family(), officer(city, at="2021-11-23T09:00:00")
    tell(city, family.clocks("passed", "2021-11-19"))
    if action == "REOPEN":
        must(county, family, "CLOSE", outcome="POLICY_IMPLEMENTED", note="已办")
        begun = must(later, family, "REOPEN", note="核实后尚未办理")
    else:
        begun = must(later, family, "ASSIGN", **TO_TOWNSHIP)

    tell(city, family.clocks("near", "2021-11-17"), family.clocks("passed", "2021-11-18"))

    after = alert_of(later, family).json()
    assert begun["due_at"] == {"REOPEN": "2021-11-24T23:59:59+08:00", "ASSIGN": "2021-11-30T23:59:59+08:00"}[action]
    assert (after["state"], after["due_at"], after["evidence_count"]) == (begun["state"], begun["due_at"], 3)


def test_what_gets_worse_after_it_was_reopened_is_due_sooner(city: City, county: Any) -> None:
    family = Family()
    tell(city, family.clocks("near", "2021-11-17"))
    must(county, family, "CLOSE", outcome="ADVICE_GIVEN", note="已提醒经办人员")
    begun = must(county, family, "REOPEN", note="核实后尚未办理")

    tell(city, family.clocks("passed", "2021-11-19T10:00:00+08:00"))

    assert begun["due_at"] == "2021-11-23T23:59:59+08:00"
    assert alert_of(county, family).json()["due_at"] == "2021-11-22T23:59:59+08:00"


def test_what_closed_by_itself_opens_again_when_the_limit_is_near_again_on_the_same_day(
    city: City, county: Any
) -> None:
    family = Family()
    tell(
        city,
        family.clocks("near", "2021-11-17"),
        family.clocks("lifted", "2021-11-17T10:00:00+08:00", state="STANDING"),
    )
    closed = alert_of(county, family).json()

    tell(city, family.clocks("near", "2021-11-18"))

    again = alert_of(county, family).json()
    steps = county.get(f"/v1/alerts/{again['id']}/transitions").json()["items"]
    assert (closed["state"], closed["outcome"]) == ("CLOSED", "POLICY_IMPLEMENTED")
    assert (again["state"], again["level"], again["outcome"], again["closed_at"]) == ("REOPENED", "YELLOW", None, None)
    assert (again["due_at"], again["evidence_count"]) == ("2021-11-22T23:59:59+08:00", 3)
    assert [step["action"] for step in steps] == ["RAISE", "SETTLE", "REOPEN"]


def test_what_closed_by_itself_stays_closed_for_what_came_before(city: City, county: Any) -> None:
    family = Family()
    tell(city, family.clocks("near", "2021-11-16"), family.clocks("lifted", "2021-11-18", state="STANDING"))

    tell(city, family.clocks("near", "2021-11-17"))

    alert = alert_of(county, family).json()
    assert (alert["state"], alert["evidence_count"]) == ("CLOSED", 3)


def test_what_a_person_closed_after_it_came_back_stays_closed(city: City, county: Any) -> None:
    family = Family()
    tell(
        city,
        family.clocks("near", "2021-11-16"),
        family.clocks("lifted", "2021-11-17", state="STANDING"),
        family.clocks("near", "2021-11-18"),
    )
    must(county, family, "CLOSE", outcome="ADVICE_GIVEN", note="已提醒经办人员")

    tell(city, family.clocks("lifted", "2021-11-19", state="STANDING"), family.clocks("near", "2021-11-20"))

    alert = alert_of(county, family).json()
    assert (alert["state"], alert["outcome"], alert["evidence_count"]) == ("CLOSED", "ADVICE_GIVEN", 5)


@pytest.mark.parametrize(
    ("noted", "kept"),
    [
        ("2021-11-19T23:59:58+08:00", "2021-11-19T23:59:58+08:00"),
        ("2021-11-19T23:59:59+08:00", "2021-11-19T23:59:59+08:00"),
        ("2021-11-20T00:00:00+08:00", "2021-11-19T23:59:59+08:00"),
    ],
)
def test_a_due_time_noted_without_its_beginning_is_kept_where_it_is_sooner(
    city: City, county: Any, noted: str, kept: str
) -> None:
    family = Family()
    tell(city, family.clocks("near", "2021-11-17"))
    with city.database.as_owner() as owner:
        owner.execute("update alerts.alert set due_since = null, due_level = null, due_at = %s", [noted])

    tell(city, family.clocks("near", "2021-11-18"))

    assert alert_of(county, family).json()["due_at"] == kept
