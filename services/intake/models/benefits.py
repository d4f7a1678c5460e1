"""Benefits and payments (待遇、发放)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.intake.models.base import Base, Fen, Placed
from shared import masks
from shared.personal import Sealed, Secret


class Benefit(Placed, Base):
    """What a confirmed line entitles to, month by month (待遇), on its way through L20, L21 and L25."""

    __tablename__ = "benefit"
    __table_args__ = (Index(None, "division", "id"), Index(None, "county", "programme", "state"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("intake.case.id"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("intake.application.id"), index=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("intake.household.id"), index=True)
    lifecycle: Mapped[str]
    programme: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("intake.person.id"))
    state: Mapped[str]
    monthly_amount_fen: Mapped[Fen]
    start_month: Mapped[date]
    end_month: Mapped[date | None]
    review_class: Mapped[str]
    next_review_on: Mapped[date]
    review_told: Mapped[str | None]
    """What early warning was told last of this review: that it is near or has passed."""
    stop_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class BenefitMonth(Placed, Base):
    """One entry of the ledger of a benefit (发放月账): what is due for a month, and whether it was paid.

    A month that was paid beyond the end of the benefit has a second entry that takes it back (OVERPAID, below zero), so
    that what is entitled always adds up to what the benefit gives.
    """

    __tablename__ = "benefit_month"
    __table_args__ = (UniqueConstraint("benefit_id", "month", "kind"), Index(None, "county", "month", "status"))

    benefit_id: Mapped[UUID] = mapped_column(ForeignKey("intake.benefit.id"))
    month: Mapped[date]
    kind: Mapped[str]
    entitled_fen: Mapped[Fen]
    paid_fen: Mapped[Fen]
    status: Mapped[str]


class ReviewTask(Placed, Base):
    """A benefit to be looked at again because of something told elsewhere (复核任务), RV-10; one for each telling."""

    __tablename__ = "review_task"
    __table_args__ = (
        UniqueConstraint("benefit_id", "event_id"),
        Index(None, "division", "id"),
        Index(None, "event_id"),
    )

    benefit_id: Mapped[UUID] = mapped_column(ForeignKey("intake.benefit.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("intake.received_event.id"))
    reason: Mapped[str]
    standard_id: Mapped[UUID]
    effective_month: Mapped[date]
    """First month in which the standard is in force; months already paid from it on are made good."""
    done_at: Mapped[datetime | None]


class PaymentBatch(Placed, Base):
    """A list of payments of one programme, county and month (发放批次), PAY-02."""

    __tablename__ = "payment_batch"
    __table_args__ = (Index(None, "division", "id"),)

    number: Mapped[str] = mapped_column(unique=True)
    programme: Mapped[str]
    month: Mapped[date]
    state: Mapped[str]
    line_count: Mapped[int]
    total_fen: Mapped[Fen]
    paid_fen: Mapped[Fen]
    failed_fen: Mapped[Fen]
    prepared_by: Mapped[str]
    checked_by: Mapped[str | None]
    approved_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    lines: Mapped[list["PaymentLine"]] = relationship(lazy="raise", order_by="PaymentLine.position")

    __mapper_args__ = {"version_id_col": version}


class PaymentLine(Placed, Base):
    """One payment to one account (发放明细). A month of a benefit is in one batch only (PAY-03).

    It goes into another once this line is released: the batch was cancelled before it left, or the bank returned the
    line and the batch is reconciled (PAY-04).
    """

    __tablename__ = "payment_line"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        Index("uq_payment_line_month", "benefit_month_id", unique=True, postgresql_where="not released"),
        Index("ix_payment_line_failed", "benefit_month_id", postgresql_where="result = 'FAILED'"),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("intake.payment_batch.id"))
    benefit_month_id: Mapped[UUID] = mapped_column(ForeignKey("intake.benefit_month.id"))
    benefit_id: Mapped[UUID] = mapped_column(ForeignKey("intake.benefit.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    month: Mapped[date]
    payee: Mapped[str]
    bank_account: Mapped[Secret | None] = mapped_column(Sealed("payment_line.bank_account", masks.mask_bank_account))
    amount_fen: Mapped[Fen]
    result: Mapped[str | None]
    failure_reason: Mapped[str | None]
    paid_on: Mapped[date | None]
    released: Mapped[bool]
