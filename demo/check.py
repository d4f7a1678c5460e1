"""Whether everything came out as worked out on paper: amounts to the fen, and the counts the plot promises."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from demo import actors
from demo.case import Case
from demo.desk import Desk, Problem
from demo.expected import expect
from demo.payments import Batch, Benefits
from demo.plots import TOWNSHIPS
from demo.wire import yuan
from shared.schemas.codes import ApplicationAction, BatchAction, BenefitAction

_PROBES = 5
_NOT_BY_HAND = {BenefitAction.ACTIVATE, BatchAction.PROPOSE}
"""Taken by the timer, and by creating a batch."""


@dataclass(slots=True)
class Findings:
    """What differs; empty when all is well."""

    mismatches: list[str] = field(default_factory=list)
    amounts: int = 0
    """How many confirmed amounts were compared."""

    def compare(self, what: str, expected: Any, found: Any) -> None:
        """Note a difference."""
        if expected != found:
            self.mismatches.append(f"{what}：应为 {expected}，实为 {found}")


def check(desk: Desk, cases: list[Case], benefits: Benefits, batches: list[Batch], paid_month: str) -> Findings:
    """Compare every decision, benefit and payment with the demo's own reckoning."""
    found = Findings()
    for case in cases:
        if case.trouble:
            found.mismatches.append(f"{_name(case)}未按剧本办完：{case.trouble}")
        elif case.state in {"CONFIRMED", "REFUSED"}:
            _check_lines(found, case, paid_month)
    _check_benefits(found, benefits)
    _check_payments(found, benefits, batches)
    _check_counts(found, desk, cases, batches)
    _check_scope(found, desk, cases)
    return found


def _check_lines(found: Findings, case: Case, paid_month: str) -> None:
    refs = {member["person"]["id"]: member["ref"] for member in case.seen["members"]}
    confirmed = {
        (line["programme"], refs.get(line["person_id"])): line for line in case.seen["lines"] if line["confirmed"]
    }
    expected = expected_lines(case) if case.state == "CONFIRMED" else {}
    found.compare(f"{_name(case)}确认事项", sorted(map(str, expected)), sorted(map(str, confirmed)))
    for unit, amount in expected.items():
        if unit in confirmed:
            found.amounts += 1
            found.compare(f"{_name(case)}{unit[0]} 月金额", yuan(amount), confirmed[unit]["monthly_amount"])
            found.compare(f"{_name(case)}{unit[0]} 起始月份", paid_month, confirmed[unit]["start_month"])


def expected_lines(case: Case) -> dict[tuple[str, str | None], int]:
    """Return what a confirmed case must give, by programme and person."""
    assert case.accepted_on is not None
    assert case.decided_on is not None
    return expect(case.family, accepted_on=case.accepted_on, on=case.decided_on).lines(case.programmes)


def _check_benefits(found: Findings, benefits: Benefits) -> None:
    expected = Counter(
        (case.seen["case_id"], programme, amount)
        for case in benefits.cases.values()
        for (programme, _), amount in expected_lines(case).items()
    )
    opened = Counter((row["case_id"], row["programme"], _fen(row["monthly_amount"])) for row in benefits.rows)
    found.compare("待遇与确认事项不一致的件数", 0, sum(((expected - opened) + (opened - expected)).values()))
    found.compare("尚未生效的待遇", 0, sum(row["state"] == "CONFIRMED" for row in benefits.rows))


def _check_payments(found: Findings, benefits: Benefits, batches: list[Batch]) -> None:
    amounts = {row["id"]: row["monthly_amount"] for row in benefits.rows}
    paid: Counter[str] = Counter()
    for batch in batches:
        number = batch.seen["number"]
        found.compare(f"批次 {number} 状态", "RECONCILED", batch.seen["state"])
        found.compare(f"批次 {number} 导出合计", batch.seen["total"], batch.sum_in_file)
        sums = {
            result: yuan(sum(_fen(line["amount"]) for line in batch.lines if line["result"] == result))
            for result in ("PAID", "FAILED")
        }
        found.compare(
            f"批次 {number} 成功与失败金额", (sums["PAID"], sums["FAILED"]), (batch.seen["paid"], batch.seen["failed"])
        )
        for line in batch.lines:
            if line["benefit_id"] in amounts:
                paid[line["benefit_id"]] += 1
                found.compare(f"批次 {number} 第 {line['position']} 行", amounts[line["benefit_id"]], line["amount"])
    due = {row["id"] for row in benefits.rows if row["programme"] != "MARGINAL"}
    found.compare("应发而未编入或重复编入批次的待遇", 0, sum(paid[benefit] != 1 for benefit in due))


def _check_counts(found: Findings, desk: Desk, cases: list[Case], batches: list[Batch]) -> None:
    refusals = [case for case in cases if case.state == "REFUSED"]
    first = [case for case in cases if case.previous is None]
    failed = sum(line["result"] == "FAILED" for batch in batches for line in batch.lines)
    at_least = {
        "家庭": (200, len(first)),
        "台账导入的家庭": (100, sum(case.channel == "IMPORT" for case in first)),
        "不予确认": (20, len(refusals)),
        "不予确认的理由种类": (6, len({reason for case in refusals for reason in case.reasons})),
        "公示异议": (5, desk.done["DISPUTE"]),
        "撤回": (5, desk.done["WITHDRAW"]),
        "重新申请": (3, sum(case.previous is not None for case in cases if case.id)),
        "银行退回": (1, failed),
    }
    for what, (least, number) in at_least.items():
        if number < least:
            found.mismatches.append(f"{what}只有 {number}，应不少于 {least}")
    actions = {*ApplicationAction, *BenefitAction, *BatchAction} - _NOT_BY_HAND
    missing = sorted(action.value for action in actions if not desk.done[action.value])
    found.compare("未走到的环节", [], missing)


def _check_scope(found: Findings, desk: Desk, cases: list[Case]) -> None:
    """Let the clerk of one township look for cases of the other: to him there are none."""
    elsewhere = [case for case in cases if case.id and case.family.township == TOWNSHIPS[1]][:_PROBES]
    seen = 0
    for case in elsewhere:
        try:
            desk.get(actors.clerk(TOWNSHIPS[0]), f"/v1/applications/{case.id}")
            seen += 1
        except Problem as problem:
            found.compare("查看辖区外申请的答复", 404, problem.status)
    found.compare("能看到的辖区外申请", 0, seen)


def _name(case: Case) -> str:
    """Return how a case is named in the output: by its number, never by a person."""
    return f"申请 {case.seen.get('number', f'#{case.number}')} "


def _fen(amount: str) -> int:
    return int(amount.replace(".", ""))
