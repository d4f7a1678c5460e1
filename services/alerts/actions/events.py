"""Receiving what the other services tell (接收事件)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.alerts.actions import calendar_years, information_base, warnings
from services.alerts.errors import EventOutOfPlace
from services.alerts.models.events import ReceivedEvent
from services.alerts.queries import events as queries
from services.alerts.queries.events import Subject
from services.alerts.rules.told import Told
from shared import audit, trace
from shared.clock import SHANGHAI
from shared.db import Session
from shared.identity import Caller
from shared.schemas.events import (
    BatchedEvent,
    CloudEvent,
    EventReceipt,
    NewReceivedEventBatch,
    PublishedEvent,
    ReceivedEventBatchView,
    ReceivedEventResult,
)


def receive_event(session: Session, published: PublishedEvent, *, caller: Caller, now: datetime) -> ReceivedEvent:
    """Keep an event once, by its own id, and let the information base and the indicators follow.

    The same event again, whoever tells it, is answered with what was kept and changes nothing.
    """
    if not _in_place(session, published.event):
        raise EventOutOfPlace("/event/division")
    _take_in(session, [BatchedEvent(event=published.event, people=published.people)], caller=caller, now=now)
    return queries.received_event_by_id(session, published.event.id)


def receive_batch(
    session: Session, batch: NewReceivedEventBatch, *, caller: Caller, now: datetime
) -> ReceivedEventBatchView:
    """Keep each event of a batch as if it had come alone. One that is refused refuses the batch: it can then come alone."""
    outside = [place for place, told in enumerate(batch.events) if not _in_place(session, told.event)]
    if outside:
        raise EventOutOfPlace(*(f"/events/{place}/event/division" for place in outside))
    new = {event.id for event in _take_in(session, batch.events, caller=caller, now=now)}
    results = [
        ReceivedEventResult(
            id=told.event.id, result=EventReceipt.RECEIVED if told.event.id in new else EventReceipt.KNOWN
        )
        for told in batch.events
    ]
    return ReceivedEventBatchView(items=results)


def _in_place(session: Session, event: CloudEvent) -> bool:
    return event.division.startswith(tuple(session.info["places"]))


def _take_in(session: Session, batch: Sequence[BatchedEvent], *, caller: Caller, now: datetime) -> Sequence[CloudEvent]:
    """Keep what is new, note each in its own trace, and settle each thing told of once; return the new events."""
    queries.lock_subjects(session, {_subject(told.event) for told in batch})
    kept = queries.add_once(session, [_row(told, now=now) for told in batch])
    new = {told.event.id: told for told in batch if told.event.id in kept}
    for told in new.values():
        with trace.entered(_trace_of(told.event), acting_for=trace.acting_for()):
            _record(session, told, caller=caller, now=now)
    _follow(session, [told.event for told in new.values()], now=now)
    return [told.event for told in new.values()]


def _subject(event: CloudEvent) -> Subject:
    return event.source, event.subject


def _trace_of(event: CloudEvent) -> trace.Trace:
    """Return the trace of the work an event tells of; in a batch every event has its own."""
    return trace.Trace.begin(event.traceid or trace.trace_id())


def _row(told: BatchedEvent, *, now: datetime) -> dict[str, Any]:
    event = told.event
    return {
        "id": event.id,
        "type": event.type,
        "source": event.source,
        "subject": event.subject,
        "division": event.division,
        "time": event.time,
        "data": event.data,
        "people": told.people,
        "received_at": now,
    }


def _record(session: Session, told: BatchedEvent, *, caller: Caller, now: datetime) -> None:
    audit.record(
        session,
        caller=caller,
        action="event.received",
        on="event",
        on_id=told.event.id,
        division=told.event.division,
        now=now,
        new={"type": told.event.type, "subject": told.event.subject},
        on_behalf_of=told.on_behalf_of,
    )


def _follow(session: Session, new: Sequence[CloudEvent], *, now: datetime) -> None:
    """Settle anew what everything told about each thing comes to, in the trace of its newest event. Clause 3.2-k.

    Households go in a fixed order: two batches that touch the same ones wait for one another, and never for each other.
    """
    newest = {_subject(event): event for event in sorted(new, key=lambda event: (_household(event), event.time))}
    if not newest:
        return
    kept = queries.histories_of(session, newest.keys())
    histories = {subject: [_told(event) for event in kept[subject]] for subject in newest}
    calendar_years.hold(session, histories.values())
    information_base.take_in(session, histories.values(), now=now)
    for subject, event in newest.items():
        with trace.entered(_trace_of(event), acting_for=trace.acting_for()):
            calendar_years.take_in(session, histories[subject])
            warnings.evaluate(session, histories[subject], now=now)


def _household(event: CloudEvent) -> str:
    return str(event.data.get("household_id", ""))


def _told(kept: ReceivedEvent) -> Told:
    return Told(kept.id, kept.type, kept.time.astimezone(SHANGHAI), kept.division, kept.data, tuple(kept.people))
