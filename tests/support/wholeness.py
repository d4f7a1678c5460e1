"""Whether nothing is lost and nothing is doubled, as the database itself tells it."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared import clock
from shared.audit import verify
from shared.database_urls import SERVICES
from shared.db import everywhere
from tests.support.database import Database


def until_settled(database: Database, *, seconds: float = 90, now: Callable[[], datetime] = clock.now) -> None:
    """Wait until nothing is due any more and every row is numbered; else fail and say what is left."""
    end = time.monotonic() + seconds
    while left := [line for service in SERVICES for line in _left(database, service, now())]:
        assert time.monotonic() < end, f"in {seconds} s this was not settled: {left[:10]}"
        time.sleep(0.2)


def _left(database: Database, service: str, now: datetime) -> list[str]:
    """Return what still waits. What a killed process held, and what waits for another try, is made due at once."""
    waiting = "delivered_at is null and dead_at is null"
    with database.as_owner() as owner:
        owner.execute(
            f"update {service}.outbox_message set due_at = %(now)s where {waiting} and attempts > 0"
            " and due_at between %(now)s + interval '5 s' and %(now)s + interval '1 h'",
            {"now": now},
        )
        due = owner.execute(
            f"select topic, attempts, last_error from {service}.outbox_message"
            f" where {waiting} and due_at < %(now)s + interval '5 s'",
            {"now": now},
        ).fetchall()
        unnumbered = sum(
            count(owner, f"{service}.{table} where position is null") for table in ("event", "audit_entry")
        )
    return [f"{service}: {row}" for row in due] + [f"{service}: {unnumbered} rows without number"] * bool(unnumbered)


def require_whole(database: Database) -> None:
    """Nothing lost, nothing twice: events told and received agree, no message was given up, the chains verify."""
    with database.as_owner() as owner:
        told = owner.execute("select id from intake.event order by id").fetchall()
        assert owner.execute("select id from alerts.received_event order by id").fetchall() == told
        for service in SERVICES:
            assert count(owner, f"{service}.outbox_message where dead_at is not null") == 0
            rows = owner.execute(f"select position from {service}.event order by position").fetchall()
            assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    for service in SERVICES:
        with everywhere(database.factory(service)) as session:
            proof = verify(session)
        assert proof.first_broken is None
        assert proof.unsequenced == 0


def count(owner: Any, what: str) -> int:
    counted: int = owner.execute(f"select count(*) from {what}").fetchone()[0]
    return counted
