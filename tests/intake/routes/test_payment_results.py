from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.payroll import checker, failed, lines, open_benefit, paid, sent, statuses, step, stepped


def test_reconciling_takes_amounts_as_text_only(desk: Desk) -> None:
    open_benefit(desk)
    batch = sent(desk)
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1)])

    assert step(checker(desk), batch, "RECONCILE", bank_paid=60_000, bank_failed=0).status_code == 400


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


def test_a_line_without_account_fails_by_itself_and_the_bank_does_not_report_it(desk: Desk) -> None:
    open_benefit(desk, name="张建国", amount=60_000)
    missing = open_benefit(desk, name="李秀英", amount=40_000, household={"bank_account": None})
    batch = sent(desk)

    assert (batch["total"], batch["failed"], batch["unsent"]) == ("1000.00", "400.00", "400.00")
    assert [(line["result"], line["failure_reason"]) for line in lines(desk.county, batch)] == [
        (None, None),
        ("FAILED", "NO_ACCOUNT"),
    ]
    assert statuses(desk, missing) == [("2021-11", "FAILED")]
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1)])
    assert step(checker(desk), batch, "RECONCILE", bank_paid="600.00", bank_failed="400.00").status_code == 422
    assert stepped(checker(desk), batch, "RECONCILE", bank_paid="600.00", bank_failed="0.00")["state"] == "RECONCILED"
