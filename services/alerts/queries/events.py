"""Events received, one at a time and all of one thing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from services.alerts.errors import EventNotFound
from services.alerts.models.events import ReceivedEvent
from shared.db import Session, in_places
from shared.paging import Paging, Slice, page_of


def lock_subject(session: Session, source: str, subject: str) -> None:
    """Let what is told of one thing be taken in one after the other, so that each sees what came before."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"alerts{source}/{subject}", 0))))


def history_of(session: Session, source: str, subject: str) -> Sequence[ReceivedEvent]:
    """Return everything received so far about one thing, in the order in which it happened."""
    statement = select(ReceivedEvent).where(ReceivedEvent.subject == subject, ReceivedEvent.source == source)
    return session.scalars(statement.order_by(ReceivedEvent.time, ReceivedEvent.id).limit(10_000)).all()


def add_once(session: Session, event: ReceivedEvent) -> bool:
    """Add an event; False when it has come already, even a moment ago by another message."""
    try:
        with session.begin_nested():
            session.add(event)
    except IntegrityError:
        return False
    return True


def received_event_by_id(session: Session, event_id: UUID) -> ReceivedEvent:
    """Return a received event of the caller's place, or raise ``EventNotFound``."""
    statement = select(ReceivedEvent).where(ReceivedEvent.id == event_id, in_places(ReceivedEvent.division, session))
    event = session.scalar(statement)
    if event is None:
        raise EventNotFound
    return event


def received_events(session: Session, *, paging: Paging, subject: str | None = None) -> Slice[ReceivedEvent]:
    """Return received events of the caller's place, newest first."""
    statement = select(ReceivedEvent).where(in_places(ReceivedEvent.division, session))
    if subject is not None:
        statement = statement.where(ReceivedEvent.subject == subject)
    return page_of(session, statement, ReceivedEvent.id, paging)
