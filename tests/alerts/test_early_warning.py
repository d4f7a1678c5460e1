"""From intake to alerts through the outbox: a family that is confirmed, limits that are missed, reviews that come near."""

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select, update

from shared.db import everywhere
from shared.outbox import OutboxMessage
from tests.support.build import build_application, key
from tests.support.city import City
from tests.support.desk import COUNTY, TOWNSHIP, Desk
from tests.support.payroll import change_benefit, open_benefit
from tests.support.told import Family, alert_of, take, tell


@pytest.fixture
def desk(city: City) -> Desk:
    """Officers of 仁和区 on Monday 2021-11-15."""
    desk = Desk(city)
    desk.publish_standards()
    return desk


def hand_in(desk: Desk) -> Any:
    response = desk.township.post("/v1/applications", json=build_application(), headers=key())
    assert response.status_code == 201, response.text
    return response.json()


def let_it_be(desk: Desk, moment: str) -> None:
    """Let a moment come, with every timer and message that is due."""
    desk.at = f"{moment}+08:00"
    desk.city.deliver(at=datetime.fromisoformat(desk.at))


def watch(desk: Desk, role: str = "COUNTY_OFFICER", division: str = COUNTY) -> Any:
    now = datetime.fromisoformat(desk.at)
    return desk.city.as_(role, division, subject=f"{role}:{division}", at=now).alerts


def alerts(desk: Desk, thing: Any, **filters: str) -> list[Any]:
    household = thing["household_id"]
    return list(watch(desk).get("/v1/alerts", params={"household_id": household} | filters).json()["items"])


def test_a_confirmed_family_is_found_in_the_information_base_until_its_benefit_ends(desk: Desk) -> None:
    application = desk.confirmed(hand_in(desk))
    path = f"/v1/households/{application['household_id']}"
    let_it_be(desk, "2021-11-23T10:00:00")
    confirmed = watch(desk).get(path).json()
    let_it_be(desk, "2021-12-01T00:00:00")
    active = watch(desk, "TOWNSHIP_OFFICER", TOWNSHIP).get(path).json()
    (benefit,) = desk.county.get("/v1/benefits").json()["items"]
    stopped = change_benefit(
        desk, benefit["id"], action="STOP", reason="VOLUNTARY", happened_on="2021-12-01", note="告知"
    )
    assert stopped.status_code == 200, stopped.text
    let_it_be(desk, "2022-01-01T09:00:00")
    ended = watch(desk).get(path).json()

    assert (confirmed["view"], active["view"], ended["view"]) == ("NOT_ASSISTED", "ASSISTED", "NOT_ASSISTED")
    assert [{entry["status"] for entry in each["entries"]} for each in (confirmed, active, ended)] == [
        {"CONFIRMED"}, {"ACTIVE"}, {"ENDED"},
    ]  # fmt: skip
    assert (len(active["people"]), active["categories"]) == (3, ["LB"])
    assert {entry["residence"] for entry in active["entries"]} == {"RURAL"}
    assert {entry["state"] for entry in active["applications"]} == {"CONFIRMED"}
    (first, *_) = ended["entries"]
    assert (first["from_on"], first["to_on"], first["evidence"]["benefit_id"]) == (
        "2021-12-01", "2021-12-31", benefit["id"],
    )  # fmt: skip
    assert watch(desk, "COUNTY_OFFICER", "510421").get(path).status_code == 404


def test_a_missed_limit_raises_one_alert_even_when_its_timer_comes_twice(desk: Desk, city: City) -> None:
    application = hand_in(desk)
    desk.must(desk.township, application, "SUBMIT")
    desk.must(desk.township, application, "ACCEPT")
    let_it_be(desk, "2021-11-16T23:59:59")
    before = alerts(desk, application)
    let_it_be(desk, "2021-11-17T00:00:00")
    (near,) = alerts(desk, application)
    let_it_be(desk, "2021-11-18T23:59:59")
    (still_near,) = alerts(desk, application)
    let_it_be(desk, "2021-11-19T00:00:00")
    with everywhere(city.factory("intake")) as session:
        rung = session.scalars(
            select(OutboxMessage.id).where(OutboxMessage.topic == "clock.due", OutboxMessage.delivered_at.is_not(None))
        ).all()
        session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(rung[-1:])).values(delivered_at=None))
    let_it_be(desk, "2021-11-19T00:10:00")
    (passed,) = alerts(desk, application)

    assert before == []
    assert (near["indicator"], near["level"], near["state"]) == ("AL-27", "YELLOW", "OPEN")
    assert still_near["level"] == "YELLOW"
    assert (passed["id"], passed["level"], passed["evidence_count"]) == (near["id"], "ORANGE", 2)
    assert watch(desk, "COUNTY_OFFICER", "510421").get("/v1/alerts").json()["items"] == []


def test_a_missed_limit_is_assigned_acknowledged_made_good_and_closed(desk: Desk) -> None:
    application = hand_in(desk)
    desk.must(desk.township, application, "SUBMIT")
    desk.must(desk.township, application, "ACCEPT")
    let_it_be(desk, "2021-11-19T09:00:00")
    (alert,) = alerts(desk, application)

    assigned = take(watch(desk), alert, "ASSIGN", role="TOWNSHIP_OFFICER", division=TOWNSHIP)
    acknowledged = take(watch(desk, "TOWNSHIP_OFFICER", TOWNSHIP), alert, "ACKNOWLEDGE")
    desk.must(desk.township, application, "START_SURVEY", surveyors=["township-1", "village-1"])
    let_it_be(desk, "2021-11-19T10:00:00")
    (fed_back,) = alerts(desk, application)
    closed = take(watch(desk), alert, "CLOSE", outcome="POLICY_IMPLEMENTED", note="已入户调查")

    assert [answer.status_code for answer in (assigned, acknowledged, closed)] == [200, 200, 200]
    assert fed_back["state"] == "FEEDBACK"
    assert (closed.json()["state"], closed.json()["outcome"]) == ("CLOSED", "POLICY_IMPLEMENTED")


def test_a_warning_of_a_limit_that_is_kept_closes_by_itself(desk: Desk) -> None:
    application = hand_in(desk)
    desk.must(desk.township, application, "SUBMIT")
    desk.must(desk.township, application, "ACCEPT")
    let_it_be(desk, "2021-11-17T09:00:00")
    desk.must(desk.township, application, "START_SURVEY", surveyors=["township-1", "village-1"])

    let_it_be(desk, "2021-11-17T10:00:00")

    (alert,) = alerts(desk, application)
    assert (alert["level"], alert["state"]) == ("YELLOW", "CLOSED")


def test_a_warning_ceases_while_the_clock_stands_and_comes_anew_with_the_new_day(desk: Desk) -> None:
    application = hand_in(desk)
    desk.to_verifying(application)
    let_it_be(desk, "2021-12-20T09:00:00")
    assert {alert["state"] for alert in alerts(desk, application, level="YELLOW")} == {"OPEN"}
    desk.must(
        desk.verifier, application, "REPORT_VERIFICATION", conclusion="DOES_NOT_FIT", report_number="HD-2",
        papers=("VERIFICATION_REPORT",),
    )  # fmt: skip

    let_it_be(desk, "2022-02-01T09:00:00")

    total = [alert for alert in alerts(desk, application) if alert["level"] == "YELLOW"]
    assert [alert["state"] for alert in total] == ["CLOSED"]


def test_a_finished_notice_is_information_for_the_township_until_it_is_forwarded(desk: Desk) -> None:
    application = hand_in(desk)
    desk.to_notice(application)
    let_it_be(desk, "2021-11-22T23:59:59")
    before = alerts(desk, application, indicator="AL-28")
    let_it_be(desk, "2021-11-23T00:00:00")
    (finished,) = alerts(desk, application, indicator="AL-28")
    let_it_be(desk, "2021-11-23T09:00:00")
    desk.must(desk.township, application, "FORWARD", papers=("NOTICE_PHOTO",))
    let_it_be(desk, "2021-11-23T10:00:00")

    assert before == []
    assert (finished["level"], finished["state"], finished["audience"]) == ("BLUE", "OPEN", "TOWNSHIP_OFFICER")
    assert alerts(desk, application, indicator="AL-28")[0]["state"] == "CLOSED"


def test_a_review_is_blue_thirty_days_before_and_yellow_the_day_after(desk: Desk) -> None:
    application = desk.confirmed(hand_in(desk))
    (benefit,) = desk.county.get("/v1/benefits").json()["items"]
    due = datetime.fromisoformat(f"{benefit['next_review_on']}T00:00:00")
    seen = {}
    for name, moment in {
        "31 days before": due - timedelta(days=30, seconds=1),
        "30 days before": due - timedelta(days=30),
        "on the day": due + timedelta(hours=23),
        "the day after": due + timedelta(days=1),
    }.items():
        let_it_be(desk, moment.isoformat())
        seen[name] = [(alert["level"], alert["state"]) for alert in alerts(desk, application, indicator="AL-29")]
    (alert,) = alerts(desk, application, indicator="AL-29")
    change_benefit(
        desk, benefit["id"], action="STOP", reason="NO_LONGER_FITS", happened_on=benefit["next_review_on"], note="告知"
    )
    let_it_be(desk, (due + timedelta(days=2)).isoformat())

    assert seen == {
        "31 days before": [],
        "30 days before": [("BLUE", "OPEN")],
        "on the day": [("BLUE", "OPEN")],
        "the day after": [("YELLOW", "OPEN")],
    }
    assert (alert["subject_kind"], alert["subject_id"]) == ("BENEFIT", benefit["id"])
    assert alerts(desk, application, indicator="AL-29")[0]["state"] == "CLOSED"


def test_a_review_that_ends_settles_its_alert_and_the_next_one_warns_anew(desk: Desk) -> None:
    application = desk.confirmed(hand_in(desk))
    (benefit,) = desk.county.get("/v1/benefits").json()["items"]
    due = datetime.fromisoformat(f"{benefit['next_review_on']}T00:00:00")
    let_it_be(desk, (due + timedelta(days=1)).isoformat())
    (overdue,) = alerts(desk, application, indicator="AL-29")
    kept = change_benefit(desk, benefit["id"], action="KEEP", note="家庭情况无明显变化").json()
    let_it_be(desk, (due + timedelta(days=1, hours=1)).isoformat())
    (settled,) = alerts(desk, application, indicator="AL-29")
    next_due = datetime.fromisoformat(f"{kept['next_review_on']}T00:00:00")
    let_it_be(desk, (next_due - timedelta(days=30, seconds=1)).isoformat())
    before = alerts(desk, application, indicator="AL-29", state="OPEN")
    let_it_be(desk, (next_due - timedelta(days=30)).isoformat())
    (anew,) = alerts(desk, application, indicator="AL-29", state="OPEN")

    assert next_due > due
    assert (overdue["level"], overdue["state"]) == ("YELLOW", "OPEN")
    assert (settled["id"], settled["state"]) == (overdue["id"], "CLOSED")
    assert before == []
    assert anew["level"] == "BLUE"


def test_what_was_running_before_early_warning_came_is_armed_once(desk: Desk, city: City) -> None:
    application = hand_in(desk)
    desk.must(desk.township, application, "SUBMIT")
    desk.must(desk.township, application, "ACCEPT")
    benefit = open_benefit(desk, next_review_on=date(2021, 12, 15))
    arming = import_module("migrations.versions.0012_clocks_that_ran_before_warnings")
    with city.database.as_owner() as owner:
        owner.execute("delete from intake.outbox_message where topic in ('clock.due')")
        owner.execute("update intake.clock set timer_on = null")
        for statement in (arming.ARM_CLOCKS, arming.ARM_REVIEWS) * 2:
            owner.execute(statement)
        timers = owner.execute("select topic, count(*) from intake.outbox_message group by topic").fetchall()
        clocks = owner.execute("select count(*) from intake.clock where stopped_on is null").fetchone()
        owner.execute("update intake.outbox_message set due_at = '2021-11-15+08' where topic = 'clock.due'")
    let_it_be(desk, "2021-11-16T23:59:59")
    before = alerts(desk, application)
    let_it_be(desk, "2021-11-17T00:00:00")
    (near,) = alerts(desk, application)
    (review,) = watch(desk).get("/v1/alerts", params={"indicator": "AL-29"}).json()["items"]

    assert {topic: count for topic, count in timers if topic in {"clock.due", "benefit.review_near"}} == {
        "clock.due": clocks[0],
        "benefit.review_near": 1,
    }
    assert before == []
    assert (near["indicator"], near["level"]) == ("AL-27", "YELLOW")
    assert (review["level"], review["subject_id"]) == ("BLUE", str(benefit))


def test_a_calendar_that_is_loaded_moves_what_is_due_and_only_that(city: City) -> None:
    families = {"touched": Family(), "assigned": Family(), "closed": Family(), "before": Family()}
    for name, family in families.items():
        day = "2026-11-02" if name == "before" else "2026-12-30"
        tell(city, family.clocks("passed", f"{day}T09:00:00+08:00", limit="TL-LB-NOTICE"))
    at = datetime.fromisoformat("2026-12-31T09:00:00+08:00")
    county = city.as_("COUNTY_OFFICER", COUNTY, subject="county-1", at=at).alerts
    for name, action, body in (
        ("assigned", "ASSIGN", {"role": "TOWNSHIP_OFFICER", "division": TOWNSHIP}),
        ("closed", "CLOSE", {"outcome": "POLICY_IMPLEMENTED", "note": "已办"}),
    ):
        answer = take(county, alert_of(county, families[name]).json(), action, **body)
        assert answer.status_code == 200, answer.text

    def due() -> dict[str, tuple[str | None, bool]]:
        seen = {name: alert_of(county, family).json() for name, family in families.items()}
        return {name: (alert["due_at"], alert["due_provisional"]) for name, alert in seen.items()}

    provisional = due()
    policy = city.as_("POLICY_OFFICER", "5104", subject="policy-1", at=at).intake
    new_year = {"name": "元旦", "first_day": "2027-01-01", "last_day": "2027-01-03", "worked_instead": []}
    loaded = policy.put("/v1/calendar-years/2027", json={"document": "国办发明电〔2026〕1号", "holidays": [new_year]})
    assert loaded.status_code in {200, 201}, loaded.text
    city.deliver(at=at)

    assert provisional == {
        "touched": ("2027-01-06T23:59:59+08:00", True),
        "assigned": ("2027-01-28T23:59:59+08:00", True),
        "closed": (None, False),
        "before": ("2026-11-09T23:59:59+08:00", False),
    }
    assert due() == provisional | {
        "touched": ("2027-01-07T23:59:59+08:00", False),
        "assigned": ("2027-01-29T23:59:59+08:00", False),
    }
