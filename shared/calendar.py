"""The working-day calendar (工作日历): the State Council's holidays and make-up days (调休), loaded year by year.

Pure: nothing here asks the time or the database. A year without a notice is taken as Monday to Friday and every
answer that touches it is provisional, because the notice for a year appears only in the autumn before.
"""

import hashlib
import tomllib
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

_NOTICES: Final = Path(__file__).parent / "calendars"
_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a notice (放假安排): its days off, and the weekend days worked instead (调休上班)."""

    name: str
    first_day: date
    last_day: date
    worked_instead: tuple[date, ...] = ()

    def days(self) -> Iterator[date]:
        """Yield every day off, weekends inside the holiday included."""
        return _days_between(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class YearDays:
    """The notice for one year. New Year's holiday may begin in the December before."""

    year: int
    holidays: tuple[Holiday, ...]
    document: str | None = None
    """Number of the State Council's notice (文号), where it is known."""

    def __post_init__(self) -> None:
        """Refuse a notice that contradicts itself: a slip here would move every deadline of the year."""
        off: set[date] = set()
        for holiday in self.holidays:
            days = set(holiday.days())
            if not days or days & off or any(day.year not in (self.year - 1, self.year) for day in days):
                raise ValueError(f"{self.year}年“{holiday.name}”的放假日期颠倒、重叠或不属于该年")
            off |= days
        for day in (day for holiday in self.holidays for day in holiday.worked_instead):
            if day.weekday() < _SATURDAY or day in off:
                raise ValueError(f"{day} 不是周末或在放假期间，不能作为调休上班日")

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read a notice from TOML or JSON: days as dates or as ISO strings."""
        holidays = tuple(
            Holiday(
                name=entry["name"],
                first_day=_day(entry["first_day"]),
                last_day=_day(entry["last_day"]),
                worked_instead=tuple(_day(day) for day in entry["worked_instead"]),
            )
            for entry in record["holidays"]
        )
        return cls(year=record["year"], holidays=holidays, document=record.get("document"))

    def record(self) -> dict[str, Any]:
        """Return the notice in plain JSON, as ``from_record`` reads it."""
        holidays = [
            {
                "name": holiday.name,
                "first_day": holiday.first_day.isoformat(),
                "last_day": holiday.last_day.isoformat(),
                "worked_instead": [day.isoformat() for day in holiday.worked_instead],
            }
            for holiday in self.holidays
        ]
        return {"year": self.year, "document": self.document, "holidays": holidays}


class Calendar:
    """Working days over the years loaded. Immutable; ``hash`` names its content on receipts."""

    def __init__(self, years: Mapping[int, YearDays]) -> None:
        self.years: Final = dict(sorted(years.items()))
        self._off: Final = {day: holiday.name for holiday in self._holidays() for day in holiday.days()}
        self._worked: Final = {day: holiday.name for holiday in self._holidays() for day in holiday.worked_instead}
        self.hash: Final = self._digest()

    @classmethod
    def from_years(cls, years: Iterable[YearDays]) -> Self:
        """Return the calendar of these notices; of two for one year the later in the list holds."""
        return cls({notice.year: notice for notice in years})

    def _holidays(self) -> Iterator[Holiday]:
        return (holiday for notice in self.years.values() for holiday in notice.holidays)

    def _digest(self) -> str:
        """Return a digest of what decides an answer: the years, the days off and the days worked."""
        off, worked = (",".join(day.isoformat() for day in sorted(days)) for days in (self._off, self._worked))
        return hashlib.sha256(f"{sorted(self.years)}|{off}|{worked}".encode()).hexdigest()

    def is_working_day(self, day: date) -> bool:
        """Tell a working day (工作日): Monday to Friday and make-up days, less the holidays."""
        if day in self._worked:
            return True
        return day.weekday() < _SATURDAY and day not in self._off

    def is_provisional(self, day: date) -> bool:
        """Tell a day of a year whose notice is not loaded, so that it may yet turn out a holiday."""
        return day.year not in self.years

    def kind_of_day(self, day: date) -> str:
        """Say in Chinese what a day is: 工作日, 调休上班, 周末 or the name of the holiday."""
        if day in self._worked:
            return "调休上班"
        return self._off.get(day) or ("工作日" if day.weekday() < _SATURDAY else "周末")

    def add_working_days(self, start: date, amount: int) -> date:
        """Return the last of so many working days after ``start``; the start day itself is not counted (D-12)."""
        day = start
        for _ in range(amount):
            day = self.working_day_on_or_after(day + _ONE_DAY)
        return day

    def working_day_on_or_after(self, day: date) -> date:
        """Return the day itself, or the first working day after the rest days it falls in."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def first_day_after_holiday(self, day: date) -> date:
        """Return the day itself, or the first day after the statutory holiday it falls in (民法典203, D-14)."""
        while day in self._off:
            day += _ONE_DAY
        return day


def corresponding_day(start: date, months: int) -> date:
    """Return the corresponding day (对应日) so many months on, or that month's last day where there is none (D-14)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@cache
def built_in() -> Calendar:
    """Return the calendar of the notices delivered with the product."""
    return Calendar.from_years(built_in_years())


def built_in_years() -> list[YearDays]:
    """Return the notices delivered with the product, from 2021 on, oldest first."""
    return [YearDays.from_record(tomllib.loads(path.read_text("utf-8"))) for path in sorted(_NOTICES.glob("*.toml"))]


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
