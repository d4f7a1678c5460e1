"""Telling early warning of limits that are near or have passed (AL-27, AL-28), once each, and when that has ceased."""

from datetime import date, datetime, time

from services.intake.models.applications import Application, Clock
from services.intake.policy.leads import lead_days
from services.intake.rules.warnings import holds_no_more, near_from, next_word_on, word_on
from shared import events
from shared.calendar import Calendar
from shared.clock import SHANGHAI
from shared.clocks import LIMITS
from shared.db import Session
from shared.identity import service_caller
from shared.outbox import cancel, enqueue
from shared.schemas.clocks import ClockWord

DUE = "clock.due"
"""Topic of the timer of a clock; its key names the clock, so there is one."""

_EVENTS = {ClockWord.NEAR: "clock.near", ClockWord.PASSED: "clock.passed"}


def follow(
    session: Session,
    application: Application,
    clock: Clock,
    *,
    calendar: Calendar,
    standing: date | None,
    now: datetime,
) -> None:
    """Bring timer and warning into line with a clock that began, stopped, stands, goes on or was put off."""
    if clock.stopped_on is not None or (standing is not None and standing <= clock.due_on):
        if clock.told is not None:
            why = ClockWord.STANDING if clock.stopped_on is None else ClockWord.STOPPED
            _tell(session, application, clock, why, now=now)
        clock.told = None
        _set_timer(session, clock, None, now=now)
        return
    near_on = _near_from(clock, calendar)
    if holds_no_more(clock.told, word_on(now.date(), near_on=near_on, due_on=clock.due_on)):
        _tell(session, application, clock, ClockWord.MOVED, now=now)
        clock.told = None
    _set_timer(session, clock, next_word_on(clock.told, near_on=near_on, due_on=clock.due_on), now=now)


def ring(session: Session, application: Application, clock: Clock, *, calendar: Calendar, now: datetime) -> None:
    """Tell what the day of a running clock has brought, unless it was told before, and set the timer for what is next."""
    near_on = _near_from(clock, calendar)
    word = word_on(now.date(), near_on=near_on, due_on=clock.due_on)
    if word is not None and clock.told != word:
        clock.told = word.value
        _tell(session, application, clock, word, now=now)
    _set_timer(session, clock, next_word_on(clock.told, near_on=near_on, due_on=clock.due_on), now=now)


def _near_from(clock: Clock, calendar: Calendar) -> date | None:
    lead = lead_days(clock.limit_key, clock.started_on)
    return near_from(clock.due_on, lead, unit=LIMITS[clock.limit_key].unit, calendar=calendar)


def _set_timer(session: Session, clock: Clock, day: date | None, *, now: datetime) -> None:
    if day == clock.timer_on:
        return
    clock.timer_on = day
    if day is None:
        cancel(session, key=f"{DUE}:{clock.id}")
        return
    enqueue(
        session, topic=DUE, payload={"clock_id": str(clock.id), "application_id": str(clock.application_id)},
        division=clock.division, now=now, due_at=datetime.combine(day, time(), SHANGHAI), key=f"{DUE}:{clock.id}",
    )  # fmt: skip


def _tell(session: Session, application: Application, clock: Clock, word: ClockWord, *, now: datetime) -> None:
    """Publish it as the service: whoever's step brought it about, it is the calendar that speaks."""
    events.publish(
        session,
        caller=service_caller("intake"),
        type=_EVENTS.get(word, "clock.lifted"),
        subject=str(clock.id),
        division=application.division,
        data={
            "clock_id": str(clock.id),
            "application_id": str(application.id),
            "household_id": str(application.household_id),
            "limit": clock.limit_key,
            "started_on": clock.started_on.isoformat(),
            "due_on": clock.due_on.isoformat(),
            "state": word.value,
        },
        now=now,
    )
