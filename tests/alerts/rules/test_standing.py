"""Where people stand after everything told about one thing, and on which day (JC-01, 3.2-f)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.alerts.rules.standing import CATEGORY_OF, of_application, of_benefit, status_on
from services.alerts.rules.told import Told
from shared.clock import SHANGHAI
from shared.schemas.determination_codes import Programme
from tests.support.told import Family


def told(message: dict[str, Any]) -> Told:
    event = message["event"]
    time = datetime.fromisoformat(event["time"]).astimezone(SHANGHAI)
    return Told(UUID(event["id"]), event["type"], time, event["division"], event["data"], tuple(message["people"]))


def test_every_programme_puts_its_people_in_a_category() -> None:
    assert set(CATEGORY_OF) == set(Programme)


def test_a_benefit_runs_from_its_first_month_to_the_last_day_of_its_last() -> None:
    family = Family()
    opened = told(family.benefits("opened", "CONFIRMED", "2021-11-23"))
    stopped = told(family.benefits("stopped", "STOPPED", "2024-03-05", end_month="2024-02"))

    going, ended = of_benefit([opened]), of_benefit([opened, stopped])

    assert (going.fields["from_on"], going.fields["to_on"]) == (date(2021, 12, 1), None)
    assert (ended.fields["to_on"], ended.fields["known_on"]) == (date(2024, 2, 29), date(2021, 11, 23))
    assert (ended.told_by, set(ended.people)) == (stopped.id, set(family.people))


def test_an_application_keeps_the_days_of_its_states_and_tells_each_once() -> None:
    family = Family()
    events = [
        ("SUBMITTED", "2021-11-15"),
        ("SURVEY", "2021-11-16"),
        ("SURVEY", "2021-11-17"),
        ("REFUSED", "2021-11-23"),
    ]

    standing = of_application([told(family.applied(state, on)) for state, on in events])

    assert standing.fields["history"] == [
        {"state": "SUBMITTED", "since": "2021-11-15"},
        {"state": "SURVEY", "since": "2021-11-16"},
        {"state": "REFUSED", "since": "2021-11-23"},
    ]


@pytest.mark.parametrize(
    ("day", "to_on", "status"),
    [
        ("2021-11-30", None, "CONFIRMED"),
        ("2021-12-01", None, "ACTIVE"),
        ("2022-11-22", None, "ACTIVE"),
        ("2022-11-23", None, "REVIEW_DUE"),
        ("2022-12-31", "2022-12-31", "REVIEW_DUE"),
        ("2023-01-01", "2022-12-31", "ENDED"),
        ("2021-12-15", "2021-11-30", "VOID"),
    ],
)
def test_the_status_of_a_day_follows_from_the_dates_and_what_was_told_by_then(
    day: str, to_on: str | None, status: str
) -> None:
    history = [
        {"state": "CONFIRMED", "since": "2021-11-23"},
        {"state": "ACTIVE", "since": "2021-12-01"},
        {"state": "REVIEW_DUE", "since": "2022-11-23"},
        {"state": "STOPPED", "since": "2022-12-05"},
    ]
    ends = date.fromisoformat(to_on) if to_on else None

    found = status_on(date.fromisoformat(day), from_on=date(2021, 12, 1), to_on=ends, history=history)

    assert found == status
