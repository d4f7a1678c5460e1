"""The working calendar as intake told it last."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.alerts.models.alerts import Alert
from services.alerts.models.reference import CalendarYear
from shared.calendar import Calendar, YearDays
from shared.db import Session

_Stamps = tuple[tuple[int, datetime], ...]

_calendars: dict[_Stamps, Calendar] = {}
"""The calendar made last, by the years it has and when each was told: making it costs more than asking that."""


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


def alerts_due_from(session: Session, first_day: date) -> Sequence[Alert]:
    """Lock and return the alerts whose present step is due on a day or later, by id."""
    statement = select(Alert).where(Alert.due_at >= first_day, Alert.due_since.is_not(None))
    return session.scalars(statement.order_by(Alert.id).with_for_update()).all()
