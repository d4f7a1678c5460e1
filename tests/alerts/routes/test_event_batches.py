"""Events handed over together: each kept as if it had come alone, all of them or none."""

from typing import Any

import pytest
from sqlalchemy import select

from services.alerts.models.events import ReceivedEvent
from shared.audit_entries import AuditEntry
from shared.ids import new_id
from shared.schemas.events import MOST_TOGETHER
from tests.support.build import key
from tests.support.city import City
from tests.support.told import Family, tell

PATH = "/v1/received-event-batches"


@pytest.fixture
def intake(city: City) -> Any:
    """The door of alerts as intake finds it."""
    return city.as_("SERVICE", "5104", subject="service:intake", client_id="intake").alerts


def submitted(family: Family | None = None, **but: Any) -> dict[str, Any]:
    told = (family or Family()).applied("SUBMITTED", "2021-11-15")
    return told | {"event": told["event"] | but}


def results(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["result"] for item in answer.json()["items"]]


def test_a_batch_is_kept_and_a_repeat_changes_nothing(city: City, intake: Any) -> None:
    batch = {"events": [submitted(), submitted(), submitted()]}

    first = intake.post(PATH, json=batch)
    again = intake.post(PATH, json={"events": [*batch["events"], submitted()]})

    assert [item["id"] for item in first.json()["items"]] == [told["event"]["id"] for told in batch["events"]]
    assert results(first) == ["RECEIVED"] * 3
    assert results(again) == ["KNOWN", "KNOWN", "KNOWN", "RECEIVED"]
    with city.session("alerts") as session:
        assert len(session.scalars(select(ReceivedEvent)).all()) == len(session.scalars(select(AuditEntry)).all()) == 4


def test_the_same_event_twice_in_a_batch_is_kept_once(city: City, intake: Any) -> None:
    told = submitted()

    intake.post(PATH, json={"events": [told, told]})

    with city.session("alerts") as session:
        assert len(session.scalars(select(ReceivedEvent)).all()) == len(session.scalars(select(AuditEntry)).all()) == 1


def test_a_key_is_accepted_and_another_batch_under_it_refused(intake: Any) -> None:
    batch, once = {"events": [submitted()]}, key()

    first, again = intake.post(PATH, json=batch, headers=once), intake.post(PATH, json=batch, headers=once)
    other = intake.post(PATH, json={"events": [submitted()]}, headers=once)

    assert (results(first), results(again)) == (["RECEIVED"], ["KNOWN"])
    assert again.headers["idempotent-replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_each_event_is_noted_in_its_own_trace_and_for_whom_it_was_done(city: City, intake: Any) -> None:
    one = submitted(traceid="a" * 32) | {"on_behalf_of": "officer-7"}
    other = submitted(traceid="b" * 32)

    intake.post(PATH, json={"events": [one, other]})

    with city.session("alerts") as session:
        noted = {entry.on_id: (entry.trace_id, entry.on_behalf_of) for entry in session.scalars(select(AuditEntry))}
    assert noted == {one["event"]["id"]: ("a" * 32, "officer-7"), other["event"]["id"]: ("b" * 32, None)}


def history_of(family: Family) -> list[dict[str, Any]]:
    return [
        family.applied("SUBMITTED", "2021-11-15"),
        family.benefits("opened", "CONFIRMED", "2021-11-23"),
        family.benefits("activated", "ACTIVE", "2021-12-01"),
        family.benefits("stopped", "STOPPED", "2023-02-10", end_month="2023-02"),
    ]


def standing_of(city: City, family: Family) -> Any:
    """Return how a family's household stands, without what differs between any two families."""
    shown = city.as_("TOWNSHIP_OFFICER", "510411101").alerts.get(f"/v1/households/{family.household}?on=2023-03-01")
    entries = [
        {name: entry[name] for name in ("category", "status", "from_on", "to_on")} for entry in shown.json()["entries"]
    ]
    return shown.json()["view"], len(shown.json()["people"]), entries


def test_families_told_of_mixed_in_one_batch_stand_as_one_told_of_event_by_event(city: City, intake: Any) -> None:
    alone, first, second = Family(), Family(), Family()
    tell(city, *history_of(alone))

    answer = intake.post(PATH, json={"events": [*reversed(history_of(first)), *history_of(second)]})

    assert results(answer) == ["RECEIVED"] * 8
    assert len(standing_of(city, alone)[2]) == 2
    assert standing_of(city, first) == standing_of(city, second) == standing_of(city, alone)


def test_one_event_outside_the_place_refuses_the_batch_and_is_named(city: City) -> None:
    narrow = city.as_("SERVICE", "510411", subject="service:intake").alerts
    outside = submitted(division="510421101200", county="510421")

    refused = narrow.post(PATH, json={"events": [submitted(), outside]})

    assert (refused.status_code, refused.json()["code"]) == (400, "event_out_of_place")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/events/1/event/division"]
    with city.session("alerts") as session:
        assert session.scalars(select(ReceivedEvent)).all() == []


@pytest.mark.parametrize(("many", "status"), [(0, 400), (1, 200), (MOST_TOGETHER, 200), (MOST_TOGETHER + 1, 400)])
def test_a_batch_holds_one_to_a_hundred_events(intake: Any, many: int, status: int) -> None:
    events = [submitted(id=str(new_id())) for _ in range(many)]

    assert intake.post(PATH, json={"events": events}).status_code == status
