"""Events received, one at a time and all of one thing."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text, tuple_
from sqlalchemy.dialects.postgresql import insert

from services.alerts.errors import EventNotFound
from services.alerts.models.events import ReceivedEvent
from shared.db import Session, in_places
from shared.paging import Paging, Slice, page_of

Subject = tuple[str, str]
"""What an event is about: the service that tells it, and the thing."""

_MOST_OF_ONE: Final = 10_000

_LOCK_SUBJECTS: Final = text(
    """
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended('alerts' || source || '/' || subject, 0) as lock
        from unnest(cast(:sources as text[]), cast(:subjects as text[])) as told (source, subject)
       order by lock
    ) as in_order
    """
)
"""All at once and always in the same order, so that two batches wait for one another and never for each other."""


def lock_subjects(session: Session, subjects: Collection[Subject]) -> None:
    """Let what is told of one thing be taken in one after the other, so that each sees what came before."""
    sources, things = zip(*subjects, strict=True)
    session.execute(_LOCK_SUBJECTS, {"sources": list(sources), "subjects": list(things)})


def histories_of(session: Session, subjects: Collection[Subject]) -> dict[Subject, list[ReceivedEvent]]:
    """Return everything received so far about things, of each in the order in which it happened."""
    statement = select(ReceivedEvent).where(tuple_(ReceivedEvent.source, ReceivedEvent.subject).in_(subjects))
    statement = statement.order_by(ReceivedEvent.time, ReceivedEvent.id).limit(_MOST_OF_ONE * len(subjects))
    found: dict[Subject, list[ReceivedEvent]] = {subject: [] for subject in subjects}
    for event in session.scalars(statement):
        found[event.source, event.subject].append(event)
    return found


def add_once(session: Session, events: Sequence[dict[str, Any]]) -> set[UUID]:
    """Add events and return which are new; the others have come already, even a moment ago by another message."""
    statement = insert(ReceivedEvent).on_conflict_do_nothing().returning(ReceivedEvent.id)
    return set(session.scalars(statement, events))


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
    return page_of(session, statement, ReceivedEvent.id, paging, by=ReceivedEvent.division if subject is None else None)
