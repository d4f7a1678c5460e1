"""The same request twice does one thing (幂等键): what the first made is remembered in the transaction that made it."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import Session, SharedBase
from shared.errors import DomainError

__all__ = ["IdempotencyKeyReused", "IdempotencyRecord", "RequestInProgress", "begin", "finish"]


class IdempotencyRecord(SharedBase):
    """What a request with this key made: its status and the id, from which a repeat is answered anew."""

    __tablename__ = "idempotency_key"
    __table_args__ = {
        "info": {"no_place": "The key belongs to a client's user, not to a place, and no caller reads it"}
    }

    client: Mapped[str] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    """Digest of the user and his key: callers have made keys of identity numbers."""
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    resource_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


class RequestInProgress(DomainError):
    """The first request with this key has not ended yet."""

    status = 409
    code = "request_in_progress"
    title = "相同请求正在处理"


class IdempotencyKeyReused(DomainError):
    """The key was used before, with another body."""

    status = 422
    code = "idempotency_key_reused"
    title = "幂等键已用于其他请求"


def begin(
    session: Session, *, client: str, subject: str, route: str, key: str, fingerprint: bytes
) -> IdempotencyRecord | None:
    """Return what the earlier request with this key made; None when this one is the first and may go ahead.

    The lock lasts until the transaction ends, so of two at once one is refused instead of waiting. If the first fails,
    nothing is kept, and a repeat is a first again.
    """
    digest = _digest(client, subject, key)
    name = f"{client}\x1f{route}\x1f{digest}"
    if not session.scalars(select(func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0)))).one():
        raise RequestInProgress("同一幂等键的请求正在处理，请稍后重试。", retry_after=1)
    record = session.get(IdempotencyRecord, (client, route, digest))
    if record is not None and record.fingerprint != fingerprint:
        raise IdempotencyKeyReused("该幂等键已用于内容不同的请求，请更换幂等键。")
    return record


def finish(
    session: Session,
    *,
    client: str,
    subject: str,
    route: str,
    key: str,
    fingerprint: bytes,
    status: int,
    resource_id: UUID | None,
    now: datetime,
) -> None:
    """Remember what this request made."""
    record = IdempotencyRecord(
        client=client,
        route=route,
        key=_digest(client, subject, key),
        fingerprint=fingerprint,
        status=status,
        resource_id=resource_id,
        created_at=now,
    )
    session.add(record)


def _digest(client: str, subject: str, key: str) -> str:
    return hashlib.sha256(f"{client}\x1f{subject}\x1f{key}".encode()).hexdigest()
