import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, func, select

from services.intake.models.benefits import BenefitMonth, PaymentLine
from shared.events import Event
from tests.support.build import key
from tests.support.desk import COUNTY, TOWNSHIP, Desk
from tests.support.payroll import (
    NAMES,
    checker,
    failed,
    lines,
    open_benefit,
    paid,
    propose,
    proposed,
    sent,
    settled,
    statuses,
    step,
    stepped,
    stopped,
)

BATCHES = "/v1/payment-batches"


def test_a_batch_takes_every_month_due_and_none_twice(desk: Desk) -> None:
    old = open_benefit(desk, name="张建国", amount=60_000, start=date(2021, 9, 1))
    new = open_benefit(desk, name="李秀英", amount=32_050)

    batch = proposed(desk)

    assert (batch["state"], batch["line_count"], batch["total"]) == ("PROPOSED", 4, "2120.50")
    assert (batch["prepared_by"], batch["checked_by"], batch["month"]) == ("county-1", None, "2021-11")
    listed = lines(desk.county, batch)
    assert [line["position"] for line in listed] == [1, 2, 3, 4]
    assert [line["month"] for line in listed] == ["2021-09", "2021-10", "2021-11", "2021-11"]
    assert statuses(desk, old) == [(month, "IN_BATCH") for month in ("2021-09", "2021-10", "2021-11")]
    assert statuses(desk, new) == [("2021-11", "IN_BATCH")]
    assert propose(desk).json()["rule"] == "PAY-02"
    assert propose(desk).status_code == 422


def test_the_payee_is_the_account_holder_or_the_applicant_and_the_account_is_masked(desk: Desk) -> None:
    open_benefit(desk, name="阿依古丽", household={"account_holder": "沙马拉合"})
    open_benefit(desk, name="王德全", household={"account_holder": None, "bank_account": None})

    listed = lines(desk.county, proposed(desk))

    assert sorted((line["payee"], line["bank_account"]) for line in listed) == [
        ("沙马拉合", "***************0001"),
        ("王德全", None),
    ]


@pytest.mark.parametrize(
    ("state", "end_month", "expected"),
    [
        ("CONFIRMED", None, None),
        ("REVIEW_DUE", None, ["2021-10", "2021-11"]),
        ("STOPPED", date(2021, 10, 1), ["2021-10"]),
        ("STOPPED", date(2021, 9, 1), None),
    ],
    ids=["not yet in force", "review due", "stopped with October", "stopped before it began"],
)
def test_who_is_entitled_is_paid_up_to_the_end(desk: Desk, state: str, end_month: Any, expected: Any) -> None:
    open_benefit(desk, start=date(2021, 10, 1), state=state, end_month=end_month)

    response = propose(desk)

    if expected is None:
        assert (response.status_code, response.json()["code"]) == (422, "nothing_to_pay")
    else:
        assert [line["month"] for line in lines(desk.county, response.json())] == expected


@pytest.mark.parametrize(("month", "status"), [("2021-11", 201), ("2021-12", 422)])
def test_no_month_is_paid_before_it_has_come(desk: Desk, month: str, status: int) -> None:
    open_benefit(desk)
    desk.at = "2021-11-01T00:00:00+08:00"

    assert propose(desk, month=month).status_code == status


def test_programmes_do_not_mix(desk: Desk) -> None:
    open_benefit(desk, programme="DIBAO_SINGLE_PERSON")

    assert propose(desk).status_code == 422
    assert proposed(desk, programme="DIBAO_SINGLE_PERSON")["line_count"] == 1


def test_two_proposals_at_once_pay_nobody_twice(desk: Desk) -> None:
    for name in NAMES:
        open_benefit(desk, name=name, start=date(2021, 10, 1))
    clients, ready = [desk.county, checker(desk)], threading.Barrier(2)

    def at_once(client: Any) -> Any:
        ready.wait(10)
        return propose(desk, client)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(at_once, clients))

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    with desk.city.session("intake") as session:
        assert session.scalar(select(func.count()).select_from(PaymentLine)) == 10
        assert session.scalar(select(func.count()).select_from(BenefitMonth)) == 10


def test_the_same_key_twice_makes_one_batch(desk: Desk) -> None:
    open_benefit(desk)
    body, once = {"county": COUNTY, "programme": "DIBAO", "month": "2021-11"}, key()

    first = desk.county.post(BATCHES, json=body, headers=once)
    again = desk.county.post(BATCHES, json=body, headers=once)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert first.headers["location"] == f"{BATCHES}/{first.json()['id']}"
    assert first.headers["etag"].startswith('"v1-')
    assert desk.county.post(BATCHES, json=body).json()["code"] == "idempotency_key_missing"


def test_a_batch_goes_its_way_to_the_fen(desk: Desk) -> None:
    first = open_benefit(desk, name="张建国", amount=60_001)
    second = open_benefit(desk, name="李秀英", amount=32_050)
    batch = sent(desk)

    part = stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1)])
    assert (part["state"], part["paid"], part["failed"]) == ("RESULT", "600.01", "0.00")
    early = step(checker(desk), batch, "RECONCILE", bank_paid="600.01", bank_failed="0.00")
    assert (early.status_code, early.json()["rule"]) == (422, "PAY-02")
    whole = stepped(desk.county, batch, "RECORD_RESULTS", lines=[failed(2), paid(1)])
    assert (whole["paid"], whole["failed"]) == ("600.01", "320.50")
    for wrong in ({"bank_paid": "600.00", "bank_failed": "320.50"}, {"bank_paid": "600.01", "bank_failed": "320.51"}):
        assert step(checker(desk), batch, "RECONCILE", **wrong).status_code == 422
    done = stepped(checker(desk), batch, "RECONCILE", bank_paid="600.01", bank_failed="320.50")

    assert (done["state"], done["allowed_actions"]) == ("RECONCILED", [])
    assert statuses(desk, first) == [("2021-11", "PAID")]
    assert statuses(desk, second) == [("2021-11", "DUE")]
    history = desk.county.get(f"{BATCHES}/{batch['id']}/transitions").json()["items"]
    assert [taken["action"] for taken in history] == [
        "PROPOSE", "CHECK", "APPROVE", "EXPORT", "RECORD_RESULTS", "RECORD_RESULTS", "RECONCILE",
    ]  # fmt: skip
    with desk.city.session("intake") as session:
        told = set(session.scalars(select(Event.type).where(Event.subject == batch["id"])))
    assert {f"cn.doudi.payment_batch.{what}.v1" for what in ("proposed", "checked", "approved", "exported")} <= told
    assert "cn.doudi.payment_batch.reconciled.v1" in told


def test_who_prepared_neither_checks_nor_approves(desk: Desk) -> None:
    open_benefit(desk)
    batch = proposed(desk)

    refused = step(desk.county, batch, "CHECK")
    stepped(checker(desk), batch, "CHECK")
    officer = step(checker(desk), batch, "APPROVE")
    same_person = step(desk.client("COUNTY_LEADER", COUNTY, "county-1"), batch, "APPROVE")

    assert (refused.status_code, refused.json()["code"]) == (403, "four_eyes")
    assert (officer.status_code, officer.json()["code"]) == (403, "role_may_not")
    assert (same_person.status_code, same_person.json()["code"]) == (403, "four_eyes")
    shown = desk.county.get(f"{BATCHES}/{batch['id']}").json()["allowed_actions"]
    assert [(action["action"], action["allowed"]) for action in shown] == [("CANCEL", True)]


def test_a_status_that_carries_no_money_has_no_batch_in_any_month(desk: Desk) -> None:
    """BY-04: it was told that the month had not come yet."""
    for month in ("2021-10", "2021-11", "2021-12"):
        body = {"county": "510411", "programme": "MARGINAL", "month": month}
        refused = desk.county.post("/v1/payment-batches", json=body, headers=key())

        assert (refused.status_code, refused.json()["code"]) == (422, "carries_no_money")
        assert (refused.json()["rule"], "低保边缘" in refused.json()["detail"]) == ("BY-04", True)


def test_a_batch_without_any_account_is_not_exported(desk: Desk) -> None:
    open_benefit(desk, household={"bank_account": None})
    batch = proposed(desk)
    stepped(checker(desk), batch, "CHECK")
    stepped(desk.leader, batch, "APPROVE")

    assert step(desk.county, batch, "EXPORT").json()["code"] == "nothing_to_pay"
    assert stepped(desk.county, batch, "CANCEL", reason="补录账号")["state"] == "CANCELLED"


def test_a_cancelled_batch_gives_its_months_back(desk: Desk) -> None:
    benefit = open_benefit(desk)
    batch = proposed(desk)

    cancelled = stepped(desk.county, batch, "CANCEL", reason="标准有误")
    again = proposed(desk)

    assert (cancelled["state"], again["line_count"]) == ("CANCELLED", 1)
    assert statuses(desk, benefit) == [("2021-11", "IN_BATCH")]
    assert step(desk.county, batch, "CHECK").status_code == 409


def test_an_exported_batch_is_not_cancelled(desk: Desk) -> None:
    open_benefit(desk)
    batch = sent(desk)

    refused = step(desk.county, batch, "CANCEL", reason="标准有误")

    assert (refused.status_code, refused.json()["allowed_actions"]) == (409, ["RECORD_RESULTS"])


def test_who_was_stopped_after_the_proposal_is_not_paid(desk: Desk) -> None:
    benefit = open_benefit(desk, name="张建国", start=date(2021, 10, 1))
    open_benefit(desk, name="李秀英")
    batch = proposed(desk)
    stopped(desk, benefit, on="2021-10-20")

    refused = step(checker(desk), batch, "CHECK")
    stepped(desk.county, batch, "CANCEL", reason="有人停发")

    assert (refused.status_code, refused.json()["rule"]) == (422, "PAY-02")
    assert sorted(line["month"] for line in lines(desk.county, proposed(desk))) == ["2021-10", "2021-11"]


def test_a_change_names_the_version_it_was_made_from(desk: Desk) -> None:
    open_benefit(desk)
    batch = proposed(desk)
    path = f"{BATCHES}/{batch['id']}/transitions"

    missing = checker(desk).post(path, json={"action": "CHECK"})
    stale = checker(desk).post(path, json={"action": "CHECK"}, headers={"If-Match": '"v7"'})

    assert (missing.status_code, stale.status_code) == (428, 412)


def test_another_county_finds_no_batch(desk: Desk) -> None:
    open_benefit(desk)
    batch = sent(desk)
    stranger = desk.client("COUNTY_OFFICER", "510421", "other-1")
    township = desk.client("TOWNSHIP_OFFICER", TOWNSHIP, "township-1")

    for path in ("", "/lines", "/transitions"):
        assert stranger.get(f"{BATCHES}/{batch['id']}{path}").status_code == 404
        assert township.get(f"{BATCHES}/{batch['id']}{path}").status_code == 404
    assert stranger.post(f"{BATCHES}/{batch['id']}/exports").status_code == 404
    change = {"json": {"action": "CHECK"}, "headers": {"If-Match": '"v1"'}}
    assert stranger.post(f"{BATCHES}/{batch['id']}/transitions", **change).status_code == 404
    assert stranger.get(BATCHES).json()["items"] == []
    assert [error["pointer"] for error in propose(desk, stranger).json()["errors"]] == ["/county"]
    assert township.post(f"{BATCHES}/{batch['id']}/exports").status_code == 403
    assert propose(desk, township).status_code == 403


def test_batches_are_listed_by_state_and_month(desk: Desk) -> None:
    open_benefit(desk, start=date(2021, 10, 1))
    october = proposed(desk, month="2021-10")
    november = proposed(desk)
    stepped(checker(desk), october, "CHECK")

    def ids(query: str) -> list[str]:
        return [batch["id"] for batch in desk.county.get(f"{BATCHES}{query}").json()["items"]]

    assert ids("") == [november["id"], october["id"]]
    assert ids("?state=CHECKED") == [october["id"]]
    assert ids("?month=2021-11") == [november["id"]]
    assert desk.county.get(f"{BATCHES}?month=2021-13").status_code == 400
    assert desk.county.get(f"{BATCHES}?month=0000-01").status_code == 400


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_batch_may_pass_what_four_bytes_hold(desk: Desk, more: int) -> None:
    """The largest int4 is 21 474 836.47 yuan."""
    open_benefit(desk, name="张建国", amount=2**30)
    open_benefit(desk, name="李秀英", amount=2**30 + more)
    total = {-1: "21474836.47", 0: "21474836.48", 1: "21474836.49"}[more]

    batch = sent(desk)
    assert batch["total"] == total
    done = settled(desk, batch, [paid(1), paid(2)])

    assert (done["state"], done["paid"]) == ("RECONCILED", total)


def test_proposing_asks_the_database_as_often_for_many_as_for_few(desk: Desk) -> None:
    def asked() -> int:
        engine = desk.city.factory("intake").kw["bind"]
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        batch = proposed(desk)
        event.remove(engine, "before_cursor_execute", note)
        stepped(desk.county, batch, "CANCEL", reason="重新编制")
        return len(statements)

    open_benefit(desk, start=date(2021, 9, 1))
    few = asked()
    for name in NAMES:
        open_benefit(desk, name=name, start=date(2021, 9, 1))

    assert asked() == few
