"""Guards of a benefit's and of a payment batch's steps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.lifecycle import Refusal


@dataclass(frozen=True, slots=True)
class BenefitSituation:
    """A benefit as its guards see it on a day."""

    today: date
    start_month: date


@dataclass(frozen=True, slots=True)
class BatchSituation:
    """A payment batch as its guards see it."""

    acts_for: str
    prepared_by: str
    total_fen: int
    paid_fen: int
    failed_fen: int
    unsent_fen: int
    """Of what failed, the lines without an account, which never went to the bank."""
    lines_without_result: int
    lines_after_the_end: int = 0
    """Lines whose benefit has ended before their month since the batch was prepared."""


def start_month_has_come(situation: BenefitSituation) -> Refusal | None:
    """Paid from the first day of the month after confirmation. Rule LB-06, decision D-15, clause 3.1-b."""
    if situation.today < situation.start_month:
        return Refusal(f"待遇自{situation.start_month:%Y年%m月}起计发，尚未到期", rule="LB-06", clause="3.1-b")
    return None


def happened_already(situation: BenefitSituation, change: Any) -> Refusal | None:
    """A benefit stops for what has happened, not for what may. Rule LB-15, clause 2.1-g."""
    if change.happened_on > situation.today:
        return Refusal("停发事由尚未发生", rule="LB-15", clause="2.1-g")
    return None


def checker_did_not_prepare(situation: BatchSituation) -> Refusal | None:
    """Who prepared the batch does not check it. Rule PAY-02, clause 2.4-c."""
    if situation.acts_for == situation.prepared_by:
        return Refusal("编制人不得复核同一批次", rule="PAY-02", clause="2.4-c", code="four_eyes")
    return None


def approver_did_not_prepare(situation: BatchSituation) -> Refusal | None:
    """Who prepared the batch does not approve it; two persons in all, so whoever checked it may. Rule PAY-02, clause 2.4-c."""
    if situation.acts_for == situation.prepared_by:
        return Refusal("编制人不得审批同一批次", rule="PAY-02", clause="2.4-c", code="four_eyes")
    return None


def nobody_has_left(situation: BatchSituation) -> Refusal | None:
    """No line pays a month after the end of its benefit: who was stopped meanwhile is not paid. Rule PAY-02, clause 2.4-c."""
    if situation.lines_after_the_end:
        return Refusal(
            f"编制后有{situation.lines_after_the_end}行的待遇已停发，请撤销本批次后重新编制",
            rule="PAY-02",
            clause="2.4-c",
        )
    return None


def totals_agree(situation: BatchSituation, change: Any) -> Refusal | None:
    """The bank's totals equal ours of what it was sent, to the fen; no line is without result. Rule PAY-02, clause 2.4-c."""
    if situation.lines_without_result:
        return Refusal(f"还有{situation.lines_without_result}行未登记结果", rule="PAY-02", clause="2.4-c")
    if situation.paid_fen + situation.failed_fen != situation.total_fen:
        return Refusal("成功与失败金额之和不等于应发总额", rule="PAY-02", clause="2.4-c")
    if (change.bank_paid, change.bank_failed) != (situation.paid_fen, situation.failed_fen - situation.unsent_fen):
        return Refusal("银行回单金额与登记结果不一致", rule="PAY-02", clause="2.4-c")
    return None
