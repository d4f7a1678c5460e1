"""Places that are registered and merged, by the policy officers of the city or a county."""

from datetime import datetime
from typing import Any

from tests.support.desk import Desk

OLD, NEW, THIRD = "510411101", "510411102", "510411100"
VILLAGE, VILLAGE_IN_NEW = "510411101200", "510411102200"
DOCUMENT = "川府函〔2021〕1号"
TAKEN = [("510411101001", "510411102001"), *[(f"{OLD}20{n}", f"{NEW}21{n}") for n in range(1, 5)]]
"""The villages of the old township whose last three digits stand for others in the new one; 200 is free there."""
NAMED = [{"from": old, "to": new} for old, new in TAKEN]


def merge(desk: Desk, code: str = OLD, successor: str = NEW, on: str = "2021-12-01", **but: Any) -> Any:
    by = but.pop("by", "5104")
    policy = desk.client("POLICY_OFFICER", by, "policy-1")
    villages = {"villages": NAMED} if (code, successor) == (OLD, NEW) else {}
    body = {"successor": successor, "effective_on": on, "document": DOCUMENT} | villages | but
    return policy.post(f"/v1/divisions/{code}/successions", json=body)


def register(desk: Desk, by: str = "5104", **but: Any) -> Any:
    body = {"code": "510411190", "name": "平大镇", "kind": "TOWN", "valid_from": "2021-12-01", "document": DOCUMENT}
    return desk.client("POLICY_OFFICER", by, "policy-1").post("/v1/divisions", json=body | but)


def after(desk: Desk, city: Any, at: str = "2021-12-02T09:00:00+08:00") -> None:
    desk.at = at
    city.deliver(at=datetime.fromisoformat(at))
