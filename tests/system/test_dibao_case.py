"""A 低保 case from the counter to the month it is paid, through the three services."""

from datetime import datetime
from typing import Any

import pytest

from tests.support import standards
from tests.support.build import build_application, build_member, build_papers, build_person, key
from tests.support.desk import Desk

JANUARY = datetime.fromisoformat("2022-01-01T00:30:00+08:00")


@pytest.fixture
def desk(city: Any) -> Desk:
    desk = Desk(city)
    desk.publish_standards()
    return desk


def hand_in(desk: Desk, **but: Any) -> Any:
    response = desk.township.post("/v1/applications", json=build_application(**but), headers=key())
    assert response.status_code == 201, response.text
    return response.json()


def test_a_family_of_three_is_confirmed_published_and_paid_from_the_next_month(desk: Desk, city: Any) -> None:
    application = hand_in(desk)

    confirmed = desk.confirmed(application)

    assert confirmed["state"] == "CONFIRMED"
    assert [(line["programme"], line["monthly_amount"], line["start_month"]) for line in confirmed["lines"]] == [
        ("DIBAO", "600.00", "2021-12")
    ]
    assert confirmed["lines"][0]["appeal"]["reconsideration_until"] == "2022-01-24"
    (notice,) = [n for n in desk.county.get("/v1/public-notices").json()["items"] if n["kind"] == "RESULT"]
    shown = {name: notice[name] for name in ("applicant_name", "household_size", "monthly_amount")}
    assert shown == {"applicant_name": "张建国", "household_size": 3, "monthly_amount": "600.00"}
    (benefit,) = desk.county.get("/v1/benefits").json()["items"]
    assert (benefit["state"], benefit["monthly_amount"]) == ("CONFIRMED", "600.00")

    city.deliver(at=JANUARY)

    desk.at = JANUARY.isoformat()
    (benefit,) = desk.county.get("/v1/benefits").json()["items"]
    assert benefit["state"] == "ACTIVE"
    (month,) = desk.county.get(f"/v1/benefits/{benefit['id']}/months").json()["items"]
    assert (month["month"], month["entitled"], month["status"]) == ("2021-12", "600.00", "DUE")


def test_alerts_hears_of_every_step_once(desk: Desk, city: Any) -> None:
    application = hand_in(desk)
    desk.confirmed(application)
    city.deliver()
    city.deliver()

    listener = city.as_("CITY_SUPERVISOR", "5104").alerts
    heard = listener.get(f"/v1/received-events?subject={application['id']}&limit=100").json()["items"]
    types = [event["type"].removeprefix("cn.doudi.application.").removesuffix(".v1") for event in reversed(heard)]
    assert types == [
        "started", "submitted", "accepted", "survey_started", "verification_requested", "verification_reported",
        "notice_posted", "forwarded", "confirmed",
    ]  # fmt: skip
    assert "name" not in str(heard)


def test_opinion_and_confirmation_wait_for_todays_determination(desk: Desk, city: Any) -> None:
    application = hand_in(desk)
    desk.to_verifying(application)
    city.down.add("eligibility")
    desk.must(
        desk.verifier,
        application,
        "REPORT_VERIFICATION",
        conclusion="FITS",
        report_number="HD-1",
        papers=("VERIFICATION_REPORT",),
    )
    city.deliver(failures=True)
    opinion = {"in_favour": True, "opinion": "建议纳入"}

    waiting = desk.take(desk.township, application, "GIVE_OPINION", **opinion)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "determination_pending")
    assert desk.read(desk.township, application).json()["determination"] == "PENDING"

    city.down.clear()
    desk.at = "2021-11-15T12:00:00+08:00"
    city.deliver(at=datetime.fromisoformat(desk.at))
    assert desk.read(desk.township, application).json()["determination"] == "CURRENT"
    assert desk.take(desk.township, application, "GIVE_OPINION", **opinion).status_code == 200


def test_an_answer_of_yesterday_is_stale_and_opening_the_case_asks_anew(desk: Desk, city: Any) -> None:
    application = hand_in(desk)
    desk.to_county(application)
    desk.at = "2021-11-24T09:00:00+08:00"

    opened = desk.read(desk.county, application).json()
    assert opened["determination"] == "PENDING"
    city.deliver(at=datetime.fromisoformat(desk.at))
    assert desk.read(desk.county, application).json()["determination"] == "CURRENT"
    determinations = desk.county.get(f"/v1/applications/{application['id']}/determinations").json()["items"]
    assert [found["as_of"] for found in determinations] == ["2021-11-24", "2021-11-23", "2021-11-15"]


@pytest.mark.parametrize(("today", "status"), [("2021-11-22", 422), ("2021-11-23", 200)])
def test_the_notice_stands_seven_full_days(desk: Desk, today: str, status: int) -> None:
    application = hand_in(desk)
    posted = desk.to_notice(application)
    assert posted["state"] == "NOTICE"

    desk.at = f"{today}T09:00:00+08:00"
    forwarded = desk.take(desk.township, application, "FORWARD", papers=("NOTICE_PHOTO",))

    assert forwarded.status_code == status, forwarded.text


def test_where_the_day_of_posting_counts_the_notice_ends_a_day_earlier(desk: Desk, city: Any) -> None:
    drafter, publisher = (
        city.as_("POLICY_OFFICER", "5104", subject=subject, at=standards.AUTUMN).eligibility
        for subject in ("drafter", "publisher")
    )
    counted = [{"key": "notice.count_start_day", "residence": None, "value": True}]
    standards.publish_as_two(drafter, publisher, division="5104", title="公示期计算", values=counted)
    application = hand_in(desk)
    desk.to_notice(application)

    desk.at = "2021-11-22T09:00:00+08:00"

    assert desk.take(desk.township, application, "FORWARD", papers=("NOTICE_PHOTO",)).status_code == 200


def test_a_dispute_gives_45_working_days_and_is_settled_by_appraisal(desk: Desk, city: Any) -> None:
    application = hand_in(desk)
    desk.to_notice(application)
    desk.must(desk.township, application, "DISPUTE", objection="群众反映其有营运车辆")
    city.deliver()
    clocks = desk.township.get(f"/v1/applications/{application['id']}/clocks?explain=true").json()["items"]
    running = {clock["key"]: clock for clock in clocks if clock["finished_on"] is None}
    assert set(running) == {"TL-LB-SPECIAL"}
    assert (running["TL-LB-SPECIAL"]["started_on"], running["TL-LB-SPECIAL"]["due_on"]) == ("2021-11-15", "2022-01-18")
    assert sum(day["counted"] for day in running["TL-LB-SPECIAL"]["days"]) == 45

    settled = desk.must(
        desk.township, application, "RESOLVE_DISPUTE", resolution="APPRAISAL", in_favour=True, opinion="评议通过",
        papers=("APPRAISAL_RECORD",),
    )  # fmt: skip
    assert settled["state"] == "COUNTY_REVIEW"
    assert settled["special_case"] == "DISPUTED_NOTICE"


def warnings(desk: Desk, application: Any) -> list[str]:
    """Return what today's determination warns of."""
    answers = desk.county.get(f"/v1/applications/{application['id']}/determinations").json()["items"]
    return [warning["code"] for warning in answers[0]["answer"]["warnings"]]


def test_a_near_relative_stays_one_when_facts_are_corrected_and_is_made_by_registration_alone(desk: Desk) -> None:
    registered, claimed = hand_in(desk), hand_in(desk)
    for application, said in ((registered, False), (claimed, True)):
        relative = {} if said else {"near_relative": {"of_whom": "村委会主任", "relation": "侄子"}}
        desk.to_opinion(application, **relative)
        facts = application["facts"] | {"near_relative_of_staff": said}
        desk.must(desk.township, application, "CORRECT_FACTS", facts=facts, reason="更正", papers=("INCOME_PROOF",))
    desk.city.deliver()

    assert "COUNTY_VISIT_REQUIRED" in warnings(desk, registered)
    assert "COUNTY_VISIT_REQUIRED" not in warnings(desk, claimed)


def test_a_near_relative_is_visited_before_the_county_decides(desk: Desk) -> None:
    application = hand_in(desk)
    desk.to_county(application, near_relative={"of_whom": "村委会主任", "relation": "侄子"})

    refused = desk.take(desk.county, application, "CONFIRM", lines=[{"programme": "DIBAO"}])
    assert (refused.status_code, refused.json()["rule"]) == (422, "LB-08")
    assert "COUNTY_VISIT_REQUIRED" in warnings(desk, application)

    desk.must(desk.county, application, "REQUIRE_VISIT")
    assert desk.take(desk.county, application, "CONFIRM", lines=[{"programme": "DIBAO"}]).status_code == 422
    desk.must(
        desk.county, application, "RECORD_VISIT", visitors=["county-1"], finding="情况属实", papers=("VISIT_FORM",)
    )
    assert desk.must(desk.county, application, "CONFIRM", lines=[{"programme": "DIBAO"}])["state"] == "CONFIRMED"


def test_who_surveyed_or_gave_the_opinion_does_not_confirm(desk: Desk) -> None:
    application = hand_in(desk)
    desk.to_county(application)

    for subject in ("village-1", "township-1"):
        same_person = desk.client("COUNTY_OFFICER", "510411", subject)
        refused = desk.take(same_person, application, "CONFIRM", lines=[{"programme": "DIBAO"}])
        assert (refused.status_code, refused.json()["code"]) == (403, "four_eyes")


def test_a_refusal_needs_a_reason_that_the_rules_bear_out_and_lists_every_failed_rule(desk: Desk) -> None:
    too_much = hand_in(desk, annual_income="18000.00")
    desk.to_county(too_much)
    unproven = desk.take(desk.county, too_much, "REFUSE", reasons=["PROPERTY_OVER_LIMIT"])
    assert (unproven.status_code, unproven.json()["rule"]) == (422, "LB-17")
    not_eligible = desk.take(desk.county, too_much, "CONFIRM", lines=[{"programme": "DIBAO"}])
    assert (not_eligible.status_code, not_eligible.json()["rule"]) == (422, "LB-02")

    refused = desk.must(desk.county, too_much, "REFUSE", reasons=["INCOME_NOT_BELOW_LINE"])

    assert refused["state"] == "REFUSED"
    (line,) = refused["lines"]
    assert line["confirmed"] is False
    assert line["reasons"][0]["code"] == "INCOME_NOT_BELOW_LINE"
    assert "LB-02" in [reason.get("rule") for reason in line["reasons"]]
    appeal = refused["lines"][0]["appeal"]
    assert appeal["text"]
    assert appeal["reconsideration_until"] is None


def test_one_fen_under_the_line_is_eligible_and_pays_what_is_missing(desk: Desk) -> None:
    application = hand_in(desk, annual_income="17999.64")

    assert desk.confirmed(application)["lines"][0]["monthly_amount"] == "0.03"


def test_verification_that_does_not_fit_waits_for_the_applicant_and_the_clock_stands(desk: Desk, city: Any) -> None:
    application = hand_in(desk)
    desk.to_verifying(application)
    failed = desk.must(
        desk.verifier,
        application,
        "REPORT_VERIFICATION",
        conclusion="DOES_NOT_FIT",
        report_number="HD-2",
        papers=("VERIFICATION_REPORT",),
    )
    assert failed["state"] == "VERIFY_FAILED"
    desk.at = "2021-11-18T09:00:00+08:00"
    assert desk.take(desk.township, application, "OBJECT_VERIFICATION", evidence=[]).status_code == 422
    desk.must(desk.township, application, "OBJECT_VERIFICATION", evidence=build_papers("INCOME_PROOF"))
    clocks = desk.township.get(f"/v1/applications/{application['id']}/clocks?explain=true").json()["items"]
    total = next(clock for clock in clocks if clock["key"] == "TL-LB-TOTAL")
    assert [(s["first_day"], s["last_day"]) for s in total["suspensions"]] == [("2021-11-16", "2021-11-18")]
    assert total["due_on"] == "2021-12-30"

    rechecked = desk.must(desk.verifier, application, "REPORT_RECHECK", conclusion="FITS")
    assert rechecked["state"] == "OPINION"


def test_a_person_receives_a_programme_once_in_the_whole_city(desk: Desk, city: Any) -> None:
    people = [build_person()]
    desk.confirmed(hand_in(desk, people=people, members=[build_member()], annual_income="1200.00"))
    body = build_application(people=people, members=[build_member()], division="510421101200", annual_income="1200.00")
    elsewhere = desk.client("TOWNSHIP_OFFICER", "510421101", "township-2")
    second = elsewhere.post("/v1/applications", json=body, headers=key())
    assert second.status_code == 201, second.text

    refused = desk.take(elsewhere, second.json(), "SUBMIT")

    assert (refused.status_code, refused.json()["rule"]) == (422, "HH-11")
    assert "仁和区" in refused.json()["detail"]
    assert people[0]["id_number"] not in refused.text


def test_what_was_refused_is_applied_for_again_with_the_old_data(desk: Desk) -> None:
    application = hand_in(desk, annual_income="18000.00")
    desk.to_county(application)
    desk.must(desk.county, application, "REFUSE", reasons=["INCOME_NOT_BELOW_LINE"])
    again = {"channel": "WINDOW", "needs": "务工收入减少", "documents": build_papers()}

    response = desk.township.post(f"/v1/applications/{application['id']}/reapplications", json=again, headers=key())

    assert response.status_code == 201, response.text
    assert response.json()["previous_id"] == application["id"]
    assert response.json()["case_id"] == application["case_id"]
    assert [m["authorised_on"] for m in response.json()["members"]] == ["2021-11-01", "2021-11-01", None]
    assert desk.take(desk.township, response.json(), "SUBMIT").status_code == 200


def test_a_stopped_benefit_ends_with_its_month_and_frees_the_person(desk: Desk, city: Any) -> None:
    people = [build_person()]
    desk.confirmed(hand_in(desk, people=people, members=[build_member()], annual_income="1200.00"))
    city.deliver(at=JANUARY)
    desk.at = JANUARY.isoformat()
    (benefit,) = desk.county.get("/v1/benefits").json()["items"]
    path, etag = f"/v1/benefits/{benefit['id']}", desk.county.get(f"/v1/benefits/{benefit['id']}").headers["etag"]
    stop = {"action": "STOP", "reason": "VOLUNTARY", "happened_on": "2021-12-20", "note": "自愿退出"}

    early = desk.county.post(
        f"{path}/transitions", json={**stop, "happened_on": "2022-01-02"}, headers={"If-Match": etag}
    )
    assert (early.status_code, early.json()["rule"]) == (422, "LB-15")
    stopped = desk.county.post(f"{path}/transitions", json=stop, headers={"If-Match": etag})
    assert stopped.status_code == 200, stopped.text
    assert (stopped.json()["state"], stopped.json()["end_month"]) == ("STOPPED", "2022-01")

    second = hand_in(desk, people=people, members=[build_member()], annual_income="1200.00")
    assert desk.take(desk.township, second, "SUBMIT").status_code == 200
