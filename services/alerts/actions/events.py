"""Receiving what the other services tell (接收事件)."""

from datetime import datetime

from services.alerts import queries
from services.alerts.errors import EventOutOfPlace
from services.alerts.models import ReceivedEvent
from shared import audit
from shared.db import Session
from shared.identity import Caller
from shared.schemas.events import PublishedEvent


def receive_event(session: Session, published: PublishedEvent, *, caller: Caller, now: datetime) -> ReceivedEvent:
    """Keep an event once, by its own id; the same event again, whoever tells it, is answered with what was kept."""
    event = published.event
    if not event.division.startswith(tuple(session.info["places"])):
        raise EventOutOfPlace
    received = ReceivedEvent(
        id=event.id,
        type=event.type,
        source=event.source,
        subject=event.subject,
        division=event.division,
        time=event.time,
        data=event.data,
        people=published.people,
        received_at=now,
    )
    if queries.add_once(session, received):
        audit.record(
            session,
            caller=caller,
            action="event.received",
            on="event",
            on_id=event.id,
            division=event.division,
            now=now,
            new={"type": event.type, "subject": event.subject},
        )
    return queries.received_event_by_id(session, event.id)
