"""What the bank did with the lines of a batch (发放结果登记), each line once."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from services.intake.actions.benefits import overpaid
from services.intake.errors import NothingToPay, ResultDiffers
from services.intake.models.benefits import BenefitMonth, PaymentBatch, PaymentLine
from services.intake.queries import benefits as benefit_queries
from services.intake.queries import payments as queries
from shared.db import Session
from shared.errors import FieldError, InvalidInput
from shared.schemas.codes import FailureReason, MonthStatus, PaymentResult
from shared.schemas.payments import LineResult


def record_results(
    session: Session, batch: PaymentBatch, results: Sequence[LineResult], *, now: datetime
) -> dict[str, Any]:
    """Enter results of lines; the same result again changes nothing, another one is refused with ``ResultDiffers``."""
    _refuse(_incomplete(results, today=now.date()))
    lines = queries.lines_at(session, batch.id, [result.position for result in results])
    _refuse(_unknown(results, lines))
    differing = tuple(
        FieldError(f"/lines/{index}", "result_differs", "该行已登记了不同的结果")
        for index, result in enumerate(results)
        if _is_on_file(lines[result.position]) and _outcome(lines[result.position]) != _asked(result)
    )
    if differing:
        raise ResultDiffers(differing)
    fresh = [result for result in results if not _is_on_file(lines[result.position])]
    for result in fresh:
        line = lines[result.position]
        line.result, line.failure_reason, line.paid_on = _asked(result)
    settled = _settle(session, batch, [lines[result.position] for result in fresh], now=now)
    return {"entered": len(fresh), "failed": sum(result.result == PaymentResult.FAILED for result in fresh)} | settled


def fail_lines_without_account(session: Session, batch: PaymentBatch, *, now: datetime) -> int:
    """Enter NO_ACCOUNT for lines that no bank can pay; return how many. At least one line must go to the bank."""
    lines = queries.lines_without_account(session, batch.id)
    if len(lines) == batch.line_count:
        raise NothingToPay("本批次没有一行登记了银行账号，请撤销批次、补录账号后重新编制")
    for line in lines:
        line.result, line.failure_reason = PaymentResult.FAILED.value, FailureReason.NO_ACCOUNT.value
    _settle(session, batch, lines, now=now)
    return len(lines)


def _settle(session: Session, batch: PaymentBatch, lines: Sequence[PaymentLine], *, now: datetime) -> dict[str, Any]:
    """Carry results into the sums of the batch and the month ledger; return the months paid beyond the end (PAY-05).

    The benefits are locked before the months, as a stop does it, so that either sees what the other has done.
    """
    ends = benefit_queries.ends_of_benefits(session, [line.benefit_id for line in lines])
    months = benefit_queries.ledger_months(session, [line.benefit_month_id for line in lines])
    back: list[BenefitMonth] = []
    for line in lines:
        month, end = months[line.benefit_month_id], ends[line.benefit_id]
        entitled = end is None or line.month <= end
        _enter(batch, line, month, entitled=entitled)
        if line.result == PaymentResult.PAID and not entitled:
            back.append(overpaid(month, now=now))
    session.add_all(back)
    return {"overpaid": len(back)}


def _enter(batch: PaymentBatch, line: PaymentLine, month: BenefitMonth, *, entitled: bool) -> None:
    if line.result == PaymentResult.PAID:
        batch.paid_fen += line.amount_fen
        month.status, month.paid_fen = MonthStatus.PAID.value, line.amount_fen
        return
    batch.failed_fen += line.amount_fen
    month.status = (MonthStatus.FAILED if entitled else MonthStatus.VOID).value
    month.entitled_fen = month.entitled_fen if entitled else 0


def _is_on_file(line: PaymentLine) -> bool:
    return line.result is not None


def _outcome(line: PaymentLine) -> tuple[str | None, str | None, date | None]:
    return line.result, line.failure_reason, line.paid_on


def _asked(result: LineResult) -> tuple[str | None, str | None, date | None]:
    return result.result.value, result.failure_reason and result.failure_reason.value, result.paid_on


def _refuse(errors: Iterator[FieldError]) -> None:
    found = tuple(errors)
    if found:
        raise InvalidInput("部分明细行的结果有误，详见 errors", errors=found[:100])


def _incomplete(results: Sequence[LineResult], *, today: date) -> Iterator[FieldError]:
    """Yield what a result lacks: a payment its day, a failure its reason."""
    seen: set[int] = set()
    for index, result in enumerate(results):
        here = f"/lines/{index}"
        paid = result.result == PaymentResult.PAID
        if result.position in seen:
            yield FieldError(f"{here}/position", "repeated", "同一行出现了两次")
        seen.add(result.position)
        if paid and result.paid_on is None:
            yield FieldError(f"{here}/paid_on", "missing", "成功的应填写入账日期")
        if result.paid_on is not None and (result.paid_on > today or not paid):
            yield FieldError(f"{here}/paid_on", "impossible", "入账日期只用于成功的明细，且不得晚于今日")
        if paid and result.failure_reason is not None:
            yield FieldError(f"{here}/failure_reason", "impossible", "成功的不得填写失败原因")
        if not paid and result.failure_reason is None:
            yield FieldError(f"{here}/failure_reason", "missing", "失败的应填写失败原因")


def _unknown(results: Sequence[LineResult], lines: dict[int, PaymentLine]) -> Iterator[FieldError]:
    for index, result in enumerate(results):
        if result.position not in lines:
            yield FieldError(f"/lines/{index}/position", "unknown", "本批次没有这一行")
