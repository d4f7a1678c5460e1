"""When a limit is near and when it has passed, on the line and a day to either side (AL-27, RV-04, 3.2-k)."""

from datetime import date

import pytest

from services.intake.policy.leads import REVIEW, lead_days
from services.intake.rules.reviews import review_near_from
from services.intake.rules.warnings import holds_no_more, near_from, next_word_on, word_on
from shared.calendar import built_in
from shared.clocks import LIMITS
from shared.schemas.clocks import ClockWord, LimitUnit

THURSDAY = date(2021, 11, 18)
NEAR = date(2021, 11, 17)


@pytest.mark.parametrize(
    ("due_on", "lead", "near_on"),
    [
        (THURSDAY, 1, NEAR),
        (date(2021, 11, 22), 1, date(2021, 11, 19)),
        (date(2021, 10, 8), 1, date(2021, 9, 30)),
        (date(2021, 10, 11), 3, date(2021, 9, 30)),
        (THURSDAY, None, None),
    ],
)
def test_a_limit_is_near_so_many_working_days_before(due_on: date, lead: int | None, near_on: date | None) -> None:
    assert near_from(due_on, lead, unit=LimitUnit.WORKING_DAYS, calendar=built_in()) == near_on


def test_calendar_days_are_counted_through_weekends() -> None:
    assert near_from(date(2021, 11, 22), 3, unit=LimitUnit.DAYS, calendar=built_in()) == date(2021, 11, 19)


@pytest.mark.parametrize(
    ("today", "word"),
    [
        (date(2021, 11, 16), None),
        (NEAR, ClockWord.NEAR),
        (THURSDAY, ClockWord.NEAR),
        (date(2021, 11, 19), ClockWord.PASSED),
    ],
)
def test_what_is_told_on_a_day(today: date, word: ClockWord | None) -> None:
    assert word_on(today, near_on=NEAR, due_on=THURSDAY) is word


def test_without_a_lead_it_is_told_only_once_it_has_passed() -> None:
    assert word_on(THURSDAY, near_on=None, due_on=THURSDAY) is None
    assert next_word_on(None, near_on=None, due_on=THURSDAY) == date(2021, 11, 19)


def test_after_near_comes_passed_and_after_that_nothing() -> None:
    following = [next_word_on(told, near_on=NEAR, due_on=THURSDAY) for told in (None, "NEAR", "PASSED")]

    assert following == [NEAR, date(2021, 11, 19), None]


@pytest.mark.parametrize(
    ("told", "word", "ceased"),
    [
        (None, None, False),
        ("NEAR", ClockWord.NEAR, False),
        ("NEAR", ClockWord.PASSED, False),
        ("NEAR", None, True),
        ("PASSED", ClockWord.NEAR, True),
    ],
)
def test_what_was_told_ceases_to_hold_when_the_day_is_put_off(
    told: str | None, word: ClockWord | None, ceased: bool
) -> None:
    assert holds_no_more(told, word) is ceased


def test_a_lead_holds_from_its_day_on_and_names_limits_that_exist() -> None:
    before, since = date(2021, 6, 30), date(2021, 7, 1)

    assert (lead_days(REVIEW, before), lead_days(REVIEW, since)) == (None, 30)
    known = {key: lead_days(key, since) for key in LIMITS}
    assert {key for key, lead in known.items() if lead is None} == {
        "TL-LB-NOTICE", "TL-LB-DEATH", "TL-APPEAL-REVIEW", "TL-APPEAL-SUIT",
    }  # fmt: skip
    assert review_near_from(date(2022, 11, 23), 30) == date(2022, 10, 24)
    assert review_near_from(date(2022, 11, 23), None) is None
