"""Gives committed audit rows and events their position, and chains the audit rows by hash.

A writer cannot number its own row: numbers would be taken in one order and committed in another, and a reader who had
gone past a number would miss the row that comes in behind him. So one sequencer at a time (an advisory lock; any
replica may run it) numbers what is already committed. No writer ever waits for it.
"""

from typing import Final

from sqlalchemy import func, select

from shared.audit_entries import GENESIS, AuditEntry, ChainHead, Digest, chained_hash
from shared.db import Session, SessionFactory, everywhere
from shared.events import Event

__all__ = ["sequence"]

_BATCH: Final = 1000


def sequence(factory: SessionFactory, *, service: str, digest: Digest = "SHA-256") -> int:
    """Give numbers to what is committed and has none, up to a batch of each stream; return to how many rows.

    That is 0, at once, when another replica is at it.
    """
    with everywhere(factory) as session:
        lock = func.pg_try_advisory_xact_lock(func.hashtextextended(f"doudi.sequencer.{service}", 0))
        if not session.scalars(select(lock)).one():
            return 0
        return _sequence_audit(session, digest) + _sequence_events(session)


def _sequence_audit(session: Session, digest: Digest) -> int:
    unsequenced = select(AuditEntry).where(AuditEntry.position.is_(None)).order_by(AuditEntry.id).limit(_BATCH)
    entries = session.scalars(unsequenced).all()
    if entries:
        head = _head(session, "audit")
        for entry in entries:
            head.position += 1
            entry.position, entry.digest, entry.previous_hash = head.position, digest, head.hash
            head.hash = entry.hash = chained_hash(entry, head.hash, digest)
    return len(entries)


def _sequence_events(session: Session) -> int:
    unsequenced = select(Event).where(Event.position.is_(None)).order_by(Event.id).limit(_BATCH)
    events = session.scalars(unsequenced).all()
    if events:
        head = _head(session, "event")
        for event in events:
            head.position += 1
            event.position = head.position
    return len(events)


def _head(session: Session, stream: str) -> ChainHead:
    """Return how far the stream is; a new stream begins with nothing."""
    head = session.get(ChainHead, stream)
    if head is None:
        head = ChainHead(stream=stream, position=0, hash=GENESIS)
        session.add(head)
    return head
