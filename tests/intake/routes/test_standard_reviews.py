"""A published standard calls for one review of each benefit it touches (RV-10)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from shared.clock import SHANGHAI
from shared.events import EVENT_PUBLISHED
from shared.outbox import OutboxMessage, enqueue
from tests.support.desk import COUNTY, Desk
from tests.support.payroll import change_benefit, open_benefit, stopped
from tests.support.standards import line, publish_as_two

AT = datetime(2021, 11, 15, 9, tzinfo=SHANGHAI)


def publish(desk: Desk, *, by: str = "5104", **but: Any) -> Any:
    """Publish a standard by two officers of a place, and let it be told."""
    drafter, publisher = (
        desk.city.as_("POLICY_OFFICER", by, subject=name, at=AT).eligibility for name in ("li", "wang")
    )
    published = publish_as_two(drafter, publisher, **but)
    desk.city.deliver(at=AT)
    return published


def tasks(desk: Desk, **query: str) -> list[Any]:
    answer = desk.county.get("/v1/review-tasks", params=query)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


def benefits_to_review(desk: Desk, **query: str) -> set[UUID]:
    return {UUID(task["benefit_id"]) for task in tasks(desk, **query)}


def test_each_benefit_touched_gets_one_task_however_often_it_is_told(desk: Desk) -> None:
    first, second = open_benefit(desk, name="张建国"), open_benefit(desk, name="李秀英")
    marginal = open_benefit(desk, name="王德全", programme="MARGINAL", amount=0)
    standard = publish(desk, valid_from="2021-10-15")

    with desk.city.session("eligibility") as session:  # the relay died after the call, so it all goes out again
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.topic == EVENT_PUBLISHED)).one()
        enqueue(session, topic=EVENT_PUBLISHED, payload=told.payload, division=COUNTY, now=AT)
    desk.city.deliver(at=AT)

    found = tasks(desk, reason="STANDARD_CHANGE", open="true")
    assert len(found) == 3
    assert {UUID(task["benefit_id"]) for task in found} == {first, second, marginal}
    assert {(task["standard_id"], task["effective_month"], task["done_at"]) for task in found} == {
        (standard["id"], "2021-10", None)
    }


def test_who_is_of_the_other_residence_or_of_another_programme_is_left_alone(desk: Desk) -> None:
    open_benefit(desk)

    publish(desk, values=[line("600.00", "URBAN")])
    publish(desk, division="5104", values=[{"key": "ge.scattered", "value": "1100.00"}])

    assert tasks(desk) == []


def test_a_standard_of_the_city_leaves_alone_whom_a_county_s_own_is_for(desk: Desk) -> None:
    benefit = open_benefit(desk)
    publish(desk, values=[line("520.00")], by=COUNTY)
    assert benefits_to_review(desk) == {benefit}

    publish(desk, division="5104", values=[line("500.00")])

    assert len(tasks(desk)) == 1


@pytest.mark.parametrize(("valid_from", "touched"), [("2021-11-30", True), ("2021-12-01", False)])
def test_a_benefit_that_has_ended_is_touched_while_its_last_month_is(
    desk: Desk, valid_from: str, *, touched: bool
) -> None:
    benefit = open_benefit(desk, start=date(2021, 9, 1))
    stopped(desk, benefit, "VOLUNTARY", "2021-11-10")

    publish(desk, valid_from=valid_from)

    assert benefits_to_review(desk) == ({benefit} if touched else set())


def test_a_task_is_done_when_the_review_is(desk: Desk) -> None:
    kept, ended = open_benefit(desk, name="张建国"), open_benefit(desk, name="李秀英")
    publish(desk)

    assert change_benefit(desk, kept, action="CALL_REVIEW", note="标准调整").status_code == 200
    assert change_benefit(desk, kept, action="KEEP", note="金额不变").status_code == 200
    assert benefits_to_review(desk, open="true") == {ended}
    stopped(desk, ended, "VOLUNTARY", "2021-11-10")

    assert benefits_to_review(desk, open="true") == set()
    assert benefits_to_review(desk, open="false", benefit_id=str(kept)) == {kept}


def test_the_standard_waits_while_intake_is_away(desk: Desk) -> None:
    benefit = open_benefit(desk)
    drafter, publisher = (desk.city.as_("POLICY_OFFICER", subject=name, at=AT).eligibility for name in ("li", "wang"))
    desk.city.down.add("intake")

    assert publish_as_two(drafter, publisher)["state"] == "PUBLISHED"
    desk.city.deliver(at=AT, failures=True)
    assert tasks(desk) == []
    desk.city.down.clear()
    desk.city.deliver(at=AT.replace(hour=20), failures=True)

    assert benefits_to_review(desk) == {benefit}
