"""Messages that go together: leased, sent and noted together, and each alone when that is refused."""

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from shared import trace
from shared.db import SessionFactory, everywhere
from shared.delivery import LEASE, deliver_next
from shared.errors import PeerRefused, Unavailable
from shared.outbox import OutboxMessage, enqueue
from shared.schemas.events import MOST_TOGETHER
from tests.support.database import Database


class Receiver:
    """Takes messages alone or together, as a peer does; refuses those with these numbers."""

    def __init__(self, *, refuses: Sequence[int] = (), error: BaseException | None = None) -> None:
        self.calls: list[list[int]] = []
        self.traces: list[str | None] = []
        self._refuses = refuses
        self._error = error or PeerRefused("400 invalid_input", final=True)

    def alone(self, message: OutboxMessage) -> None:
        self.together([message])

    def together(self, messages: Sequence[OutboxMessage]) -> None:
        numbers = [message.payload["number"] for message in messages]
        self.calls.append(numbers)
        self.traces.append(trace.trace_id())
        if set(numbers) & set(self._refuses):
            raise self._error


@pytest.fixture
def factory(database: Database) -> SessionFactory:
    return database.factory("intake")


def put(factory: SessionFactory, *, now: datetime, many: int, topic: str = "told") -> None:
    with everywhere(factory) as session, trace.entered(trace.Trace.begin("a" * 32)):
        for number in range(many):
            enqueue(session, topic=topic, payload={"number": number}, division="5104", now=now)


def stored(factory: SessionFactory) -> list[OutboxMessage]:
    with everywhere(factory) as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def try_next(factory: SessionFactory, receiver: Receiver, now: datetime) -> int:
    together = {"told": receiver.together}
    return deliver_next(factory, receiver.alone, service="intake", now=now, together=together)


def test_messages_of_a_kind_go_in_one_call_a_hundred_at_most(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, many=MOST_TOGETHER + 1)
    receiver = Receiver()

    tried = [try_next(factory, receiver, now) for _ in range(3)]

    assert tried == [MOST_TOGETHER, 1, 0]
    assert [sorted(call) for call in receiver.calls] == [list(range(MOST_TOGETHER)), [MOST_TOGETHER]]
    assert {message.delivered_at for message in stored(factory)} == {now}


def test_what_does_not_go_together_goes_alone_in_its_own_trace(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, many=2, topic="asked")
    receiver = Receiver()

    tried = [try_next(factory, receiver, now) for _ in range(3)]

    assert (tried, receiver.calls, receiver.traces) == ([1, 1, 0], [[0], [1]], ["a" * 32] * 2)


def test_a_call_for_several_has_a_trace_of_its_own_and_one_message_keeps_its(
    factory: SessionFactory, now: datetime
) -> None:
    receiver = Receiver()
    put(factory, now=now, many=2)
    try_next(factory, receiver, now)
    put(factory, now=now, many=1)
    try_next(factory, receiver, now)

    together, alone = receiver.traces
    assert together not in (None, "a" * 32)
    assert alone == "a" * 32


def test_one_that_is_refused_does_not_hold_up_the_others(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, many=4)
    receiver = Receiver(refuses=[2])

    assert try_next(factory, receiver, now) == 4

    kept = stored(factory)
    assert [sorted(call) for call in receiver.calls[:1]] == [[0, 1, 2, 3]]
    assert sorted(receiver.calls[1:]) == [[0], [1], [2], [3]]
    assert [message.delivered_at for message in kept] == [now, now, None, now]
    assert [message.last_error for message in kept] == [None, None, "PeerRefused peer_refused: 400 invalid_input", None]
    assert now + timedelta(seconds=1) <= kept[2].due_at <= now + timedelta(seconds=3)


def test_one_that_is_refused_for_good_is_given_up_after_its_twentieth_attempt_alone(
    factory: SessionFactory, now: datetime
) -> None:
    put(factory, now=now, many=1)
    receiver = Receiver(refuses=[0])
    for _ in range(19):
        try_next(factory, receiver, now)
        now = stored(factory)[0].due_at
    put(factory, now=now, many=2)

    try_next(factory, receiver, now)

    assert stored(factory)[0].dead_at == now
    assert [message.dead_at for message in stored(factory)[1:]] == [None, None]


def test_a_peer_that_is_down_is_asked_once_for_all_and_each_waits_its_own_time(
    factory: SessionFactory, now: datetime
) -> None:
    put(factory, now=now, many=5)
    receiver = Receiver(refuses=[3], error=Unavailable("相关服务暂时没有响应，请稍后重试。"))

    assert try_next(factory, receiver, now) == 5

    kept = stored(factory)
    assert len(receiver.calls) == 1
    assert {(message.attempts, message.dead_at) for message in kept} == {(1, None)}
    assert all(now + timedelta(seconds=1) <= message.due_at <= now + timedelta(seconds=3) for message in kept)
    assert len({message.due_at for message in kept}) > 1
    late = now + timedelta(seconds=3)
    assert try_next(factory, Receiver(), late) == 5
    assert {message.delivered_at for message in stored(factory)} == {late}


def test_after_a_crash_each_goes_alone_so_that_none_takes_the_others_along(
    factory: SessionFactory, now: datetime
) -> None:
    put(factory, now=now, many=3)
    with pytest.raises(SystemExit):
        try_next(factory, Receiver(refuses=[1], error=SystemExit()), now)
    receiver = Receiver()

    early = try_next(factory, receiver, now + LEASE - timedelta(seconds=1))
    later = [try_next(factory, receiver, now + LEASE) for _ in range(4)]

    assert (early, later) == (0, [1, 1, 1, 0])
    assert sorted(receiver.calls) == [[0], [1], [2]]
    assert {message.attempts for message in stored(factory)} == {2}


def test_one_that_failed_and_then_kills_its_worker_takes_the_others_along_once(
    factory: SessionFactory, now: datetime
) -> None:
    put(factory, now=now, many=3)
    try_next(factory, Receiver(refuses=[1], error=Unavailable("相关服务暂时没有响应，请稍后重试。")), now)
    failed = [message.last_error for message in stored(factory)]
    now += timedelta(seconds=3)
    with pytest.raises(SystemExit):
        try_next(factory, Receiver(refuses=[1], error=SystemExit()), now)
    receiver = Receiver(refuses=[1], error=SystemExit())

    for _ in range(3):
        with contextlib.suppress(SystemExit):
            try_next(factory, receiver, now + LEASE)

    assert None not in failed
    assert sorted(receiver.calls) == [[0], [1], [2]]
    assert [message.delivered_at for message in stored(factory)] == [now + LEASE, None, now + LEASE]


def test_messages_on_the_wire_together_are_passed_over_by_others(factory: SessionFactory, now: datetime) -> None:
    put(factory, now=now, many=3)
    meanwhile = Receiver()

    def send(_: Sequence[OutboxMessage]) -> None:
        assert try_next(factory, meanwhile, now) == 0

    tried = deliver_next(factory, meanwhile.alone, service="intake", now=now, together={"told": send})

    assert (tried, meanwhile.calls) == (3, [])
