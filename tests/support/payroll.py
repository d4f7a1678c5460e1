"""Families in payment, made quickly: an application over HTTP, and the benefit its confirmation would have opened."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.intake.lifecycles.benefit_2021 import LIFECYCLE
from services.intake.models.benefits import Benefit
from tests.support.build import build_application, build_member, build_person, key
from tests.support.desk import COUNTY, Desk

_FIELDS = ("state", "end_month", "programme", "person_id", "review_class", "next_review_on")
"""What of a benefit a test may say; anything else is about the application."""

NAMES = ("阿依古丽", "张建国", "沙马拉合", "李秀英", "王德全")


def build_family(name: str = "张建国", **but: Any) -> dict[str, Any]:
    """One person living alone, another one each time."""
    household = {"account_holder": name, "bank_account": "6217000000000000001"} | but.pop("household", {})
    built = build_application(people=[build_person("M1", name)], members=[build_member("M1")], **but)
    return built | {"household": {"division": built["household"]["division"], "address": "测试村一组1号"} | household}


def open_benefit(desk: Desk, *, amount: int = 60_000, start: date = date(2021, 11, 1), **but: Any) -> UUID:
    """Put a family in payment and return its benefit."""
    fields = {name: but.pop(name) for name in _FIELDS if name in but}
    response = desk.township.post("/v1/applications", json=build_family(**but), headers=key())
    assert response.status_code == 201, response.text
    application = response.json()
    now = datetime.fromisoformat(desk.at)
    known = {
        "division": application["division"],
        "created_at": now,
        "case_id": UUID(application["case_id"]),
        "application_id": UUID(application["id"]),
        "household_id": UUID(application["household_id"]),
        "lifecycle": LIFECYCLE.name,
        "programme": "DIBAO",
        "state": "ACTIVE",
        "monthly_amount_fen": amount,
        "start_month": start,
        "review_class": "A",
        "next_review_on": date(2022, 11, 1),
    }
    with desk.city.session("intake") as session:
        benefit = Benefit(**(known | fields))
        session.add(benefit)
    return benefit.id


def ledger(desk: Desk, benefit: UUID) -> list[tuple[str, str, str, str, str]]:
    """Return month, kind, entitled, paid and status of every entry, by month."""
    entries = desk.county.get(f"/v1/benefits/{benefit}/months").json()["items"]
    return sorted(tuple(entry[name] for name in ("month", "kind", "entitled", "paid", "status")) for entry in entries)


def statuses(desk: Desk, benefit: UUID) -> list[tuple[str, str]]:
    return [(month, status) for month, _, _, _, status in ledger(desk, benefit)]


def change_benefit(desk: Desk, benefit: UUID, **body: Any) -> Any:
    """Read the benefit and take one step from what was read."""
    path = f"/v1/benefits/{benefit}"
    etag = desk.county.get(path).headers["etag"]
    return desk.county.post(f"{path}/transitions", json=body, headers={"If-Match": etag})


def stop(desk: Desk, benefit: UUID, reason: str = "DIED", on: str = "2021-10-20") -> Any:
    return change_benefit(desk, benefit, action="STOP", reason=reason, happened_on=on, note="书面告知")


def stopped(desk: Desk, benefit: UUID, reason: str = "DIED", on: str = "2021-10-20") -> Any:
    response = stop(desk, benefit, reason, on)
    assert response.status_code == 200, response.text
    return response.json()


def give_account(desk: Desk, benefit: UUID, account: str = "6217000000000000009") -> None:
    """Put another account of the household on file, as the township does it."""
    path = f"/v1/households/{desk.county.get(f'/v1/benefits/{benefit}').json()['household_id']}"
    etag = desk.township.get(path).headers["etag"]
    given = desk.township.put(f"{path}/account", json={"bank_account": account}, headers={"If-Match": etag})
    assert given.status_code == 200, given.text


def propose(desk: Desk, client: Any = None, **but: Any) -> Any:
    body = {"county": COUNTY, "programme": "DIBAO", "month": "2021-11"} | but
    return (client or desk.county).post("/v1/payment-batches", json=body, headers=key())


def proposed(desk: Desk, **but: Any) -> Any:
    response = propose(desk, **but)
    assert response.status_code == 201, response.text
    return response.json()


def step(client: Any, batch: Any, action: str, **body: Any) -> Any:
    """Read the batch and take one step from what was read."""
    path = f"/v1/payment-batches/{batch['id']}"
    etag = client.get(path).headers["etag"]
    return client.post(f"{path}/transitions", json={"action": action, **body}, headers={"If-Match": etag})


def stepped(client: Any, batch: Any, action: str, **body: Any) -> Any:
    response = step(client, batch, action, **body)
    assert response.status_code == 200, f"{action}: {response.text}"
    return response.json()


def checker(desk: Desk) -> Any:
    return desk.client("COUNTY_OFFICER", COUNTY, "county-2")


def sent(desk: Desk, **but: Any) -> Any:
    """Return a batch that was exported."""
    batch = proposed(desk, **but)
    stepped(checker(desk), batch, "CHECK")
    stepped(desk.leader, batch, "APPROVE")
    return stepped(desk.county, batch, "EXPORT")


def lines(client: Any, batch: Any) -> Any:
    return client.get(f"/v1/payment-batches/{batch['id']}/lines").json()["items"]


def paid(position: int, on: str = "2021-11-15") -> dict[str, Any]:
    return {"position": position, "result": "PAID", "paid_on": on}


def failed(position: int, reason: str = "ACCOUNT_CLOSED") -> dict[str, Any]:
    return {"position": position, "result": "FAILED", "failure_reason": reason}


def settled(desk: Desk, batch: Any, results: list[dict[str, Any]]) -> Any:
    """Enter the results of an exported batch and reconcile it; return it."""
    seen = stepped(desk.county, batch, "RECORD_RESULTS", lines=results)
    returned = f"{Decimal(seen['failed']) - Decimal(seen['unsent']):.2f}"
    return stepped(checker(desk), batch, "RECONCILE", bank_paid=seen["paid"], bank_failed=returned)
