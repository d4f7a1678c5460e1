"""The month that is played: its working days, as the system's own calendar has them."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from shared.clock import SHANGHAI

LENGTH: Final = 26
"""Working days from the first hand-in to the last decision."""

NOTICE_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Month:
    """Working days, the last of which lies in the month before this one, so that benefits have begun by now."""

    days: tuple[date, ...]
    paid_month: str
    """The month the benefits begin with, ``2026-11``."""

    def after_notice(self, posted: int) -> int:
        """Return the first working day after the seven days of a notice; the day it is posted does not count."""
        return bisect_left(self.days, self.days[posted] + timedelta(days=NOTICE_DAYS + 1))

    def moment(self, day: int, step: int = 0) -> datetime:
        """Return an instant of a working day: nine o'clock and some minutes for each step before."""
        return datetime.combine(self.days[day], time(9), SHANGHAI) + timedelta(minutes=7 * step)


def month_before(today: date, *, is_working: Callable[[date], bool]) -> Month:
    """Return the working days that end with the last one of the month before today's."""
    first = today.replace(day=1)
    found: list[date] = []
    day = first - timedelta(days=1)
    while len(found) < LENGTH:
        if is_working(day):
            found.append(day)
        day -= timedelta(days=1)
    return Month(tuple(reversed(found)), f"{first:%Y-%m}")
