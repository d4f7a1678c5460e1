"""A benefit that ended earlier than it was paid: what is due no longer is not paid, what was paid is listed (PAY-05)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tests.support.desk import Desk
from tests.support.payroll import (
    failed,
    ledger,
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
    stop,
    stopped,
)


@pytest.fixture
def benefit(desk: Desk) -> UUID:
    """Due since September; it is the middle of November."""
    return open_benefit(desk, start=date(2021, 9, 1))


def back(desk: Desk, benefit: UUID) -> list[str]:
    return [month for month, kind, _, _, _ in ledger(desk, benefit) if kind == "OVERPAID"]


@pytest.mark.parametrize(
    ("died", "overpaid"),
    [
        ("2021-09-30", ["2021-10", "2021-11"]),
        ("2021-10-01", ["2021-11"]),
        ("2021-10-31", ["2021-11"]),
        ("2021-11-01", []),
        ("2021-08-31", ["2021-09", "2021-10", "2021-11"]),
    ],
)
def test_months_paid_after_the_month_of_death_are_listed_to_be_recovered(
    desk: Desk, benefit: UUID, died: str, overpaid: list[str]
) -> None:
    settled(desk, sent(desk), [paid(1), paid(2), paid(3)])

    stopped(desk, benefit, on=died)

    entries = ledger(desk, benefit)
    assert [entry for entry in entries if entry[1] == "NORMAL"] == [
        (month, "NORMAL", "600.00", "600.00", "PAID") for month in ("2021-09", "2021-10", "2021-11")
    ]
    assert [entry for entry in entries if entry[1] == "OVERPAID"] == [
        (month, "OVERPAID", "-600.00", "0.00", "TO_RECOVER") for month in overpaid
    ]
    history = desk.county.get(f"/v1/benefits/{benefit}/transitions").json()["items"]
    assert history[-1]["details"]["overpaid"] == overpaid
    assert propose(desk).json()["code"] == "nothing_to_pay"


@pytest.mark.parametrize("reason", ["FRAUD", "NO_LONGER_FITS", "MOVED_AWAY", "VOLUNTARY"])
def test_nothing_but_a_death_makes_what_was_paid_an_overpayment(desk: Desk, benefit: UUID, reason: str) -> None:
    settled(desk, sent(desk), [paid(1), paid(2), paid(3)])

    stopped(desk, benefit, reason, "2021-09-10")

    assert back(desk, benefit) == []
    assert {status for _, status in statuses(desk, benefit)} == {"PAID"}


def test_months_of_a_cancelled_batch_beyond_the_end_are_due_no_longer(desk: Desk, benefit: UUID) -> None:
    batch = proposed(desk)
    stopped(desk, benefit, on="2021-10-20")
    assert statuses(desk, benefit) == [(month, "IN_BATCH") for month in ("2021-09", "2021-10", "2021-11")]

    stepped(desk.county, batch, "CANCEL", reason="有人停发")

    assert ledger(desk, benefit) == [
        ("2021-09", "NORMAL", "600.00", "0.00", "DUE"),
        ("2021-10", "NORMAL", "600.00", "0.00", "DUE"),
        ("2021-11", "NORMAL", "0.00", "0.00", "VOID"),
    ]
    assert [line["month"] for line in lines(desk.county, proposed(desk))] == ["2021-09", "2021-10"]


def test_who_dies_after_his_batch_was_cancelled_is_stopped_like_anybody(desk: Desk, benefit: UUID) -> None:
    """The lines of the cancelled batch stay on file, so the months they belong to cannot be removed."""
    stepped(desk.county, proposed(desk), "CANCEL", reason="标准有误")

    stopped(desk, benefit, on="2021-10-20")

    assert statuses(desk, benefit) == [("2021-09", "DUE"), ("2021-10", "DUE"), ("2021-11", "VOID")]


def test_what_was_on_its_way_to_the_bank_is_overpaid_when_it_arrives_and_void_when_it_does_not(
    desk: Desk, benefit: UUID
) -> None:
    batch = sent(desk)
    stopped(desk, benefit, on="2021-09-30")
    assert back(desk, benefit) == []

    settled(desk, batch, [paid(1), paid(2), failed(3)])

    assert ledger(desk, benefit) == [
        ("2021-09", "NORMAL", "600.00", "600.00", "PAID"),
        ("2021-10", "NORMAL", "600.00", "600.00", "PAID"),
        ("2021-10", "OVERPAID", "-600.00", "0.00", "TO_RECOVER"),
        ("2021-11", "NORMAL", "0.00", "0.00", "VOID"),
    ]
    assert propose(desk).json()["code"] == "nothing_to_pay"


def test_a_line_without_account_that_is_due_no_longer_is_not_due_again(desk: Desk) -> None:
    open_benefit(desk, name="张建国")
    gone = open_benefit(desk, name="李秀英", start=date(2021, 10, 1), household={"bank_account": None})
    batch = sent(desk)
    stopped(desk, gone, on="2021-10-31")

    settled(desk, batch, [paid(1)])

    assert statuses(desk, gone) == [("2021-10", "DUE"), ("2021-11", "VOID")]


def test_a_result_entered_while_the_death_is_reported_is_found_by_one_of_the_two(desk: Desk, benefit: UUID) -> None:
    batch, ready = sent(desk), threading.Barrier(2)
    bank, officer = desk.county, Desk(desk.city, desk.at)

    def enter() -> Any:
        ready.wait(10)
        return step(bank, batch, "RECORD_RESULTS", lines=[paid(1), paid(2), paid(3)])

    def report() -> Any:
        ready.wait(10)
        return stop(officer, benefit, on="2021-09-30")

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(enter), pool.submit(report)]
        assert [answer.result().status_code for answer in answers] == [200, 200]

    assert back(desk, benefit) == ["2021-10", "2021-11"]


def test_only_what_is_overpaid_separates_what_was_paid_from_what_was_due(desk: Desk, benefit: UUID) -> None:
    settled(desk, sent(desk), [paid(1), failed(2), paid(3)])
    settled(desk, sent(desk), [paid(1)])
    stopped(desk, benefit, on="2021-09-30")

    entries = ledger(desk, benefit)
    assert sum(Decimal(entitled) for _, _, entitled, _, _ in entries) == 600
    assert sum(Decimal(reached) for _, _, _, reached, _ in entries) == 1800
    assert sum(Decimal(entitled) for _, kind, entitled, _, _ in entries if kind == "OVERPAID") == -1200
