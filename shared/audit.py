"""The audit log (操作日志, CONF-03): who did what, for whom, where, when and why; append-only and chained by hash.

A row is written in the transaction of the change. The sequencer gives committed rows their position and chains them:
each hash covers the row and the hash before it, so that a row changed, removed or slipped in later is found by
``python -m shared.audit verify``. Only sequenced rows are shown to readers.

``old`` and ``new`` never hold personal data: changes of such fields are recorded as having changed, not with values.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from shared import trace
from shared.audit_entries import GENESIS, AuditEntry, ChainHead, chained_hash
from shared.database_urls import SERVICES
from shared.db import Session, everywhere, in_places, make_session_factory
from shared.identity import Caller
from shared.ids import new_id
from shared.plain import plain_object
from shared.settings import OwnerSettings

__all__ = ["AuditEntry", "Broken", "Verification", "entries_after", "record", "verify"]

_BATCH: Final = 1000


def record(
    session: Session,
    *,
    caller: Caller,
    action: str,
    on: str,
    on_id: UUID | str,
    division: str,
    now: datetime,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    reason: str | None = None,
    on_behalf_of: str | None = None,
) -> AuditEntry:
    """Note an act in the caller's transaction. Personal data in ``old`` or ``new`` raise TypeError.

    ``on_behalf_of`` is for whom the caller acts here, where that does not stand in his token.
    """
    entry = AuditEntry(
        id=new_id(),
        at=now,
        subject=caller.subject,
        role=caller.role.value,
        client_id=caller.client_id,
        on_behalf_of=on_behalf_of or caller.on_behalf_of,
        caller_division=caller.division,
        action=action,
        on=on,
        on_id=str(on_id),
        division=division,
        old=None if old is None else plain_object(old),
        new=None if new is None else plain_object(new),
        reason=reason,
        trace_id=trace.trace_id(),
    )
    session.add(entry)
    return entry


def entries_after(session: Session, *, after: int, limit: int) -> Sequence[AuditEntry]:
    """Return the sequenced rows after a position, in order, in the caller's places."""
    query = select(AuditEntry).where(AuditEntry.position > after, in_places(AuditEntry.division, session))
    return session.scalars(query.order_by(AuditEntry.position).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold."""

    position: int
    id: UUID | None
    why: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What the proof of the chain found."""

    rows: int
    """Rows that hold, from the first on."""
    first_broken: Broken | None
    unsequenced: int
    head: bytes
    """The hash of the last row that holds: kept elsewhere, it proves later that nobody rewrote the whole chain."""


def verify(session: Session) -> Verification:
    """Recompute the whole chain in constant memory. The session must see every place (``shared.db.everywhere``)."""
    if session.info["places"] != ("",):
        raise ValueError("The chain can only be proved by a session that sees every place.")
    head = session.get(ChainHead, "audit", populate_existing=True) or ChainHead(position=0, hash=GENESIS)
    unsequenced = session.scalars(select(func.count()).where(AuditEntry.position.is_(None))).one()
    last, expected, broken = GENESIS, 1, None
    for entry in _in_order(session, up_to=head.position):
        broken = _check(entry, expected, last)
        if broken is not None:
            break
        assert entry.hash is not None
        last, expected = entry.hash, expected + 1
    else:
        broken = _check_end(head, expected, last)
    return Verification(expected - 1, broken, unsequenced, last)


def _in_order(session: Session, *, up_to: int) -> Iterator[AuditEntry]:
    """Walk through the sequenced rows, a batch at a time, forgetting each behind us."""
    after = -(2**63)
    while batch := _batch(session, after=after, up_to=up_to):
        yield from batch
        assert batch[-1].position is not None
        after = batch[-1].position
        session.expunge_all()


def _batch(session: Session, *, after: int, up_to: int) -> list[AuditEntry]:
    between = (AuditEntry.position > after) & (AuditEntry.position <= up_to)
    query = select(AuditEntry).where(between).order_by(AuditEntry.position).limit(_BATCH)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _check(entry: AuditEntry, expected: int, last: bytes) -> Broken | None:
    if entry.position != expected:
        return Broken(expected, None, "the row with this position is missing")
    if entry.previous_hash != last:
        return Broken(expected, entry.id, "the row does not name the hash before it")
    try:
        computed = chained_hash(entry, last, entry.digest)  # type: ignore[arg-type]  # whatever stands there
    except ValueError as error:
        return Broken(expected, entry.id, str(error))
    return None if computed == entry.hash else Broken(expected, entry.id, "the row was changed after it was written")


def _check_end(head: ChainHead, expected: int, last: bytes) -> Broken | None:
    if head.position != expected - 1:
        return Broken(expected, None, f"the chain ends here, but {head.position} rows were sequenced")
    return None if head.hash == last else Broken(head.position, None, "the last hash is not the one that was noted")


def main(arguments: list[str] | None = None) -> int:
    """Prove the chain of every service, or of the one named; the exit status is 1 when one is broken."""
    parser = argparse.ArgumentParser(prog="python -m shared.audit", description="操作日志校验")
    parser.add_argument("command", choices=["verify"])
    parser.add_argument("--service", choices=SERVICES, action="append", help="只校验该服务，可重复；默认全部")
    services: list[str] = parser.parse_args(arguments).service or list(SERVICES)
    return max(_report(service) for service in services)


def _report(service: str) -> int:
    """Prove one service's chain and say the outcome in a line or two."""
    factory = make_session_factory(_login(service), service=service, pool_size=1)
    with everywhere(factory) as session:
        found = verify(session)
    factory.kw["bind"].dispose()
    sys.stdout.write(
        f"{service}: {found.rows} rows hold, {found.unsequenced} not yet sequenced, head {found.head.hex()}\n"
    )
    if found.first_broken is None:
        return 0
    broken = found.first_broken
    sys.stdout.write(f"{service}: BROKEN at position {broken.position} (row {broken.id or 'none'}): {broken.why}\n")
    return 1


def _login(service: str) -> str:
    """Return the service's own login: as configured for it, else as it follows from ``DATABASE_URL``."""
    return os.environ.get(f"DOUDI_{service.upper()}_DATABASE_URL") or OwnerSettings().service_login(service)


if __name__ == "__main__":
    sys.exit(main())
