"""The list that goes to the bank (银行代发清单): full accounts, so each making of it is a disclosure (CONF-06)."""

from datetime import datetime
from uuid import UUID

from services.intake.actions.payments import situation_of
from services.intake.ledgers.payment_list import ListedPayment, payment_list
from services.intake.lifecycles.payment_batch import LIFECYCLE
from services.intake.models.benefits import PaymentBatch
from services.intake.models.people import Disclosure
from services.intake.queries import payments as queries
from services.intake.queries import reference
from shared import audit
from shared.db import Session
from shared.identity import Caller
from shared.schemas.codes import BatchState, DisclosurePurpose
from shared.steps import ActionNotPossible

_EXPORTED = (BatchState.SENT, BatchState.RESULT, BatchState.RECONCILED)


def export_batch(session: Session, batch_id: UUID, *, caller: Caller, now: datetime) -> tuple[str, bytes]:
    """Return the file name and the list of a batch that was exported; write down whose data it shows."""
    batch = queries.batch_by_id(session, batch_id)
    if batch.state not in _EXPORTED:
        allowed = LIFECYCLE.allowed_actions(batch.state, caller, situation_of(session, batch, caller=caller))
        raise ActionNotPossible(batch.state, tuple(action.action for action in allowed))
    payments = _payments(session, batch)
    _record_disclosures(session, batch, lines=len(payments), caller=caller, now=now)
    return f"{batch.number}.xlsx", payment_list(payments)


def _payments(session: Session, batch: PaymentBatch) -> list[ListedPayment]:
    lines = queries.lines_with_account(session, batch.id)
    townships = reference.division_names(session, {line.division[:9] for line in lines})
    return [
        ListedPayment(
            position=line.position,
            payee=line.payee,
            bank_account=line.bank_account.reveal(),
            amount_fen=line.amount_fen,
            month=f"{line.month:%Y-%m}",
            township=townships.get(line.division[:9], ""),
        )
        for line in lines
        if line.bank_account is not None
    ]


def _record_disclosures(session: Session, batch: PaymentBatch, *, lines: int, caller: Caller, now: datetime) -> None:
    """Write one row for each person shown, answerable to him, and one into the audit log for the file."""
    people = queries.people_of_batch(session, batch.id)
    reason = f"导出发放批次 {batch.number}"
    session.add_all(
        Disclosure(
            division=division,
            created_at=now,
            person_id=person_id,
            subject=caller.acts_for,
            role=caller.role.value,
            purpose=DisclosurePurpose.PAYMENT.value,
            reason=reason,
            fields=["bank_account"],
        )
        for person_id, division in people
    )
    audit.record(
        session,
        caller=caller,
        action="payment_batch.disclosed",
        on="payment_batch",
        on_id=batch.id,
        division=batch.division,
        now=now,
        new={"purpose": DisclosurePurpose.PAYMENT.value, "people": len(people), "lines": lines},
        reason=reason,
    )
    session.flush()
