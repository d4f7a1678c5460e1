"""Reference data changed by hand: divisions that merge (撤并), calendar years that are announced (放假通知)."""

from datetime import datetime, time, timedelta

from services.intake.actions import clocks
from services.intake.errors import DivisionNotFound
from services.intake.models.reference import CalendarYear, Division
from services.intake.queries import reference as queries
from shared import audit, events, successions
from shared.calendar import Holiday, YearDays
from shared.clock import SHANGHAI
from shared.db import Session
from shared.errors import FieldError, InvalidInput, RuleRefused
from shared.identity import Caller
from shared.outbox import enqueue
from shared.schemas.calendar import NewCalendarYear
from shared.schemas.divisions import NewSuccession


def succeed_division(session: Session, code: str, new: NewSuccession, *, caller: Caller, now: datetime) -> Division:
    """Register that a place goes on under another code (1.2-e): open work follows, history keeps the old code."""
    old, successor = queries.division_by_code(session, code), queries.division_by_code(session, new.successor)
    _require_fitting(old, successor, new)
    old.valid_to = new.effective_on - timedelta(days=1)
    old.successor = successor.code
    successions.register(session, from_code=code, to_code=successor.code, effective_on=new.effective_on)
    facts = {"successor": successor.code, "effective_on": new.effective_on.isoformat()}
    move = {"from_code": code, "to_code": successor.code, "effective_on": new.effective_on.isoformat()}
    for peer in ("eligibility", "alerts"):
        enqueue(session, topic="division.succeeded", payload={**move, "peer": peer}, division=code, now=now)
    day = datetime.combine(new.effective_on, time(), SHANGHAI)
    enqueue(session, topic="division.merge_due", payload=move, division=code, now=now, due_at=max(day, now))
    audit.record(
        session, caller=caller, action="division.merged", on="division", on_id=code, division=code, now=now, new=facts,
        reason=new.document,
    )  # fmt: skip
    events.publish(
        session,
        caller=caller,
        type="division.merged",
        subject=code,
        division=code,
        data={"code": code, **facts},
        now=now,
    )
    return old


def move_open_work(session: Session, from_code: str, to_code: str, *, caller: Caller, now: datetime) -> None:
    """Move the undecided applications, the households and running benefits of a place to its successor."""
    moved = queries.recode_open_work(session, from_code, to_code)
    audit.record(
        session, caller=caller, action="division.work_moved", on="division", on_id=from_code, division=to_code, now=now,
        new={"successor": to_code, "applications": moved},
    )  # fmt: skip


def _require_fitting(old: Division, successor: Division, new: NewSuccession) -> None:
    if old.valid_to is not None and old.successor is not None:
        raise RuleRefused("该行政区划已经登记撤并", rule="1.2-e", clause="1.2-e")
    if old.code == successor.code or old.level != successor.level or old.code[:6] != successor.code[:6]:
        message = "撤并后的区划应为同一县（区）内同级的其他区划"
        raise InvalidInput(message, errors=(FieldError("/successor", "division", message),))
    if successor.valid_to is not None and successor.valid_to < new.effective_on:
        raise DivisionNotFound


def load_calendar_year(
    session: Session, year: int, new: NewCalendarYear, *, caller: Caller, now: datetime
) -> CalendarYear:
    """Load or replace the calendar of a year (装载年度日历); every running clock it touches is reckoned anew."""
    try:
        notice = YearDays(
            year=year,
            holidays=tuple(
                Holiday(holiday.name, holiday.first_day, holiday.last_day, tuple(holiday.worked_instead))
                for holiday in new.holidays
            ),
            document=new.document,
        )
    except ValueError as error:
        raise InvalidInput(str(error), errors=(FieldError("/holidays", "calendar", str(error)),)) from None
    row = queries.calendar_year_or_none(session, year)
    if row is None:
        row = CalendarYear(year=year)
        session.add(row)
    row.document, row.days, row.loaded_by, row.loaded_at = new.document, notice.record(), caller.acts_for, now
    session.flush()
    touched = clocks.load_year(session, notice, caller=caller, now=now)
    audit.record(
        session, caller=caller, action="calendar.loaded", on="calendar_year", on_id=str(year),
        division=caller.division, now=now, new={"document": new.document, "clocks": touched},
    )  # fmt: skip
    return row
