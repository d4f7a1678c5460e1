"""A payment that the bank returned is made again, and once (PAY-04)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from services.intake.models.benefits import BenefitMonth, PaymentLine
from tests.support.desk import Desk
from tests.support.payroll import (
    checker,
    failed,
    give_account,
    ledger,
    lines,
    open_benefit,
    paid,
    propose,
    proposed,
    sent,
    settled,
    statuses,
    stepped,
    stopped,
)

DECEMBER = "2021-12-15T09:00:00+08:00"


def kinds(desk: Desk, batch: Any) -> list[tuple[str, str, str]]:
    return [(line["month"], line["kind"], line["amount"]) for line in lines(desk.county, batch)]


def sums(desk: Desk) -> tuple[int, int]:
    """Return what all are entitled to, and what reached an account over all batches."""
    with desk.city.session("intake") as session:
        entitled = session.scalar(select(func.sum(BenefitMonth.entitled_fen)))
        reached = session.scalar(select(func.sum(PaymentLine.amount_fen)).where(PaymentLine.result == "PAID"))
        return int(entitled or 0), int(reached or 0)


@pytest.mark.parametrize("account", [None, "6217000000000000002"], ids=["no account on file", "account closed"])
def test_a_month_that_failed_is_paid_by_the_next_batch(desk: Desk, account: str | None) -> None:
    open_benefit(desk, name="张建国", amount=60_001)
    returned = open_benefit(desk, name="李秀英", amount=32_050, household={"bank_account": account})
    batch = sent(desk)
    settled(desk, batch, [paid(1)] if account is None else [paid(1), failed(2)])
    assert ledger(desk, returned) == [("2021-11", "NORMAL", "320.50", "0.00", "DUE")]

    give_account(desk, returned)
    again = sent(desk)
    assert kinds(desk, again) == [("2021-11", "RESENT", "320.50")]
    assert lines(desk.county, again)[0]["bank_account"].endswith("0009")
    settled(desk, again, [paid(1)])

    assert ledger(desk, returned) == [("2021-11", "NORMAL", "320.50", "320.50", "PAID")]
    assert sums(desk) == (92_051, 92_051)
    assert propose(desk).json()["code"] == "nothing_to_pay"


def test_until_its_batch_is_reconciled_a_failed_month_goes_into_no_other(desk: Desk) -> None:
    benefit = open_benefit(desk)
    batch = sent(desk)
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[failed(1)])

    assert statuses(desk, benefit) == [("2021-11", "FAILED")]
    assert propose(desk).json()["code"] == "nothing_to_pay"
    stepped(checker(desk), batch, "RECONCILE", bank_paid="0.00", bank_failed="600.00")
    assert kinds(desk, proposed(desk)) == [("2021-11", "RESENT", "600.00")]


def test_a_month_that_fails_again_is_sent_again_until_it_arrives_and_then_no_more(desk: Desk) -> None:
    benefit = open_benefit(desk)
    for _ in range(3):
        settled(desk, sent(desk), [failed(1)])
    settled(desk, sent(desk), [paid(1)])

    assert statuses(desk, benefit) == [("2021-11", "PAID")]
    assert sums(desk) == (60_000, 60_000)
    assert propose(desk).json()["code"] == "nothing_to_pay"


def test_the_month_after_takes_what_failed_with_what_is_due_and_marks_it(desk: Desk) -> None:
    open_benefit(desk)
    settled(desk, sent(desk), [failed(1, "NAME_DIFFERS")])

    desk.at = DECEMBER
    batch = proposed(desk, month="2021-12")

    assert kinds(desk, batch) == [("2021-11", "RESENT", "600.00"), ("2021-12", "FIRST", "600.00")]


def test_a_month_of_a_cancelled_batch_was_never_sent_and_is_no_second_sending(desk: Desk) -> None:
    open_benefit(desk)
    stepped(desk.county, proposed(desk), "CANCEL", reason="标准有误")

    assert kinds(desk, proposed(desk)) == [("2021-11", "FIRST", "600.00")]


def test_the_history_says_how_many_lines_may_be_sent_again(desk: Desk) -> None:
    for name in ("张建国", "李秀英", "王德全"):
        open_benefit(desk, name=name)
    batch = sent(desk)
    settled(desk, batch, [paid(1), failed(2), failed(3)])

    history = desk.county.get(f"/v1/payment-batches/{batch['id']}/transitions").json()["items"]
    assert history[-1]["details"]["released"] == 2


def test_two_proposals_at_once_send_a_failed_month_again_once(desk: Desk) -> None:
    open_benefit(desk)
    settled(desk, sent(desk), [failed(1)])
    clients, ready = [desk.county, checker(desk)], threading.Barrier(2)

    def at_once(client: Any) -> int:
        ready.wait(10)
        return int(propose(desk, client).status_code)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(at_once, clients))

    assert answers == [201, 422]


@pytest.mark.parametrize(("died", "again"), [("2021-10-31", []), ("2021-11-01", [("2021-11", "RESENT", "600.00")])])
def test_a_month_that_failed_is_not_sent_again_beyond_the_end(desk: Desk, died: str, again: Any) -> None:
    benefit = open_benefit(desk, start=date(2021, 10, 1))
    batch = sent(desk)
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1), failed(2)])
    stopped(desk, benefit, on=died)
    stepped(checker(desk), batch, "RECONCILE", bank_paid="600.00", bank_failed="600.00")

    response = propose(desk)

    assert (kinds(desk, response.json()) if response.status_code == 201 else []) == again
    assert statuses(desk, benefit) == [("2021-10", "PAID"), ("2021-11", "IN_BATCH" if again else "VOID")]
