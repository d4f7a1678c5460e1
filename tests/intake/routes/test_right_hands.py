"""Who may do what: facts, accounts, withdrawals and what was said in confidence stay in the right hands."""

from typing import Any

import pytest

from shared.sequencer import sequence
from tests.support.build import build_application, build_member, build_papers, build_person, key
from tests.support.desk import Desk


@pytest.fixture
def single(desk: Desk) -> Any:
    """An application of one person, and the villager he is."""
    people = [build_person()]
    body = build_application(people=people, members=[build_member()])
    application = desk.township.post("/v1/applications", json=body, headers=key()).json()
    me = application["members"][0]["person"]["id"]
    return application, body, desk.client("VILLAGER", "510411101", "villager-1", person=me)


def corrected(body: Any, amount: str = "0.00") -> Any:
    facts = body["facts"] | {"income_items": [{"kind": "WAGES", "person": "M1", "amount": amount}]}
    facts["members"] = [facts["members"][0] | {"birth_date": "1976-03-12", "sex": 1}]
    return {"facts": facts, "reason": "更正收入"}


def test_the_applicant_corrects_his_facts_until_they_are_accepted_and_not_afterwards(desk: Desk, single: Any) -> None:
    application, body, villager = single

    first = desk.take(villager, application, "CORRECT_FACTS", **corrected(body))
    assert first.status_code == 200, first.text
    assert first.json()["facts"]["income_items"][0]["amount"] == "0.00"

    desk.to_survey(application)
    refused = desk.take(villager, application, "CORRECT_FACTS", **corrected(body, "1.00"))
    assert (refused.status_code, refused.json()["code"]) == (403, "role_may_not")
    by_township = desk.take(desk.township, application, "CORRECT_FACTS", **corrected(body, "1.00"))
    assert by_township.status_code == 200


def test_facts_of_other_people_are_refused(desk: Desk, single: Any) -> None:
    application, body, villager = single
    change = corrected(body)
    change["facts"]["members"] = [change["facts"]["members"][0] | {"birth_date": "1976-03-13"}]

    refused = desk.take(villager, application, "CORRECT_FACTS", **change)

    assert (refused.status_code, refused.json()["code"]) == (400, "facts_refused")


def test_facts_do_not_make_another_member_the_applicant(desk: Desk) -> None:
    body = build_application()
    application = desk.township.post("/v1/applications", json=body, headers=key()).json()
    husband, wife, child = application["facts"]["members"]
    swapped = [husband | {"relation": "SPOUSE"}, wife | {"relation": "SELF"}, child]
    facts = application["facts"] | {"applicant": "M2", "members": swapped}

    refused = desk.take(desk.township, application, "CORRECT_FACTS", facts=facts, reason="更正")

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/facts/applicant")


def test_an_adult_who_signs_later_lets_the_application_go_on(desk: Desk) -> None:
    body = build_application(people=[build_person(authorisation=None)], members=[build_member()])
    application = desk.township.post("/v1/applications", json=body, headers=key()).json()
    signed = {"ref": "M1", "signed_on": "2021-11-15", "version": "2021"}

    assert desk.take(desk.township, application, "SUBMIT").json()["rule"] == "HD-01"
    tomorrow = desk.take(desk.township, application, "SUBMIT", authorisations=[signed | {"signed_on": "2021-11-16"}])
    assert (tomorrow.status_code, tomorrow.json()["errors"][0]["code"]) == (400, "in_the_future")
    unknown = desk.take(desk.township, application, "SUBMIT", authorisations=[signed | {"ref": "M9"}])
    assert unknown.json()["errors"][0]["code"] == "unknown_member_ref"
    submitted = desk.take(desk.township, application, "SUBMIT", authorisations=[signed])
    assert submitted.json()["members"][0]["authorised_on"] == "2021-11-15"


def test_an_application_does_not_change_the_account_of_a_household_on_file(desk: Desk, single: Any) -> None:
    application, body, _ = single
    desk.must(desk.township, application, "WITHDRAW", reason="撤回", papers=("WITHDRAWAL",))
    agent = desk.client("VILLAGE_AGENT", "510411101200", "agent-1")
    redirected = body | {
        "channel": "VILLAGE_AGENT",
        "household": body["household"] | {"bank_account": "6217999999999999999"},
    }

    refused = agent.post("/v1/applications", json=redirected, headers=key())

    assert refused.status_code == 400
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [
        ("/household/bank_account", "differs_from_file")
    ]
    household = desk.township.get(f"/v1/households/{application['household_id']}")
    path, etag = f"/v1/households/{application['household_id']}/account", {"If-Match": household.headers["etag"]}
    change = {"bank_account": "6217999999999999999"}
    assert agent.put(path, json=change, headers=etag).status_code == 403
    changed = desk.township.put(path, json=change, headers=etag)
    assert changed.status_code == 200, changed.text
    assert changed.json()["bank_account"].endswith("9999")


def test_a_withdrawal_is_the_applicants(desk: Desk, single: Any) -> None:
    application, _, villager = single
    stranger = desk.client("VILLAGE_AGENT", "510411101200", "agent-9")

    assert desk.take(stranger, application, "WITHDRAW", reason="撤回").json()["rule"] == "3.3-c"
    assert desk.take(desk.township, application, "WITHDRAW", reason="撤回").json()["rule"] == "L26"
    assert desk.take(villager, application, "WITHDRAW", reason="情况好转").json()["state"] == "WITHDRAWN"


def test_another_member_does_not_withdraw_for_the_applicant(desk: Desk) -> None:
    application = desk.township.post("/v1/applications", json=build_application(), headers=key()).json()
    me, wife = (member["person"]["id"] for member in application["members"][:2])

    refused = desk.take(
        desk.client("VILLAGER", "510411101", "v-2", person=wife), application, "WITHDRAW", reason="撤回"
    )
    withdrawn = desk.take(
        desk.client("VILLAGER", "510411101", "v-1", person=me), application, "WITHDRAW", reason="撤回"
    )

    assert (refused.status_code, refused.json()["rule"]) == (422, "L26")
    assert withdrawn.json()["state"] == "WITHDRAWN"


def test_only_the_entrusted_agent_changes_facts_objects_or_applies_again(desk: Desk, single: Any) -> None:
    application, body, _ = single
    stranger = desk.client("VILLAGE_AGENT", "510411101200", "agent-9")

    assert desk.take(stranger, application, "CORRECT_FACTS", **corrected(body)).json()["rule"] == "3.3-c"
    desk.to_verifying(application)
    desk.must(
        desk.verifier, application, "REPORT_VERIFICATION", conclusion="DOES_NOT_FIT", report_number="HD-3",
        papers=("VERIFICATION_REPORT",),
    )  # fmt: skip
    objection = {"evidence": build_papers("OTHER")}
    assert desk.take(stranger, application, "OBJECT_VERIFICATION", **objection).json()["rule"] == "3.3-c"
    desk.must(desk.township, application, "WITHDRAW", reason="撤回", papers=("WITHDRAWAL",))
    path, again = (
        f"/v1/applications/{application['id']}/reapplications",
        {"channel": "VILLAGE_AGENT", "needs": "收入减少"},
    )
    entrusted = {"entrustment": {"agent": "agent-9", "agent_name": "代办员", "signed_on": "2021-11-14"}}
    assert stranger.post(path, json=again, headers=key()).json()["rule"] == "3.3-c"
    assert stranger.post(path, json=again | entrusted, headers=key()).json()["rule"] == "3.3-c"
    with_paper = again | entrusted | {"documents": build_papers("ENTRUSTMENT")}
    assert stranger.post(path, json=with_paper, headers=key()).status_code == 201


def test_a_partner_system_sees_what_it_handed_in_and_nothing_else(desk: Desk, single: Any) -> None:
    application, *_ = single
    partner = desk.client("PARTNER_SYSTEM", "5104", "platform", client_id="platform")
    body = build_application(people=[build_person()], members=[build_member()], channel="ONLINE")

    own = partner.post("/v1/applications", json=body, headers=key())
    assert own.status_code == 201, own.text
    assert [found["id"] for found in partner.get("/v1/applications").json()["items"]] == [own.json()["id"]]
    assert partner.get(f"/v1/applications/{application['id']}").status_code == 404
    assert [case["id"] for case in partner.get("/v1/cases").json()["items"]] == [own.json()["case_id"]]


@pytest.mark.parametrize(
    ("role", "division", "taken"),
    [
        ("VILLAGE_AGENT", "510411101200", {"VILLAGE_AGENT"}),
        ("PARTNER_SYSTEM", "5104", {"ONLINE"}),
        ("TOWNSHIP_OFFICER", "510411101", {"WINDOW", "ACTIVE_DISCOVERY", "TRANSFERRED", "VILLAGE_AGENT"}),
    ],
)
def test_nobody_hands_in_by_a_channel_that_others_come_by(
    desk: Desk, role: str, division: str, taken: set[str]
) -> None:
    client = desk.client(role, division, "somebody", client_id="platform")
    for channel in ("WINDOW", "ONLINE", "VILLAGE_AGENT", "ACTIVE_DISCOVERY", "TRANSFERRED", "IMPORT"):
        body = build_application(people=[build_person()], members=[build_member()], channel=channel)
        answer = client.post("/v1/applications", json=body, headers=key())

        if channel in taken:
            assert answer.status_code == 201, answer.text
        else:
            named = (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"])
            assert named == (400, "channel_refused", "/channel")


def test_a_token_that_may_only_read_changes_nothing(desk: Desk, single: Any) -> None:
    application, *_ = single
    desk.to_survey(application)
    only_reading = desk.client("TOWNSHIP_OFFICER", "510411101", "township-1", scope="applications:read")

    seen = desk.read(only_reading, application).json()
    refused = desk.take(only_reading, application, "FILE_COMPLAINT", content="邻居反映其有车")

    assert seen["allowed_actions"] == []
    assert (refused.status_code, refused.json()["code"]) == (403, "role_may_not")
    assert desk.must(desk.leader, application, "FILE_COMPLAINT", content="邻居反映其有车")["complaint_open"] is True


def test_a_partner_reads_the_events_of_what_it_handed_in_and_no_complaints(desk: Desk, single: Any) -> None:
    application, *_ = single
    partner = desk.client("PARTNER_SYSTEM", "5104", "platform", client_id="platform")
    body = build_application(people=[build_person()], members=[build_member()], channel="ONLINE")
    mine = partner.post("/v1/applications", json=body, headers=key()).json()
    for each in (application, mine):
        desk.to_survey(each)
        desk.must(desk.township, each, "FILE_COMPLAINT", content="邻居反映其有车")
    sequence(desk.city.factory("intake"), service="intake")

    seen = partner.get("/v1/events", params={"limit": 500}).json()["items"]
    told = desk.client("AUDITOR", "5104", "auditor-1").get("/v1/events", params={"limit": 500}).json()["items"]

    assert {event["subject"] for event in seen} == {mine["id"]}
    kinds = [event["type"].split(".")[3] for event in seen]
    assert kinds == ["started", "submitted", "accepted", "survey_started"]
    assert len(told) == 10


def test_who_complained_is_not_shown_to_the_applicants_side(desk: Desk, single: Any) -> None:
    application, _, villager = single
    desk.to_survey(application)
    desk.must(desk.township, application, "FILE_COMPLAINT", content="邻居反映其有车")

    history = villager.get(f"/v1/applications/{application['id']}/transitions")
    assert "邻居" not in history.text
    assert "FILE_COMPLAINT" not in [step["action"] for step in history.json()["items"]]
    assert villager.get(f"/v1/applications/{application['id']}").json()["complaint_open"] is None
    seen = desk.township.get(f"/v1/applications/{application['id']}/transitions").json()["items"]
    assert seen[-1]["details"] == {"content": "邻居反映其有车"}


def test_everything_missing_is_asked_for_once_and_must_come(desk: Desk, single: Any) -> None:
    application, *_ = single
    desk.must(desk.township, application, "SUBMIT")
    missing = [{"kind": "IDENTITY", "why": "缺身份证"}, {"kind": "INCOME_PROOF", "why": "缺收入证明"}]
    asked = desk.must(desk.township, application, "REQUEST_SUPPLEMENT", missing=missing)
    assert [paper["kind"] for paper in asked["missing_papers"]] == ["IDENTITY", "INCOME_PROOF"]

    half = desk.take(desk.township, application, "RESUBMIT", documents=build_papers("IDENTITY"))
    assert (half.status_code, half.json()["rule"]) == (422, "L4")
    desk.must(desk.township, application, "RESUBMIT", documents=build_papers("IDENTITY", "INCOME_PROOF"))
    again = desk.take(desk.township, application, "REQUEST_SUPPLEMENT", missing=missing)
    assert (again.status_code, again.json()["rule"]) == (422, "L3")


def test_a_refusal_to_cooperate_ends_the_procedure(desk: Desk, single: Any) -> None:
    application, *_ = single
    desk.to_survey(application)

    aborted = desk.must(desk.township, application, "ABORT", reason="REFUSES_COOPERATION")

    assert (aborted["state"], aborted["due_on"]) == ("ABORTED", None)
    assert desk.take(desk.township, application, "SUBMIT").status_code == 409


def test_two_reapplications_at_once_make_one(desk: Desk, single: Any) -> None:
    application, *_ = single
    desk.must(desk.township, application, "WITHDRAW", reason="撤回", papers=("WITHDRAWAL",))
    again = {"channel": "WINDOW", "needs": "收入减少", "documents": build_papers()}
    path = f"/v1/applications/{application['id']}/reapplications"

    first, second = (desk.township.post(path, json=again, headers=key()) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 409)
