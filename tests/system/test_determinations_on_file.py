"""Questions to eligibility and its answers, in whatever order and by however many officers (architecture, chapter 5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from services.intake.actions.determinations import record_determination
from shared.audit import AuditEntry
from shared.identity import service_caller
from shared.outbox import OutboxMessage
from shared.schemas.determinations import DeterminationDetail
from tests.support.build import key
from tests.support.desk import Desk
from tests.support.offices import at_county, file

NEXT_DAY = "2021-11-24T09:00:00+08:00"


@pytest.fixture
def desk(city: Any) -> Desk:
    desk = Desk(city)
    desk.publish_standards()
    return desk


def asked(city: Any) -> list[OutboxMessage]:
    """Return the questions to eligibility, delivered and waiting, oldest first."""
    with city.session("intake") as session:
        questions = select(OutboxMessage).where(OutboxMessage.topic == "determination.requested")
        return list(session.scalars(questions.order_by(OutboxMessage.id)))


def answer(city: Any, desk: Desk, question: dict[str, Any]) -> DeterminationDetail:
    """Let eligibility answer a question, and hand the answer to nobody."""
    eligibility = city.as_("SERVICE", "5104", at=datetime.fromisoformat(desk.at)).eligibility
    answered = eligibility.post("/v1/determinations", json=question["request"], headers=key())
    assert answered.status_code == 201, answered.text
    return DeterminationDetail.model_validate(answered.json())


def store(city: Any, question: dict[str, Any], answered: DeterminationDetail) -> None:
    at = datetime.fromisoformat("2021-11-15T10:00:00+08:00")
    caller = service_caller("intake")
    with city.session("intake", caller=caller) as session:
        record_determination(
            session, question["application_id"], answered, facts_version=question["facts_version"], caller=caller,
            now=at,
        )  # fmt: skip


def test_an_answer_for_older_facts_that_comes_late_is_kept_and_never_current(desk: Desk, city: Any) -> None:
    application = file(desk)
    desk.to_verifying(application)
    desk.must(
        desk.verifier, application, "REPORT_VERIFICATION", conclusion="FITS", report_number="HD-1",
        papers=("VERIFICATION_REPORT",),
    )  # fmt: skip
    older = asked(city)[-1].payload
    facts = desk.read(desk.township, application).json()["facts"]
    facts["income_items"][0]["amount"] = "12000.00"
    desk.must(desk.township, application, "CORRECT_FACTS", facts=facts, reason="更正收入", papers=("INCOME_PROOF",))
    newer = asked(city)[-1].payload
    assert newer["facts_version"] > older["facts_version"]

    store(city, newer, answer(city, desk, newer))
    store(city, older, answer(city, desk, older))

    assert desk.read(desk.township, application).json()["determination"] == "CURRENT"
    stored = desk.township.get(f"/v1/applications/{application['id']}/determinations").json()["items"]
    assert [found["facts_version"] for found in stored] == [older["facts_version"], newer["facts_version"]]
    desk.must(desk.township, application, "GIVE_OPINION", in_favour=True, opinion="建议纳入")
    (notice,) = desk.township.get("/v1/public-notices").json()["items"]
    assert notice["monthly_amount"] == "500.00"


def test_an_answer_for_older_facts_alone_leaves_the_case_waiting(desk: Desk, city: Any) -> None:
    application = file(desk)
    desk.to_opinion(application)
    facts = desk.read(desk.township, application).json()["facts"]
    facts["income_items"][0]["amount"] = "12000.00"

    desk.must(desk.township, application, "CORRECT_FACTS", facts=facts, reason="更正收入", papers=("INCOME_PROOF",))

    assert desk.read(desk.township, application).json()["determination"] == "PENDING"
    early = desk.take(desk.township, application, "GIVE_OPINION", in_favour=True, opinion="建议纳入")
    assert (early.status_code, early.json()["code"]) == (409, "determination_pending")


def test_two_officers_who_open_a_case_at_once_both_read_it_and_one_asks(desk: Desk, city: Any) -> None:
    application = at_county(desk)
    before = len(asked(city))
    desk.at = NEXT_DAY
    officers = [desk.client("COUNTY_OFFICER", "510411", f"county-{n}") for n in range(4)]

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda officer: desk.read(officer, application), officers))

    assert [answer.status_code for answer in opened] == [200] * 4
    (tag,) = {answer.headers["etag"].split("-")[0] for answer in opened}
    assert tag == f'"v{application["version"]}'
    assert {answer.json()["determination"] for answer in opened} == {"PENDING"}
    assert len(asked(city)) == before + 1


def test_an_answer_that_comes_in_meanwhile_does_not_stale_what_the_officer_read(desk: Desk, city: Any) -> None:
    application = at_county(desk)
    desk.at = NEXT_DAY
    read = desk.read(desk.county, application)
    city.deliver(at=datetime.fromisoformat(NEXT_DAY))

    confirmed = desk.county.post(
        f"/v1/applications/{application['id']}/transitions",
        json={"action": "CONFIRM", "lines": [{"programme": "DIBAO"}]},
        headers={"If-Match": read.headers["etag"]},
    )

    assert confirmed.status_code == 200, confirmed.text


def test_every_stored_answer_stands_in_the_audit_log(desk: Desk, city: Any) -> None:
    application = at_county(desk)

    with city.session("intake") as session:
        recorded = session.scalars(select(AuditEntry).where(AuditEntry.action == "determination.recorded")).all()
        assert [(entry.on, entry.on_id) for entry in recorded] == [("application", application["id"])] * 2
        assert [entry.new["as_of"] for entry in recorded if entry.new] == ["2021-11-15", "2021-11-23"]


def test_whoever_read_the_application_while_it_was_pending_is_shown_the_answer(desk: Desk, city: Any) -> None:
    application = file(desk)
    desk.to_verifying(application)
    desk.must(
        desk.verifier, application, "REPORT_VERIFICATION", conclusion="FITS", report_number="HD-1",
        papers=("VERIFICATION_REPORT",),
    )  # fmt: skip
    path = f"/v1/applications/{application['id']}"
    pending = desk.township.get(path)
    known = {"If-None-Match": pending.headers["etag"]}

    unchanged = desk.township.get(path, headers=known)
    city.deliver()
    current = desk.township.get(path, headers=known)

    assert (pending.json()["determination"], unchanged.status_code) == ("PENDING", 304)
    assert (current.status_code, current.json()["determination"]) == (200, "CURRENT")
    assert current.headers["etag"] != pending.headers["etag"]
    assert desk.township.get(path, headers={"If-None-Match": current.headers["etag"]}).status_code == 304
