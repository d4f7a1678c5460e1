"""What has done its work is deleted when its time is over, and nothing else is."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from shared import relay as relay_module
from shared import retention
from shared.db import SessionFactory, everywhere
from shared.idempotency import IdempotencyRecord, finish
from shared.outbox import OutboxMessage, enqueue
from shared.relay import Relay
from shared.retention import Keep, purge
from tests.support.database import Database

KEEP = Keep()


@pytest.fixture
def factory(database: Database) -> SessionFactory:
    return database.factory("intake")


def put(factory: SessionFactory, topic: str, *, now: datetime, **outcome: datetime) -> None:
    with everywhere(factory) as session:
        message = enqueue(session, topic=topic, payload={"facts": "…"}, division="5104", now=now)
        for name, value in outcome.items():
            setattr(message, name, value)


def use_key(factory: SessionFactory, key: str, *, now: datetime) -> None:
    with everywhere(factory) as session:
        finish(
            session, client=key, subject="s", route="r", key="k", fingerprint=b"", status=201, resource_id=None, now=now
        )


def left(factory: SessionFactory) -> tuple[list[str], list[str]]:
    with everywhere(factory) as session:
        messages = session.scalars(select(OutboxMessage.topic).order_by(OutboxMessage.topic))
        return list(messages), list(
            session.scalars(select(IdempotencyRecord.client).order_by(IdempotencyRecord.client))
        )


def test_delivered_messages_go_after_thirty_days_and_others_stay(factory: SessionFactory, now: datetime) -> None:
    long_ago = now - timedelta(days=400)
    put(factory, "a-day-too-old", now=long_ago, delivered_at=now - timedelta(days=30, seconds=1))
    put(factory, "on-the-line", now=long_ago, delivered_at=now - timedelta(days=30))
    put(factory, "waiting", now=long_ago)
    put(factory, "given-up", now=long_ago, dead_at=long_ago)

    assert purge(factory, KEEP, now=now) == 1

    assert left(factory) == (["given-up", "on-the-line", "waiting"], [])


def test_keys_go_after_seven_days(factory: SessionFactory, now: datetime) -> None:
    use_key(factory, "too-old", now=now - timedelta(days=7, seconds=1))
    use_key(factory, "on-the-line", now=now - timedelta(days=7))

    assert purge(factory, KEEP, now=now) == 1

    assert left(factory) == ([], ["on-the-line"])


def test_they_go_in_small_batches(factory: SessionFactory, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    for number in range(5):
        put(factory, f"m{number}", now=now, delivered_at=now - timedelta(days=40 - number))

    first = purge(factory, KEEP, now=now)

    assert (first, left(factory)[0]) == (2, ["m2", "m3", "m4"])


def test_the_relay_clears_up_until_nothing_is_left(
    factory: SessionFactory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    monkeypatch.setattr(relay_module, "_PAUSE", 0.01)
    for number in range(5):
        put(factory, f"m{number}", now=now, delivered_at=now - timedelta(days=2))
    relay = Relay(factory, lambda _: None, service="intake", clock=lambda: now, keep=Keep(delivered=timedelta(days=1)))

    relay.start()
    cleared = wait_until(lambda: left(factory)[0] == [])
    relay.stop()

    assert cleared


def wait_until(done: Callable[[], bool]) -> bool:
    import time  # noqa: PLC0415

    for _ in range(500):
        if done():
            return True
        time.sleep(0.01)
    return False
