"""Benefits, their month ledger, and payment batches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update

from services.intake.errors import BatchNotFound, BenefitNotFound
from services.intake.models.applications import Application, ApplicationMember
from services.intake.models.benefits import Benefit, BenefitMonth, PaymentBatch, PaymentLine
from services.intake.models.people import Household, Person
from services.intake.queries.people import households_of
from shared.db import Session, in_places
from shared.errors import StaleVersion
from shared.identity import Caller
from shared.paging import Paging, Slice, page_of


def _visible(session: Session, caller: Caller) -> list[ColumnElement[bool]]:
    own = households_of(caller)
    return [in_places(Benefit.division, session), *([] if own is None else [Benefit.household_id.in_(own)])]


def benefit_by_id(session: Session, benefit_id: UUID, *, visible_to: Caller) -> Benefit:
    """Return a benefit, or raise ``BenefitNotFound``."""
    statement = select(Benefit).where(Benefit.id == benefit_id, *_visible(session, visible_to))
    benefit = session.scalar(statement.execution_options(populate_existing=True))
    if benefit is None:
        raise BenefitNotFound
    return benefit


def benefit_to_change(session: Session, benefit_id: UUID, *, visible_to: Caller, version: int | None = None) -> Benefit:
    """Lock and return a benefit; raise ``StaleVersion`` when it is no longer the version the caller read."""
    lock = select(Benefit.version).where(Benefit.id == benefit_id, *_visible(session, visible_to)).with_for_update()
    found = session.scalar(lock)
    if found is None:
        raise BenefitNotFound
    if version is not None and found != version:
        raise StaleVersion("该待遇已被他人更新，请重新读取后再办理")
    return benefit_by_id(session, benefit_id, visible_to=visible_to)


def benefits(
    session: Session,
    *,
    visible_to: Caller,
    paging: Paging,
    state: str | None = None,
    programme: str | None = None,
    case_id: UUID | None = None,
) -> Slice[Benefit]:
    """Return benefits of the caller's place, newest first."""
    statement = select(Benefit).where(*_visible(session, visible_to))
    for column, value in ((Benefit.state, state), (Benefit.programme, programme), (Benefit.case_id, case_id)):
        if value is not None:
            statement = statement.where(column == value)
    return page_of(session, statement, Benefit.id, paging)


def benefits_of_application(session: Session, application_id: UUID) -> Sequence[Benefit]:
    """Return the benefits that a decision opened."""
    statement = select(Benefit).where(Benefit.application_id == application_id).order_by(Benefit.id)
    return session.scalars(statement.limit(100)).all()


def months_of_benefit(session: Session, benefit_id: UUID, *, paging: Paging) -> Slice[BenefitMonth]:
    """Return the month ledger of a benefit, oldest first."""
    statement = select(BenefitMonth).where(BenefitMonth.benefit_id == benefit_id)
    return page_of(session, statement, BenefitMonth.id, paging, newest_first=False)


def last_month_of(session: Session, benefit_id: UUID) -> date | None:
    """Return the last month entered in the ledger of a benefit."""
    return session.scalar(select(func.max(BenefitMonth.month)).where(BenefitMonth.benefit_id == benefit_id))


def unpaid_months_after(session: Session, benefit_id: UUID, month: date) -> Sequence[BenefitMonth]:
    """Return months later than this one that are in no batch yet."""
    statement = select(BenefitMonth).where(
        BenefitMonth.benefit_id == benefit_id, BenefitMonth.month > month, BenefitMonth.status == "DUE"
    )
    return session.scalars(statement.limit(1000)).all()


def benefits_in_payment(session: Session, *, county: str, programme: str, month: date) -> Sequence[Benefit]:
    """Lock and return the benefits of a county that are entitled to money in or before a month."""
    statement = (
        select(Benefit)
        .where(
            Benefit.county == county,
            Benefit.programme == programme,
            Benefit.state.in_(("ACTIVE", "REVIEW_DUE", "STOPPED")),
            Benefit.start_month <= month,
            Benefit.monthly_amount_fen > 0,
        )
        .order_by(Benefit.id)
        .with_for_update()
    )
    return session.scalars(statement.limit(200_000)).all()


def last_months(session: Session, *, county: str, programme: str) -> dict[UUID, date]:
    """Return the last ledger month of each benefit of a county that has one."""
    statement = (
        select(BenefitMonth.benefit_id, func.max(BenefitMonth.month))
        .join(Benefit, Benefit.id == BenefitMonth.benefit_id)
        .where(Benefit.county == county, Benefit.programme == programme)
        .group_by(BenefitMonth.benefit_id)
    )
    return {benefit: month for benefit, month in session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A ledger month to be paid, and to whom."""

    entry: BenefitMonth
    household: Household
    applicant_name: str


def months_due(session: Session, *, county: str, programme: str, month: date) -> list[DueMonth]:
    """Lock and return the ledger months of a county that are due by a month and in no batch, with payee.

    A month that lies after the end of its benefit was released from a cancelled batch and is due no longer.
    """
    statement = (
        select(BenefitMonth, Household, Person.name)
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
    months = select(PaymentLine.benefit_month_id).where(PaymentLine.batch_id == batch_id)
    session.execute(update(BenefitMonth).where(BenefitMonth.id.in_(months)).values(status="IN_BATCH"))


def release_lines(session: Session, batch_id: UUID) -> None:
    """Let the months of a batch be due again; its lines stay on file."""
    months = select(PaymentLine.benefit_month_id).where(PaymentLine.batch_id == batch_id)
    session.execute(update(BenefitMonth).where(BenefitMonth.id.in_(months)).values(status="DUE"))
    session.execute(update(PaymentLine).where(PaymentLine.batch_id == batch_id).values(released=True))


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


def ledger_months(session: Session, month_ids: list[UUID]) -> dict[UUID, BenefitMonth]:
    """Return ledger months by id, locked."""
    found: dict[UUID, BenefitMonth] = {}
    for start in range(0, len(month_ids), 5000):
        statement = select(BenefitMonth).where(BenefitMonth.id.in_(month_ids[start : start + 5000])).with_for_update()
        found.update({month.id: month for month in session.scalars(statement)})
    return found
