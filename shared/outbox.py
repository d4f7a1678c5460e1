"""Transactional outbox: a message is stored with the change it tells of, and delivered afterwards (``shared.delivery``).

Delivery is at least once, and order is not promised, not even between messages about one thing: a payload carries the
state, not the step, an event its id and time (and the feed its position), and the receiver keeps the message id as its
idempotency key. A message is tried for as long as it takes, at most hourly in the end; given up is
only what its receiver refuses for good. No transaction is open while a message is on the wire. A timer (办理时限, 复核,
走访) is a message with a later ``due_at`` and a key under which it can be moved or cancelled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CursorResult, Index, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from shared import trace
from shared.db import Session, SharedBase, in_places
from shared.ids import new_id
from shared.paging import Paging, Slice, page_of
from shared.plain import plain_object

__all__ = ["Lag", "OutboxMessage", "cancel", "dead_letters", "enqueue", "lag", "message_by_id", "rearm"]

MOST_ATTEMPTS: Final = 20
"""After so many a message that can never succeed is given up, and so is one that killed its worker each time."""

STUCK_AFTER: Final = 10
"""Attempts in vain, about a quarter of an hour, after which somebody should know."""


class OutboxMessage(SharedBase):
    """A message waiting to be delivered, or kept as proof that it was."""

    __tablename__ = "outbox_message"
    __table_args__ = {"info": {"no_place": "The relay sends for every place; callers see dead_letters, by place"}}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str]
    key: Mapped[str | None]
    """Names a timer, such as ``survey-due:<application>``; unique among the messages not yet delivered."""
    payload: Mapped[dict[str, Any]]
    division: Mapped[str]
    due_at: Mapped[datetime]
    """When to try it; while it is being sent, the end of the lease."""
    attempts: Mapped[int]
    max_attempts: Mapped[int]
    last_error: Mapped[str | None]
    unanswered: Mapped[int] = mapped_column(server_default="0")
    """Attempts in a row of which nobody came back to say how they went: each may have killed its worker."""
    delivered_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    trace_id: Mapped[str | None]
    acting_for: Mapped[str | None]


_T = OutboxMessage
WAITING: Final = _T.delivered_at.is_(None) & _T.dead_at.is_(None)
"""Neither delivered nor given up."""

Index("ix_outbox_message_due", _T.due_at, _T.id, postgresql_where=WAITING)
Index("ix_outbox_message_delivered", _T.delivered_at, postgresql_where=_T.delivered_at.is_not(None))
Index("ix_outbox_message_failing", _T.attempts, postgresql_where=WAITING & _T.last_error.is_not(None))
Index("ix_outbox_message_dead", _T.dead_at, postgresql_where=_T.dead_at.is_not(None))
Index("uq_outbox_message_live_key", _T.key, unique=True, postgresql_where=_T.delivered_at.is_(None))


@dataclass(frozen=True, slots=True)
class Lag:
    """How far delivery is behind."""

    due: int
    """Messages whose time has come."""
    stuck: int
    """Messages that failed many times and are still tried."""
    dead: int
    """Messages given up, waiting for a person."""
    oldest: timedelta
    """How long the oldest due message has been waiting."""


def enqueue(
    session: Session,
    *,
    topic: str,
    payload: Mapping[str, object],
    division: str,
    now: datetime,
    due_at: datetime | None = None,
    key: str | None = None,
) -> OutboxMessage:
    """Store a message in the caller's transaction.

    A key that is still waiting, dead or just being sent is replaced whole: new payload, new time, new id, attempts from
    zero. So a timer can be moved, and may set itself anew while it is being handled.
    """
    values = {
        "id": new_id(),
        "topic": topic,
        "key": key,
        "payload": plain_object(payload),
        "division": division,
        "due_at": due_at or now,
        "attempts": 0,
        "max_attempts": MOST_ATTEMPTS,
        "last_error": None,
        "unanswered": 0,
        "delivered_at": None,
        "dead_at": None,
        "created_at": now,
        "trace_id": trace.trace_id(),
        "acting_for": trace.acting_for() if due_at is None else None,
    }
    if key is not None:
        return _replace(session, values)
    message = OutboxMessage(**values)
    session.add(message)
    return message


def _replace(session: Session, values: dict[str, Any]) -> OutboxMessage:
    changed = {name: value for name, value in values.items() if name != "key"}
    statement = insert(OutboxMessage).values(**values)
    statement = statement.on_conflict_do_update(
        index_elements=[_T.key], index_where=_T.delivered_at.is_(None), set_=changed
    )
    return session.scalars(statement.returning(OutboxMessage)).one()


def cancel(session: Session, *, key: str) -> bool:
    """Remove the timer with this key; False when none is waiting. One that is just being sent still arrives."""
    return _changed(session, delete(OutboxMessage).where(_T.key == key, _T.delivered_at.is_(None)))


def lag(session: Session, now: datetime) -> Lag:
    """Return how many messages are due, stuck and given up, and how long the oldest that is due has waited."""
    due, oldest = session.execute(select(func.count(), func.min(_T.due_at)).where(WAITING, _T.due_at <= now)).one()
    in_vain = WAITING & _T.last_error.is_not(None) & (_T.attempts >= STUCK_AFTER)
    stuck = session.scalars(select(func.count()).where(in_vain)).one()
    dead = session.scalars(select(func.count()).where(_T.dead_at.is_not(None))).one()
    return Lag(due, stuck, dead, now - oldest if oldest else timedelta(0))


def dead_letters(session: Session, *, paging: Paging) -> Slice[OutboxMessage]:
    """Return messages that were given up, in the caller's places, oldest first."""
    query = select(OutboxMessage).where(_T.dead_at.is_not(None), in_places(_T.division, session))
    return page_of(session, query, OutboxMessage.id, paging, newest_first=False)


def rearm(session: Session, message_id: UUID, *, now: datetime) -> bool:
    """Give a dead letter in the caller's places a new life; False when there is none with this id."""
    dead = (_T.id == message_id) & _T.dead_at.is_not(None) & in_places(_T.division, session)
    return _changed(
        session,
        update(OutboxMessage).where(dead).values(dead_at=None, attempts=0, unanswered=0, last_error=None, due_at=now),
    )


def message_by_id(session: Session, message_id: UUID) -> OutboxMessage:
    """Return a message that is known to be there."""
    return session.get_one(OutboxMessage, message_id, populate_existing=True)


def _changed(session: Session, statement: Any) -> bool:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount > 0
