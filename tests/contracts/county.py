"""A county that has one of everything: what its officers made, by the service and the path parameter that names it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from shared.database_urls import SERVICES
from shared.outbox import OutboxMessage
from tests.support import payroll, standards
from tests.support.build import VILLAGE, build_application, build_id_number, build_member, build_person, key
from tests.support.desk import COUNTY, TOWNSHIP, Desk
from tests.support.ledger import build_applicant, build_ledger
from tests.support.offices import VILLAGE_OF_MIYI, Miyi, file
from tests.support.told import Family, tell

Made = dict[str, dict[str, list[str]]]

AT = "2021-11-23T09:00:00+08:00"
"""When the cases of 仁和区 have been decided; every later request comes at this time too."""


def furnish(city: Any) -> Made:
    """Let 仁和区 work until it has one of everything; return the ids it made. Each service has people and households of its own."""
    desk = Desk(city)
    desk.publish_standards()
    draft, decided = (_created(desk.township, "/v1/applications", build_application()) for _ in range(2))
    decided = desk.confirmed(decided)
    for _ in range(2):
        payroll.open_benefit(desk)
    made = {
        "intake": _kept_by_intake(desk, draft, decided),
        "eligibility": {"standard_id": [_drafted(city)], "determination_id": _determined(city, decided["id"])},
        "alerts": _kept_by_alerts(city),
    }
    for service in SERVICES:
        made[service]["message_id"] = [_undelivered(desk, service)]
    assert all(ids for things in made.values() for ids in things.values()), made
    return made


def villagers(city: Any, made: Made) -> dict[str, str]:
    """Return who speaks for himself in a village of 仁和区 and in one of 米易县: the applicant of a case there."""
    theirs = file(Miyi(city), people=[build_person("M1", birth="19550312")], members=[build_member("M1")])
    return {VILLAGE: made["intake"]["person_id"][0], VILLAGE_OF_MIYI: theirs["members"][0]["person"]["id"]}


def _kept_by_intake(desk: Desk, draft: Any, decided: Any) -> dict[str, list[str]]:
    batch = payroll.proposed(desk)
    return {
        "application_id": [decided["id"], draft["id"]],
        "case_id": [decided["case_id"], draft["case_id"]],
        "household_id": [decided["household_id"]],
        "person_id": [member["person"]["id"] for member in decided["members"]],
        "notice_id": _listed(desk.county, "/v1/public-notices"),
        "benefit_id": _listed(desk.county, "/v1/benefits"),
        "batch_id": [batch["id"]],
        "import_id": [_imported(desk)],
    }


def _kept_by_alerts(city: Any) -> dict[str, list[str]]:
    """Let alerts hear of what 仁和区 did, and of a family there whose survey is late."""
    city.deliver(at=datetime.fromisoformat(AT))
    family = Family()
    tell(city, family.applied("SUBMITTED", "2021-11-15"), family.clocks("passed", AT))
    officer = city.as_("COUNTY_OFFICER", COUNTY, subject="county-1", at=datetime.fromisoformat(AT)).alerts
    return {
        "alert_id": _listed(officer, "/v1/alerts"),
        "person_id": _listed(officer, "/v1/people"),
        "household_id": _listed(officer, "/v1/households"),
    }


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


__all__ = ["AT", "VILLAGE", "furnish", "villagers"]
