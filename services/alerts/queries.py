"""Every SELECT that alerts makes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from services.alerts.errors import EventNotFound
from services.alerts.models import ReceivedEvent
from shared.db import Session, in_places
from shared.paging import Paging, Slice, page_of


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
