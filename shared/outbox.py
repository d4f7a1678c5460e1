"""Transactional outbox: a message is stored with the change it tells of, and delivered afterwards.

Delivery is at least once, and order is not promised, not even between messages about one thing: a payload carries the
state, not the step, an event its id and time (and the feed its position), and the receiver keeps the message id as its
idempotency key. A message is tried for as long as it takes, at most hourly in the end; given up is
only what its receiver refuses for good. No transaction is open while a message is on the wire. A timer (办理时限, 复核,
走访) is a message with a later ``due_at`` and a key under which it can be moved or cancelled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy import CursorResult, Index, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from shared import trace
from shared.db import Session, SessionFactory, SharedBase, in_places
from shared.errors import DomainError, PeerRefused
from shared.ids import new_id
from shared.paging import Paging, Slice, page_of
from shared.plain import plain_object

__all__ = [
    "Lag", "OutboxMessage", "Send", "cancel", "dead_letters", "deliver_next", "enqueue", "lag", "message_by_id", "rearm",
]  # fmt: skip

LEASE: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
MOST_ATTEMPTS: Final = 20
"""After so many a message that can never succeed is given up, and so is one that killed its worker each time."""

STUCK_AFTER: Final = 10
"""Attempts in vain, about a quarter of an hour, after which somebody should know."""

_log = structlog.get_logger(__name__)


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
    delivered_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    trace_id: Mapped[str | None]
    acting_for: Mapped[str | None]


_T = OutboxMessage
_WAITING = _T.delivered_at.is_(None) & _T.dead_at.is_(None)

Index("ix_outbox_message_due", _T.due_at, _T.id, postgresql_where=_WAITING)
Index("ix_outbox_message_delivered", _T.delivered_at, postgresql_where=_T.delivered_at.is_not(None))
Index("ix_outbox_message_failing", _T.attempts, postgresql_where=_WAITING & _T.last_error.is_not(None))
Index("ix_outbox_message_dead", _T.dead_at, postgresql_where=_T.dead_at.is_not(None))
Index("uq_outbox_message_live_key", _T.key, unique=True, postgresql_where=_T.delivered_at.is_(None))

_LONGEST_DUE = (
    select(_T.id)
    .where(_WAITING, _T.due_at <= bindparam("now"))
    .order_by(_T.due_at, _T.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_CLAIM = (
    update(OutboxMessage)
    .where(_T.id == _LONGEST_DUE)
    .values(attempts=_T.attempts + 1, due_at=bindparam("leased_until"))
    .returning(OutboxMessage)
    .execution_options(synchronize_session=False)
)
"""Takes a message and leases it in one statement; made once, because building a statement costs more than sending it."""

Send = Callable[[OutboxMessage], None]


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


def deliver_next(factory: SessionFactory, send: Send, *, service: str, now: datetime) -> bool:
    """Try the message that has been due longest; return False when none is due.

    It is leased for a minute, so that another replica passes it over; a crash needs no recovery, the lease just ends.
    Failures wait 2ⁿ seconds, at most an hour. What the receiver refuses for good is kept as a dead letter after the
    last attempt; anything else is tried on.
    """
    with factory.begin() as session:
        message = _claim(session, now=now)
    if message is None:
        return False
    if message.attempts > message.max_attempts and message.last_error is None:
        outcome: dict[str, Any] = {"dead_at": now, "last_error": "every attempt ended in a crash"}
    else:
        outcome = _try(send, message, now=now)
    with factory.begin() as session:
        _settle(session, message, outcome)
    if outcome["last_error"]:
        _log.warning(
            "message not delivered",
            service=service,
            message=str(message.id),
            topic=message.topic,
            attempt=message.attempts,
            error=outcome["last_error"],
        )
    return True


def _claim(session: Session, *, now: datetime) -> OutboxMessage | None:
    message = session.scalars(_CLAIM, {"now": now, "leased_until": now + LEASE}).one_or_none()
    if message is not None:
        session.expunge(message)
    return message


def _try(send: Send, message: OutboxMessage, *, now: datetime) -> dict[str, Any]:
    """Send with the trace and the person the message was written under; return what to store about it."""
    span = trace.Trace.begin(message.trace_id)
    try:
        with trace.entered(span, acting_for=message.acting_for):
            send(message)
    except Exception as error:  # noqa: BLE001  whatever went wrong, the message is tried again
        dead = message.attempts >= message.max_attempts and isinstance(error, PeerRefused) and error.final
        return {
            "last_error": _describe(error),
            "due_at": now + _wait(message),
            "dead_at": now if dead else None,
        }
    return {"last_error": None, "delivered_at": now}


def _wait(message: OutboxMessage) -> timedelta:
    """Return the time before the next attempt. The jitter comes from the random part of the id, so tests can foretell it."""
    jitter = 0.5 + (message.id.int + message.attempts * 7919) % 1000 / 1000
    return min(timedelta(seconds=2 ** min(message.attempts, 12)) * jitter, LONGEST_WAIT)


def _settle(session: Session, message: OutboxMessage, outcome: dict[str, Any]) -> None:
    """Store the outcome, unless somebody replaced the message or took it over after our lease had ended."""
    ours = (_T.id == message.id) & (_T.attempts == message.attempts) & _T.delivered_at.is_(None)
    session.execute(update(OutboxMessage).where(ours).values(**outcome).execution_options(synchronize_session=False))


def _describe(error: Exception) -> str:
    """Say what went wrong without repeating what was sent: the text may be read by anyone who may operate messages."""
    name = type(error).__name__
    if isinstance(error, DomainError):
        return f"{name} {error.code}: {error}"
    if isinstance(error, ValidationError):
        places = error.errors(include_url=False, include_context=False, include_input=False)
        return f"{name}: " + "; ".join(f"{'.'.join(map(str, place['loc']))} {place['type']}" for place in places[:10])
    return name


def lag(session: Session, now: datetime) -> Lag:
    """Return how many messages are due, stuck and given up, and how long the oldest that is due has waited."""
    due, oldest = session.execute(select(func.count(), func.min(_T.due_at)).where(_WAITING, _T.due_at <= now)).one()
    in_vain = _WAITING & _T.last_error.is_not(None) & (_T.attempts >= STUCK_AFTER)
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
        session, update(OutboxMessage).where(dead).values(dead_at=None, attempts=0, last_error=None, due_at=now)
    )


def message_by_id(session: Session, message_id: UUID) -> OutboxMessage:
    """Return a message that is known to be there."""
    return session.get_one(OutboxMessage, message_id, populate_existing=True)


def _changed(session: Session, statement: Any) -> bool:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount > 0
