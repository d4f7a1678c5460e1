import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

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
    step,
    stepped,
)

BATCHES = "/v1/payment-batches"


def months(desk: Desk, benefit_id: Any) -> list[tuple[str, str, int]]:
    with desk.city.session("intake") as session:
        rows = session.scalars(select(BenefitMonth).where(BenefitMonth.benefit_id == benefit_id))
        return [(f"{m.month:%Y-%m}", m.status, m.paid_fen) for m in sorted(rows, key=lambda m: m.month)]


def test_a_batch_takes_every_month_due_and_none_twice(desk: Desk) -> None:
    old = open_benefit(desk, name="张建国", amount=60_000, start=date(2021, 9, 1))
    new = open_benefit(desk, name="李秀英", amount=32_050)

    batch = proposed(desk)

    assert (batch["state"], batch["line_count"], batch["total"]) == ("PROPOSED", 4, "2120.50")
    assert (batch["prepared_by"], batch["checked_by"], batch["month"]) == ("county-1", None, "2021-11")
    listed = lines(desk.county, batch)
    assert [line["position"] for line in listed] == [1, 2, 3, 4]
    assert [line["month"] for line in listed] == ["2021-09", "2021-10", "2021-11", "2021-11"]
    assert months(desk, old) == [(month, "IN_BATCH", 0) for month in ("2021-09", "2021-10", "2021-11")]
    assert months(desk, new) == [("2021-11", "IN_BATCH", 0)]
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
    assert first.headers["etag"] == '"v1"'
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
    assert months(desk, first) == [("2021-11", "PAID", 60_001)]
    assert months(desk, second) == [("2021-11", "FAILED", 0)]
    history = desk.county.get(f"{BATCHES}/{batch['id']}/transitions").json()["items"]
    assert [taken["action"] for taken in history] == [
        "PROPOSE", "CHECK", "APPROVE", "EXPORT", "RECORD_RESULTS", "RECORD_RESULTS", "RECONCILE",
    ]  # fmt: skip
    with desk.city.session("intake") as session:
        told = set(session.scalars(select(Event.type).where(Event.subject == batch["id"])))
    assert {f"cn.doudi.payment_batch.{what}.v1" for what in ("proposed", "checked", "approved", "exported")} <= told
    assert "cn.doudi.payment_batch.reconciled.v1" in told


def test_reconciling_takes_amounts_as_text_only(desk: Desk) -> None:
    open_benefit(desk)
    batch = sent(desk)
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1)])

    assert step(checker(desk), batch, "RECONCILE", bank_paid=60_000, bank_failed=0).status_code == 400


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


@pytest.mark.parametrize(
    ("result", "pointer"),
    [
        ({"position": 1, "result": "PAID"}, "/lines/0/paid_on"),
        ({"position": 1, "result": "PAID", "paid_on": "2021-11-16"}, "/lines/0/paid_on"),
        ({"position": 1, "result": "FAILED"}, "/lines/0/failure_reason"),
        ({**paid(1), "failure_reason": "OTHER"}, "/lines/0/failure_reason"),
        ({**failed(1), "paid_on": "2021-11-15"}, "/lines/0/paid_on"),
        (paid(2), "/lines/0/position"),
    ],
    ids=["paid without a day", "paid tomorrow", "failed without a reason", "paid with a reason", "failed with a day",
         "no such line"],
)  # fmt: skip
def test_a_result_that_cannot_be_is_named_by_its_field(desk: Desk, result: dict[str, Any], pointer: str) -> None:
    open_benefit(desk)
    batch = sent(desk)

    refused = step(desk.county, batch, "RECORD_RESULTS", lines=[result])

    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert lines(desk.county, batch)[0]["result"] is None


def test_a_line_named_twice_in_one_call_is_refused(desk: Desk) -> None:
    open_benefit(desk)
    batch = sent(desk)

    refused = step(desk.county, batch, "RECORD_RESULTS", lines=[paid(1), failed(1)])

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/lines/1/position")


def test_another_result_for_a_line_is_refused_and_the_first_stands(desk: Desk) -> None:
    open_benefit(desk, name="张建国")
    open_benefit(desk, name="李秀英")
    batch = sent(desk)
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1)])

    refused = step(desk.county, batch, "RECORD_RESULTS", lines=[paid(2), failed(1)])

    assert (refused.status_code, refused.json()["code"]) == (409, "result_differs")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/lines/1"]
    assert [line["result"] for line in lines(desk.county, batch)] == ["PAID", None]


def test_a_line_without_account_fails_by_itself_and_stays_in_the_totals(desk: Desk) -> None:
    open_benefit(desk, name="张建国", amount=60_000)
    missing = open_benefit(desk, name="李秀英", amount=40_000, household={"bank_account": None})
    batch = sent(desk)

    assert (batch["total"], batch["failed"]) == ("1000.00", "400.00")
    assert [(line["result"], line["failure_reason"]) for line in lines(desk.county, batch)] == [
        (None, None),
        ("FAILED", "NO_ACCOUNT"),
    ]
    assert months(desk, missing) == [("2021-11", "FAILED", 0)]
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1)])
    assert stepped(checker(desk), batch, "RECONCILE", bank_paid="600.00", bank_failed="400.00")["state"] == "RECONCILED"


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
    assert months(desk, benefit) == [("2021-11", "IN_BATCH", 0)]
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
    etag = desk.county.get(f"/v1/benefits/{benefit}").headers["etag"]
    stop = {"action": "STOP", "reason": "DIED", "happened_on": "2021-10-20", "note": "已死亡"}
    stopped = desk.county.post(f"/v1/benefits/{benefit}/transitions", json=stop, headers={"If-Match": etag})
    assert stopped.status_code == 200, stopped.text

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
