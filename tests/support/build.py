"""Synthetic people and applications: plain functions with defaults. Numbers are of a made-up range, check digits right."""

from itertools import count
from typing import Any
from uuid import uuid4

VILLAGE = "510411101200"
_sequence = count(1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def build_id_number(birth: str = "19760312", *, area: str = "510411", male: bool = True, n: int | None = None) -> str:
    """Return an identity number that can exist; each call another one."""
    sequence = (n if n is not None else next(_sequence)) * 2 % 998 + (1 if male else 2)
    digits = f"{area}{birth}{sequence:03d}"
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11]


def build_person(ref: str = "M1", name: str = "张建国", **but: Any) -> dict[str, Any]:
    birth, male = but.pop("birth", "19760312"), but.pop("male", True)
    return {
        "ref": ref,
        "name": name,
        "id_number": build_id_number(birth, male=male),
        "ethnicity": "01",
        "phone": "13800000000",
        "authorisation": {"signed_on": "2021-11-01", "version": "2021"},
    } | but


def build_member(ref: str = "M1", relation: str = "SELF", **but: Any) -> dict[str, Any]:
    return {
        "ref": ref,
        "relation": relation,
        "student_level": "NONE",
        "can_live_independently": True,
        "lives_apart": False,
        "statuses": [],
        "labour_ability": "FULL",
        "employed": True,
        "disability": {"kind": "NONE"},
        "serious_illness_recognised": False,
    } | but


def build_papers(*kinds: str) -> list[dict[str, Any]]:
    wanted = kinds or ("APPLICATION_FORM", "COMMITMENT", "AUTHORISATION")
    return [{"kind": kind, "title": kind.lower()} for kind in wanted]


def build_application(**but: Any) -> dict[str, Any]:
    """A rural couple with a child, 900 yuan a month together, no property: 低保 600 yuan at a line of 500."""
    people = but.pop("people", None) or [
        build_person("M1", "张建国", birth="19760312"),
        build_person("M2", "李秀英", birth="19780605", male=False),
        build_person("M3", "张小明", birth="20090920", authorisation=None),
    ]
    members = but.pop("members", None) or [
        build_member("M1"),
        build_member("M2", "SPOUSE"),
        build_member("M3", "CHILD", student_level="COMPULSORY", labour_ability="NONE", employed=False),
    ]
    division = but.pop("division", VILLAGE)
    annual = but.pop("annual_income", "10800.00")
    facts = {
        "division": division,
        "residence": "RURAL",
        "applicant": "M1",
        "members": members,
        "relatives": [],
        "income_items": [{"kind": "WAGES", "person": "M1", "amount": annual, "transfers_out": "0.00"}],
        "deduction_items": [],
        "assets": [],
    } | but.pop("facts", {})
    return {
        "channel": "WINDOW",
        "programmes": ["DIBAO"],
        "household": {
            "division": division,
            "address": "测试村一组1号",
            "account_holder": "张建国",
            "bank_account": "6217000000000000001",
        },
        "people": people,
        "applicant": "M1",
        "facts": facts,
        "needs": "因病致贫，收入不足以维持基本生活",
        "documents": build_papers(),
    } | but


def key() -> dict[str, str]:
    """A new Idempotency-Key header."""
    return {"Idempotency-Key": str(uuid4())}
