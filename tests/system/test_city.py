"""The three services of a test really are wired to one another."""

from datetime import datetime

import pytest

from shared.db import everywhere
from shared.events import publish
from shared.identity import Role
from tests.support.city import City
from tests.support.database import build_caller


@pytest.mark.parametrize("service", ["intake", "eligibility", "alerts"])
def test_every_service_answers_on_the_migrated_database(city: City, service: str) -> None:
    answer = getattr(city, service).get("/readyz")

    assert answer.status_code == 200


def test_an_event_of_intake_reaches_alerts_through_the_outbox(city: City, now: datetime) -> None:
    with city.session("intake") as session:
        publish(
            session,
            caller=build_caller(),
            type="application.accepted",
            subject="applications/1",
            division="510411101",
            data={},
            now=now,
        )

    tried = city.deliver(at=now)

    events = city.as_(Role.CITY_SUPERVISOR).intake.get("/v1/events").json()["items"]
    assert tried == 1
    assert [event["type"] for event in events] == ["cn.doudi.application.accepted.v1"]


def test_a_message_waits_while_the_other_service_is_down(city: City, now: datetime) -> None:
    with everywhere(city.factory("intake")) as session:
        publish(session, caller=build_caller(), type="a.done", subject="a/1", division="510411", data={}, now=now)
    city.down.add("alerts")
    city.deliver(at=now, failures=True)

    with pytest.raises(AssertionError, match="Unavailable"):
        city.deliver(at=now)
    city.down.clear()

    assert city.deliver(at=now.replace(hour=10)) == 1
