"""The rows of the audit log and the hash that chains them. What writes and proves them is ``shared.audit``."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import SharedBase

__all__ = ["GENESIS", "AuditEntry", "ChainHead", "Digest", "chained_hash"]

Digest = Literal["SHA-256", "SM3"]
"""The hash of the chain. Each row names its own, so that a change of the setting does not break what stands."""

GENESIS: Final = bytes(32)
"""The hash before the first row."""


class AuditEntry(SharedBase):
    """One act: a change or a disclosure."""

    __tablename__ = "audit_entry"
    __table_args__ = {"info": {"append_only": ("position", "digest", "previous_hash", "hash")}}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    subject: Mapped[str]
    """Who did it: the subject of his token, never a name."""
    role: Mapped[str]
    client_id: Mapped[str]
    on_behalf_of: Mapped[str | None]
    caller_division: Mapped[str]
    action: Mapped[str]
    on: Mapped[str]
    """Kind of the thing, such as ``application``."""
    on_id: Mapped[str]
    division: Mapped[str]
    """Where the thing belongs; decides who may read the row."""
    old: Mapped[dict[str, Any] | None]
    new: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]
    trace_id: Mapped[str | None]
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    digest: Mapped[str | None]
    previous_hash: Mapped[bytes | None]
    hash: Mapped[bytes | None]


Index("ix_audit_entry_unsequenced", AuditEntry.id, postgresql_where=AuditEntry.position.is_(None))
Index("ix_audit_entry_division_position", AuditEntry.division, AuditEntry.position)
Index("ix_audit_entry_on_on_id", AuditEntry.on, AuditEntry.on_id)

_CHAINED: Final = tuple(
    column.key for column in AuditEntry.__table__.columns if column.key not in {"digest", "previous_hash", "hash"}
)


class ChainHead(SharedBase):
    """How far a stream (audit or event) is sequenced, and the last hash: without it, a missing end could not be noticed."""

    __tablename__ = "chain_head"
    __table_args__ = {"info": {"no_place": "Counts and hashes of the whole service; no caller reads it"}}

    stream: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]


def chained_hash(entry: AuditEntry, previous: bytes, digest: Digest) -> bytes:
    """Return the hash of a row with its position, chained to the hash before it.

    What is empty is left out, so that a column added later does not change the hash of older rows.
    """
    values = {name: getattr(entry, name) for name in _CHAINED}
    content = {name: _canonical(value) for name, value in values.items() if value is not None}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _hash(digest, previous + text.encode())


def _canonical(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case UUID():
            return str(value)
        case _:
            return value


def _hash(digest: str, content: bytes) -> bytes:
    if digest == "SHA-256":
        return hashlib.sha256(content).digest()
    if digest == "SM3":
        sm3 = hashes.Hash(hashes.SM3())
        sm3.update(content)
        return sm3.finalize()
    raise ValueError(f"unknown digest {digest!r}")
