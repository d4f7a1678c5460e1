"""The relay's thread: runs until stopped, outlives trouble, numbers what it delivers."""

import threading
from collections import Counter
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select, text

from shared import relay as module
from shared.db import everywhere
from shared.events import Event, publish
from shared.outbox import OutboxMessage
from shared.relay import Relay, drain
from tests.support.database import Database, build_caller


def tell(database: Database, now: datetime) -> None:
    with database.session("intake", now=now) as session:
        publish(session, caller=build_caller(), type="a.done", subject="a/1", division="510411", data={}, now=now)


def test_what_is_committed_while_it_runs_is_delivered_and_numbered(database: Database, now: datetime) -> None:
    arrived = threading.Event()
    relay = Relay(database.factory("intake"), lambda _: arrived.set(), service="intake", clock=lambda: now)

    relay.start()
    tell(database, now)
    delivered = arrived.wait(10)
    relay.stop()

    assert delivered
    with everywhere(database.factory("intake")) as session:
        assert session.scalars(select(OutboxMessage.delivered_at)).all() == [now]
    drain(database.factory("intake"), lambda _: None, service="intake", now=now)
    with everywhere(database.factory("intake")) as session:
        assert session.scalars(select(Event.position)).all() == [1]


def test_it_is_not_started_twice_and_can_be_started_again(database: Database, now: datetime) -> None:
    relay = Relay(database.factory("intake"), lambda _: None, service="intake", clock=lambda: now)
    relay.start()
    with pytest.raises(RuntimeError, match="already running"):
        relay.start()
    relay.stop()

    relay.start()
    relay.stop()


def test_stopping_before_starting_is_no_error(database: Database) -> None:
    Relay(database.factory("intake"), lambda _: None, service="intake").stop()


def test_it_outlives_a_database_that_goes_away_for_a_while(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAUSE", 0.01)
    monkeypatch.setattr(module, "_PAUSE_AFTER_FAILURE", 0.01)
    arrived = threading.Event()
    relay = Relay(database.factory("intake"), lambda _: arrived.set(), service="intake", clock=lambda: now)
    relay.start()
    with database.as_owner() as owner:
        owner.execute("alter table intake.outbox_message rename to gone")
        threading.Event().wait(0.1)
        owner.execute("alter table intake.gone rename to outbox_message")
    tell(database, now)

    assert arrived.wait(10)
    relay.stop()


def test_a_number_is_taken_once_however_many_relays_run(database: Database, now: datetime) -> None:
    factory = database.factory("intake")
    relays = [Relay(factory, lambda _: None, service="intake", clock=lambda: now) for _ in range(3)]
    for relay in relays:
        relay.start()
    for _ in range(20):
        tell(database, now)
    for relay in relays:
        relay.stop()
    drain(factory, lambda _: None, service="intake", now=now)

    with everywhere(factory) as session:
        assert session.scalars(select(Event.position).order_by(Event.position)).all() == list(range(1, 21))
        assert session.scalar(text("select position from chain_head where stream = 'event'")) == 20


def test_as_many_messages_are_on_the_wire_at_once_as_there_are_threads(database: Database, now: datetime) -> None:
    together = threading.Barrier(4, timeout=10)
    met = threading.Semaphore(0)

    def meet(_: OutboxMessage) -> None:
        together.wait()
        met.release()

    for _ in range(4):
        tell(database, now)
    relay = Relay(database.factory("intake"), meet, service="intake", clock=lambda: now, threads=4)
    relay.start()

    all_met = [met.acquire(timeout=10) for _ in range(4)]
    relay.stop()
    assert all(all_met)


def test_every_message_is_delivered_once_however_many_threads_deliver(database: Database, now: datetime) -> None:
    delivered: Counter[UUID] = Counter()
    for _ in range(30):
        tell(database, now)
    factory = database.factory("intake")
    relays = [
        Relay(factory, lambda message: delivered.update([message.id]), service="intake", clock=lambda: now)
        for _ in range(2)
    ]
    for relay in relays:
        relay.start()
    for _ in range(200):
        if delivered.total() >= 30:
            break
        threading.Event().wait(0.05)
    for relay in relays:
        relay.stop()

    assert (len(delivered), delivered.total()) == (30, 30)
    with everywhere(factory) as session:
        assert session.scalars(select(OutboxMessage.id).where(OutboxMessage.delivered_at.is_(None))).all() == []


def test_a_peer_that_hangs_does_not_hold_up_the_numbers(database: Database, now: datetime) -> None:
    on_the_wire, answer = threading.Event(), threading.Event()

    def hang(_: OutboxMessage) -> None:
        on_the_wire.set()
        answer.wait(30)

    tell(database, now)
    factory = database.factory("intake")
    relay = Relay(factory, hang, service="intake", clock=lambda: now, threads=1)
    relay.start()
    assert on_the_wire.wait(10)
    tell(database, now)
    positions: list[int | None] = []
    for _ in range(100):
        with everywhere(factory) as session:
            positions = list(session.scalars(select(Event.position).order_by(Event.id)))
        if None not in positions:
            break
        threading.Event().wait(0.05)
    answer.set()
    relay.stop()

    assert positions == [1, 2]


def test_stopping_finishes_the_messages_in_hand_and_begins_no_other(database: Database, now: datetime) -> None:
    in_hand = threading.Semaphore(0)
    answer = threading.Event()

    def slow(_: OutboxMessage) -> None:
        in_hand.release()
        answer.wait(30)

    for _ in range(5):
        tell(database, now)
    factory = database.factory("intake")
    relay = Relay(factory, slow, service="intake", clock=lambda: now, threads=1)
    relay.start()
    assert in_hand.acquire(timeout=10)
    threading.Timer(0.2, answer.set).start()
    relay.stop()

    with everywhere(factory) as session:
        delivered = session.scalars(select(OutboxMessage.delivered_at).order_by(OutboxMessage.id)).all()
    assert delivered == [now, None, None, None, None]
