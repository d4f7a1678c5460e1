"""A county that has one of everything: what its officers made, by the path parameter that names it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from shared.outbox import OutboxMessage
from tests.support import payroll, standards
from tests.support.build import VILLAGE, build_application, build_id_number, key
from tests.support.desk import COUNTY, TOWNSHIP, Desk
from tests.support.ledger import build_applicant, build_ledger

AT = "2021-11-23T09:00:00+08:00"
"""When the cases of 仁和区 have been decided; every later request comes at this time too."""


def furnish(city: Any) -> dict[str, list[str]]:
    """Let 仁和区 work until it has one of everything; return the ids it made."""
    desk = Desk(city)
    desk.publish_standards()
    draft, decided = (_created(desk.township, "/v1/applications", build_application()) for _ in range(2))
    decided = desk.confirmed(decided)
    for _ in range(2):
        payroll.open_benefit(desk)
    batch = payroll.proposed(desk)
    made = {
        "application_id": [decided["id"], draft["id"]],
        "case_id": [decided["case_id"], draft["case_id"]],
        "household_id": [decided["household_id"]],
        "person_id": [member["person"]["id"] for member in decided["members"]],
        "notice_id": _listed(desk.county, "/v1/public-notices"),
        "benefit_id": _listed(desk.county, "/v1/benefits"),
        "batch_id": [batch["id"]],
        "import_id": [_imported(desk)],
        "standard_id": [_drafted(city)],
        "determination_id": _determined(city, decided["id"]),
        "message_id": [_undelivered(desk, service) for service in ("intake", "eligibility", "alerts")],
    }
    assert all(made.values()), made
    return made


def _created(client: Any, path: str, body: Any) -> Any:
    response = client.post(path, json=body, headers=key())
    assert response.status_code == 201, response.text
    return response.json()


def _listed(client: Any, path: str) -> list[str]:
    return [item["id"] for item in client.get(path).json()["items"]]


def _imported(desk: Desk) -> str:
    ledger = build_ledger(build_applicant(公民身份号码=build_id_number("19700101")))
    response = desk.township.post("/v1/imports", files={"file": ("台账.xlsx", ledger)}, headers=key())
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


def _drafted(city: Any) -> str:
    drafter = city.as_("POLICY_OFFICER", COUNTY, subject="drafter", at=datetime.fromisoformat(AT)).eligibility
    response = standards.draft(drafter, division=COUNTY, document="试〔2021〕9号", valid_from="2022-01-01")
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


def _determined(city: Any, application_id: str) -> list[str]:
    officer = city.as_("COUNTY_OFFICER", COUNTY, subject="county-1", at=datetime.fromisoformat(AT))
    page = officer.intake.get(f"/v1/applications/{application_id}/determinations").json()
    return [item["eligibility_id"] for item in page["items"]]


def _undelivered(desk: Desk, service: str) -> str:
    """Put a message on file that was given up, which takes its sender hours."""
    now = datetime.fromisoformat(AT)
    message = OutboxMessage(
        id=uuid4(), topic="alerts.event", payload={"id": str(uuid4())}, division=TOWNSHIP, due_at=now, attempts=20,
        max_attempts=20, last_error="refused", dead_at=now, created_at=now,
    )  # fmt: skip
    with desk.city.session(service) as session:
        session.add(message)
        return str(message.id)


__all__ = ["AT", "VILLAGE", "furnish"]
