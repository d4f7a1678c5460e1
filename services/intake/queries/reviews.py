"""Review tasks, and the events that call for them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, and_, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from services.intake.errors import EventNotFound
from services.intake.models.applications import Application
from services.intake.models.benefits import Benefit, ReviewTask
from services.intake.models.events import ReceivedEvent
from services.intake.queries.people import households_of
from shared.db import Session, in_places
from shared.identity import Caller
from shared.paging import Paging, Slice, page_of
from shared.schemas.standards import TouchedProgramme


def add_event_once(session: Session, event: dict[str, Any]) -> bool:
    """Add an event; False when it has come already, even a moment ago by another message."""
    statement = insert(ReceivedEvent).values(**event).on_conflict_do_nothing().returning(ReceivedEvent.id)
    return session.scalar(statement) is not None


def received_event_by_id(session: Session, event_id: UUID) -> ReceivedEvent:
    """Return a received event of the caller's place, or raise ``EventNotFound``."""
    statement = select(ReceivedEvent).where(ReceivedEvent.id == event_id, in_places(ReceivedEvent.division, session))
    event = session.scalar(statement)
    if event is None:
        raise EventNotFound
    return event


def add_tasks(
    session: Session,
    touched: Sequence[TouchedProgramme],
    *,
    division: str,
    event_id: UUID,
    reason: str,
    standard_id: UUID,
    effective_month: date,
    now: datetime,
) -> int:
    """Add a task for each benefit that is touched and pays in or after a month, in one statement; return how many.

    A benefit that has ended since is among them: its months that were paid are made good as well.
    """
    if not touched:
        return 0
    goes_on = or_(Benefit.end_month.is_(None), Benefit.end_month >= effective_month)
    in_place = Benefit.division.startswith(division, autoescape=True)
    chosen = (
        select(
            func.uuidv7(),
            Benefit.division,
            Benefit.id,
            literal(event_id),
            literal(reason),
            literal(standard_id),
            literal(effective_month),
            literal(now, DateTime(timezone=True)),
        )
        .join(Application, Application.id == Benefit.application_id)
        .where(in_place, goes_on, or_(*map(_is_touched, touched)))
    )
    columns = ["id", "division", "benefit_id", "event_id", "reason", "standard_id", "effective_month", "created_at"]
    statement = insert(ReviewTask).from_select(columns, chosen).on_conflict_do_nothing().returning(ReviewTask.id)
    return len(session.scalars(statement).all())


def _is_touched(by: TouchedProgramme) -> ColumnElement[bool]:
    conditions = [Benefit.programme == by.programme.value, Benefit.county.not_in(by.except_counties)]
    if by.residence is not None:
        conditions.append(Application.facts["residence"].astext == by.residence.value)
    return and_(*conditions)


def close_tasks(session: Session, benefit_id: UUID, *, now: datetime) -> None:
    """Let what was to be looked at of a benefit be done."""
    still_open = (ReviewTask.benefit_id == benefit_id, ReviewTask.done_at.is_(None))
    session.execute(update(ReviewTask).where(*still_open).values(done_at=now))


def review_tasks(
    session: Session,
    *,
    visible_to: Caller,
    paging: Paging,
    reason: str | None = None,
    is_open: bool | None = None,
    benefit_id: UUID | None = None,
) -> Slice[ReviewTask]:
    """Return the review tasks of the caller's place, newest first."""
    statement = select(ReviewTask).where(in_places(ReviewTask.division, session))
    own = households_of(visible_to)
    if own is not None:
        benefits = select(Benefit.id).where(Benefit.household_id.in_(own))
        statement = statement.where(ReviewTask.benefit_id.in_(benefits))
    if reason is not None:
        statement = statement.where(ReviewTask.reason == reason)
    if is_open is not None:
        statement = statement.where(ReviewTask.done_at.is_(None) if is_open else ReviewTask.done_at.is_not(None))
    if benefit_id is not None:
        statement = statement.where(ReviewTask.benefit_id == benefit_id)
    return page_of(session, statement, ReviewTask.id, paging, by=ReviewTask.division if own is None else None)
