from datetime import datetime
from typing import Any

from tests.support.build import build_application, build_person, key
from tests.support.desk import Desk

OLD, NEW = "510411101", "510411102"


def merge(desk: Desk, code: str = OLD, successor: str = NEW, on: str = "2021-12-01") -> Any:
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    body = {"successor": successor, "effective_on": on, "document": "川府函〔2021〕1号"}
    return policy.post(f"/v1/divisions/{code}/successions", json=body)


def test_the_divisions_of_panzhihua_are_there(desk: Desk) -> None:
    counties = desk.township.get("/v1/divisions?parent=5104").json()["items"]
    assert [county["code"] for county in counties] == ["510402", "510403", "510411", "510421", "510422"]
    townships = [t for c in counties for t in desk.township.get(f"/v1/divisions?parent={c['code']}").json()["items"]]
    assert len(townships) == 49
    everything = desk.township.get("/v1/divisions").json()["items"]
    assert len([place for place in everything if place["level"] == "VILLAGE"]) == 336
    one = desk.township.get("/v1/divisions/510411101200").json()
    assert one["full_name"].startswith("攀枝花市仁和区")


def test_when_places_merge_open_work_and_lists_follow_and_history_keeps_the_old_code(
    desk: Desk, city: Any, new_application: Any
) -> None:
    ended = new_application(
        people=[
            build_person("M1"),
            build_person("M2", "李秀英", male=False),
            build_person("M3", "张小明", birth="20090920"),
        ]
    )
    desk.must(desk.township, ended, "WITHDRAW", reason="自行撤回", papers=("WITHDRAWAL",))
    open_one = new_application()
    assert merge(desk).status_code == 200

    desk.at = "2021-12-02T09:00:00+08:00"
    city.deliver(at=datetime.fromisoformat(desk.at))
    successor = desk.client("TOWNSHIP_OFFICER", NEW, "township-9")

    found = {a["id"]: a["division"] for a in successor.get("/v1/applications").json()["items"]}
    assert found == {ended["id"]: "510411101200", open_one["id"]: NEW}
    assert successor.get(f"/v1/applications/{open_one['id']}").status_code == 200
    assert successor.get(f"/v1/applications/{open_one['id']}/transitions").json()["items"]
    old = desk.township.get(f"/v1/divisions/{OLD}").json()
    assert (old["valid_to"], old["successor"]) == ("2021-11-30", NEW)


def test_before_its_day_a_merger_changes_nothing(desk: Desk, city: Any, new_application: Any) -> None:
    application = new_application()
    assert merge(desk).status_code == 200
    desk.at = "2021-11-30T09:00:00+08:00"
    city.deliver(at=datetime.fromisoformat(desk.at))
    successor = desk.client("TOWNSHIP_OFFICER", NEW, "township-9")

    assert successor.get("/v1/applications").json()["items"] == []
    assert desk.read(desk.township, application).json()["division"] == "510411101200"


def test_after_its_day_the_old_code_takes_no_new_work(desk: Desk, city: Any) -> None:
    assert merge(desk, on="2021-11-01").status_code == 200
    response = desk.township.post("/v1/applications", json=build_application(division=OLD), headers=key())

    assert (response.status_code, response.json()["code"]) == (400, "division_refused")


def test_a_merger_across_counties_levels_or_twice_is_refused(desk: Desk) -> None:
    assert merge(desk, successor="510421101").status_code == 400
    assert merge(desk, successor="510411").status_code == 400
    assert merge(desk, successor=OLD).status_code == 400
    assert merge(desk).status_code == 200
    assert merge(desk, successor="510411100").status_code == 422
    assert merge(desk, code="510411999").status_code == 404


def test_an_unloaded_year_is_provisional_and_loading_it_reckons_running_clocks_anew(
    desk: Desk, new_application: Any
) -> None:
    desk.at = "2026-12-25T09:00:00+08:00"
    application = new_application()
    desk.must(desk.township, application, "SUBMIT")
    accepted = desk.must(desk.township, application, "ACCEPT")
    assert accepted["due_on"] == "2026-12-30"
    path = f"/v1/applications/{application['id']}/clocks"
    total = next(c for c in desk.township.get(path).json()["items"] if c["key"] == "TL-LB-TOTAL")
    assert (total["due_on"], total["provisional"]) == ("2027-02-05", True)

    notice = {
        "document": "国办发明电〔2026〕1号",
        "holidays": [
            {"name": "元旦", "first_day": "2027-01-01", "last_day": "2027-01-03", "worked_instead": []},
            {"name": "春节", "first_day": "2027-02-05", "last_day": "2027-02-11", "worked_instead": ["2027-01-30"]},
        ],
    }
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    loaded = policy.put("/v1/calendar-years/2027", json=notice)
    assert loaded.status_code == 200, loaded.text

    total = next(c for c in desk.township.get(path).json()["items"] if c["key"] == "TL-LB-TOTAL")
    assert (total["due_on"], total["provisional"]) == ("2027-02-12", False)
    day = desk.township.get("/v1/calendar-days/2027-01-30").json()
    assert (day["working"], day["kind"], day["provisional"]) == (True, "调休上班", False)


def test_a_calendar_that_contradicts_itself_is_refused(desk: Desk) -> None:
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    wrong = {"name": "元旦", "first_day": "2027-01-01", "last_day": "2027-01-03", "worked_instead": ["2027-01-05"]}

    response = policy.put("/v1/calendar-years/2027", json={"document": "试", "holidays": [wrong]})

    assert response.status_code == 400
    assert desk.township.get("/v1/calendar-years/2027").status_code == 404
    assert desk.township.put("/v1/calendar-years/2027", json={"document": "试", "holidays": [wrong]}).status_code == 403
