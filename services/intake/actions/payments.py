"""Payment batches (发放批次): proposed by month, checked and approved by others, sent to the bank, reconciled (PAY-02)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.actions.benefits import enter_months
from services.intake.actions.payment_results import fail_lines_without_account, record_results
from services.intake.actions.steps import record_step, require_step, tell
from services.intake.errors import CarriesNoMoney, NothingToPay, OutOfPlace
from services.intake.lifecycles.payment_batch import LIFECYCLE
from services.intake.models.benefits import PaymentBatch
from services.intake.queries import applications as application_queries
from services.intake.queries import benefits as benefit_queries
from services.intake.queries import payments as queries
from services.intake.queries.payments import DueMonth
from services.intake.rules.ages import first_of_month
from services.intake.rules.benefit_guards import BatchSituation
from shared.db import Session
from shared.identity import Caller
from shared.lifecycle import may_take
from shared.schemas.codes import BatchAction as Do
from shared.schemas.codes import BatchState, PaymentKind
from shared.schemas.determination_codes import Programme
from shared.schemas.payments import NewPaymentBatch
from shared.schemas.types import first_day_of
from shared.steps import RoleMayNot

Change = Any
"""One of the bodies of ``shared.schemas.payments``; the action names which."""

_PROPOSED = LIFECYCLE.step_by_action(Do.PROPOSE)

_TOLD = {
    Do.CHECK: "checked", Do.APPROVE: "approved", Do.EXPORT: "exported", Do.RECORD_RESULTS: "results_recorded",
    Do.RECONCILE: "reconciled", Do.CANCEL: "cancelled",
}  # fmt: skip
"""Past tense of each action, as the events have it."""


def propose_batch(session: Session, new: NewPaymentBatch, *, caller: Caller, now: datetime) -> PaymentBatch:
    """Propose a batch (编制): every month due in the county and in no batch yet, one line for each (PAY-03).

    The benefits are locked first, so that of two proposals at once the second sees what the first has taken.
    """
    month = first_day_of(new.month)
    _require_proposer(session, new, caller=caller)
    if new.programme is Programme.MARGINAL:
        raise CarriesNoMoney(new.programme.zh)
    if month > first_of_month(now.date()):
        raise NothingToPay("尚未到该月，不能编制该月的发放批次")
    ledgers = benefit_queries.ledgers_in_payment(session, county=new.county, programme=new.programme, month=month)
    enter_months(session, ledgers, through=month, now=now)
    due = queries.months_due(session, county=new.county, programme=new.programme, month=month)
    if not due:
        raise NothingToPay("该县（区）该项目截至该月没有尚未编入批次的应发待遇")
    batch = _new_batch(session, new, month, due, caller=caller, now=now)
    queries.add_lines(session, [_line(batch, position, entry, now=now) for position, entry in enumerate(due, start=1)])
    queries.take_months(session, batch.id)
    _record(session, batch, _PROPOSED, None, {"lines": batch.line_count}, caller=caller, now=now)
    _tell(session, batch, "proposed", caller=caller, now=now)
    return batch


def transition_batch(
    session: Session, batch_id: UUID, change: Change, *, version: int, caller: Caller, now: datetime
) -> PaymentBatch:
    """Take one step of a batch (办理一个环节): guard, effect, history, audit, event; all or nothing."""
    batch = queries.batch_to_change(session, batch_id, version=version)
    before = batch.state
    step = require_step(LIFECYCLE, before, change, caller=caller, situation=situation_of(session, batch, caller=caller))
    batch.state = step.target(before)
    details = _EFFECTS[change.action](session, batch, change, caller, now)
    _record(
        session, batch, step, before, details, caller=caller, now=now, reason=getattr(change, "reason", None)
    )  # fmt: skip
    _tell(session, batch, _TOLD[change.action], caller=caller, now=now)
    return batch


def situation_of(session: Session, batch: PaymentBatch, *, caller: Caller) -> BatchSituation:
    """Return what the guards of a batch may look at."""
    return BatchSituation(
        acts_for=caller.acts_for,
        prepared_by=batch.prepared_by,
        total_fen=batch.total_fen,
        paid_fen=batch.paid_fen,
        failed_fen=batch.failed_fen,
        unsent_fen=queries.sum_without_account(session, batch.id),
        lines_without_result=queries.count_lines_without_result(session, batch.id),
        lines_after_the_end=queries.count_lines_after_the_end(session, batch.id),
    )


def _require_proposer(session: Session, new: NewPaymentBatch, *, caller: Caller) -> None:
    assert _PROPOSED is not None
    if not may_take(_PROPOSED, caller):
        raise RoleMayNot
    if not any(new.county.startswith(place) for place in session.info["places"]):
        raise OutOfPlace("/county")


def _new_batch(
    session: Session, new: NewPaymentBatch, month: date, due: list[DueMonth], *, caller: Caller, now: datetime
) -> PaymentBatch:
    batch = PaymentBatch(
        division=new.county,
        created_at=now,
        number=application_queries.next_number(session, "FF", now.year),
        programme=new.programme.value,
        month=month,
        state=BatchState.PROPOSED.value,
        line_count=len(due),
        total_fen=sum(entry.amount_fen for entry in due),
        paid_fen=0,
        failed_fen=0,
        prepared_by=caller.acts_for,
    )
    session.add(batch)
    session.flush()
    return batch


def _line(batch: PaymentBatch, position: int, due: DueMonth, *, now: datetime) -> dict[str, Any]:
    """Return the line of a month, with a copy of the account as it is on file today, which the column seals."""
    return {
        "division": due.division,
        "created_at": now,
        "batch_id": batch.id,
        "benefit_month_id": due.month_id,
        "benefit_id": due.benefit_id,
        "position": position,
        "kind": (PaymentKind.RESENT if due.failed_before else PaymentKind.FIRST).value,
        "month": due.month,
        "payee": due.payee,
        "bank_account": due.bank_account,
        "amount_fen": due.amount_fen,
        "released": False,
    }


# --- what each action does besides changing the state; returns what the history adds ---------------------------------


def _check(_session: Session, batch: PaymentBatch, _change: Change, caller: Caller, _now: datetime) -> dict[str, Any]:
    batch.checked_by = caller.acts_for
    return {}


def _approve(_session: Session, batch: PaymentBatch, _change: Change, caller: Caller, _now: datetime) -> dict[str, Any]:
    batch.approved_by = caller.acts_for
    return {}


def _export(session: Session, batch: PaymentBatch, _change: Change, _caller: Caller, now: datetime) -> dict[str, Any]:
    return {"without_account": fail_lines_without_account(session, batch, now=now)}


def _record_results(
    session: Session, batch: PaymentBatch, change: Change, _caller: Caller, now: datetime
) -> dict[str, Any]:
    return record_results(session, batch, change.lines, now=now)


def _reconcile(
    session: Session, batch: PaymentBatch, change: Change, _caller: Caller, _now: datetime
) -> dict[str, Any]:
    released = queries.release_failed_lines(session, batch.id)
    return {"bank": change.model_dump(mode="json", exclude={"action"}), "released": released}


def _cancel(session: Session, batch: PaymentBatch, change: Change, _caller: Caller, _now: datetime) -> dict[str, Any]:
    queries.release_lines(session, batch.id)
    return {"reason": change.reason}


_EFFECTS: dict[Do, Callable[[Session, PaymentBatch, Change, Caller, datetime], dict[str, Any]]] = {
    Do.CHECK: _check, Do.APPROVE: _approve, Do.EXPORT: _export, Do.RECORD_RESULTS: _record_results,
    Do.RECONCILE: _reconcile, Do.CANCEL: _cancel,
}  # fmt: skip


def _record(
    session: Session,
    batch: PaymentBatch,
    step: Any,
    before: str | None,
    details: dict[str, Any],
    *,
    caller: Caller,
    now: datetime,
    reason: str | None = None,
) -> None:
    record_step(
        session, batch, "payment_batch", step=step, lifecycle=LIFECYCLE.name, from_state=before, details=details,
        caller=caller, now=now, reason=reason,
    )  # fmt: skip


def _tell(session: Session, batch: PaymentBatch, what: str, *, caller: Caller, now: datetime) -> None:
    tell(
        session, f"payment_batch.{what}", batch, caller=caller, now=now, programme=batch.programme,
        month=f"{batch.month:%Y-%m}",
    )  # fmt: skip
