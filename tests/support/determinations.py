"""Questions put to eligibility over HTTP, and the standards they are answered with."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient

from shared.clock import SHANGHAI
from tests.support.standards import AUTUMN, line, publish_as_two

DAY = datetime(2021, 11, 15, 10, tzinfo=SHANGHAI)
LATER = datetime(2022, 3, 1, 10, tzinfo=SHANGHAI)
LIMIT = {"key": "property.dibao.financial_per_person", "value": "18000.00"}


def member(ref: str, relation: str, born: str, **but: Any) -> dict[str, Any]:
    known = {
        "student_level": "NONE",
        "can_live_independently": True,
        "lives_apart": False,
        "statuses": [],
        "labour_ability": "FULL",
        "employed": True,
        "disability": {"kind": "NONE"},
        "serious_illness_recognised": False,
    }
    return {"ref": ref, "relation": relation, "birth_date": born} | known | but


def question(**but: Any) -> dict[str, Any]:
    facts = {
        "division": "510411101",
        "residence": "RURAL",
        "applicant": "A",
        "members": [member("A", "SELF", "1976-05-01"), member("B", "SPOUSE", "1978-05-01")],
        "income_items": [{"kind": "WAGES", "person": "A", "amount": "10800.00"}],
        "assets": [],
    } | but.pop("facts", {})
    return {"facts": facts, "as_of": "2021-11-15", "programmes": ["DIBAO"], "reason": "APPLICATION"} | but


def make(client: TestClient, key: str | None = None, **but: Any) -> Any:
    return client.post("/v1/determinations", json=question(**but), headers={"Idempotency-Key": key or str(uuid4())})


def publish_line(as_: Any, value: str, *, at: datetime = AUTUMN, **but: Any) -> Any:
    people = as_("POLICY_OFFICER", at=at), as_("POLICY_OFFICER", subject="wang", at=at)
    return publish_as_two(*people, **({"values": [line(value)]} | but))


def dibao(answer: dict[str, Any]) -> Any:
    return next(result for result in answer["results"] if result["programme"] == "DIBAO")
