from datetime import date

import pytest

from services.intake.rules.ages import age_on, first_of_month, months_between, next_month
from services.intake.rules.reviews import last_entitled_month, review_class, review_due_on


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2003, 11, 16), date(2021, 11, 15), 17),
        (date(2003, 11, 15), date(2021, 11, 15), 18),
        (date(2003, 11, 14), date(2021, 11, 15), 18),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
    ],
)
def test_the_birthday_itself_counts(birth, day, age):
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2021, 12, 1), date(2022, 1, 1)),
        (date(2021, 12, 31), date(2022, 1, 1)),
        (date(2022, 1, 31), date(2022, 2, 1)),
        (date(2022, 11, 30), date(2022, 12, 1)),
    ],
)
def test_a_benefit_starts_on_the_first_of_the_month_after(day, month):
    assert next_month(day) == month


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2021, 11, 1), date(2021, 11, 30), 1),
        (date(2021, 11, 30), date(2022, 2, 1), 4),
        (date(2021, 12, 1), date(2021, 11, 30), 0),
    ],
)
def test_months_are_counted_with_both_ends(first, last, count):
    months = months_between(first, last)
    assert len(months) == count
    assert all(month == first_of_month(month) for month in months)


@pytest.mark.parametrize(
    ("able", "confirmed", "due"),
    [
        (True, date(2021, 8, 31), date(2022, 2, 28)),
        (True, date(2021, 12, 10), date(2022, 6, 10)),
        (False, date(2021, 12, 10), date(2022, 12, 10)),
        (False, date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_household_with_somebody_able_to_work_is_reviewed_twice_as_often(able, confirmed, due):
    assert review_due_on(confirmed, review_class(able, valid_until=None), {}) == due


def test_the_interval_is_that_in_force_where_the_determination_names_one():
    assert review_due_on(date(2021, 12, 10), "B", {"A": 12, "B": 3}) == date(2022, 3, 10)


@pytest.mark.parametrize("able", [True, False])
def test_a_status_recognised_for_a_time_is_of_class_b_whoever_can_work(able):
    assert review_class(able, valid_until=date(2022, 5, 23)) == "B"


@pytest.mark.parametrize(
    ("decided", "died", "last"),
    [
        (date(2021, 11, 30), None, date(2021, 11, 1)),
        (date(2021, 12, 1), None, date(2021, 12, 1)),
        (date(2021, 12, 31), None, date(2021, 12, 1)),
        (date(2021, 12, 15), date(2021, 12, 1), date(2021, 12, 1)),
        (date(2021, 12, 15), date(2021, 11, 30), date(2021, 11, 1)),
        (date(2022, 1, 1), date(2021, 12, 31), date(2021, 12, 1)),
    ],
)
def test_a_benefit_ends_with_the_month_of_the_decision_or_of_the_death_before_it(decided, died, last):
    assert last_entitled_month(decided, died_on=died) == last
