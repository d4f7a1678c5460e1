"""What the other services tell alerts: kept once, by the event's own id, and shown within one's places."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from services.alerts.models.events import ReceivedEvent
from shared.audit_entries import AuditEntry
from shared.ids import new_id
from tests.support.build import key
from tests.support.city import City

SOMEBODY = "ab" * 32


@pytest.fixture
def intake(city: City) -> Any:
    """The door of alerts as intake finds it."""
    return city.as_("SERVICE", "5104", subject="service:intake", client_id="intake").alerts


def build_event(**but: Any) -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "id": str(new_id()),
        "source": "/intake",
        "type": "cn.doudi.application.accepted.v1",
        "subject": str(new_id()),
        "time": "2021-11-15T09:00:00+08:00",
        "datacontenttype": "application/json",
        "division": "510411101200",
        "county": "510411",
        "data": {"state": "ACCEPTED"},
    }
    return {"event": event | but, "people": [SOMEBODY]}


def count(city: City, table: Any) -> int:
    with city.session("alerts") as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_an_event_is_kept_and_told_without_whom_it_concerns(city: City, intake: Any) -> None:
    body = build_event()

    received = intake.post("/v1/received-events", json=body, headers=key())

    assert received.status_code == 201, received.text
    assert received.json()["id"] == body["event"]["id"]
    assert SOMEBODY not in received.text
    (shown,) = city.as_("CITY_SUPERVISOR", "5104").alerts.get("/v1/received-events").json()["items"]
    assert shown == received.json()


def test_the_same_message_again_gets_the_first_answer(city: City, intake: Any) -> None:
    body, once = build_event(), key()

    first = intake.post("/v1/received-events", json=body, headers=once)
    again = intake.post("/v1/received-events", json=body, headers=once)

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert (count(city, ReceivedEvent), count(city, AuditEntry)) == (1, 1)


def test_the_same_event_in_another_message_is_kept_once(city: City, intake: Any) -> None:
    body = build_event()

    first = intake.post("/v1/received-events", json=body, headers=key())
    again = intake.post("/v1/received-events", json=body, headers=key())

    assert (again.status_code, again.json()) == (201, first.json())
    assert "idempotent-replayed" not in again.headers
    assert (count(city, ReceivedEvent), count(city, AuditEntry)) == (1, 1)


def test_another_event_in_the_same_message_is_refused(city: City, intake: Any) -> None:
    once = key()
    intake.post("/v1/received-events", json=build_event(), headers=once)

    refused = intake.post("/v1/received-events", json=build_event(), headers=once)

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert count(city, ReceivedEvent) == 1


def test_a_message_without_its_id_is_refused(intake: Any) -> None:
    refused = intake.post("/v1/received-events", json=build_event())

    assert (refused.status_code, refused.json()["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("role", ["TOWNSHIP_OFFICER", "COUNTY_LEADER", "CITY_SUPERVISOR", "PARTNER_SYSTEM"])
def test_only_our_own_services_tell_events(city: City, role: str) -> None:
    somebody = city.as_(role, "510411").alerts

    refused = somebody.post("/v1/received-events", json=build_event(), headers=key())

    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")


def test_an_event_is_seen_in_its_own_place_only(city: City, intake: Any) -> None:
    here, elsewhere = build_event(), build_event(division="510421101200", county="510421")
    for body in (here, elsewhere):
        assert intake.post("/v1/received-events", json=body, headers=key()).status_code == 201

    seen = {
        division: [e["id"] for e in city.as_("AUDITOR", division).alerts.get("/v1/received-events").json()["items"]]
        for division in ("510411", "510421101", "510402")
    }

    assert seen == {"510411": [here["event"]["id"]], "510421101": [elsewhere["event"]["id"]], "510402": []}
    assert len(city.as_("AUDITOR", "5104").alerts.get("/v1/received-events").json()["items"]) == 2


def test_a_service_of_one_county_tells_nothing_about_another(city: City) -> None:
    narrow = city.as_("SERVICE", "510421", subject="service:intake").alerts

    refused = narrow.post("/v1/received-events", json=build_event(), headers=key())

    assert (refused.status_code, refused.json()["code"]) == (400, "event_out_of_place")
    assert count(city, ReceivedEvent) == 0


def test_events_of_one_thing_are_found_newest_first(city: City, intake: Any) -> None:
    subject = str(uuid4())
    bodies = [build_event(subject=subject), build_event(), build_event(subject=subject)]
    for body in bodies:
        intake.post("/v1/received-events", json=body, headers=key())

    found = city.as_("CITY_SUPERVISOR", "5104").alerts.get(f"/v1/received-events?subject={subject}").json()["items"]

    assert [event["id"] for event in found] == [bodies[2]["event"]["id"], bodies[0]["event"]["id"]]


@pytest.mark.parametrize("but", [{"type": "application.accepted"}, {"division": "5101"}, {"time": "2021-11-15"}])
def test_what_is_no_event_of_ours_is_refused(intake: Any, but: dict[str, str]) -> None:
    refused = intake.post("/v1/received-events", json=build_event(**but), headers=key())

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_input")


@pytest.mark.parametrize("statement", ["update received_event set type = 'x'", "delete from received_event"])
def test_what_was_received_is_never_changed(city: City, intake: Any, now: datetime, statement: str) -> None:
    intake.post("/v1/received-events", json=build_event(), headers=key())

    with pytest.raises(ProgrammingError, match="permission denied"), city.session("alerts") as session:
        session.execute(text(statement))
