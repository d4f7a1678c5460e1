"""The working calendar as intake told it last."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from services.alerts.models.reference import CalendarYear
from shared.calendar import Calendar, YearDays
from shared.db import Session

_Stamps = tuple[tuple[int, datetime], ...]

_LOCK: Final = func.hashtextextended("doudi.alerts.calendar", 0)

_calendars: dict[_Stamps, Calendar] = {}
"""The calendar made last, by the years it has and when each was told: making it costs more than asking that."""


def hold(session: Session) -> None:
    """Let no year be loaded beside this transaction, which reckons by the calendar; others may hold it too.

    It is held before any alert is locked: whoever loads a year waits for alerts, and nobody waits for him with one.
    """
    session.execute(select(func.pg_advisory_xact_lock_shared(_LOCK)))


def hold_alone(session: Session) -> None:
    """Let nothing be reckoned by the calendar beside this transaction, which loads a year."""
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def calendar_of(session: Session) -> Calendar:
    """Return the working calendar as it is known now."""
    statement = select(CalendarYear.year, CalendarYear.told_at).order_by(CalendarYear.year).limit(300)
    stamps = tuple((year, told_at) for year, told_at in session.execute(statement))
    calendar = _calendars.get(stamps)
    if calendar is None:
        years = session.scalars(select(CalendarYear).order_by(CalendarYear.year).limit(300))
        calendar = Calendar.from_years(YearDays.from_record(row.days) for row in years)
        _calendars.clear()
        _calendars[stamps] = calendar
    return calendar


def put_year(session: Session, notice: YearDays, *, told_at: datetime) -> None:
    """Keep the days of a year in place of what was known of it."""
    values = {"days": notice.record(), "told_at": told_at}
    statement = insert(CalendarYear).values(year=notice.year, **values)
    session.execute(statement.on_conflict_do_update(index_elements=[CalendarYear.year], set_=values))
