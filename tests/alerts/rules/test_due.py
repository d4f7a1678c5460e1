"""By when a step of an alert is due: hours for red, working days else, over holidays and make-up days (6.4, D-12)."""

from datetime import date, datetime

import pytest

from services.alerts.policy import definitions
from services.alerts.rules.due import due, earliest
from services.alerts.rules.signals import highest, is_higher
from shared.calendar import built_in
from shared.schemas.alert_codes import AlertLevel


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+08:00")


@pytest.mark.parametrize(
    ("level", "since", "until"),
    [
        ("RED", "2021-11-19T15:00:00", "2021-11-19T19:00:00"),
        ("ORANGE", "2021-11-19T15:00:00", "2021-11-22T23:59:59"),
        ("YELLOW", "2021-09-30T15:00:00", "2021-10-09T23:59:59"),
        ("BLUE", "2021-11-19T15:00:00", "2021-11-26T23:59:59"),
    ],
)
def test_an_alert_is_assigned_within_the_time_of_its_level(level: str, since: str, until: str) -> None:
    found = due("ASSIGN", AlertLevel(level), at(since), built_in())

    assert found is not None
    assert (found.at, found.provisional) == (at(until), False)


def test_a_year_not_announced_yet_makes_the_day_provisional() -> None:
    found = due("VERIFY", AlertLevel.BLUE, at("2026-12-28T09:00:00"), built_in())

    assert found is not None
    assert found.provisional


def test_before_a_limit_is_in_force_there_is_none() -> None:
    assert due("ASSIGN", AlertLevel.RED, at("2021-09-21T09:00:00"), built_in()) is None
    assert due("ASSIGN", AlertLevel.RED, at("2021-09-22T09:00:00"), built_in()) is not None


def test_of_several_the_earliest_counts_and_none_where_there_is_none() -> None:
    since = at("2021-11-19T09:00:00")
    sooner, later = (due("ASSIGN", level, since, built_in()) for level in (AlertLevel.ORANGE, AlertLevel.BLUE))

    assert earliest([later, None, sooner]) == sooner
    assert earliest([None]) is None


def test_levels_are_ordered_from_blue_to_red() -> None:
    blue, red = AlertLevel.BLUE, AlertLevel.RED

    assert highest([AlertLevel.YELLOW, red, blue]) is red
    assert (is_higher(red, blue), is_higher(blue, red), is_higher(blue, blue)) == (True, False, False)


def test_every_indicator_has_one_row_in_force_a_day_and_reads_its_bucket_from_events() -> None:
    for day in (date(2021, 9, 22), date(2026, 1, 1)):
        keys = [row.key for row in definitions.indicators(day)]
        assert keys == sorted(set(keys)) == ["AL-27", "AL-28", "AL-29"]
    assert definitions.indicators(date(2021, 9, 21)) == []
    assert definitions.indicator("AL-29", date(2022, 1, 1)).bucket == ("benefit_id", "next_review_on")
