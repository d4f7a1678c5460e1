"""The transactional outbox: at least once, leased, backed off, kept when dead, timers by key."""

import threading
from datetime import datetime, timedelta

import pytest

from shared import trace
from shared.db import SessionFactory, everywhere
from shared.delivery import deliver_next
from shared.errors import PeerRefused, Unavailable
from shared.identity import Role
from shared.outbox import OutboxMessage, cancel, dead_letters, enqueue, lag, rearm
from shared.paging import Paging
from shared.personal import Secret
from shared.relay import Relay, drain
from tests.support.database import Database, build_caller
from tests.support.messages import Receiver, put, stored, try_next


@pytest.fixture
def factory(database: Database) -> SessionFactory:
    return database.factory("intake")


def test_a_message_is_kept_or_lost_with_the_change_it_tells_of(factory: SessionFactory, now: datetime) -> None:
    with pytest.raises(RuntimeError), everywhere(factory) as session:  # noqa: PT012  the transaction is the point
        enqueue(session, topic="a", payload={}, division="5104", now=now)
        session.flush()
        raise RuntimeError

    put(factory, now=now, topic="b")

    assert [message.topic for message in stored(factory)] == ["b"]


def test_a_message_is_delivered_once_and_kept_as_proof(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    receiver = Receiver()

    first, second = try_next(factory, receiver, now), try_next(factory, receiver, now + timedelta(days=1))

    assert (first, second, len(receiver.seen)) == (True, False, 1)
    assert stored(factory)[0].delivered_at == now


@pytest.mark.parametrize(("late_by", "delivered"), [(-1, False), (0, True), (1, True)])
def test_a_timer_is_delivered_from_its_time_on(
    factory: SessionFactory, now: datetime, late_by: int, delivered: bool
) -> None:
    due_at = now + timedelta(days=10)
    put(factory, now=now, due_at=due_at, key="survey-due:1")

    assert try_next(factory, Receiver(), due_at + timedelta(seconds=late_by)) is delivered


def test_what_is_due_longest_goes_first(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, topic="later", due_at=now + timedelta(seconds=2))
    put(factory, now=now, topic="sooner", due_at=now + timedelta(seconds=1))
    receiver = Receiver()

    drain(factory, receiver, service="intake", now=now + timedelta(seconds=3))

    assert [message.topic for message in receiver.seen] == ["sooner", "later"]


def test_failures_wait_twice_as_long_each_time_and_at_most_an_hour(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    receiver = Receiver(failures=15)
    waits = []
    for _ in range(15):
        try_next(factory, receiver, now)
        due_at = stored(factory)[0].due_at
        waits.append((due_at - now).total_seconds())
        now = due_at

    for attempt, wait in enumerate(waits, start=1):
        assert min(2**attempt * 0.5, 1800) <= wait <= min(2**attempt * 1.5, 3600)
    assert try_next(factory, receiver, now - timedelta(seconds=1)) is False
    assert try_next(factory, receiver, now) is True
    assert stored(factory)[0].last_error is None


def test_what_may_yet_succeed_is_tried_for_ever_at_most_hourly(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    receiver = Receiver(failures=40, error=PeerRefused("500", final=False))
    for _ in range(40):
        try_next(factory, receiver, now)
        assert stored(factory)[0].due_at - now <= timedelta(hours=1)
        now = stored(factory)[0].due_at
    with everywhere(factory) as session:
        late = lag(session, now)

    assert (late.stuck, late.dead) == (1, 0)
    assert try_next(factory, receiver, now) is True
    assert stored(factory)[0].delivered_at == now


@pytest.mark.parametrize(("failures", "stuck"), [(9, 0), (10, 1)])
def test_a_message_is_stuck_from_the_tenth_failure_on(
    factory: SessionFactory, now: datetime, failures: int, stuck: int
) -> None:
    put(factory, now=now)
    receiver = Receiver(failures=failures)
    for _ in range(failures):
        try_next(factory, receiver, now)
        now = stored(factory)[0].due_at

    with everywhere(factory) as session:
        assert lag(session, now).stuck == stuck


def test_the_twentieth_refusal_makes_a_dead_letter_that_can_be_rearmed(factory: SessionFactory, now: datetime) -> None:
    message = put(factory, now=now)
    receiver = Receiver(failures=20, error=PeerRefused("400 invalid_input", final=True))
    for _ in range(20):
        assert stored(factory)[0].dead_at is None
        try_next(factory, receiver, now)
        now = stored(factory)[0].due_at
    with everywhere(factory) as session:
        dead = [letter.id for letter in dead_letters(session, paging=Paging()).items]
        assert lag(session, now).dead == 1
    assert try_next(factory, receiver, now + timedelta(days=1)) is False

    with everywhere(factory) as session:
        assert rearm(session, message.id, now=now) is True
        assert rearm(session, message.id, now=now) is False

    assert dead == [message.id]
    assert try_next(factory, receiver, now) is True
    assert stored(factory)[0].delivered_at == now


def test_dead_letters_are_shown_and_rearmed_within_ones_own_places_only(database: Database, now: datetime) -> None:
    message = put(database.factory("intake"), now=now, division="510411101")
    with everywhere(database.factory("intake")) as session:
        session.get_one(OutboxMessage, message.id).dead_at = now
    officer = build_caller(Role.COUNTY_OFFICER, "510402")

    with database.session("intake", now=now, caller=officer) as session:
        assert dead_letters(session, paging=Paging()).items == []
        assert rearm(session, message.id, now=now) is False


def test_what_is_noted_about_a_failure_does_not_repeat_what_was_sent(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    try_next(factory, Receiver(failures=1), now)
    unknown = stored(factory)[0]
    try_next(factory, Receiver(failures=1, error=Unavailable("认定核算服务暂时不可用")), unknown.due_at)
    ours = stored(factory)[0]

    assert unknown.last_error == "ConnectionError"
    assert ours.last_error == "Unavailable unavailable: 认定核算服务暂时不可用"


def test_the_same_key_moves_a_timer_instead_of_adding_one(factory: SessionFactory, now: datetime) -> None:
    first = put(factory, now=now, key="visit:1", due_at=now + timedelta(days=1), payload={"id": "old"})
    second = put(factory, now=now, key="visit:1", due_at=now + timedelta(days=5), payload={"id": "new"})

    (kept,) = stored(factory)
    assert kept.id == second.id != first.id
    assert (kept.payload, kept.due_at) == ({"id": "new"}, now + timedelta(days=5))


def test_a_delivered_key_may_be_used_again(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, key="visit:1")
    try_next(factory, Receiver(), now)

    put(factory, now=now, key="visit:1")

    assert len(stored(factory)) == 2


def test_a_timer_that_sets_itself_anew_while_it_is_handled_is_not_lost(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, key="sweep")
    tomorrow = now + timedelta(days=1)

    def handle(_: OutboxMessage) -> None:
        put(factory, now=now, key="sweep", due_at=tomorrow)

    deliver_next(factory, handle, service="intake", now=now)

    (kept,) = stored(factory)
    assert (kept.delivered_at, kept.due_at, kept.attempts) == (None, tomorrow, 0)
    assert try_next(factory, Receiver(), tomorrow) is True


def test_a_cancelled_timer_never_rings(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, key="survey-due:1", due_at=now + timedelta(days=1))
    with everywhere(factory) as session:
        assert cancel(session, key="survey-due:1") is True
        assert cancel(session, key="survey-due:1") is False

    assert try_next(factory, Receiver(), now + timedelta(days=2)) is False


def test_a_message_goes_to_one_worker_at_a_time(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    meanwhile = Receiver()

    def send(_: OutboxMessage) -> None:
        assert try_next(factory, meanwhile, now) is False

    assert deliver_next(factory, send, service="intake", now=now) == 1
    assert meanwhile.seen == []


def test_two_relays_deliver_every_message_once(factory: SessionFactory, now: datetime) -> None:
    with everywhere(factory) as session:
        for number in range(60):
            enqueue(session, topic="n", payload={"number": number}, division="5104", now=now)
    seen: list[int] = []
    all_there = threading.Event()

    def send(message: OutboxMessage) -> None:
        seen.append(message.payload["number"])
        if len(seen) >= 60:
            all_there.set()

    relays = [Relay(factory, send, service="intake", clock=lambda: now) for _ in range(2)]
    for relay in relays:
        relay.start()
    arrived = all_there.wait(20)
    for relay in relays:
        relay.stop()

    assert arrived
    assert sorted(seen) == list(range(60))
    assert all(message.delivered_at for message in stored(factory))


def test_a_message_is_sent_under_the_trace_and_for_the_person_it_was_written_for(
    factory: SessionFactory, now: datetime
) -> None:
    with trace.entered(trace.Trace.begin("a" * 32), acting_for="officer-7"):
        put(factory, now=now)
        put(factory, now=now, key="timer", due_at=now)
    seen = []

    def send(message: OutboxMessage) -> None:
        seen.append((message.key, trace.trace_id(), trace.acting_for()))

    while deliver_next(factory, send, service="intake", now=now):
        pass

    assert seen == [(None, "a" * 32, "officer-7"), ("timer", "a" * 32, None)]


def test_lag_counts_what_is_due_and_how_long_it_waits(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now)
    put(factory, now=now + timedelta(seconds=30))
    put(factory, now=now, due_at=now + timedelta(days=1))

    with everywhere(factory) as session:
        late = lag(session, now + timedelta(seconds=40))
        early = lag(session, now - timedelta(seconds=1))

    assert (late.due, late.dead, late.oldest) == (2, 0, timedelta(seconds=40))
    assert (early.due, early.oldest) == (0, timedelta(0))


def test_personal_data_cannot_be_put_into_a_message(factory: SessionFactory, now: datetime) -> None:
    with pytest.raises(TypeError, match="Personal data"):
        put(factory, now=now, payload={"person": {"phone": Secret("13800000000")}})
