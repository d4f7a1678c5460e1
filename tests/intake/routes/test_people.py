from typing import Any

from tests.support.build import build_application, build_id_number, build_member, build_person, key
from tests.support.desk import Desk

ACCOUNT = "6217000000000000001"


def test_personal_data_are_masked_until_they_are_asked_for_with_a_purpose(desk: Desk, new_application: Any) -> None:
    people = [
        build_person("M1"),
        build_person("M2", "李秀英", male=False),
        build_person("M3", "张小明", birth="20090920"),
    ]
    application = new_application(people=people)
    person = application["members"][0]["person"]["id"]

    masked = desk.township.get(f"/v1/people/{person}")
    household = desk.township.get(f"/v1/households/{application['household_id']}")
    assert people[0]["id_number"] not in masked.text + household.text
    assert ACCOUNT not in household.text
    assert masked.json()["id_number"] == f"510411********{people[0]['id_number'][-4:]}"
    assert masked.json()["phone"] == "138****0000"

    revealed = desk.township.post(
        f"/v1/people/{person}/disclosures", json={"purpose": "CASE_WORK", "reason": "核对银行账号"}
    )
    assert revealed.status_code == 200, revealed.text
    assert (revealed.json()["id_number"], revealed.json()["bank_account"]) == (people[0]["id_number"], ACCOUNT)

    (looked,) = desk.township.get(f"/v1/people/{person}/disclosures").json()["items"]
    assert (looked["subject"], looked["purpose"], looked["reason"]) == ("township-1", "CASE_WORK", "核对银行账号")
    assert set(looked["fields"]) == {"id_number", "phone", "address", "bank_account"}


def test_a_look_needs_the_scope_a_purpose_and_a_reason(desk: Desk, new_application: Any) -> None:
    person = new_application()["members"][0]["person"]["id"]
    agent = desk.client("VILLAGE_AGENT", "510411101200", "agent-1")
    path = f"/v1/people/{person}/disclosures"

    assert agent.post(path, json={"purpose": "CASE_WORK", "reason": "看看"}).status_code == 403
    assert desk.township.post(path, json={"purpose": "CURIOSITY", "reason": "看看"}).status_code == 400
    assert desk.township.post(path, json={"purpose": "CASE_WORK"}).status_code == 400
    assert desk.township.get(path).json()["items"] == []


def test_a_number_finds_the_person_in_ones_own_place_only(desk: Desk, new_application: Any) -> None:
    people = [
        build_person("M1"),
        build_person("M2", "李秀英", male=False),
        build_person("M3", "张小明", birth="20090920"),
    ]
    application = new_application(people=people)
    search = {"id_number": people[0]["id_number"].lower()}
    neighbour = desk.client("TOWNSHIP_OFFICER", "510411102", "township-9")

    (found,) = desk.township.post("/v1/people/searches", json=search).json()["items"]
    assert found["id"] == application["members"][0]["person"]["id"]
    assert neighbour.post("/v1/people/searches", json=search).json()["items"] == []
    assert desk.township.post("/v1/people/searches", json={"id_number": build_id_number()}).json()["items"] == []


def test_members_join_and_leave_with_their_dates(desk: Desk, new_application: Any) -> None:
    application = new_application()
    path = f"/v1/households/{application['household_id']}"
    household = desk.township.get(path)
    newborn = {
        "person": build_person("B1", "张小花", birth="20211020", male=False),
        "relation": "CHILD",
        "on": "2021-10-20",
    }

    joined = desk.township.post(
        f"{path}/joinings", json=newborn, headers={"If-Match": household.headers["etag"]} | key()
    )
    assert joined.status_code == 200, joined.text
    assert len(joined.json()["members"]) == 4
    stale = desk.township.post(
        f"{path}/joinings", json=newborn, headers={"If-Match": household.headers["etag"]} | key()
    )
    assert stale.status_code == 412

    leaving = {"person_id": application["members"][1]["person"]["id"], "on": "2021-11-15", "reason": "离婚迁出"}
    left = desk.township.post(f"{path}/leavings", json=leaving, headers={"If-Match": joined.headers["etag"]})
    assert left.status_code == 200, left.text
    dates = {m["person"]["name"]: m["to_on"] for m in left.json()["members"]}
    assert dates == {"张建国": None, "李秀英": "2021-11-15", "张小明": None, "张小花": None}


def test_a_number_on_file_under_another_name_is_refused(desk: Desk, new_application: Any) -> None:
    number = build_id_number()
    body = {"people": [build_person(id_number=number)]}
    first = desk.township.post(
        "/v1/applications", json=build_application(members=[build_member()], **body), headers=key()
    )
    assert first.status_code == 201
    other = {"people": [build_person(id_number=number, name="王五五")]}
    second = desk.township.post(
        "/v1/applications", json=build_application(members=[build_member()], **other), headers=key()
    )
    assert second.status_code == 400
    assert [(e["pointer"], e["code"]) for e in second.json()["errors"]] == [("/people/0/name", "name_differs")]
    assert "张建国" not in second.text


def test_a_villager_sees_his_own_household_and_nothing_else(desk: Desk, new_application: Any) -> None:
    own, other = new_application(), new_application()
    me = own["members"][0]["person"]["id"]
    villager = desk.client("VILLAGER", "510411101", "villager-1", person=me)

    assert [a["id"] for a in villager.get("/v1/applications").json()["items"]] == [own["id"]]
    assert villager.get(f"/v1/applications/{own['id']}").status_code == 200
    assert villager.get(f"/v1/applications/{other['id']}").status_code == 404
    assert {p["id"] for p in villager.get("/v1/people").json()["items"]} == {m["person"]["id"] for m in own["members"]}
    assert villager.get(f"/v1/people/{other['members'][0]['person']['id']}").status_code == 404
    assert [h["id"] for h in villager.get("/v1/households").json()["items"]] == [own["household_id"]]
    assert [c["id"] for c in villager.get("/v1/cases").json()["items"]] == [own["case_id"]]


def test_a_villager_applies_for_his_own_household(desk: Desk, new_application: Any) -> None:
    people = [build_person()]
    first = new_application(people=people, members=[build_member()])
    desk.must(desk.township, first, "WITHDRAW", reason="材料有误", papers=("WITHDRAWAL",))
    villager = desk.client("VILLAGER", "510411101", "villager-1", person=first["members"][0]["person"]["id"])
    body = build_application(people=people, members=[build_member()], channel="ONLINE")

    own = villager.post("/v1/applications", json=body, headers=key())
    assert own.status_code == 201, own.text
    stranger = build_application(people=[build_person()], members=[build_member()], channel="ONLINE")
    refused = villager.post("/v1/applications", json=stranger, headers=key())
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "not_own")
