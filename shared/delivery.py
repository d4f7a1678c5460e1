"""Delivery of what stands in the outbox: leased, sent with no transaction open, its outcome noted.

One message at a time, except on the topics whose receiver takes several at once: those are leased together, sent in one
call and noted in one statement. A call that is refused says nothing about any one of them, so then each goes alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from pydantic import ValidationError
from sqlalchemy import ARRAY, Integer, Uuid, bindparam, column, func, select, update

from shared import trace
from shared.db import Session, SessionFactory
from shared.errors import DomainError, PeerRefused, Unavailable
from shared.outbox import WAITING, OutboxMessage
from shared.schemas.events import MOST_TOGETHER

__all__ = ["LEASE", "Send", "SendTogether", "Together", "deliver_next"]

LEASE: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
Send = Callable[[OutboxMessage], None]
SendTogether = Callable[[Sequence[OutboxMessage]], None]
Together = Mapping[str, SendTogether]
"""For each topic whose receiver takes several messages at once: how they are sent."""

_log = structlog.get_logger(__name__)

_T = OutboxMessage
_DUE = select(_T.id).where(WAITING, _T.due_at <= bindparam("now")).order_by(_T.due_at, _T.id)

_NOT_CRASHED = _T.unanswered == 0
"""An attempt without an outcome may have killed its worker: such a message goes alone, so that it takes no other along."""

_TAKEN: Final[dict[str, Any]] = {
    "attempts": _T.attempts + 1,
    "unanswered": _T.unanswered + 1,
    "due_at": bindparam("leased_until"),
}

_CLAIM = (
    update(OutboxMessage)
    .where(_T.id == _DUE.limit(1).with_for_update(skip_locked=True).scalar_subquery())
    .values(_TAKEN)
    .returning(OutboxMessage)
    .execution_options(synchronize_session=False)
)
"""Takes a message and leases it in one statement; made once, because building a statement costs more than sending it."""

_ALIKE = (
    _DUE.where(_T.topic == bindparam("of_topic"), _NOT_CRASHED)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("alike")
)
_CLAIM_ALIKE = (
    update(OutboxMessage)
    .where(_T.id == _ALIKE.c.id)
    .values(_TAKEN)
    .returning(OutboxMessage)
    .execution_options(synchronize_session=False)
)

_SENT = (
    func.unnest(bindparam("sent", type_=ARRAY(Uuid)), bindparam("tries", type_=ARRAY(Integer)))
    .table_valued(column("id", Uuid), column("attempts", Integer))
    .render_derived(name="sent")
)
_NOTE_DELIVERED = (
    update(OutboxMessage)
    .where(_T.id == _SENT.c.id, _T.attempts == _SENT.c.attempts, _T.delivered_at.is_(None))
    .values(delivered_at=bindparam("now"), last_error=None, unanswered=0)
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a message was not delivered, and whether it is given up."""

    why: str
    dead: bool = False


def deliver_next(
    factory: SessionFactory, send: Send, *, service: str, now: datetime, together: Together | None = None
) -> int:
    """Try the message that has been due longest, and others that can go with it; return how many: 0 when none is due.

    They are leased for a minute, so that another replica passes them over; a crash needs no recovery, the lease just
    ends. Failures wait 2ⁿ seconds, at most an hour. What the receiver refuses for good is kept as a dead letter after
    the last attempt; anything else is tried on.
    """
    together = together or {}
    with factory.begin() as session:
        messages = _claim(session, together, now=now)
    if not messages:
        return 0
    failures = _deliver(messages, send, together.get(messages[0].topic))
    with factory.begin() as session:
        _note(session, messages, failures, now=now)
    for message, failure in zip(messages, failures, strict=True):
        if failure is not None:
            _warn(message, failure, service=service)
    return len(messages)


def _claim(session: Session, together: Together, *, now: datetime) -> list[OutboxMessage]:
    """Lease what is due longest; if its kind goes together, more of the kind."""
    until = {"now": now, "leased_until": now + LEASE}
    messages = list(session.scalars(_CLAIM, until))
    if messages and messages[0].topic in together and not _may_have_crashed(messages[0]):
        more = until | {"of_topic": messages[0].topic, "most": MOST_TOGETHER - 1}
        messages += session.scalars(_CLAIM_ALIKE, more)
    session.expunge_all()
    return messages


def _may_have_crashed(message: OutboxMessage) -> bool:
    return message.unanswered > 1


def _deliver(messages: Sequence[OutboxMessage], send: Send, together: SendTogether | None) -> list[_Failure | None]:
    """Send together what goes together. Refused, each goes alone, until nobody answers any more."""
    failures: list[_Failure | None] = []
    if len(messages) > 1 and together is not None:
        error = _try_together(messages, together)
        if error is None or isinstance(error, Unavailable):
            return [_Failure(_describe(error)) if error else None] * len(messages)
    for message in messages:
        error = _try(message, send)
        failures.append(_failure(message, error) if error else None)
        if isinstance(error, Unavailable):
            break
    return failures + [failures[-1]] * (len(messages) - len(failures))


def _try_together(messages: Sequence[OutboxMessage], together: SendTogether) -> Exception | None:
    """Send in a trace of the call's own; each message says in which trace and for whom it was written."""
    try:
        with trace.entered(trace.Trace.begin()):
            together(messages)
    except Exception as error:  # noqa: BLE001  whatever went wrong, the messages are tried again
        return error
    return None


def _try(message: OutboxMessage, send: Send) -> Exception | None:
    """Send with the trace and the person the message was written under."""
    if message.unanswered > message.max_attempts:
        return _EveryAttemptCrashed()
    try:
        with trace.entered(trace.Trace.begin(message.trace_id), acting_for=message.acting_for):
            send(message)
    except Exception as error:  # noqa: BLE001  whatever went wrong, the message is tried again
        return error
    return None


class _EveryAttemptCrashed(Exception):
    """The message was taken as often as can be in a row, and nobody came back to say how it went."""


def _failure(message: OutboxMessage, error: Exception) -> _Failure:
    if isinstance(error, _EveryAttemptCrashed):
        return _Failure("every attempt ended in a crash", dead=True)
    refused = isinstance(error, PeerRefused) and error.final
    return _Failure(_describe(error), dead=refused and message.attempts >= message.max_attempts)


def _describe(error: Exception) -> str:
    """Say what went wrong without repeating what was sent: the text may be read by anyone who may operate messages."""
    name = type(error).__name__
    if isinstance(error, DomainError):
        return f"{name} {error.code}: {error}"
    if isinstance(error, ValidationError):
        places = error.errors(include_url=False, include_context=False, include_input=False)
        return f"{name}: " + "; ".join(f"{'.'.join(map(str, place['loc']))} {place['type']}" for place in places[:10])
    return name


def _note(
    session: Session, messages: Sequence[OutboxMessage], failures: Sequence[_Failure | None], *, now: datetime
) -> None:
    """Store the outcomes, unless somebody replaced a message or took it over after our lease had ended."""
    delivered = [message for message, failure in zip(messages, failures, strict=True) if failure is None]
    if delivered:
        tries = {"sent": [message.id for message in delivered], "tries": [message.attempts for message in delivered]}
        session.execute(_NOTE_DELIVERED, tries | {"now": now})
    for message, failure in zip(messages, failures, strict=True):
        if failure is not None:
            _note_failure(session, message, failure, now=now)


def _note_failure(session: Session, message: OutboxMessage, failure: _Failure, *, now: datetime) -> None:
    ours = (_T.id == message.id) & (_T.attempts == message.attempts) & _T.delivered_at.is_(None)
    outcome: dict[str, Any] = {"last_error": failure.why, "unanswered": 0, "due_at": now + _wait(message)}
    outcome["dead_at"] = now if failure.dead else None
    session.execute(update(OutboxMessage).where(ours).values(outcome).execution_options(synchronize_session=False))


def _wait(message: OutboxMessage) -> timedelta:
    """Return the time before the next attempt. The jitter comes from the random part of the id, so tests can foretell it."""
    jitter = 0.5 + (message.id.int + message.attempts * 7919) % 1000 / 1000
    return min(timedelta(seconds=2 ** min(message.attempts, 12)) * jitter, LONGEST_WAIT)


def _warn(message: OutboxMessage, failure: _Failure, *, service: str) -> None:
    _log.warning(
        "message not delivered",
        service=service,
        message=str(message.id),
        topic=message.topic,
        attempt=message.attempts,
        error=failure.why,
    )
