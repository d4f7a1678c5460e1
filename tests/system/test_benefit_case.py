"""A benefit from the decision that opens it: who opened it, when it takes effect, when its review is due."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shared.audit import AuditEntry
from shared.events import Event
from tests.support.build import build_application, build_member, build_person, key
from tests.support.desk import Desk
from tests.support.payroll import change_benefit, ledger, propose, stopped


@pytest.fixture
def desk(city: Any) -> Desk:
    desk = Desk(city)
    desk.publish_standards()
    return desk


@pytest.fixture
def benefit(desk: Desk) -> Any:
    """Confirmed on 23 November, to be paid from December."""
    response = desk.township.post("/v1/applications", json=build_application(), headers=key())
    assert response.status_code == 201, response.text
    desk.confirmed(response.json())
    (benefit,) = desk.county.get("/v1/benefits").json()["items"]
    return benefit


def at(desk: Desk, moment: str) -> None:
    """Let the time come, with every timer that is due."""
    desk.at = moment
    desk.city.deliver(at=datetime.fromisoformat(moment))


def state(desk: Desk, benefit: Any) -> str:
    return str(desk.county.get(f"/v1/benefits/{benefit['id']}").json()["state"])


def history(desk: Desk, benefit: Any) -> list[tuple[str, str]]:
    taken = desk.county.get(f"/v1/benefits/{benefit['id']}/transitions").json()["items"]
    return [(step["action"], step["actor"]) for step in taken]


def test_a_benefit_is_opened_by_the_person_who_confirmed(desk: Desk, benefit: Any) -> None:
    with desk.city.session("intake") as session:
        audited = session.scalars(select(AuditEntry).where(AuditEntry.action == "benefit.open")).one()
        told = session.scalars(select(Event).where(Event.type == "cn.doudi.benefit.opened.v1")).one()

    assert history(desk, benefit) == [("OPEN", "county-1")]
    assert (audited.subject, audited.role, audited.on_id) == ("county-1", "COUNTY_OFFICER", benefit["id"])
    assert told.actor_role == "COUNTY_OFFICER"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2021-11-30T23:59:59+08:00", "CONFIRMED"), ("2021-12-01T00:00:00+08:00", "ACTIVE")],
)
def test_it_takes_effect_with_the_first_of_its_month(desk: Desk, benefit: Any, moment: str, expected: str) -> None:
    at(desk, moment)

    assert state(desk, benefit) == expected


def test_a_marginal_family_is_reviewed_in_half_a_year_and_has_no_months_to_be_paid(desk: Desk) -> None:
    members = [build_member("M1", labour_ability="LOST", employed=False)]
    marginal = build_application(
        people=[build_person()], members=members, programmes=["MARGINAL"], annual_income="7000.00"
    )
    response = desk.township.post("/v1/applications", json=marginal, headers=key())
    desk.confirmed(response.json(), [{"programme": "MARGINAL"}])
    (listed,) = desk.county.get("/v1/benefits").json()["items"]
    benefit = desk.county.get(f"/v1/benefits/{listed['id']}").json()
    assert (benefit["review_class"], benefit["next_review_on"]) == ("B", "2022-05-23")

    at(desk, "2021-12-01T09:00:00+08:00")

    assert state(desk, benefit) == "ACTIVE"
    assert desk.county.get(f"/v1/benefits/{benefit['id']}/months").json()["items"] == []


def test_its_review_is_due_on_the_day_and_not_before(desk: Desk, benefit: Any) -> None:
    due = datetime.fromisoformat(f"{benefit['next_review_on']}T00:00:00+08:00")
    at(desk, "2021-12-01T00:00:00+08:00")

    at(desk, (due - timedelta(seconds=1)).isoformat())
    before = state(desk, benefit)
    at(desk, due.isoformat())

    assert (before, state(desk, benefit)) == ("ACTIVE", "REVIEW_DUE")
    assert history(desk, benefit)[-1] == ("CALL_REVIEW", "service:intake")
    with desk.city.session("intake") as session:
        session.scalars(select(Event).where(Event.type == "cn.doudi.benefit.review_due.v1")).one()


def test_the_review_called_by_hand_is_not_called_again_by_the_timer(desk: Desk, benefit: Any) -> None:
    at(desk, "2021-12-01T00:00:00+08:00")
    change_benefit(desk, benefit["id"], action="CALL_REVIEW", note="家庭人口发生变化")

    at(desk, f"{benefit['next_review_on']}T12:00:00+08:00")

    assert [action for action, _ in history(desk, benefit)] == ["OPEN", "ACTIVATE", "CALL_REVIEW"]


def test_what_was_stopped_before_its_first_month_neither_starts_nor_is_reviewed_nor_paid(
    desk: Desk, benefit: Any
) -> None:
    desk.at = "2021-11-30T17:00:00+08:00"
    stopped(desk, benefit["id"], "VOLUNTARY", "2021-11-30")

    at(desk, "2021-12-15T09:00:00+08:00")
    proposal = propose(desk, month="2021-12")
    at(desk, f"{benefit['next_review_on']}T12:00:00+08:00")

    assert (proposal.status_code, proposal.json()["code"]) == (422, "nothing_to_pay")
    assert [action for action, _ in history(desk, benefit)] == ["OPEN", "STOP"]
    assert ledger(desk, benefit["id"]) == []
