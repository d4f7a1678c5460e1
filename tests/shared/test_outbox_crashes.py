"""Messages whose worker dies: the lease ends, another takes over, and what kills every worker is given up."""

from datetime import datetime, timedelta

import pytest

from shared.db import SessionFactory, everywhere
from shared.delivery import LEASE, deliver_next
from shared.outbox import OutboxMessage, lag
from tests.support.database import Database
from tests.support.messages import Receiver, put, stored, try_next


@pytest.fixture
def factory(database: Database) -> SessionFactory:
    return database.factory("intake")


def test_a_crash_while_sending_is_made_good_when_the_lease_ends(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    kill_worker(factory, now)
    receiver = Receiver()

    assert try_next(factory, receiver, now + LEASE - timedelta(seconds=1)) is False
    assert try_next(factory, receiver, now + LEASE) is True
    assert receiver.seen[0].attempts == 2


def test_a_message_that_kills_every_worker_is_given_up(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    for attempt in range(20):
        kill_worker(factory, now + attempt * LEASE)
    receiver = Receiver()
    try_next(factory, receiver, now + 20 * LEASE)

    assert not receiver.seen
    assert stored(factory)[0].dead_at == now + 20 * LEASE


def test_a_message_that_failed_and_then_kills_every_worker_is_given_up(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    try_next(factory, Receiver(failures=1), now)
    now = stored(factory)[0].due_at

    for attempt in range(20):
        kill_worker(factory, now + attempt * LEASE)
    assert stored(factory)[0].dead_at is None
    receiver = Receiver()
    try_next(factory, receiver, now + 20 * LEASE)

    (kept,) = stored(factory)
    assert not receiver.seen
    assert (kept.dead_at, kept.last_error) == (now + 20 * LEASE, "every attempt ended in a crash")


def test_a_worker_that_dies_once_gives_up_no_message_however_often_it_failed_before(
    factory: SessionFactory, now: datetime
) -> None:
    put(factory, now=now)
    receiver = Receiver(failures=30)
    for _ in range(30):
        try_next(factory, receiver, now)
        now = stored(factory)[0].due_at
    kill_worker(factory, now)

    with everywhere(factory) as session:
        assert lag(session, now).stuck == 1
    assert try_next(factory, receiver, now + LEASE) is True
    assert stored(factory)[0].delivered_at == now + LEASE


def kill_worker(factory: SessionFactory, now: datetime) -> None:
    def crash(_: OutboxMessage) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        deliver_next(factory, crash, service="intake", now=now)


def test_a_worker_that_comes_back_after_its_lease_does_not_undo_what_another_noted(
    factory: SessionFactory, now: datetime
) -> None:
    put(factory, now=now)

    def slow(_: OutboxMessage) -> None:
        assert try_next(factory, Receiver(failures=1), now + LEASE)

    deliver_next(factory, slow, service="intake", now=now)

    (kept,) = stored(factory)
    assert (kept.delivered_at, kept.attempts, kept.last_error) == (None, 2, "ConnectionError")
