"""Undelivered messages over HTTP: who sees them, and a rearming that is done once."""

from datetime import datetime
from typing import Any

import pytest

from shared.db import everywhere
from shared.identity import Role
from shared.ids import new_id
from shared.outbox import OutboxMessage, enqueue
from tests.support.build import key
from tests.support.city import City


@pytest.fixture
def dead(city: City, now: datetime) -> str:
    """A message about 仁和区 that was given up."""
    with everywhere(city.factory("intake")) as session:
        message = enqueue(session, topic="event.published", payload={}, division="510411101", now=now)
        message.attempts, message.dead_at, message.last_error = 20, now, "PeerRefused peer_refused: 400"
    return str(message.id)


def operator(city: City, county: str = "510411") -> Any:
    return city.as_(Role.COUNTY_OFFICER, county).intake


def stored(city: City) -> tuple[int, datetime | None, str | None]:
    with everywhere(city.factory("intake")) as session:
        message = session.query(OutboxMessage).one()
        return message.attempts, message.dead_at, message.last_error


def test_a_message_given_up_is_listed_without_what_it_says(city: City, dead: str) -> None:
    (shown,) = operator(city).get("/v1/dead-letters").json()["items"]

    assert (shown["id"], shown["last_error"]) == (dead, "PeerRefused peer_refused: 400")
    assert "payload" not in shown
    assert operator(city, "510402").get("/v1/dead-letters").json()["items"] == []


def test_a_rearming_gives_it_a_new_life(city: City, dead: str) -> None:
    answer = operator(city).post(f"/v1/dead-letters/{dead}/rearmings")

    assert (answer.status_code, answer.content) == (204, b"")
    assert stored(city) == (0, None, None)


def test_a_rearming_sent_twice_is_done_once(city: City, dead: str, now: datetime) -> None:
    path, once = f"/v1/dead-letters/{dead}/rearmings", key()

    first = operator(city).post(path, headers=once)
    with everywhere(city.factory("intake")) as session:
        session.get_one(OutboxMessage, dead).attempts = 3
    again = operator(city).post(path, headers=once)
    another = operator(city).post(path, headers=key())

    assert (first.status_code, again.status_code, another.status_code) == (204, 204, 404)
    assert again.headers["idempotent-replayed"] == "true"
    assert stored(city)[0] == 3


def test_what_is_not_there_or_not_ones_own_cannot_be_rearmed(city: City, dead: str) -> None:
    assert operator(city).post(f"/v1/dead-letters/{new_id()}/rearmings").status_code == 404
    assert operator(city, "510402").post(f"/v1/dead-letters/{dead}/rearmings").status_code == 404
    assert stored(city)[0] == 20
