"""When a limit is near and when it has passed (办理时限预警): what intake tells early warning, and from which day."""

from datetime import date, timedelta

from shared.calendar import Calendar
from shared.schemas.clocks import ClockWord, LimitUnit

_ONE_DAY = timedelta(days=1)
_RANK = {None: 0, ClockWord.NEAR: 1, ClockWord.PASSED: 2}


def near_from(due_on: date, lead: int | None, *, unit: LimitUnit, calendar: Calendar) -> date | None:
    """The first day on which a limit is near, so many of its own days before the last; None where nothing is said."""
    if lead is None:
        return None
    day = due_on
    for _ in range(lead):
        day -= _ONE_DAY
        while unit is LimitUnit.WORKING_DAYS and not calendar.is_working_day(day):
            day -= _ONE_DAY
    return day


def word_on(today: date, *, near_on: date | None, due_on: date) -> ClockWord | None:
    """What is to be told of a running limit on a day: nothing yet, that it is near, or that it has passed."""
    if today > due_on:
        return ClockWord.PASSED
    return ClockWord.NEAR if near_on is not None and today >= near_on else None


def next_word_on(told: str | None, *, near_on: date | None, due_on: date) -> date | None:
    """The day on which there is more to tell of a running limit, after what has been told; None when all is said."""
    if told == ClockWord.PASSED:
        return None
    return near_on if told is None and near_on is not None else due_on + _ONE_DAY


def holds_no_more(told: str | None, word: ClockWord | None) -> bool:
    """Whether what was told has ceased to be so, because the day was put off. Rule AL-27, clause 3.2-k."""
    return _RANK[ClockWord(told) if told else None] > _RANK[word]
