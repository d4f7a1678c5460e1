"""Alerts over HTTP: raised once, evidence appended, assigned, acknowledged, closed with an outcome (6.4, 3.2-k, 3.2-n)."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from shared.audit import AuditEntry
from shared.events import Event
from tests.support.build import key
from tests.support.city import City
from tests.support.told import Family, alert_of, take, tell

COUNTY, TOWNSHIP = "510411", "510411101"
TO_TOWNSHIP = {"role": "TOWNSHIP_OFFICER", "division": TOWNSHIP}


@pytest.fixture
def county(city: City) -> Any:
    """The duty officer on Friday 2021-11-19, a day after the survey should have begun."""
    return officer(city, "COUNTY_OFFICER", COUNTY)


@pytest.fixture
def township(city: City) -> Any:
    return officer(city, "TOWNSHIP_OFFICER", TOWNSHIP)


@pytest.fixture
def late(city: City) -> Family:
    """A survey that was due on Thursday 2021-11-18 and has not begun: told as near, then as passed."""
    family = Family()
    tell(city, family.clocks("near", "2021-11-17T00:00:00+08:00"), family.clocks("passed", "2021-11-19T00:00:00+08:00"))
    return family


def officer(city: City, role: str, division: str, subject: str | None = None, at: str = "2021-11-19T09:00:00") -> Any:
    now = datetime.fromisoformat(f"{at}+08:00")
    return city.as_(role, division, subject=subject or f"{role}:{division}", at=now).alerts


def must(client: Any, alert: Any, action: str, **body: Any) -> Any:
    answer = take(client, alert, action, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def steps(client: Any, alert: Any) -> list[tuple[str, str, str]]:
    taken = client.get(f"/v1/alerts/{alert['id']}/transitions").json()["items"]
    return [(step["action"], step["to_state"], step["actor"]) for step in taken]


def test_a_near_limit_is_yellow_and_names_indicator_evidence_audience_and_due_time(city: City, county: Any) -> None:
    family = Family()

    tell(city, family.clocks("near", "2021-11-17T00:00:00+08:00"))

    alert = alert_of(county, family).json()
    assert (alert["indicator"], alert["title"], alert["clause"]) == ("AL-27", "办理期限临近或超期", "3.2-k")
    assert (alert["level"], alert["state"], alert["audience"]) == ("YELLOW", "OPEN", "TOWNSHIP_OFFICER")
    assert (alert["subject_kind"], alert["subject_id"]) == ("APPLICATION", family.application)
    assert (alert["raised_at"], alert["due_at"]) == ("2021-11-17T00:00:00+08:00", "2021-11-19T23:59:59+08:00")
    (evidence,) = alert["evidence"]
    assert evidence["facts"] == {
        "limit": "TL-LB-SURVEY", "started_on": "2021-11-15", "due_on": "2021-11-18", "state": "NEAR",
    }  # fmt: skip


def test_what_has_passed_is_the_concern_of_whoever_should_have_acted(city: City, county: Any) -> None:
    expected = {
        "TL-LB-SURVEY": ("AL-27", "ORANGE", "TOWNSHIP_OFFICER"),
        "TL-LB-VERIFY": ("AL-27", "ORANGE", "VERIFICATION_OFFICER"),
        "TL-LB-COUNTY": ("AL-27", "ORANGE", "COUNTY_OFFICER"),
        "TL-LB-NOTICE": ("AL-28", "BLUE", "TOWNSHIP_OFFICER"),
    }
    families = {limit: Family() for limit in expected}

    tell(city, *(family.clocks("passed", "2021-11-19", limit=limit) for limit, family in families.items()))

    raised = {limit: alert_of(county, family).json() for limit, family in families.items()}
    shown = {limit: (alert["indicator"], alert["level"], alert["audience"]) for limit, alert in raised.items()}
    assert shown == expected


def test_a_near_end_of_a_notice_is_no_alert(city: City, county: Any) -> None:
    family = Family()

    tell(city, family.clocks("near", "2021-11-17", limit="TL-LB-NOTICE"))

    assert county.get("/v1/alerts").json()["items"] == []


def test_more_of_the_same_is_appended_and_raises_the_level_of_one_alert(city: City, county: Any, late: Family) -> None:
    tell(city, late.clocks("near", "2021-11-19T08:00:00+08:00"))

    answer = alert_of(county, late)

    alert = answer.json()
    assert (alert["level"], alert["evidence_count"], len(alert["evidence"])) == ("ORANGE", 3, 3)
    assert alert["due_at"] == "2021-11-19T23:59:59+08:00"
    assert [step[0] for step in steps(county, alert)] == ["RAISE", "RAISE_LEVEL"]
    assert answer.headers["etag"].startswith(f'"v{alert["version"]}')


def test_a_limit_that_was_put_off_warns_anew_when_it_comes_near_again(city: City, county: Any) -> None:
    family = Family()
    tell(
        city,
        family.clocks("near", "2021-11-17"),
        family.clocks("lifted", "2021-11-17T10:00:00+08:00", state="STANDING"),
    )
    family.due_on = "2021-12-01"

    tell(city, family.clocks("near", "2021-11-30"))

    found = county.get(f"/v1/alerts?household_id={family.household}").json()["items"]
    assert [(alert["state"], alert["level"]) for alert in found] == [("OPEN", "YELLOW"), ("CLOSED", "YELLOW")]


def test_from_assignment_to_outcome(city: City, county: Any, township: Any, late: Family) -> None:
    alert = alert_of(county, late).json()
    assert [action["action"] for action in alert["allowed_actions"]] == ["ASSIGN", "CLOSE", "DISMISS"]

    assigned = must(county, alert, "ASSIGN", **TO_TOWNSHIP, note="请今日入户")
    acknowledged = must(township, alert, "ACKNOWLEDGE")
    closed = must(county, alert, "CLOSE", outcome="POLICY_IMPLEMENTED", note="已入户调查，超期一日，已提醒")

    assert (assigned["state"], assigned["due_at"]) == ("ASSIGNED", "2021-11-26T23:59:59+08:00")
    assert (assigned["assignee_role"], assigned["assignee_division"]) == ("TOWNSHIP_OFFICER", TOWNSHIP)
    assert (acknowledged["state"], acknowledged["acknowledged_by"]) == ("ASSIGNED", f"TOWNSHIP_OFFICER:{TOWNSHIP}")
    assert (closed["state"], closed["outcome"], closed["due_at"]) == ("CLOSED", "POLICY_IMPLEMENTED", None)
    assert [action["action"] for action in closed["allowed_actions"]] == ["REOPEN"]
    assert [step[:2] for step in steps(county, alert)][2:] == [
        ("ASSIGN", "ASSIGNED"), ("ACKNOWLEDGE", "ASSIGNED"), ("CLOSE", "CLOSED"),
    ]  # fmt: skip
    with city.session("alerts") as session:
        told = set(session.scalars(select(Event.type)))
        audited = set(session.scalars(select(AuditEntry.action).where(AuditEntry.on_id == alert["id"])))
    assert {f"cn.doudi.alert.{what}.v1" for what in ("raised", "assigned", "acknowledged", "closed")} <= told
    assert {f"alert.{what}" for what in ("raise", "raise_level", "assign", "acknowledge", "close")} == audited


def test_whom_it_is_assigned_to_alone_acknowledges_it_and_once(city: City, county: Any, late: Family) -> None:
    alert = alert_of(county, late).json()
    must(county, alert, "ASSIGN", **TO_TOWNSHIP, subject="zhang")
    zhang, li, leader = (
        officer(city, role, TOWNSHIP, subject)
        for role, subject in (("TOWNSHIP_OFFICER", "zhang"), ("TOWNSHIP_OFFICER", "li"), ("TOWNSHIP_LEADER", "zhang"))
    )

    refused = [take(client, alert, "ACKNOWLEDGE") for client in (li, leader, county)]
    must(zhang, alert, "ACKNOWLEDGE")
    twice = take(zhang, alert, "ACKNOWLEDGE")

    assert {(answer.status_code, answer.json()["clause"]) for answer in [*refused, twice]} == {(422, "3.2-n")}


def test_handed_on_it_is_to_be_acknowledged_again(city: City, county: Any, township: Any, late: Family) -> None:
    alert = alert_of(county, late).json()
    must(county, alert, "ASSIGN", **TO_TOWNSHIP)
    must(township, alert, "ACKNOWLEDGE")

    handed_on = must(county, alert, "ASSIGN", role="COUNTY_OFFICER", division=COUNTY)

    assert (handed_on["acknowledged_at"], handed_on["assignee_role"]) == (None, "COUNTY_OFFICER")
    assert must(county, alert, "ACKNOWLEDGE")["acknowledged_at"] is not None


def test_it_is_not_assigned_to_a_place_that_does_not_see_it(county: Any, late: Family) -> None:
    alert = alert_of(county, late).json()

    for division in ("510411102", "510421", "510411101201"):
        refused = take(county, alert, "ASSIGN", role="TOWNSHIP_OFFICER", division=division)
        assert (refused.status_code, refused.json()["rule"]) == (422, "6.4")


def test_a_false_alarm_needs_its_reason_and_can_be_reopened(county: Any, late: Family) -> None:
    alert = alert_of(county, late).json()

    assert take(county, alert, "DISMISS", note="系统日期有误").status_code == 400
    dismissed = must(county, alert, "DISMISS", reason="DATA_ERROR", note="系统日期有误")
    reopened = must(county, alert, "REOPEN", note="核实后确属超期")

    assert (dismissed["state"], dismissed["false_alarm_reason"]) == ("FALSE_ALARM", "DATA_ERROR")
    assert (reopened["state"], reopened["false_alarm_reason"], reopened["closed_at"]) == ("REOPENED", None, None)
    assert reopened["due_at"] == "2021-11-22T23:59:59+08:00"


def test_no_alert_is_closed_without_an_outcome_and_a_note(county: Any, late: Family) -> None:
    alert = alert_of(county, late).json()

    for body in ({"outcome": "POLICY_IMPLEMENTED"}, {"note": "已办"}, {"outcome": "FALSE_ALARM", "note": "误"}):
        assert take(county, alert, "CLOSE", **body).status_code == 400
    assert alert_of(county, late).json()["state"] == "OPEN"


def test_done_in_time_it_closes_by_itself_and_done_late_it_waits_for_the_county(
    city: City, county: Any, late: Family
) -> None:
    in_time = Family()
    tell(city, in_time.clocks("near", "2021-11-17"), in_time.clocks("lifted", "2021-11-18", state="STOPPED"))
    tell(city, late.clocks("lifted", "2021-11-22", state="STOPPED"))

    closed, waiting = alert_of(county, in_time).json(), alert_of(county, late).json()

    assert (closed["state"], closed["outcome"], closed["closed_at"]) == (
        "CLOSED", "POLICY_IMPLEMENTED", "2021-11-18T09:00:00+08:00",
    )  # fmt: skip
    assert steps(county, closed)[-1] == ("SETTLE", "CLOSED", "service:alerts")
    assert (waiting["state"], waiting["outcome"], waiting["due_at"]) == ("FEEDBACK", None, None)
    assert waiting["evidence"][-1]["level"] is None
    assert must(county, waiting, "CLOSE", outcome="POLICY_IMPLEMENTED", note="已补办")["state"] == "CLOSED"


def test_lists_are_narrowed_and_paged(city: City, county: Any, late: Family) -> None:
    near, notice = Family(), Family(division="510411102201")
    tell(city, near.clocks("near", "2021-11-17"), notice.clocks("passed", "2021-11-19", limit="TL-LB-NOTICE"))

    def found(query: str) -> set[str]:
        return {alert["household_id"] for alert in county.get(f"/v1/alerts?{query}").json()["items"]}

    assert found("") == {late.household, near.household, notice.household}
    assert found("level=ORANGE") == {late.household}
    assert found("indicator=AL-28") == found("division=510411102") == found("level=BLUE") == {notice.household}
    assert found("indicator=AL-27&level=YELLOW") == {near.household}
    assert found("state=CLOSED") == found("audience=COUNTY_LEADER") == set()
    for query in ("indicator=AL27", "level=GREEN", "who=me"):
        assert county.get(f"/v1/alerts?{query}").status_code == 400
    first = county.get("/v1/alerts?limit=2&include=total").json()
    rest = county.get(f"/v1/alerts?limit=2&after={first['next']}").json()
    assert (first["total"], len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, 1, None)


def test_another_place_sees_and_changes_nothing(city: City, county: Any, late: Family) -> None:
    alert = alert_of(county, late)
    path, read = f"/v1/alerts/{alert.json()['id']}", {"If-Match": alert.headers["etag"]}
    strangers = [("COUNTY_OFFICER", "510421"), ("COUNTY_LEADER", "510402"), ("TOWNSHIP_OFFICER", "510411102")]

    for stranger in (officer(city, role, division) for role, division in strangers):
        unknown = [stranger.get(path), stranger.get(f"{path}/transitions"), stranger.get(f"/v1/alerts/{uuid4()}")]
        unknown.append(stranger.post(f"{path}/transitions", json={"action": "REOPEN", "note": "查看"}, headers=read))
        assert stranger.get("/v1/alerts?include=total").json() == {"items": [], "next": None, "total": 0}
        assert {(answer.status_code, answer.json()["code"]) for answer in unknown} == {(404, "alert_not_found")}


def test_a_step_is_taken_from_the_newest_version_and_once(county: Any, late: Family) -> None:
    alert = alert_of(county, late)
    path, body = f"/v1/alerts/{alert.json()['id']}/transitions", {"action": "ASSIGN", **TO_TOWNSHIP}
    fresh, once = {"If-Match": alert.headers["etag"]}, key()

    without = county.post(path, json=body)
    first = county.post(path, json=body, headers=fresh | once)
    again = county.post(path, json=body, headers=fresh | once)
    stale = county.post(path, json=body, headers=fresh | key())

    assert [answer.status_code for answer in (without, first, again, stale)] == [428, 200, 200, 412]
    assert again.headers["idempotent-replayed"] == "true"
    assert [step[0] for step in steps(county, alert.json())].count("ASSIGN") == 1


def test_who_may_not_assign_is_told_so(city: City, county: Any, late: Family) -> None:
    alert = alert_of(county, late)
    path, read = f"/v1/alerts/{alert.json()['id']}/transitions", {"If-Match": alert.headers["etag"]}

    for role, division in (("CITY_SUPERVISOR", "5104"), ("TOWNSHIP_OFFICER", TOWNSHIP), ("AUDITOR", "5104")):
        answer = officer(city, role, division).post(path, json={"action": "ASSIGN", **TO_TOWNSHIP}, headers=read)
        assert answer.status_code == 403


def test_an_action_that_is_not_possible_names_those_that_are(county: Any, late: Family) -> None:
    refused = take(county, alert_of(county, late).json(), "REOPEN", note="查看")

    assert refused.status_code == 409
    assert refused.json()["allowed_actions"] == ["ASSIGN", "CLOSE", "DISMISS"]


def test_every_indicator_is_shown_with_clause_and_levels(county: Any) -> None:
    shown = {
        row["id"]: (row["mode"], row["clause"], row["levels"]) for row in county.get("/v1/indicators").json()["items"]
    }

    assert shown == {
        "AL-27": ("ACTIVE", "3.2-k", ["YELLOW", "ORANGE"]),
        "AL-28": ("ACTIVE", "3.2-k", ["BLUE"]),
        "AL-29": ("ACTIVE", "2.1-g", ["BLUE", "YELLOW"]),
    }


def test_an_alert_of_a_merged_township_is_worked_on_under_its_successor_and_a_closed_one_keeps_its_code(
    city: City,
) -> None:
    closed, waiting = Family(), Family()
    for family in (closed, waiting):
        tell(city, family.clocks("passed", "2021-11-19T00:00:00+08:00"))
    before = officer(city, "COUNTY_OFFICER", COUNTY)
    must(before, alert_of(before, closed).json(), "CLOSE", outcome="POLICY_IMPLEMENTED", note="已办")
    must(before, alert_of(before, waiting).json(), "ASSIGN", **TO_TOWNSHIP)
    service = city.as_("SERVICE", "5104", subject="service:intake", client_id="intake").alerts
    for old, new in ((TOWNSHIP, "510411102"), (f"{TOWNSHIP}200", "510411102200")):
        merger = {"from_code": old, "to_code": new, "effective_on": "2021-12-01"}
        assert service.post("/v1/division-successions", json=merger, headers=key()).status_code == 200

    eve = alert_of(officer(city, "COUNTY_OFFICER", COUNTY, at="2021-11-30T23:00:00"), waiting).json()
    county = officer(city, "COUNTY_OFFICER", COUNTY, at="2021-12-01T09:00:00")
    successor = officer(city, "TOWNSHIP_OFFICER", "510411102", at="2021-12-01T09:00:00")
    alert = alert_of(county, waiting).json()
    to_the_old = take(county, alert, "ASSIGN", **TO_TOWNSHIP)
    taken_on = must(successor, alert, "ACKNOWLEDGE")
    assigned = must(county, alert, "ASSIGN", role="TOWNSHIP_OFFICER", division="510411102")
    listed = county.get("/v1/alerts?division=510411102").json()["items"]

    assert (eve["division"], eve["assignee_division"]) == (f"{TOWNSHIP}200", TOWNSHIP)
    assert (alert["division"], alert["assignee_division"]) == ("510411102200", "510411102")
    assert (to_the_old.status_code, to_the_old.json()["rule"]) == (422, "6.4")
    assert taken_on["acknowledged_by"] == "TOWNSHIP_OFFICER:510411102"
    assert assigned["assignee_division"] == "510411102"
    assert {found["id"]: found["division"] for found in listed} == {
        alert_of(county, closed).json()["id"]: f"{TOWNSHIP}200",
        alert["id"]: "510411102200",
    }
