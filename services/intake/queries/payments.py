"""Payment batches, their lines, and the months that may go into one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, or_, select, update

from services.intake.errors import BatchNotFound
from services.intake.models.applications import Application, ApplicationMember
from services.intake.models.benefits import Benefit, BenefitMonth, PaymentBatch, PaymentLine
from services.intake.models.people import Household, Person
from shared.db import Session, in_places
from shared.errors import StaleVersion
from shared.paging import Paging, Slice, page_of
from shared.personal import Secret


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A ledger month to be paid, and to whom."""

    month_id: UUID
    benefit_id: UUID
    division: str
    month: date
    amount_fen: int
    payee: str
    bank_account: Secret | None
    failed_before: bool
    """The bank returned it in an earlier batch."""


def months_due(session: Session, *, county: str, programme: str, month: date) -> list[DueMonth]:
    """Lock and return the ledger months of a county that are due by a month and in no batch, with payee."""
    failed = select(PaymentLine.id).where(
        PaymentLine.benefit_month_id == BenefitMonth.id, PaymentLine.result == "FAILED"
    )
    statement = (
        select(
            BenefitMonth.id,
            BenefitMonth.benefit_id,
            BenefitMonth.division,
            BenefitMonth.month,
            BenefitMonth.entitled_fen,
            func.coalesce(Household.account_holder, Person.name),
            Household.bank_account,
            failed.exists(),
        )
        .join(Benefit, Benefit.id == BenefitMonth.benefit_id)
        .join(Household, Household.id == Benefit.household_id)
        .join(Application, Application.id == Benefit.application_id)
        .join(Person, Person.id == Application.applicant_id)
        .where(
            BenefitMonth.county == county,
            BenefitMonth.month <= month,
            BenefitMonth.status == "DUE",
            BenefitMonth.entitled_fen > 0,
            Benefit.programme == programme,
            or_(Benefit.end_month.is_(None), BenefitMonth.month <= Benefit.end_month),
        )
        .order_by(BenefitMonth.division, BenefitMonth.benefit_id, BenefitMonth.month)
        .with_for_update(of=BenefitMonth)
    )
    return [DueMonth(*row) for row in session.execute(statement.limit(200_000))]


def add_lines(session: Session, lines: list[dict[str, Any]]) -> None:
    """Write the lines of a batch, all at once."""
    session.execute(insert(PaymentLine), lines)


def batch_by_id(session: Session, batch_id: UUID) -> PaymentBatch:
    """Return a payment batch of the caller's place, or raise ``BatchNotFound``."""
    statement = select(PaymentBatch).where(PaymentBatch.id == batch_id, in_places(PaymentBatch.division, session))
    batch = session.scalar(statement.execution_options(populate_existing=True))
    if batch is None:
        raise BatchNotFound
    return batch


def batch_to_change(session: Session, batch_id: UUID, *, version: int | None = None) -> PaymentBatch:
    """Lock and return a batch; raise ``StaleVersion`` when it is no longer the version read."""
    statement = (
        select(PaymentBatch)
        .where(PaymentBatch.id == batch_id, in_places(PaymentBatch.division, session))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    batch = session.scalar(statement)
    if batch is None:
        raise BatchNotFound
    if version is not None and batch.version != version:
        raise StaleVersion("该批次已被他人更新，请重新读取后再办理")
    return batch


def batches(
    session: Session, *, paging: Paging, state: str | None = None, month: date | None = None
) -> Slice[PaymentBatch]:
    """Return payment batches of the caller's place, newest first."""
    statement = select(PaymentBatch).where(in_places(PaymentBatch.division, session))
    if state is not None:
        statement = statement.where(PaymentBatch.state == state)
    if month is not None:
        statement = statement.where(PaymentBatch.month == month)
    return page_of(session, statement, PaymentBatch.id, paging)


def lines_of_batch(session: Session, batch_id: UUID, *, paging: Paging) -> Slice[PaymentLine]:
    """Return the lines of a batch in their order."""
    statement = select(PaymentLine).where(PaymentLine.batch_id == batch_id)
    return page_of(session, statement, PaymentLine.id, paging, newest_first=False)


def lines_at(session: Session, batch_id: UUID, positions: Collection[int]) -> dict[int, PaymentLine]:
    """Return lines of a batch by their position."""
    statement = select(PaymentLine).where(PaymentLine.batch_id == batch_id, PaymentLine.position.in_(positions))
    return {line.position: line for line in session.scalars(statement)}


def lines_with_account(session: Session, batch_id: UUID) -> Sequence[PaymentLine]:
    """Return the lines of a batch that the bank can pay, in their order."""
    statement = select(PaymentLine).where(PaymentLine.batch_id == batch_id, PaymentLine.bank_account.is_not(None))
    return session.scalars(statement.order_by(PaymentLine.position).limit(200_000)).all()


def lines_without_account(session: Session, batch_id: UUID) -> Sequence[PaymentLine]:
    """Return the lines of a batch that no bank can pay."""
    statement = select(PaymentLine).where(PaymentLine.batch_id == batch_id, PaymentLine.bank_account.is_(None))
    return session.scalars(statement.order_by(PaymentLine.position).limit(200_000)).all()


def sum_without_account(session: Session, batch_id: UUID) -> int:
    """Return the sum of the lines of a batch that no bank can pay."""
    unsent = (PaymentLine.batch_id == batch_id) & PaymentLine.bank_account.is_(None)
    return int(session.execute(select(func.coalesce(func.sum(PaymentLine.amount_fen), 0)).where(unsent)).scalar_one())


def count_lines_without_result(session: Session, batch_id: UUID) -> int:
    """Return how many lines of a batch have no result yet."""
    statement = select(func.count()).where(PaymentLine.batch_id == batch_id, PaymentLine.result.is_(None))
    return session.execute(statement).scalar_one()


def count_lines_after_the_end(session: Session, batch_id: UUID) -> int:
    """Return how many lines of a batch pay a month that lies after the end of its benefit."""
    statement = (
        select(func.count())
        .select_from(PaymentLine)
        .join(Benefit, Benefit.id == PaymentLine.benefit_id)
        .where(PaymentLine.batch_id == batch_id, PaymentLine.month > Benefit.end_month)
    )
    return session.execute(statement).scalar_one()


def take_months(session: Session, batch_id: UUID) -> None:
    """Let the months of a batch be in it, so that no other takes them."""
    _mark(session, select(PaymentLine.benefit_month_id).where(PaymentLine.batch_id == batch_id), status="IN_BATCH")


def release_lines(session: Session, batch_id: UUID) -> None:
    """Let the months of a batch be due again, those beyond the end of their benefit no longer; its lines stay on file."""
    own = PaymentLine.batch_id == batch_id
    of_batch = Benefit.id.in_(select(PaymentLine.benefit_id).where(own))
    session.execute(select(Benefit.id).where(of_batch).order_by(Benefit.id).with_for_update(read=True))
    months = select(PaymentLine.benefit_month_id).where(own)
    beyond = months.join(Benefit, Benefit.id == PaymentLine.benefit_id).where(PaymentLine.month > Benefit.end_month)
    _mark(session, months, status="DUE")
    _mark(session, beyond, status="VOID", entitled_fen=0)
    session.execute(update(PaymentLine).where(own).values(released=True))


def release_failed_lines(session: Session, batch_id: UUID) -> int:
    """Let the months that the bank returned be due again; return how many lines of the batch failed (PAY-04).

    A month that is due no longer, because its benefit was stopped meanwhile, stays so.
    """
    failed = (PaymentLine.batch_id == batch_id) & (PaymentLine.result == "FAILED")
    _mark(session, select(PaymentLine.benefit_month_id).where(failed), only="FAILED", status="DUE")
    released = session.execute(update(PaymentLine).where(failed).values(released=True).returning(PaymentLine.id))
    return len(released.all())


def _mark(session: Session, months: Select[UUID], *, only: str | None = None, **values: Any) -> None:
    """Change many months of the ledger by one statement; none of them may have been loaded."""
    statement = update(BenefitMonth).where(BenefitMonth.id.in_(months))
    if only is not None:
        statement = statement.where(BenefitMonth.status == only)
    session.execute(statement.values(**values).execution_options(synchronize_session=False))


def people_of_batch(session: Session, batch_id: UUID) -> list[tuple[UUID, str]]:
    """Return who stands in the bank's list, each with his place: the beneficiaries and whoever holds the account.

    An account that somebody outside the family holds is answered for to the applicant, whose household's it is.
    """
    statement = (
        select(ApplicationMember.person_id, func.min(Benefit.division))
        .join(Benefit, Benefit.application_id == ApplicationMember.application_id)
        .join(PaymentLine, PaymentLine.benefit_id == Benefit.id)
        .join(Application, Application.id == Benefit.application_id)
        .join(Person, Person.id == ApplicationMember.person_id)
        .where(
            PaymentLine.batch_id == batch_id,
            PaymentLine.bank_account.is_not(None),
            or_(
                ApplicationMember.person_id == func.coalesce(Benefit.person_id, Application.applicant_id),
                Person.name == PaymentLine.payee,
            ),
        )
        .group_by(ApplicationMember.person_id)
    )
    return [(person, place) for person, place in session.execute(statement)]
