"""Events: in the transaction of the change, numbered when committed, read within one's places."""

from datetime import datetime

import pytest
from sqlalchemy import select

from shared import trace
from shared.db import everywhere
from shared.events import Event, as_cloudevent, events_after, publish
from shared.identity import Role
from shared.outbox import OutboxMessage
from shared.personal import Secret
from shared.sequencer import sequence
from tests.support.database import Database, build_caller


def tell(database: Database, *, now: datetime, service: str = "intake", **but: object) -> Event:
    known = {
        "caller": build_caller(Role.TOWNSHIP_OFFICER, "510411101"),
        "type": "application.accepted",
        "subject": "applications/1",
        "division": "510411101",
        "data": {"state": "ACCEPTED"},
        "now": now,
    }
    with database.session(service, now=now) as session:
        return publish(session, **(known | but))


def test_an_event_is_a_cloudevent(database: Database, now: datetime) -> None:
    with trace.entered(trace.Trace.begin("b" * 32)):
        event = tell(database, now=now)

    envelope = as_cloudevent(event)

    assert envelope == {
        "specversion": "1.0",
        "id": str(event.id),
        "source": "/intake",
        "type": "cn.doudi.application.accepted.v1",
        "subject": "applications/1",
        "time": "2021-09-22T09:00:00+08:00",
        "datacontenttype": "application/json",
        "division": "510411101",
        "county": "510411",
        "traceid": "b" * 32,
        "data": {"state": "ACCEPTED"},
    }


def test_readers_see_an_event_once_it_is_numbered(database: Database, now: datetime) -> None:
    tell(database, now=now)
    with database.session("intake", now=now) as session:
        before = events_after(session, after=0, limit=10)
    sequence(database.factory("intake"), service="intake")
    with database.session("intake", now=now) as session:
        after = events_after(session, after=0, limit=10)

    assert before == []
    assert [as_cloudevent(event)["sequence"] for event in after] == ["1"]


def test_reading_on_from_a_position_never_misses_an_event_that_was_committed_late(
    database: Database, now: datetime
) -> None:
    seen: list[str] = []
    after = 0

    def read_on() -> None:
        nonlocal after
        sequence(database.factory("intake"), service="intake")
        with database.session("intake", now=now) as session:
            for event in events_after(session, after=after, limit=10):
                assert event.position == after + 1
                after = event.position
                seen.append(event.subject)

    with database.session("intake", now=now) as slow:
        caller = build_caller()
        publish(slow, caller=caller, type="a.done", subject="slow", division="5104", data={}, now=now)
        slow.flush()
        tell(database, now=now, subject="quick")
        read_on()
    read_on()

    assert seen == ["quick", "slow"]


def test_a_reader_is_given_the_events_of_his_places_and_of_the_types_he_asks_for(
    database: Database, now: datetime
) -> None:
    tell(database, now=now, subject="1")
    tell(database, now=now, subject="2", type="application.refused")
    tell(database, now=now, subject="3", division="510402001")
    sequence(database.factory("intake"), service="intake")

    with database.session("intake", now=now, caller=build_caller(division="510411")) as session:
        mine = [event.subject for event in events_after(session, after=0, limit=10)]
        type_ = "cn.doudi.application.refused.v1"
        refused = [event.subject for event in events_after(session, after=0, limit=10, types=[type_])]
        unfiltered = session.scalars(select(Event.subject)).all()

    assert (mine, refused) == (["1", "2"], ["2"])
    assert sorted(unfiltered) == ["1", "2"], "row-level security holds without the query's own condition"


@pytest.mark.parametrize(
    ("service", "to_services", "sent"),
    [("intake", True, 1), ("intake", False, 0), ("eligibility", True, 1), ("alerts", True, 0)],
)
def test_events_go_to_our_services_that_listen(
    database: Database, now: datetime, service: str, to_services: bool, sent: int
) -> None:
    tell(database, now=now, service=service, to_services=to_services, people=["ab"])

    with everywhere(database.factory(service)) as session:
        messages = session.scalars(select(OutboxMessage)).all()
    assert [message.topic for message in messages] == ["event.published"] * sent
    for message in messages:
        assert message.payload["people"] == ["ab"]
        assert message.payload["event"]["type"] == "cn.doudi.application.accepted.v1"


def test_the_event_itself_does_not_say_whom_it_concerns(database: Database, now: datetime) -> None:
    event = tell(database, now=now, people=["abcdef"])

    assert "abcdef" not in str(as_cloudevent(event))


@pytest.mark.parametrize("short", ["accepted", "Application.Accepted", "application.", "cn.doudi.受理"])
def test_a_type_is_a_noun_and_what_happened_to_it(database: Database, now: datetime, short: str) -> None:
    with pytest.raises(ValueError, match="no event type"):
        tell(database, now=now, type=short)


def test_personal_data_cannot_be_put_into_an_event(database: Database, now: datetime) -> None:
    with pytest.raises(TypeError, match="Personal data"):
        tell(database, now=now, data={"phone": Secret("13800000000")})
