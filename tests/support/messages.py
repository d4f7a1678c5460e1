"""Messages in an outbox, and a receiver that takes them like a peer does."""

from datetime import datetime

from sqlalchemy import select

from shared.db import SessionFactory, everywhere
from shared.delivery import deliver_next
from shared.outbox import OutboxMessage, enqueue


class Receiver:
    """Takes messages like a peer does; fails as often as it is told."""

    def __init__(self, *, failures: int = 0, error: Exception | None = None) -> None:
        self.seen: list[OutboxMessage] = []
        self.failures = failures
        self.error = error or ConnectionError("仁和区 510411199003078515")

    def __call__(self, message: OutboxMessage) -> None:
        self.seen.append(message)
        if self.failures:
            self.failures -= 1
            raise self.error


def put(factory: SessionFactory, *, now: datetime, **but: object) -> OutboxMessage:
    known = {"topic": "determination.requested", "payload": {"id": "1"}, "division": "510411101", "now": now}
    with everywhere(factory) as session:
        return enqueue(session, **(known | but))


def stored(factory: SessionFactory) -> list[OutboxMessage]:
    with everywhere(factory) as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def try_next(factory: SessionFactory, receiver: Receiver, now: datetime) -> bool:
    return deliver_next(factory, receiver, service="intake", now=now) == 1
