"""How long what has done its work is kept (数据留存): delivered messages, whose payloads hold facts, and idempotency keys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self

from sqlalchemy import CursorResult, delete, select, tuple_

from shared.db import SessionFactory
from shared.idempotency import IdempotencyRecord
from shared.outbox import OutboxMessage
from shared.settings import CommonSettings

__all__ = ["Keep", "purge"]

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long."""

    delivered: timedelta = timedelta(days=30)
    """Delivered messages. One that waits or was given up stays until it is dealt with."""
    keys: timedelta = timedelta(days=7)
    """Idempotency keys; a repeat that comes later is a first again."""

    @classmethod
    def of(cls, settings: CommonSettings) -> Self:
        """Return what the settings say."""
        return cls(timedelta(days=settings.keep_delivered_days), timedelta(days=settings.keep_keys_days))


def purge(factory: SessionFactory, keep: Keep, *, now: datetime) -> int:
    """Delete one small batch of each that was kept long enough; return how many rows went. Replicas pass each other by."""
    message, record = OutboxMessage, IdempotencyRecord
    delivered = (
        select(message.id)
        .where(message.delivered_at < now - keep.delivered)
        .order_by(message.delivered_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    name = (record.client, record.route, record.key)
    used = (
        select(*name)
        .where(record.created_at < now - keep.keys)
        .order_by(record.created_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    old_messages = delete(message).where(message.id.in_(delivered))
    old_keys = delete(record).where(tuple_(*name).in_(used))
    with factory.begin() as session:
        return sum(_rows(session.execute(statement)) for statement in (old_messages, old_keys))


def _rows(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
