from datetime import datetime
from typing import Any

import pytest

from services.intake.actions import clocks
from tests.support.build import build_application, key
from tests.support.desk import Desk


def test_the_divisions_of_panzhihua_are_there(desk: Desk) -> None:
    counties = desk.township.get("/v1/divisions?parent=5104").json()["items"]
    assert [county["code"] for county in counties] == ["510402", "510403", "510411", "510421", "510422"]
    townships = [t for c in counties for t in desk.township.get(f"/v1/divisions?parent={c['code']}").json()["items"]]
    assert len(townships) == 49
    everything = desk.township.get("/v1/divisions?limit=500").json()["items"]
    assert len([place for place in everything if place["level"] == "VILLAGE"]) == 336
    one = desk.township.get("/v1/divisions/510411101200").json()
    assert one["full_name"].startswith("攀枝花市仁和区")


def test_divisions_are_listed_in_pages_by_code(desk: Desk) -> None:
    codes: list[str] = []
    path: str | None = "/v1/divisions?limit=200"
    while path:
        page = desk.township.get(path).json()
        codes += [division["code"] for division in page["items"]]
        path = page["next"] and f"/v1/divisions?limit=200&after={page['next']}"

    assert codes == sorted(codes)
    assert len(set(codes)) == len(codes) == 391
    assert len(desk.township.get("/v1/divisions").json()["items"]) == 50
    assert desk.township.get("/v1/divisions?limit=501").status_code == 400
    assert desk.township.get("/v1/divisions?after=nothing").status_code == 400
    last = desk.township.get("/v1/divisions?parent=510411&limit=500").json()
    assert last["next"] is None


def test_a_division_carries_a_tag_that_changes_with_it(desk: Desk) -> None:
    before = desk.township.get("/v1/divisions/510411101001").headers["etag"]
    again = desk.township.get("/v1/divisions/510411101001").headers["etag"]
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    body = {"successor": "510411101200", "effective_on": "2021-12-01", "document": "川府函〔2021〕1号"}

    changed = policy.post("/v1/divisions/510411101001/successions", json=body)

    assert before == again
    assert before.startswith('"')
    assert changed.headers["etag"] == desk.township.get("/v1/divisions/510411101001").headers["etag"] != before


NOTICE_2027 = {
    "document": "国办发明电〔2026〕1号",
    "holidays": [
        {"name": "元旦", "first_day": "2027-01-01", "last_day": "2027-01-03", "worked_instead": []},
        {"name": "春节", "first_day": "2027-02-05", "last_day": "2027-02-11", "worked_instead": ["2027-01-30"]},
    ],
}


def test_an_unloaded_year_is_provisional_and_loading_it_reckons_running_clocks_anew(
    desk: Desk, city: Any, new_application: Any
) -> None:
    desk.at = "2026-12-25T09:00:00+08:00"
    application = new_application()
    desk.must(desk.township, application, "SUBMIT")
    accepted = desk.must(desk.township, application, "ACCEPT")
    assert accepted["due_on"] == "2026-12-30"
    path = f"/v1/applications/{application['id']}/clocks"
    total = next(c for c in desk.township.get(path).json()["items"] if c["key"] == "TL-LB-TOTAL")
    assert (total["due_on"], total["provisional"]) == ("2027-02-05", True)

    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    loaded = policy.put("/v1/calendar-years/2027", json=NOTICE_2027)
    assert loaded.status_code == 200, loaded.text

    total = next(c for c in desk.township.get(path).json()["items"] if c["key"] == "TL-LB-TOTAL")
    assert (total["due_on"], total["provisional"]) == ("2027-02-12", False)
    day = desk.township.get("/v1/calendar-days/2027-01-30").json()
    assert (day["working"], day["kind"], day["provisional"]) == (True, "调休上班", False)


def test_a_calendar_reaches_the_clocks_of_every_county_in_batches(
    desk: Desk, city: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "_AT_ONCE", 2)
    desk.at = "2026-12-25T09:00:00+08:00"
    opened = []
    for township, village in [("510411101", "510411101200"), ("510421101", "510421101200")] * 2 + [
        ("510402001", "510402001002")
    ]:
        officer = desk.client("TOWNSHIP_OFFICER", township, "township-1")
        made = officer.post("/v1/applications", json=build_application(division=village), headers=key())
        assert made.status_code == 201, made.text
        desk.must(officer, made.json(), "SUBMIT")
        desk.must(officer, made.json(), "ACCEPT")
        desk.must(officer, made.json(), "START_SURVEY", surveyors=["township-1", "village-1"])
        opened.append((officer, made.json()))
    city.deliver(at=datetime.fromisoformat(desk.at))
    assert {desk.read(*one).json()["due_on"] for one in opened} == {"2027-02-05"}

    desk.client("POLICY_OFFICER", "5104", "policy-1").put("/v1/calendar-years/2027", json=NOTICE_2027)
    city.deliver(at=datetime.fromisoformat(desk.at))

    assert {desk.read(*one).json()["due_on"] for one in opened} == {"2027-02-12"}
    early = desk.county.get("/v1/applications?due_before=2027-02-11").json()["items"]
    assert early == []


def test_the_calendar_is_the_citys(desk: Desk) -> None:
    county = desk.client("POLICY_OFFICER", "510411", "policy-1")

    refused = county.put("/v1/calendar-years/2027", json=NOTICE_2027)

    assert (refused.status_code, refused.json()["code"]) == (403, "city_only")


def test_a_loaded_year_is_replaced_only_by_who_has_read_it(desk: Desk) -> None:
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    path = "/v1/calendar-years/2027"

    assert policy.put(path, json=NOTICE_2027, headers={"If-Match": '"v1"'}).status_code == 412
    loaded = policy.put(path, json=NOTICE_2027)
    assert loaded.status_code == 200
    assert loaded.headers["etag"].startswith('"v1-')
    assert policy.get(path).headers["etag"] == loaded.headers["etag"]
    blind = policy.put(path, json=NOTICE_2027)
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    other = NOTICE_2027 | {"document": "国办发明电〔2026〕2号"}
    replaced = policy.put(path, json=other, headers={"If-Match": '"v1"'})
    assert replaced.status_code == 200
    assert replaced.headers["etag"].startswith('"v2-')
    stale = policy.put(path, json=NOTICE_2027, headers={"If-Match": '"v1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert policy.get(path).json()["document"] == "国办发明电〔2026〕2号"


def test_a_calendar_that_contradicts_itself_is_refused(desk: Desk) -> None:
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    wrong = {"name": "元旦", "first_day": "2027-01-01", "last_day": "2027-01-03", "worked_instead": ["2027-01-05"]}

    response = policy.put("/v1/calendar-years/2027", json={"document": "试", "holidays": [wrong]})

    assert response.status_code == 400
    assert desk.township.get("/v1/calendar-years/2027").status_code == 404
    assert desk.township.put("/v1/calendar-years/2027", json={"document": "试", "holidays": [wrong]}).status_code == 403
