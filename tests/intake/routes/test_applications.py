from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from shared.audit import AuditEntry
from tests.support.build import build_application, build_id_number, build_member, build_person, key
from tests.support.desk import Desk


def test_an_application_is_created_whole_and_read_back(desk: Desk, new_application: Any) -> None:
    created = new_application()

    read = desk.township.get(f"/v1/applications/{created['id']}")
    assert read.status_code == 200
    assert read.headers["etag"].startswith(f'"v{created["version"]}-')
    assert created["state"] == "DRAFT"
    assert created["household_size"] == 3
    assert [member["ref"] for member in created["members"]] == ["M1", "M2", "M3"]
    assert created["members"][0]["person"]["id_number"].count("*") == 8
    assert created["facts"]["members"][0]["birth_date"] == "1976-03-12"
    assert [action["action"] for action in created["allowed_actions"]] == ["SUBMIT", "CORRECT_FACTS", "WITHDRAW"]


def test_the_same_request_twice_makes_one_application(desk: Desk) -> None:
    body, once = build_application(), key()

    first = desk.township.post("/v1/applications", json=body, headers=once)
    again = desk.township.post("/v1/applications", json=body, headers=once)
    other = desk.township.post("/v1/applications", json={**body, "needs": "另有原因"}, headers=once)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["idempotent-replayed"] == "true"
    assert other.json()["code"] == "idempotency_key_reused"
    assert desk.township.get("/v1/applications?include=total").json()["total"] == 1


@pytest.mark.parametrize("programmes", [["TEMPORARY"], ["DIBAO", "TEKUN"]])
def test_a_programme_that_the_life_cycle_does_not_carry_is_refused_at_once(desk: Desk, programmes: list[str]) -> None:
    response = desk.township.post("/v1/applications", json=build_application(programmes=programmes), headers=key())

    assert (response.status_code, response.json()["code"]) == (422, "programme_not_served")
    assert desk.township.get("/v1/people?include=total").json()["total"] == 0


def test_an_application_needs_a_key(desk: Desk) -> None:
    response = desk.township.post("/v1/applications", json=build_application())

    assert response.status_code == 400
    assert desk.township.get("/v1/applications?include=total").json()["total"] == 0


@pytest.mark.parametrize(
    ("but", "pointer", "code"),
    [
        ({"people": [build_person(id_number="510411197603120011")]}, "/people/0/id_number", "identity_number_check_digit"),
        ({"people": [build_person(id_number="510411760312001")]}, "/people/0/id_number", "identity_number_old"),
        (
            {"people": [build_person(id_number=build_id_number("20991231"))]},
            "/people/0/id_number",
            "identity_number_birth_date",
        ),
        ({"facts": {"applicant": "M2"}}, "/facts/members", "applicant"),
        ({"colour": "red"}, "/colour", "extra_forbidden"),
        ({"needs": "张三，身份证号510411197603120037"}, "/needs", "identity_number_in_text"),
    ],
    ids=["check digit", "15 digits", "born in the future", "another applicant", "unknown field", "number in free text"],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_stored(desk: Desk, but: dict[str, Any], pointer: str, code: str) -> None:
    members = {"members": [build_member()]} if "people" in but else {}

    response = desk.township.post("/v1/applications", json=build_application(**members, **but), headers=key())

    assert response.status_code == 400, response.text
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in response.json()["errors"]]
    assert desk.township.get("/v1/people?include=total").json()["total"] == 0


def test_a_number_twice_and_a_birth_date_that_differs_are_refused(desk: Desk) -> None:
    number = build_id_number()
    people = [build_person("M1", id_number=number), build_person("M2", "李秀英", id_number=number)]
    twice = build_application(people=people, members=[build_member(), build_member("M2", "SPOUSE")])
    differs = build_application(people=[build_person()], members=[build_member(birth_date="1976-03-13")])

    for body, pointer in ((twice, "/people/1/id_number"), (differs, "/facts/members/0/birth_date")):
        response = desk.township.post("/v1/applications", json=body, headers=key())
        assert response.status_code == 400
        assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
        assert number not in response.text


@pytest.mark.parametrize("division", ["510411102200", "510421101200", "510411101999"])
def test_a_village_outside_the_township_or_unknown_is_refused(desk: Desk, division: str) -> None:
    response = desk.township.post("/v1/applications", json=build_application(division=division), headers=key())

    assert response.status_code == 400
    assert response.json()["code"] == "division_refused"


def test_another_place_gets_what_an_unknown_id_gets(desk: Desk, new_application: Any) -> None:
    application = new_application()
    neighbour = desk.client("TOWNSHIP_OFFICER", "510411102", "township-9")
    stranger = desk.client("COUNTY_OFFICER", "510421", "county-9")

    for caller in (neighbour, stranger):
        response = caller.get(f"/v1/applications/{application['id']}")
        assert (response.status_code, response.json()["code"]) == (404, "application_not_found")
        assert caller.get("/v1/applications?include=total").json()["total"] == 0
        assert caller.get("/v1/people?include=total").json()["total"] == 0
        assert caller.get("/v1/households").json()["items"] == []
        assert caller.get("/v1/cases").json()["items"] == []


def test_wrong_scope_wrong_state_stale_and_missing_version(desk: Desk, new_application: Any) -> None:
    application = new_application()
    path, submit = f"/v1/applications/{application['id']}/transitions", {"action": "SUBMIT"}
    auditor = desk.client("AUDITOR", "5104", "auditor-1")

    assert auditor.get(f"/v1/applications/{application['id']}").status_code == 403
    assert desk.township.post(path, json=submit).status_code == 428
    assert desk.township.post(path, json=submit, headers={"If-Match": "7"}).status_code == 400
    stale = desk.township.post(path, json=submit, headers={"If-Match": '"v99"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    wrong = desk.take(desk.county, application, "CONFIRM", lines=[{"programme": "DIBAO"}])
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_state")
    assert "CONFIRM" not in wrong.json()["allowed_actions"]
    forbidden = desk.take(desk.verifier, application, "SUBMIT")
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "role_may_not")
    assert desk.read(desk.township, application).json()["state"] == "DRAFT"


def test_nothing_is_handed_in_without_the_papers_and_signatures(desk: Desk, new_application: Any) -> None:
    unsigned = new_application(people=[build_person(authorisation=None)], members=[build_member()])
    refused = desk.take(desk.township, unsigned, "SUBMIT")
    assert (refused.status_code, refused.json()["rule"]) == (422, "HD-01")

    without = new_application(documents=[])
    refused = desk.take(desk.township, without, "SUBMIT")
    assert (refused.status_code, refused.json()["code"]) == (422, "documents_missing")
    papers = ("APPLICATION_FORM", "COMMITMENT", "AUTHORISATION")
    assert desk.take(desk.township, without, "SUBMIT", papers=papers).status_code == 200


def test_a_village_agent_brings_the_entrustment_and_is_noted_with_whom_he_acts_for(desk: Desk) -> None:
    agent = desk.client("VILLAGE_AGENT", "510411101200", "agent-1")
    body = build_application(channel="VILLAGE_AGENT")
    application = agent.post("/v1/applications", json=body, headers=key()).json()

    refused = desk.take(agent, application, "SUBMIT")
    assert (refused.status_code, refused.json()["clause"]) == (422, "3.3-c")

    entrusted = body | {
        "entrustment": {"agent": "agent-1", "agent_name": "代办员", "signed_on": "2021-11-10"},
        "people": [
            {**person, "id_number": build_id_number(birth)}
            for person, birth in zip(body["people"], ("19700101", "19710101", "20090101"), strict=True)
        ],
    }
    second = agent.post("/v1/applications", json=entrusted, headers=key()).json()
    assert desk.take(agent, second, "SUBMIT").status_code == 422
    assert desk.take(agent, second, "SUBMIT", papers=("ENTRUSTMENT",)).status_code == 200
    history = agent.get(f"/v1/applications/{second['id']}/transitions").json()["items"]
    applicant = f"person:{second['members'][0]['person']['id']}"
    assert {step["on_behalf_of"] for step in history} == {applicant}
    with desk.city.session("intake") as session:
        about = AuditEntry.on_id.in_([second["id"], second["case_id"]])
        assert {entry.on_behalf_of for entry in session.scalars(select(AuditEntry).where(about))} == {applicant}


def test_one_household_has_one_open_application_for_a_programme(desk: Desk, new_application: Any) -> None:
    body = build_application()
    first = desk.township.post("/v1/applications", json=body, headers=key()).json()
    second = desk.township.post("/v1/applications", json=body, headers=key())
    assert (second.status_code, second.json()["code"]) == (409, "already_applied")

    desk.must(desk.township, first, "WITHDRAW", reason="家庭情况好转", papers=("WITHDRAWAL",))
    third = desk.township.post("/v1/applications", json=body, headers=key())
    assert third.status_code == 201
    assert third.json()["case_id"] == first["case_id"]
    assert third.json()["household_id"] == first["household_id"]
    assert len(desk.township.get(f"/v1/cases/{first['case_id']}").json()["applications"]) == 2


def test_the_lists_are_paged_and_filtered_and_refuse_unknown_filters(desk: Desk, new_application: Any) -> None:
    for _ in range(3):
        new_application(people=[build_person()], members=[build_member()])

    page = desk.township.get("/v1/applications?limit=2&include=total").json()
    rest = desk.township.get("/v1/applications", params={"limit": 2, "after": page["next"]}).json()
    assert (len(page["items"]), page["total"], len(rest["items"]), rest["next"]) == (2, 3, 1, None)
    assert desk.township.get("/v1/applications?state=ACCEPTED").json()["items"] == []
    assert desk.township.get("/v1/applications?status=ACCEPTED").status_code == 400
    assert desk.township.get("/v1/applications?after=nonsense!").status_code == 400


def test_two_requests_at_once_for_the_same_people_make_one_application(desk: Desk) -> None:
    body = build_application()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: desk.township.post("/v1/applications", json=body, headers=key()), range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"already_applied"}
    assert desk.township.get("/v1/people?include=total").json()["total"] == 3
    assert desk.township.get("/v1/households?include=total").json()["total"] == 1
