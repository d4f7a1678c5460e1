"""Receiving what the other services tell (接收事件)."""

from datetime import datetime

from services.alerts.actions import information_base, warnings
from services.alerts.errors import EventOutOfPlace
from services.alerts.models.events import ReceivedEvent
from services.alerts.queries import events as queries
from services.alerts.rules.told import Told
from shared import audit
from shared.clock import SHANGHAI
from shared.db import Session
from shared.identity import Caller
from shared.schemas.events import PublishedEvent


def receive_event(session: Session, published: PublishedEvent, *, caller: Caller, now: datetime) -> ReceivedEvent:
    """Keep an event once, by its own id, and let the information base and the indicators follow.

    The same event again, whoever tells it, is answered with what was kept and changes nothing.
    """
    event = published.event
    if not event.division.startswith(tuple(session.info["places"])):
        raise EventOutOfPlace
    queries.lock_subject(session, event.source, event.subject)
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
        _follow(session, event.source, event.subject, now=now)
    return queries.received_event_by_id(session, event.id)


def _follow(session: Session, source: str, subject: str, *, now: datetime) -> None:
    """Settle anew what everything told about a thing comes to. Clause 3.2-k."""
    history = [
        Told(kept.id, kept.type, kept.time.astimezone(SHANGHAI), kept.division, kept.data, tuple(kept.people))
        for kept in queries.history_of(session, source, subject)
    ]
    information_base.take_in(session, history, now=now)
    warnings.evaluate(session, history, now=now)
