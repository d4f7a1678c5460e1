"""Idempotency keys: a repeat learns what the first made, two at once do not both go ahead."""

from datetime import datetime
from uuid import UUID

import pytest

from shared.db import Session
from shared.idempotency import IdempotencyKeyReused, IdempotencyRecord, RequestInProgress, begin, finish
from tests.support.database import Database

THING = UUID(int=7)
REQUEST = {"client": "front-end", "subject": "li", "route": "POST /v1/applications", "key": "k-1"}


def start(session: Session, *, fingerprint: bytes = b"body", **but: str) -> IdempotencyRecord | None:
    return begin(session, **(REQUEST | but), fingerprint=fingerprint)


def carry_out(database: Database, now: datetime) -> None:
    with database.session("intake", now=now) as session:
        assert start(session) is None
        finish(session, **REQUEST, fingerprint=b"body", status=201, resource_id=THING, now=now)


def test_a_repeat_learns_what_the_first_made(database: Database, now: datetime) -> None:
    carry_out(database, now)

    with database.session("intake", now=now) as session:
        record = start(session)

    assert record is not None
    assert (record.status, record.resource_id, record.created_at) == (201, THING, now)


def test_another_body_under_the_same_key_is_refused(database: Database, now: datetime) -> None:
    carry_out(database, now)

    with database.session("intake", now=now) as session, pytest.raises(IdempotencyKeyReused) as refusal:
        start(session, fingerprint=b"another body")

    assert (refusal.value.status, refusal.value.code) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    "but", [{"client": "other"}, {"subject": "wang"}, {"route": "POST /v1/people"}, {"key": "k-2"}]
)
def test_a_key_belongs_to_one_user_of_one_client_and_route(
    database: Database, now: datetime, but: dict[str, str]
) -> None:
    carry_out(database, now)

    with database.session("intake", now=now) as session:
        assert start(session, **but) is None


def test_of_a_key_a_digest_is_kept(database: Database, now: datetime) -> None:
    with database.session("intake", now=now) as session:
        finish(
            session, **REQUEST | {"key": "510411197603120037"}, fingerprint=b"", status=201, resource_id=None, now=now
        )

    with database.as_owner() as connection:
        rows = connection.execute("select t::text from intake.idempotency_key t").fetchall()
    assert len(rows) == 1
    assert "510411197603120037" not in rows[0][0]


def test_a_second_request_is_refused_while_the_first_is_running(database: Database, now: datetime) -> None:
    with database.session("intake", now=now) as first:
        start(first)
        with database.session("intake", now=now) as second, pytest.raises(RequestInProgress) as refusal:
            start(second)

    assert (refusal.value.status, refusal.value.code) == (409, "request_in_progress")


def test_a_first_request_that_failed_leaves_nothing(database: Database, now: datetime) -> None:
    with pytest.raises(RuntimeError), database.session("intake", now=now) as session:  # noqa: PT012  the transaction is the point
        start(session)
        finish(session, **REQUEST, fingerprint=b"body", status=201, resource_id=THING, now=now)
        raise RuntimeError

    with database.session("intake", now=now) as session:
        assert start(session) is None
