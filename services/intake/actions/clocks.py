"""The statutory clocks of an application: started, stopped, suspended and reckoned anew, always with the reason kept."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from services.intake.actions import warnings
from services.intake.models.applications import Application, Clock, ClockSuspension
from services.intake.queries import applications as application_queries
from services.intake.queries import clocks as queries
from services.intake.queries import reference
from shared.calendar import Calendar, YearDays
from shared.clocks import LIMITS, Deadline, Suspension, deadline
from shared.db import Session
from shared.identity import Caller
from shared.ids import new_id

_AT_ONCE = 200
"""Applications reckoned anew in one transaction: their locks are not held long."""

_calendars: dict[reference.CalendarStamps, Calendar] = {}
"""The calendar made last, by the versions of its years: making it costs more than asking whether it changed."""


def calendar_of(session: Session) -> Calendar:
    """Return the working calendar as it is loaded now."""
    stamps = reference.calendar_stamps(session)
    calendar = _calendars.get(stamps)
    if calendar is None:
        calendar = Calendar.from_years(YearDays.from_record(year.days) for year in reference.calendar_years(session))
        _calendars.clear()
        _calendars[stamps] = calendar
    return calendar


def start_clock(
    session: Session, application: Application, key: str, *, on: date, now: datetime, count_start_day: bool = False
) -> Deadline:
    """Start a limit on a day and return when it ends."""
    return start_clocks(session, application, [key], on=on, now=now, count_start_day=count_start_day)[0]


def start_clocks(
    session: Session,
    application: Application,
    keys: Iterable[str],
    *,
    on: date,
    now: datetime,
    count_start_day: bool = False,
) -> list[Deadline]:
    """Start limits on a day and return when they end; they are written once, with the step that starts them."""
    with session.no_autoflush:
        calendar, ledger = calendar_of(session), queries.suspensions(session, application.id)
        started = [_clock(application, key, on=on, now=now, count_start_day=count_start_day) for key in keys]
        reckoned = [_put_right(clock, calendar, ledger, until=now.date()) for clock in started]
        session.add_all(started)
        _follow_up(session, application, started, calendar=calendar, ledger=ledger, now=now)
    return reckoned


def _clock(application: Application, key: str, *, on: date, now: datetime, count_start_day: bool) -> Clock:
    return Clock(
        id=new_id(),  # known before it is written, for its timer
        division=application.division,
        created_at=now,
        application_id=application.id,
        limit_key=key,
        started_on=on,
        count_start_day=count_start_day,
    )


def stop_clocks(session: Session, application: Application, keys: Iterable[str], *, on: date, now: datetime) -> None:
    """Stop the running clocks with these keys; ``*`` stops all. Days on which they stood count for none of them."""
    wanted = set(keys)
    stopping = [clock for clock in _running(session, application) if clock.limit_key in wanted or "*" in wanted]
    if not stopping:
        return
    calendar, ledger = calendar_of(session), queries.suspensions(session, application.id)
    for clock in stopping:
        _put_right(clock, calendar, ledger, until=on)
        clock.stopped_on = on
    _follow_up(session, application, stopping, calendar=calendar, ledger=ledger, now=now)


def suspend(session: Session, application: Application, reason: str, *, now: datetime) -> None:
    """Let the clocks stand from tomorrow, because the time is the applicant's (停表)."""
    session.add(
        ClockSuspension(
            division=application.division,
            created_at=now,
            application_id=application.id,
            from_on=now.date() + timedelta(days=1),
            reason=reason,
        )
    )
    session.flush()
    calendar, ledger = calendar_of(session), queries.suspensions(session, application.id)
    _follow_up(session, application, _running(session, application), calendar=calendar, ledger=ledger, now=now)


def resume(session: Session, application: Application, *, now: datetime) -> None:
    """Let the clocks go on after today, and reckon the running ones anew."""
    for entry in queries.suspensions(session, application.id):
        if entry.to_on is None and entry.from_on > now.date():
            session.delete(entry)  # ended on the day it began: no day stood still
        elif entry.to_on is None:
            entry.to_on = now.date()
    session.flush()
    _reckon_running(session, application, now=now)


def call_due(session: Session, application_id: UUID, clock_id: UUID, *, caller: Caller, now: datetime) -> None:
    """Let a clock whose day has come be told to early warning; one that has stopped or stands is left as it is."""
    application = application_queries.application_to_change(session, application_id, visible_to=caller)
    standing = standing_since(session, application)
    for clock in _running(session, application):
        if clock.id == clock_id and (standing is None or clock.due_on < standing):
            warnings.ring(session, application, clock, calendar=calendar_of(session), now=now)


def _reckon_running(session: Session, application: Application, *, now: datetime) -> None:
    """Reckon the running clocks again: a suspension ended, or a calendar year was loaded."""
    clocks = _running(session, application)
    calendar, ledger = calendar_of(session), queries.suspensions(session, application.id)
    for clock in clocks:
        _put_right(clock, calendar, ledger, until=now.date())
    _follow_up(session, application, clocks, calendar=calendar, ledger=ledger, now=now)


def _put_right(clock: Clock, calendar: Calendar, ledger: Sequence[ClockSuspension], *, until: date) -> Deadline:
    reckoned = _reckoned(clock, calendar, ledger, until=until)
    clock.due_on, clock.provisional = reckoned.due_on, reckoned.provisional
    return reckoned


def _follow_up(
    session: Session,
    application: Application,
    clocks: Sequence[Clock],
    *,
    calendar: Calendar,
    ledger: Sequence[ClockSuspension],
    now: datetime,
) -> None:
    """Let everything that goes by these clocks follow: their timers and warnings, and the nearest day of the case.

    Nothing is written in between, so that a step writes each row once.
    """
    standing = _stand_from(ledger)
    with session.no_autoflush:
        for clock in clocks:
            warnings.follow(session, application, clock, calendar=calendar, standing=standing, now=now)
        _note_nearest(session, application, clocks, standing=standing)


def explained(session: Session, application: Application, *, today: date) -> list[tuple[Clock, Deadline]]:
    """Return every clock of an application with the reckoning that leads to its day.

    A suspension that is still open counts up to today, so while a clock stands its day moves on with the days. What
    came after a clock had stopped does not concern it.
    """
    calendar, ledger = calendar_of(session), queries.suspensions(session, application.id)
    return [
        (clock, _reckoned(clock, calendar, ledger, until=clock.stopped_on or today))
        for clock in queries.clocks(session, application.id)
    ]


def standing_since(session: Session, application: Application) -> date | None:
    """Return the first day on which the clocks stand, if they do or are about to."""
    return _stand_from(queries.suspensions(session, application.id))


def _stand_from(ledger: Sequence[ClockSuspension]) -> date | None:
    return next((entry.from_on for entry in ledger if entry.to_on is None), None)


def reckon_year_anew(
    session: Session, year: int, *, after: UUID | None, caller: Caller, now: datetime
) -> tuple[int, UUID | None]:
    """Reckon anew a batch of the running clocks that a newly loaded year touches.

    Return how many applications were looked at, and the one to go on after; None when there are no more.
    """
    first_day = date(year - 1, 12, 1)  # New Year's holiday may begin in the December before
    found = queries.applications_with_clocks_from(session, first_day, after=after, limit=_AT_ONCE)
    for application_id in found:
        application = application_queries.application_to_change(session, application_id, visible_to=caller)
        _reckon_running(session, application, now=now)
    return len(found), found[-1] if len(found) == _AT_ONCE else None


def _running(session: Session, application: Application) -> list[Clock]:
    return [clock for clock in queries.clocks(session, application.id) if clock.stopped_on is None]


def _reckoned(clock: Clock, calendar: Calendar, ledger: Sequence[ClockSuspension], *, until: date) -> Deadline:
    """Return the reckoning of a clock with the suspension ledger as it was up to a day."""
    known = ((entry, min(entry.to_on or until, until)) for entry in ledger)
    stops = [Suspension(entry.from_on, last, entry.reason) for entry, last in known if last >= entry.from_on]
    return deadline(LIMITS[clock.limit_key], clock.started_on, calendar, stops, count_start_day=clock.count_start_day)


def _note_nearest(session: Session, application: Application, begun: Sequence[Clock], *, standing: date | None) -> None:
    """Keep the nearest day with the application. A clock that stands has none: its day moves on every day."""
    clocks = {clock.id: clock for clock in [*_running(session, application), *begun] if clock.stopped_on is None}
    days = [clock.due_on for clock in clocks.values() if standing is None or clock.due_on < standing]
    application.due_on = min(days, default=None)
