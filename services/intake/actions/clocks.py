"""The statutory clocks of an application: started, stopped, suspended and reckoned anew, always with the reason kept."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from services.intake.models.applications import Application, Clock, ClockSuspension
from services.intake.queries import applications as queries
from services.intake.queries import reference
from shared.calendar import Calendar, YearDays
from shared.clocks import LIMITS, Deadline, Suspension, deadline
from shared.db import Session
from shared.identity import Caller

_calendars: dict[reference.CalendarStamps, Calendar] = {}
"""The calendar made last, by when its years were loaded: making it costs more than asking whether it changed."""


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
    reckoned = deadline(
        LIMITS[key],
        on,
        calendar_of(session),
        _ledger(session, application, now.date()),
        count_start_day=count_start_day,
    )
    clock = Clock(
        division=application.division,
        created_at=now,
        application_id=application.id,
        limit_key=key,
        started_on=on,
        due_on=reckoned.due_on,
        provisional=reckoned.provisional,
        count_start_day=count_start_day,
    )
    session.add(clock)
    session.flush()
    _note_nearest(session, application)
    return reckoned


def stop_clocks(session: Session, application: Application, keys: Iterable[str], *, on: date) -> None:
    """Stop the running clocks with these keys; ``*`` stops all."""
    wanted = set(keys)
    for clock in _running(session, application):
        if clock.limit_key in wanted or "*" in wanted:
            clock.stopped_on = on
    session.flush()
    _note_nearest(session, application)


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


def resume(session: Session, application: Application, *, now: datetime) -> None:
    """Let the clocks go on after today, and reckon the running ones anew."""
    for entry in queries.suspensions(session, application.id):
        if entry.to_on is None and entry.from_on > now.date():
            session.delete(entry)  # ended on the day it began: no day stood still
        elif entry.to_on is None:
            entry.to_on = now.date()
    session.flush()
    reckon_anew(session, application, _running(session, application), today=now.date())


def reckon_anew(session: Session, application: Application, clocks: Sequence[Clock], *, today: date) -> None:
    """Reckon running clocks again, after a suspension ended or a calendar year was loaded."""
    calendar, ledger = calendar_of(session), _ledger(session, application, today)
    for clock in clocks:
        reckoned = deadline(
            LIMITS[clock.limit_key], clock.started_on, calendar, ledger, count_start_day=clock.count_start_day
        )
        clock.due_on, clock.provisional = reckoned.due_on, reckoned.provisional
    session.flush()
    _note_nearest(session, application)


def explained(session: Session, application: Application, *, today: date) -> list[tuple[Clock, Deadline]]:
    """Return every clock of an application with the reckoning that leads to its day."""
    calendar = calendar_of(session)
    ledger = _ledger(session, application, today)
    return [
        (
            clock,
            deadline(
                LIMITS[clock.limit_key], clock.started_on, calendar, ledger, count_start_day=clock.count_start_day
            ),
        )
        for clock in queries.clocks(session, application.id)
    ]


def load_year(session: Session, notice: YearDays, *, caller: Caller, now: datetime) -> int:
    """Reckon anew every running clock that a newly loaded year touches; return how many were looked at."""
    first_day = date(notice.year - 1, 12, 1)
    touched = queries.running_clocks_from(session, first_day)
    by_application: dict[object, list[Clock]] = {}
    for clock in touched:
        by_application.setdefault(clock.application_id, []).append(clock)
    for clocks in by_application.values():
        application = queries.application_to_change(session, clocks[0].application_id, visible_to=caller)
        reckon_anew(session, application, clocks, today=now.date())
    return len(touched)


def _running(session: Session, application: Application) -> list[Clock]:
    return [clock for clock in queries.clocks(session, application.id) if clock.stopped_on is None]


def _ledger(session: Session, application: Application, today: date) -> list[Suspension]:
    """Return the suspension ledger; an entry that is still open counts up to today."""
    entries = ((entry, entry.to_on or today) for entry in queries.suspensions(session, application.id))
    return [Suspension(entry.from_on, last, entry.reason) for entry, last in entries if last >= entry.from_on]


def _note_nearest(session: Session, application: Application) -> None:
    application.due_on = min((clock.due_on for clock in _running(session, application)), default=None)
