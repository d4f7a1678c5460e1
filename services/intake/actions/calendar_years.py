"""The working calendar of a year, as the State Council announced it (放假通知): loaded by the city for every county."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake.actions import clocks
from services.intake.errors import CityOnly
from services.intake.models.reference import CalendarYear
from services.intake.queries import reference as queries
from shared import audit, events
from shared.calendar import Holiday, YearDays
from shared.db import Session
from shared.errors import FieldError, InvalidInput, PreconditionRequired, StaleVersion
from shared.identity import CITY, Caller
from shared.outbox import enqueue
from shared.schemas.calendar import NewCalendarYear


def load_calendar_year(
    session: Session, year: int, new: NewCalendarYear, *, version: int | None, caller: Caller, now: datetime
) -> CalendarYear:
    """Load or replace the calendar of a year (装载年度日历); the clocks it touches are reckoned anew in the background."""
    if caller.division != CITY:
        raise CityOnly
    notice = _notice(year, new)
    row = _to_load(session, year, version)
    row.document, row.days, row.loaded_by, row.loaded_at = new.document, notice.record(), caller.acts_for, now
    session.flush()
    _go_on(session, year, after=None, now=now)
    events.publish(
        session, caller=caller, type="calendar_year.loaded", subject=str(year), division=CITY, data=row.days, now=now
    )  # fmt: skip
    audit.record(
        session, caller=caller, action="calendar.loaded", on="calendar_year", on_id=str(year), division=CITY, now=now,
        new={"document": new.document},
    )  # fmt: skip
    return row


def reckon_clocks(session: Session, year: int, *, after: UUID | None, caller: Caller, now: datetime) -> None:
    """Reckon anew a batch of the clocks of every county that a newly loaded year touches, and ask for the next."""
    looked_at, last = clocks.reckon_year_anew(session, year, after=after, caller=caller, now=now)
    if last is not None:
        _go_on(session, year, after=last, now=now)
    new: dict[str, Any] = {"applications": looked_at}
    audit.record(
        session, caller=caller, action="calendar.clocks_reckoned", on="calendar_year", on_id=str(year), division=CITY,
        now=now, new=new,
    )  # fmt: skip


def _go_on(session: Session, year: int, *, after: UUID | None, now: datetime) -> None:
    """Ask for a batch; a year that is loaded again meanwhile begins from the start."""
    enqueue(
        session, topic="calendar.loaded", payload={"year": year, "after": after and str(after)}, division=CITY,
        now=now, key=f"calendar:{year}",
    )  # fmt: skip


def _notice(year: int, new: NewCalendarYear) -> YearDays:
    """Return the notice; raise where it contradicts itself."""
    holidays = tuple(
        Holiday(holiday.name, holiday.first_day, holiday.last_day, tuple(holiday.worked_instead))
        for holiday in new.holidays
    )
    try:
        return YearDays(year=year, holidays=holidays, document=new.document)
    except ValueError as error:
        raise InvalidInput(str(error), errors=(FieldError("/holidays", "calendar", str(error)),)) from None


def _to_load(session: Session, year: int, version: int | None) -> CalendarYear:
    """Return the row to fill; a year that is loaded is replaced only by who has read what it says now."""
    row = queries.calendar_year_to_load(session, year)
    if row is None and version is None:
        row = CalendarYear(year=year)
        session.add(row)
        return row
    if row is None or (version is not None and row.version != version):
        raise StaleVersion("该年度日历已被他人更新，请重新读取后再装载")
    if version is None:
        raise PreconditionRequired("该年度日历已经装载，替换前须先读取，并在 If-Match 中带上版本。")
    return row
