"""What eligibility tells calls for reviews (标准调整复核), RV-10."""

from datetime import datetime
from typing import Final
from uuid import UUID

from services.intake.errors import EventOutOfPlace
from services.intake.models.events import ReceivedEvent
from services.intake.queries import reviews as queries
from services.intake.rules.ages import first_of_month
from shared import audit
from shared.db import Session
from shared.events import full_type
from shared.identity import Caller
from shared.schemas.codes import ReviewReason
from shared.schemas.events import CloudEvent, PublishedEvent
from shared.schemas.standards import PublishedStandard

_STANDARD_PUBLISHED: Final = full_type("standard.published")


def receive_event(session: Session, published: PublishedEvent, *, caller: Caller, now: datetime) -> ReceivedEvent:
    """Keep an event once, by its own id, and call for what it asks for.

    The same event again, whoever tells it, is answered with what was kept and changes nothing. One of a type that asks
    for nothing is kept all the same. Clause 3.5-a.
    """
    event = published.event
    if not event.division.startswith(tuple(session.info["places"])):
        raise EventOutOfPlace
    if queries.add_event_once(session, _row(event, now=now)):
        called = _call_for_reviews(session, event, now=now) if event.type == _STANDARD_PUBLISHED else 0
        audit.record(
            session,
            caller=caller,
            action="event.received",
            on="event",
            on_id=event.id,
            division=event.division,
            now=now,
            new={"type": event.type, "subject": event.subject, "review_tasks": called},
        )
    return queries.received_event_by_id(session, event.id)


def _call_for_reviews(session: Session, event: CloudEvent, *, now: datetime) -> int:
    """Record one task for each benefit whose amount hangs on the standard, from the first month it is in force."""
    told = PublishedStandard.model_validate(event.data)
    return queries.add_tasks(
        session,
        told.touched,
        division=event.division,
        event_id=event.id,
        reason=ReviewReason.STANDARD_CHANGE.value,
        standard_id=UUID(str(told.standard_id)),
        effective_month=first_of_month(told.valid_from),
        now=now,
    )


def _row(event: CloudEvent, *, now: datetime) -> dict[str, object]:
    kept = event.model_dump(include={"id", "type", "source", "subject", "division", "time", "data"})
    return kept | {"received_at": now}
