"""What the database itself keeps: history that is only added to, and a villager's view of his own household."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from shared.identity import Role
from tests.support.build import build_application, build_member, build_person, key
from tests.support.database import build_caller
from tests.support.desk import Desk

VILLAGE = "510411101200"
OWN_TABLES = [
    "household", "household_member", "person", '"case"', "application", "application_member", "application_document",
    "determination", "decision_line", "clock", "transition", "benefit", "benefit_month",
]  # fmt: skip
"""Tables of which the confirmed and paid family of ``families`` has rows."""


@pytest.fixture
def desk(city: Any) -> Desk:
    """Officers of 仁和区 on Monday 2021-11-15."""
    return Desk(city)


def hand_in(client: Any, **but: Any) -> Any:
    made = client.post("/v1/applications", json=build_application(**but), headers=key())
    assert made.status_code == 201, made.text
    return made.json()


@pytest.fixture
def family(desk: Desk, city: Any) -> Any:
    """A family whose 低保 is confirmed and in its first month; beside it, one that has just applied."""
    desk.publish_standards()
    confirmed = desk.confirmed(hand_in(desk.township))
    hand_in(desk.township, people=[build_person("M1", "王小二")], members=[build_member()])
    desk.at = "2021-12-01T09:00:00+08:00"
    city.deliver(at=datetime.fromisoformat(desk.at))
    return confirmed


def rows(city: Any, table: str, person: str) -> int:
    villager = build_caller(Role.VILLAGER, VILLAGE, person=UUID(person))
    with city.session("intake", caller=villager) as session:
        found: int = session.execute(text(f"select count(*) from {table}")).scalar_one()
    return found


def test_a_villager_sees_his_households_rows_and_a_stranger_none(city: Any, family: Any) -> None:
    me = family["members"][0]["person"]["id"]
    with city.session("intake") as session:
        everybody = {t: session.execute(text(f"select count(*) from {t}")).scalar_one() for t in OWN_TABLES}

    mine = {table: rows(city, table, me) for table in OWN_TABLES}
    strangers = {table: rows(city, table, "00000000-0000-7000-8000-000000000000") for table in OWN_TABLES}

    assert all(mine.values()), mine
    assert all(mine[table] < everybody[table] for table in ("household", "household_member", "person", "transition"))
    assert not any(strangers.values()), strangers


def test_who_has_left_the_household_reads_on_no_more(desk: Desk, city: Any, family: Any) -> None:
    left = family["members"][1]["person"]["id"]
    household = f"/v1/households/{family['household_id']}"
    villager = desk.client("VILLAGER", VILLAGE, "villager-2", person=left)
    assert villager.get(f"/v1/applications/{family['id']}").status_code == 200

    response = desk.township.post(
        f"{household}/leavings", json={"person_id": left, "on": "2021-12-01", "reason": "离婚迁出"},
        headers={"If-Match": desk.township.get(household).headers["etag"]},
    )  # fmt: skip
    assert response.status_code == 200, response.text

    assert {table: rows(city, table, left) for table in OWN_TABLES} == dict.fromkeys(OWN_TABLES, 0)
    assert villager.get(f"/v1/applications/{family['id']}").status_code == 404
    assert villager.get("/v1/benefits").json()["items"] == []
    assert villager.get(household).status_code == 404


def test_who_stays_reads_on_no_more_of_who_has_left(desk: Desk, city: Any, family: Any) -> None:
    me, left, child = (member["person"]["id"] for member in family["members"])
    household = f"/v1/households/{family['household_id']}"
    villager = desk.client("VILLAGER", VILLAGE, "villager-1", person=me)
    assert villager.get(f"/v1/people/{left}").status_code == 200
    desk.township.post(f"/v1/people/{left}/disclosures", json={"purpose": "CASE_WORK", "reason": "核对"})
    assert rows(city, "disclosure", me) == 1

    desk.township.post(
        f"{household}/leavings", json={"person_id": left, "on": "2021-12-01", "reason": "离婚迁出"},
        headers={"If-Match": desk.township.get(household).headers["etag"]},
    )  # fmt: skip

    assert villager.get(f"/v1/people/{left}").status_code == 404
    assert {person["id"] for person in villager.get("/v1/people").json()["items"]} == {me, child}
    assert {m["person"]["id"] for m in villager.get(household).json()["members"]} == {me, child}
    assert rows(city, "disclosure", me) == 0
    on_file = villager.get(f"/v1/applications/{family['id']}").json()["members"]
    assert [member["person"]["id"] for member in on_file] == [me, left, child]
    assert len(desk.township.get(household).json()["members"]) == 3


def test_a_villager_opens_a_case_for_a_household_that_is_not_on_file(desk: Desk, city: Any) -> None:
    """He is known from an earlier household; since then a child was born."""
    me = build_person()
    first = hand_in(desk.township, people=[me], members=[build_member()])
    person = first["members"][0]["person"]["id"]
    desk.must(desk.township, first, "WITHDRAW", reason="材料有误", papers=("WITHDRAWAL",))
    villager = desk.client("VILLAGER", VILLAGE, "villager-1", person=person)
    child = build_person("M2", "张小花", birth="20211020", male=False, authorisation=None)

    made = hand_in(
        villager, people=[me, child],
        members=[build_member(), build_member("M2", "CHILD", labour_ability="NONE", employed=False)], channel="ONLINE",
    )  # fmt: skip

    assert len(made["members"]) == 2
    assert villager.get(f"/v1/applications/{made['id']}").status_code == 200


@pytest.mark.parametrize("table", ["transition", "disclosure", "determination", "decision_line"])
@pytest.mark.parametrize("change", ["update intake.{} set division = division", "delete from intake.{}"])
def test_history_is_added_to_and_never_changed(city: Any, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), city.session("intake") as session:
        session.execute(text(change.format(table)))


def test_history_is_written_within_ones_own_places(city: Any, family: Any) -> None:
    neighbour = build_caller(Role.TOWNSHIP_OFFICER, "510411102")
    forged = text(
        "insert into intake.disclosure (id, division, created_at, person_id, subject, role, purpose, reason, fields)"
        f" values (gen_random_uuid(), '{VILLAGE}', now(), '{family['members'][0]['person']['id']}', 's', 'r', 'p',"
        " 'r', '[]')"
    )

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        city.session("intake", caller=neighbour) as session,
    ):
        session.execute(forged)
