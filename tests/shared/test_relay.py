"""The relay's thread: runs until stopped, outlives trouble, numbers what it delivers."""

import threading
from datetime import datetime

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
