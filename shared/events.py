"""Events: what has happened, in the past tense, thin, for whoever wants to know (CloudEvents 1.0).

An event is a row in the transaction of the change. The sequencer gives it its position once it is committed, and only
then do readers see it; so reading on from a position never misses one.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from shared import trace
from shared.clock import SHANGHAI
from shared.db import Session, SharedBase, in_places
from shared.identity import Caller
from shared.ids import new_id
from shared.outbox import enqueue
from shared.plain import plain_object

__all__ = ["EVENT_PUBLISHED", "Event", "as_cloudevent", "events_after", "full_type", "publish"]

EVENT_PUBLISHED: Final = "event.published"
"""Topic of the messages that carry events to our own services."""

_HEARD_BY_OTHERS: Final = frozenset({"intake", "eligibility"})
"""Services whose events another of ours takes in: the information base of alerts lives on those of intake, and a new
standard calls for reviews in intake (RV-10)."""

_SHORT_TYPE: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class Event(SharedBase):
    """Something that happened to a thing: ids, division and state, never personal data."""

    __tablename__ = "event"
    __table_args__ = {"info": {"append_only": ("position",)}}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    type: Mapped[str]
    source: Mapped[str]
    subject: Mapped[str]
    division: Mapped[str]
    county: Mapped[str]
    """County of the division; the city's own code where the event concerns the whole city."""
    time: Mapped[datetime]
    actor_role: Mapped[str]
    """Role of whoever did it; SERVICE where a timer did."""
    data: Mapped[dict[str, Any]]
    trace_id: Mapped[str | None]


Index("ix_event_unsequenced", Event.id, postgresql_where=Event.position.is_(None))
Index("ix_event_county_position", Event.county, Event.position)


def full_type(short: str) -> str:
    """Return the full type of an event: ``application.accepted`` is ``cn.doudi.application.accepted.v1``."""
    if not _SHORT_TYPE.fullmatch(short):
        raise ValueError(f"{short!r} is no event type: write it like application.accepted")
    return f"cn.doudi.{short}.v1"


def publish(
    session: Session,
    *,
    caller: Caller,
    type: str,  # noqa: A002  the standard's own name
    subject: str,
    division: str,
    data: Mapping[str, object],
    now: datetime,
    to_services: bool = True,
    people: Sequence[str] = (),
) -> Event:
    """Record an event in the caller's transaction, and send it to those of our services that listen.

    ``people`` are blind indexes (hex) of the persons concerned. They travel to our own services only; the stored event,
    which partners read, does not hold them.
    """
    service: str = session.info["service"]
    event = Event(
        id=new_id(),
        type=full_type(type),
        source=f"/{service}",
        subject=subject,
        division=division,
        county=division[:6],
        time=now,
        actor_role=caller.role.value,
        data=plain_object(data),
        trace_id=trace.trace_id(),
    )
    session.add(event)
    if to_services and service in _HEARD_BY_OTHERS:
        envelope = {"event": as_cloudevent(event), "people": list(people)}
        enqueue(session, topic=EVENT_PUBLISHED, payload=envelope, division=division, now=now)
    return event


def as_cloudevent(event: Event) -> dict[str, Any]:
    """Return the event as CloudEvents 1.0 has it in JSON. Its ``sequence`` stands there once it has a position."""
    envelope = {
        "specversion": "1.0",
        "id": str(event.id),
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time.astimezone(SHANGHAI).isoformat(),
        "datacontenttype": "application/json",
        "division": event.division,
        "county": event.county,
        "data": event.data,
    }
    if event.trace_id is not None:
        envelope["traceid"] = event.trace_id
    if event.position is not None:
        envelope["sequence"] = str(event.position)
    return envelope


def events_after(
    session: Session,
    *,
    after: int,
    limit: int,
    types: Collection[str] | None = None,
    only: Sequence[ColumnElement[bool]] = (),
) -> Sequence[Event]:
    """Return the events after a position, in order, in the caller's places; types are given in full.

    ``only`` is what else the service asks of an event before this caller may know of it.
    """
    query = select(Event).where(Event.position > after, in_places(Event.division, session), *only)
    if types is not None:
        query = query.where(Event.type.in_(types))
    return session.scalars(query.order_by(Event.position).limit(limit)).all()
