"""The working-day calendar, checked against an independent one for every day."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from shared.calendar import Calendar, Holiday, YearDays, built_in, built_in_years, corresponding_day

DAYS = [date(2021, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2021, 1, 1)).days + 1)]


def test_every_day_of_the_years_loaded_agrees_with_an_independent_calendar():
    differing = [day for day in DAYS if built_in().is_working_day(day) != chinese_calendar.is_workday(day)]

    assert len(DAYS) == 2191
    assert differing == []


def test_every_notice_names_its_document():
    assert [(notice.year, notice.document) for notice in built_in_years()] == [
        (2021, "国办发明电〔2020〕27号"),
        (2022, "国办发明电〔2021〕11号"),
        (2023, "国办发明电〔2022〕16号"),
        (2024, "国办发明电〔2023〕7号"),
        (2025, "国办发明电〔2024〕12号"),
        (2026, "国办发明电〔2025〕7号"),
    ]


@pytest.mark.parametrize(
    ("day", "works", "kind"),
    [
        (date(2021, 9, 17), True, "工作日"),
        (date(2021, 9, 18), True, "调休上班"),
        (date(2021, 9, 19), False, "中秋节"),
        (date(2021, 9, 25), False, "周末"),
        (date(2021, 10, 7), False, "国庆节"),
        (date(2022, 12, 31), False, "元旦"),
    ],
)
def test_a_day_is_named_by_what_it_is(day, works, kind):
    assert built_in().is_working_day(day) is works
    assert built_in().kind_of_day(day) == kind


def test_the_start_day_is_not_counted_even_when_it_is_a_working_day():
    friday = date(2021, 9, 17)

    assert built_in().add_working_days(friday, 1) == date(2021, 9, 18)
    assert built_in().add_working_days(friday, 0) == friday


def test_working_days_run_on_over_the_change_of_year():
    assert built_in().add_working_days(date(2022, 12, 29), 2) == date(2023, 1, 3)


def test_a_year_not_loaded_is_monday_to_friday_and_provisional():
    calendar = built_in()

    assert calendar.is_provisional(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 1))
    assert not calendar.is_working_day(date(2027, 1, 2))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.add_working_days(date(2026, 12, 31), 5) == date(2027, 1, 7)


def test_loading_a_year_ends_its_provisional_dates_and_changes_the_hash():
    notice = YearDays(2027, (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),), "试")
    loaded = Calendar.from_years([*built_in_years(), notice])

    assert not loaded.is_provisional(date(2027, 1, 1))
    assert loaded.add_working_days(date(2026, 12, 31), 5) == date(2027, 1, 8)
    assert loaded.hash != built_in().hash


def test_the_hash_depends_on_the_days_alone():
    again = Calendar.from_years(reversed([YearDays.from_record(notice.record()) for notice in built_in_years()]))

    assert again.hash == built_in().hash


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2021, 8, 31), 12, date(2022, 8, 31)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2021, 12, 15), 1, date(2022, 1, 15)),
        (date(2021, 1, 31), 0, date(2021, 1, 31)),
    ],
)
def test_a_month_ends_on_the_corresponding_day_or_the_last_of_the_month(start, months, expected):
    assert corresponding_day(start, months) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2021, 6, 30), date(2021, 9, 30)),
        (date(2021, 7, 1), date(2021, 10, 8)),
        (date(2021, 7, 8), date(2021, 10, 8)),
        (date(2021, 6, 25), date(2021, 9, 26)),
    ],
    ids=[
        "ends on a working day",
        "ends in a holiday",
        "the day after a holiday",
        "ends on a Saturday before a make-up day",
    ],
)
def test_a_period_of_months_that_ends_on_a_rest_day_ends_on_the_next_working_day(start, expected):
    assert built_in().working_day_on_or_after(corresponding_day(start, 3)) == expected


@pytest.mark.parametrize(
    "holidays",
    [
        (Holiday("元旦", date(2027, 1, 3), date(2027, 1, 1)),),
        (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)), Holiday("春节", date(2027, 1, 3), date(2027, 1, 5))),
        (Holiday("元旦", date(2028, 1, 1), date(2028, 1, 3)),),
        (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3), (date(2027, 1, 4),)),),
        (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3), (date(2027, 1, 3),)),),
    ],
    ids=["backwards", "overlapping", "another year", "make-up day on a Monday", "make-up day in the holiday"],
)
def test_a_notice_that_contradicts_itself_is_refused(holidays):
    with pytest.raises(ValueError, match=r"放假|调休"):
        YearDays(2027, holidays)
