"""Time limits: worked cases, suspensions, and what must hold for any dates."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import built_in
from shared.clocks import LIMITS, Suspension, deadline
from shared.schemas.clocks import LimitUnit

CASES = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "cases").glob("P*.yaml"))]
CALENDAR = built_in()
starts = st.dates(date(2021, 1, 1), date(2026, 6, 30))
working_limits = st.sampled_from([limit for limit in LIMITS.values() if limit.unit is LimitUnit.WORKING_DAYS])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case_id"])
def test_a_worked_case_comes_out_as_worked(case):
    for counts, expected in ((False, case), (True, case.get("if_start_day_counts", {}))):
        for key, due_on in expected.get("expected", {}).items():
            result = deadline(LIMITS[key], case["start"], CALENDAR, count_start_day=counts)

            assert (key, result.due_on) == (key, due_on)
            assert not result.provisional
            assert result.forward_from == expected.get("forward_from", {}).get(key, result.forward_from)
    for key, days in case.get("counted", {}).items():
        assert [count.day for count in deadline(LIMITS[key], case["start"], CALENDAR).days if count.counted] == days


def test_the_explanation_says_of_each_day_why_it_counts_or_not():
    result = deadline(LIMITS["TL-LB-SURVEY"], date(2021, 9, 17), CALENDAR)

    assert [(f"{count.day:%m-%d}", count.counted, count.reason) for count in result.days] == [
        ("09-17", False, "起算日不计入"),
        ("09-18", True, "调休上班"),
        ("09-19", False, "中秋节"),
        ("09-20", False, "中秋节"),
        ("09-21", False, "中秋节"),
        ("09-22", True, "工作日"),
        ("09-23", True, "工作日"),
    ]


def test_a_suspension_over_a_holiday_puts_off_only_the_working_days_in_it():
    stop = Suspension(date(2021, 9, 30), date(2021, 10, 8), "核对")
    plain = deadline(LIMITS["TL-LB-TOTAL"], date(2021, 9, 17), CALENDAR)

    stopped = deadline(LIMITS["TL-LB-TOTAL"], date(2021, 9, 17), CALENDAR, [stop])

    assert stopped.due_on == CALENDAR.add_working_days(plain.due_on, 2)
    reasons = {count.day: count.reason for count in stopped.days}
    assert reasons[date(2021, 9, 30)] == reasons[date(2021, 10, 8)] == "停表：核对"
    assert reasons[date(2021, 10, 1)] == "国庆节"


def test_a_suspension_wholly_in_rest_days_changes_nothing():
    stop = Suspension(date(2021, 10, 1), date(2021, 10, 7), "公示")

    stopped = deadline(LIMITS["TL-LB-TOTAL"], date(2021, 9, 17), CALENDAR, [stop])

    assert stopped == deadline(LIMITS["TL-LB-TOTAL"], date(2021, 9, 17), CALENDAR)


def test_overlapping_suspensions_stop_the_clock_once():
    stops = [
        Suspension(date(2021, 9, 22), date(2021, 9, 23), "补正"),
        Suspension(date(2021, 9, 23), date(2021, 9, 24), "核对"),
    ]

    assert deadline(LIMITS["TL-LB-SURVEY"], date(2021, 9, 17), CALENDAR, stops).due_on == date(2021, 9, 27)


def test_a_public_notice_counts_weekends_and_ends_on_one():
    result = deadline(LIMITS["TL-LB-NOTICE"], date(2021, 11, 6), CALENDAR)

    assert (result.due_on, result.forward_from) == (date(2021, 11, 13), date(2021, 11, 14))


def test_a_limit_runs_on_over_the_change_of_year():
    assert deadline(LIMITS["TL-LB-COUNTY"], date(2021, 12, 27), CALENDAR).due_on == date(2022, 1, 11)


def test_a_limit_that_reaches_a_year_not_loaded_is_provisional():
    inside = deadline(LIMITS["TL-LB-SURVEY"], date(2026, 12, 28), CALENDAR)
    over = deadline(LIMITS["TL-LB-SURVEY"], date(2026, 12, 29), CALENDAR)

    assert (inside.due_on, inside.provisional) == (date(2026, 12, 31), False)
    assert (over.due_on, over.provisional) == (date(2027, 1, 1), True)


def test_three_months_from_a_death_end_on_the_corresponding_day_or_after_the_holiday():
    on_a_working_day = deadline(LIMITS["TL-LB-DEATH"], date(2021, 11, 30), CALENDAR)
    in_a_holiday = deadline(LIMITS["TL-LB-DEATH"], date(2021, 7, 1), CALENDAR)

    assert on_a_working_day.due_on == date(2022, 2, 28)
    assert in_a_holiday.due_on == CALENDAR.working_day_on_or_after(date(2021, 10, 1)) == date(2021, 10, 8)
    assert in_a_holiday.days[-1].reason == "期满日为休息日，顺延"


def test_every_limit_has_a_source_and_is_kept_under_its_key():
    for key, limit in LIMITS.items():
        assert key == limit.key
        assert limit.amount > 0
        assert limit.clause
        assert limit.rule


@given(start=starts, limit=working_limits, offset=st.integers(1, 120))
def test_one_suspended_day_moves_a_deadline_by_one_working_day_or_not_at_all(start, limit, offset):
    plain = deadline(limit, start, CALENDAR)
    day = start + timedelta(days=offset)

    stopped = deadline(limit, start, CALENDAR, [Suspension(day, day, "补正")])

    moves = CALENDAR.is_working_day(day) and day <= plain.due_on
    assert stopped.due_on == CALENDAR.add_working_days(plain.due_on, int(moves))


@given(start=starts, limit=st.sampled_from(list(LIMITS.values())), later=st.integers(0, 30))
def test_a_later_start_never_gives_an_earlier_deadline(start, limit, later):
    after = deadline(limit, start + timedelta(days=later), CALENDAR)

    assert deadline(limit, start, CALENDAR).due_on <= after.due_on


@given(start=starts, limit=st.sampled_from(list(LIMITS.values())), more=st.integers(0, 20))
def test_a_longer_limit_never_ends_earlier(start, limit, more):
    longer = deadline(replace(limit, amount=limit.amount + more), start, CALENDAR)

    assert deadline(limit, start, CALENDAR).due_on <= longer.due_on


@given(start=starts, limit=working_limits)
def test_the_days_listed_are_whole_and_count_up_to_the_limit(start, limit):
    result = deadline(limit, start, CALENDAR)

    assert [count.day for count in result.days] == [
        start + timedelta(days=n) for n in range((result.due_on - start).days + 1)
    ]
    assert sum(count.counted for count in result.days) == limit.amount
    assert result.due_on == CALENDAR.add_working_days(start, limit.amount)
