"""Places that are registered and places that merge: open work follows, history keeps its code."""

from typing import Any

import pytest
from sqlalchemy import select

from services.intake.models.applications import ApplicationMember, Clock
from services.intake.models.people import HouseholdMember
from tests.support.build import build_application, build_member, build_person, key
from tests.support.desk import Desk
from tests.support.mergers import (
    DOCUMENT,
    NAMED,
    NEW,
    OLD,
    TAKEN,
    THIRD,
    VILLAGE,
    VILLAGE_IN_NEW,
    after,
    merge,
    register,
)


def test_when_townships_merge_open_work_keeps_its_village_and_history_its_code(
    desk: Desk, city: Any, new_application: Any
) -> None:
    ended = new_application(people=[build_person()], members=[build_member()])
    desk.must(desk.township, ended, "WITHDRAW", reason="自行撤回", papers=("WITHDRAWAL",))
    open_one = new_application()
    assert merge(desk).status_code == 200

    after(desk, city)
    successor = desk.client("TOWNSHIP_OFFICER", NEW, "township-9")
    agent = desk.client("VILLAGE_AGENT", VILLAGE_IN_NEW, "agent-1")
    neighbour = desk.client("VILLAGE_AGENT", "510411102201", "agent-2")

    for officer in (successor, agent):
        found = {a["id"]: a["division"] for a in officer.get("/v1/applications").json()["items"]}
        assert found == {ended["id"]: VILLAGE, open_one["id"]: VILLAGE_IN_NEW}
        shown = officer.get(f"/v1/applications/{open_one['id']}").json()
        assert shown["facts"]["division"] == VILLAGE_IN_NEW
        assert officer.get(f"/v1/applications/{open_one['id']}/transitions").json()["items"]
        assert len(officer.get(f"/v1/applications/{open_one['id']}").json()["members"]) == 3
        assert len(officer.get("/v1/households").json()["items"]) == 2
        cases = officer.get("/v1/cases")
        assert cases.status_code == 200, cases.text
        assert {case["division"] for case in cases.json()["items"]} == {VILLAGE_IN_NEW}
    assert neighbour.get("/v1/applications").json()["items"] == []
    old = desk.township.get(f"/v1/divisions/{OLD}").json()
    assert (old["valid_to"], old["successor"]) == ("2021-11-30", NEW)
    village = desk.township.get(f"/v1/divisions/{VILLAGE_IN_NEW}").json()
    assert (village["name"], village["valid_from"]) == ("迤沙拉社区村民委员会", "2021-12-01")


def test_a_household_that_a_merger_moved_applies_again_where_it_is_now(
    desk: Desk, city: Any, new_application: Any
) -> None:
    ended = new_application()
    desk.must(desk.township, ended, "WITHDRAW", reason="自行撤回", papers=("WITHDRAWAL",))
    assert merge(desk).status_code == 200
    after(desk, city)
    successor = desk.client("TOWNSHIP_OFFICER", NEW, "township-9")
    path, again = f"/v1/applications/{ended['id']}/reapplications", {"channel": "WINDOW", "needs": "收入减少"}

    as_it_was = successor.post(path, json=again | {"facts": ended["facts"]}, headers=key())
    taken_over = successor.post(path, json=again, headers=key())

    assert as_it_was.status_code == 400
    assert taken_over.status_code == 201, taken_over.text
    assert (taken_over.json()["division"], taken_over.json()["facts"]["division"]) == (VILLAGE_IN_NEW, VILLAGE_IN_NEW)
    correction = {"facts": taken_over.json()["facts"], "reason": "更正"}
    assert desk.take(successor, taken_over.json(), "CORRECT_FACTS", **correction).status_code == 200


def test_whoever_still_has_the_old_code_gets_no_fault(desk: Desk, city: Any, new_application: Any) -> None:
    new_application()
    merge(desk)
    after(desk, city)

    assert desk.township.get("/v1/cases").status_code == 200
    assert desk.township.get("/v1/applications").json()["items"] == []


def test_what_hangs_on_open_work_moves_with_it(desk: Desk, city: Any, new_application: Any) -> None:
    application = new_application()
    desk.to_survey(application)
    merge(desk)
    after(desk, city)

    with city.session("intake") as session:
        for table in (ApplicationMember, Clock, HouseholdMember):
            assert set(session.scalars(select(table.division))) == {VILLAGE_IN_NEW}, table
    successor = desk.client("TOWNSHIP_OFFICER", NEW, "township-9")
    verifying = desk.must(
        successor, application, "REQUEST_VERIFICATION", surveyed_on="2021-11-15", member_present="本人",
        papers=("SURVEY_FORM",),
    )  # fmt: skip
    assert verifying["state"] == "VERIFYING"


def test_before_its_day_a_merger_changes_nothing(desk: Desk, city: Any, new_application: Any) -> None:
    application = new_application()
    assert merge(desk).status_code == 200
    after(desk, city, "2021-11-30T09:00:00+08:00")
    successor = desk.client("TOWNSHIP_OFFICER", NEW, "township-9")

    assert successor.get("/v1/applications").json()["items"] == []
    assert desk.read(desk.township, application).json()["division"] == VILLAGE
    assert desk.township.post("/v1/applications", json=build_application(), headers=key()).status_code == 201


@pytest.mark.parametrize("division", [VILLAGE, "510411101001"])
def test_after_its_day_the_old_codes_take_no_new_work(desk: Desk, city: Any, division: str) -> None:
    assert merge(desk, on="2021-11-01").status_code == 200
    after(desk, city, "2021-11-15T10:00:00+08:00")

    refused = desk.township.post("/v1/applications", json=build_application(division=division), headers=key())

    assert (refused.status_code, refused.json()["code"]) == (400, "division_refused")
    successor = desk.client("TOWNSHIP_OFFICER", NEW, "township-9")
    taken = successor.post("/v1/applications", json=build_application(division=VILLAGE_IN_NEW), headers=key())
    assert taken.status_code == 201, taken.text


def test_a_merger_across_counties_levels_or_twice_is_refused(desk: Desk) -> None:
    assert merge(desk, successor="510421101").status_code == 400
    assert merge(desk, successor="510411").status_code == 400
    assert merge(desk, successor=OLD).status_code == 400
    assert merge(desk, successor="510411199").status_code == 400
    assert merge(desk, code="510411999").status_code == 404
    assert merge(desk).status_code == 200
    assert merge(desk, successor=THIRD).status_code == 422
    assert merge(desk, on="2021-12-02").status_code == 422


def test_the_same_merger_again_answers_the_same_and_does_nothing(desk: Desk, city: Any) -> None:
    first = merge(desk)
    again = merge(desk)
    other_villages = merge(desk, villages=[{"from": VILLAGE, "to": "510411102299"}])

    assert (again.status_code, again.json()) == (200, first.json())
    assert other_villages.status_code == 422
    city.deliver()
    heard = city.as_("CITY_SUPERVISOR", "5104").intake.get("/v1/events?limit=100").json()["items"]
    assert len([event for event in heard if event["type"] == "cn.doudi.division.merged.v1"]) == 1


def test_a_key_stands_for_one_merger(desk: Desk) -> None:
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    body = {"successor": NEW, "effective_on": "2021-12-01", "document": DOCUMENT, "villages": NAMED}
    path, once = f"/v1/divisions/{OLD}/successions", key()

    first = policy.post(path, json=body, headers=once)
    again = policy.post(path, json=body, headers=once)
    other = policy.post(path, json=body | {"effective_on": "2021-12-02"}, headers=once)

    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("by", ["510421", "510402"])
def test_an_officer_of_another_county_finds_no_place_to_merge(desk: Desk, by: str) -> None:
    refused = merge(desk, by=by)

    assert (refused.status_code, refused.json()["code"]) == (404, "division_not_found")
    assert merge(desk, by="510411").status_code == 200


def test_a_new_township_is_registered_and_takes_both_old_ones(desk: Desk, city: Any, new_application: Any) -> None:
    application = new_application()
    new = register(desk)
    assert (new.status_code, new.headers["location"]) == (201, "/v1/divisions/510411190")
    assert new.json()["full_name"] == "攀枝花市仁和区平大镇"

    assert merge(desk, OLD, "510411190", on="2021-11-30").status_code == 400, "it is not there yet"
    assert merge(desk, OLD, "510411190").status_code == 200
    clash = merge(desk, NEW, "510411190")
    assert (clash.status_code, clash.json()["code"]) == (400, "villages_unclear")
    named = [
        {"from": f"{NEW}{last}", "to": f"510411190{other}"}
        for last, other in [("001", "002"), ("201", "211"), ("202", "212"), ("203", "213"), ("204", "214")]
    ]
    assert merge(desk, NEW, "510411190", villages=named).status_code == 200

    after(desk, city)
    successor = desk.client("TOWNSHIP_OFFICER", "510411190", "township-9")
    (found,) = successor.get("/v1/applications").json()["items"]
    assert (found["id"], found["division"]) == (application["id"], "510411190200")
    below = successor.get("/v1/divisions?parent=510411190&on=2021-12-01&limit=500").json()["items"]
    assert len(below) == 12


def test_registering_again_is_the_same_and_another_place_under_the_code_is_refused(desk: Desk) -> None:
    first = register(desk)
    again = register(desk)
    other = register(desk, name="另一个镇")

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert (other.status_code, other.json()["code"]) == (409, "division_exists")


@pytest.mark.parametrize(
    ("but", "pointer"),
    [
        ({"code": "510411190200"}, ""),
        ({"code": "510411190200", "kind": "VILLAGERS_COMMITTEE"}, "/code"),
        ({"code": "510499001"}, "/code"),
        ({"kind": "VILLAGERS_COMMITTEE"}, ""),
        ({"kind": "COUNTY"}, ""),
    ],
)
def test_a_place_is_of_its_level_and_its_parent_is_there(desk: Desk, but: dict[str, str], pointer: str) -> None:
    refused = register(desk, **but)

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(("by", "status"), [("5104", 201), ("510411", 201), ("510421", 400), ("510411101", 400)])
def test_a_place_is_registered_by_whoever_is_over_it(desk: Desk, by: str, status: int) -> None:
    assert register(desk, by=by).status_code == status


@pytest.mark.parametrize("later_first", [False, True])
def test_a_chain_of_mergers_leads_to_its_end_in_whatever_order_it_is_registered(
    desk: Desk, city: Any, new_application: Any, later_first: bool
) -> None:
    application = new_application()
    register(desk, valid_from="2021-11-20")
    onward = [{"from": f"{NEW}{n}", "to": f"510411190{n}"} for n in ("001", "201", "202", "203", "204", "206")]
    steps = [
        lambda: merge(desk),
        lambda: merge(desk, NEW, "510411190", on="2021-12-10", villages=onward),
    ]
    for step in reversed(steps) if later_first else steps:
        response = step()
        assert response.status_code == 200, response.text

    after(desk, city, "2021-12-02T09:00:00+08:00")
    between = desk.client("TOWNSHIP_OFFICER", NEW, "township-8")
    assert desk.read(between, application).json()["division"] == VILLAGE_IN_NEW
    after(desk, city, "2021-12-10T09:00:00+08:00")
    last = desk.client("TOWNSHIP_OFFICER", "510411190", "township-9")
    assert desk.read(last, application).json()["division"] == "510411190200"
    assert last.get(f"/v1/applications/{application['id']}/transitions").json()["items"]


def test_the_other_services_learn_of_every_code(desk: Desk, city: Any) -> None:
    merge(desk, on="2021-11-01")
    city.deliver()

    for service in ("eligibility", "alerts"):
        with city.database.as_owner() as owner:
            known = owner.execute(
                f"select from_code, to_code from {service}.division_succession order by 1"  # type: ignore[arg-type]
            ).fetchall()
        assert known == sorted([(OLD, NEW), (VILLAGE, VILLAGE_IN_NEW), *TAKEN]), service
