"""Whose record of a person one is joined to (ADR 0010): never one that one may not see; claims hold all the same."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.build import build_application, build_id_number, build_member, build_person, key
from tests.support.desk import COUNTY, TOWNSHIP, Desk

VILLAGE, NEXT_VILLAGE, NEIGHBOURS_VILLAGE = "510411101200", "510411101201", "510411102201"


@pytest.fixture
def desk(city: Any) -> Desk:
    return Desk(city)


def hand_in(client: Any, *people: dict[str, Any], division: str = VILLAGE, **but: Any) -> Any:
    members = [build_member(p["ref"], "SPOUSE" if place else "SELF") for place, p in enumerate(people)]
    body = build_application(people=list(people), members=members, division=division, **but)
    return client.post("/v1/applications", json=body, headers=key())


def person_of(response: Any, ref: str = "M1") -> Any:
    assert response.status_code == 201, response.text
    return next(member["person"] for member in response.json()["members"] if member["ref"] == ref)


def test_a_neighbour_is_not_told_what_is_on_file_under_a_number(desk: Desk) -> None:
    """He was refused with ``name_differs``, or shown the phone that somebody else had given."""
    number = build_id_number()
    first = hand_in(desk.township, build_person(id_number=number, phone="13911112222"))
    neighbour = desk.client("TOWNSHIP_OFFICER", "510411102", "township-9")
    other = build_person(id_number=number, name="王五五", phone=None, ethnicity="09")

    second = hand_in(neighbour, other, division=NEIGHBOURS_VILLAGE)

    theirs, ours = person_of(first), person_of(second)
    assert theirs["id"] != ours["id"]
    read = neighbour.get(f"/v1/people/{ours['id']}")
    assert (read.json()["name"], read.json()["phone"], read.json()["ethnicity"]) == ("王五五", None, "09")
    assert read.headers["etag"].startswith('"v1-')
    assert neighbour.get(f"/v1/people/{theirs['id']}").status_code == 404
    found = neighbour.post("/v1/people/searches?include=total", json={"id_number": number}).json()
    assert ([person["id"] for person in found["items"]], found["total"]) == ([ours["id"]], 1)


def test_who_joins_a_household_is_taken_from_no_file_of_the_neighbours(desk: Desk) -> None:
    number = build_id_number("20090920")
    hand_in(desk.township, build_person(id_number=number, birth="20090920"))
    neighbour = desk.client("TOWNSHIP_OFFICER", "510411102", "township-9")
    family = hand_in(neighbour, build_person(), division=NEIGHBOURS_VILLAGE).json()
    household = f"/v1/households/{family['household_id']}"
    joining = {
        "person": build_person("J", "王五五", id_number=number, phone=None),
        "relation": "CHILD",
        "on": "2021-11-01",
    }

    joined = neighbour.post(
        f"{household}/joinings", json=joining, headers={"If-Match": neighbour.get(household).headers["etag"]}
    )

    assert joined.status_code == 200, joined.text
    assert joined.json()["members"][1]["person"]["name"] == "王五五"


def test_a_villager_who_names_another_family_s_member_learns_nothing_of_him(desk: Desk) -> None:
    me, number = build_person(), build_id_number(male=False)
    first = hand_in(desk.township, me)
    desk.must(desk.township, first.json(), "WITHDRAW", reason="材料有误", papers=("WITHDRAWAL",))
    hand_in(desk.township, build_person("M1", "李秀英", id_number=number, phone="13911112222"))
    villager = desk.client("VILLAGER", VILLAGE, "villager-1", person=person_of(first)["id"])

    made = hand_in(villager, me, build_person("M2", "王五五", id_number=number, phone=None), channel="ONLINE")

    wife = person_of(made, "M2")
    assert villager.get(f"/v1/people/{wife['id']}").json()["phone"] is None
    assert wife["name"] == "王五五"


def test_a_partner_system_is_joined_to_no_household_it_did_not_hand_in(desk: Desk) -> None:
    me = build_person()
    ours = hand_in(desk.township, me)
    partner = desk.client("PARTNER_SYSTEM", COUNTY, "partner-1", client_id="partner")

    theirs = hand_in(partner, me, channel="ONLINE")

    assert person_of(theirs)["id"] != person_of(ours)["id"]
    assert theirs.json()["household_id"] != ours.json()["household_id"]


def test_one_s_own_office_goes_on_from_the_record_on_file(desk: Desk) -> None:
    me = build_person()
    first = hand_in(desk.township, me)
    agent = desk.client("VILLAGE_AGENT", NEXT_VILLAGE, "agent-1")

    elsewhere = hand_in(desk.township, me, division=NEXT_VILLAGE)
    misspelt = hand_in(desk.township, me | {"name": "王五五"})

    assert person_of(elsewhere)["id"] == person_of(first)["id"]
    assert [error["code"] for error in misspelt.json()["errors"]] == ["name_differs"]
    assert agent.get(f"/v1/people/{person_of(first)['id']}").status_code == 200


def test_who_left_a_household_applies_under_his_own_record(desk: Desk) -> None:
    husband, wife = build_person(), build_person("M2", "李秀英", male=False)
    family = hand_in(desk.township, husband, wife).json()
    me = next(m["person"]["id"] for m in family["members"] if m["ref"] == "M2")
    household = f"/v1/households/{family['household_id']}"
    desk.township.post(
        f"{household}/leavings", json={"person_id": me, "on": "2021-11-15", "reason": "离婚迁出"},
        headers={"If-Match": desk.township.get(household).headers["etag"]},
    )  # fmt: skip
    villager = desk.client("VILLAGER", VILLAGE, "villager-2", person=me)

    made = hand_in(villager, wife | {"ref": "M1"}, channel="ONLINE")

    assert person_of(made)["id"] == me


def test_two_desks_of_one_place_that_enter_a_person_at_once_share_the_record(desk: Desk) -> None:
    me = build_person()

    with ThreadPoolExecutor(2) as pool:
        made = list(
            pool.map(lambda programme: hand_in(desk.township, me, programmes=[programme]), ("DIBAO", "MARGINAL"))
        )

    assert len({person_of(response)["id"] for response in made}) == 1
    assert len({response.json()["household_id"] for response in made}) == 1


def test_two_townships_of_a_county_do_not_both_confirm_one_person(desk: Desk) -> None:
    """HH-11 goes by the blind index, whosever record."""
    desk.publish_standards()
    me = build_person()
    alone = {"people": [me], "members": [build_member()], "annual_income": "1200.00"}
    neighbours = NeighbourDesk(desk.city)
    theirs = build_application(division=NEIGHBOURS_VILLAGE, **alone)
    second = neighbours.to_county(neighbours.township.post("/v1/applications", json=theirs, headers=key()).json())
    desk.at = "2021-11-15T09:00:00+08:00"
    first = desk.township.post("/v1/applications", json=build_application(**alone), headers=key())
    assert desk.confirmed(first.json())["state"] == "CONFIRMED"

    refused = neighbours.take(neighbours.county, second, "CONFIRM", lines=[{"programme": "DIBAO"}])

    assert person_of(first)["id"] not in {member["person"]["id"] for member in second["members"]}
    assert (refused.status_code, refused.json()["rule"]) == (422, "HH-11")


class NeighbourDesk(Desk):
    """The township next to ``Desk``'s, in the same county."""

    clerk = "township-9"

    @property
    def township(self) -> Any:
        return self.client("TOWNSHIP_OFFICER", TOWNSHIP[:-1] + "2", self.clerk)
