"""Benefits and their month ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, update

from services.intake.errors import BenefitNotFound
from services.intake.models.benefits import Benefit, BenefitMonth
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
    all_there = case_id is None and households_of(visible_to) is None
    return page_of(session, statement, Benefit.id, paging, by=Benefit.division if all_there else None)


def months_of_benefit(session: Session, benefit_id: UUID, *, paging: Paging) -> Slice[BenefitMonth]:
    """Return the month ledger of a benefit, oldest first."""
    statement = select(BenefitMonth).where(BenefitMonth.benefit_id == benefit_id)
    return page_of(session, statement, BenefitMonth.id, paging, newest_first=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What decides which months of a benefit are still to be entered."""

    benefit_id: UUID
    division: str
    monthly_amount_fen: int
    start_month: date
    end_month: date | None
    last_month: date | None
    """The last one entered."""


def ledger_of(session: Session, benefit_id: UUID) -> Ledger:
    """Return how far the ledger of a benefit goes."""
    return _ledgers(session, [Benefit.id == benefit_id])[0]


def ledgers_in_payment(session: Session, *, county: str, programme: str, month: date) -> list[Ledger]:
    """Lock the benefits of a county that are entitled to money in or before a month, then read how far their ledgers go.

    Read by a second statement: the one that waited for the locks would still see the ledgers as they were before.
    """
    entitled = [
        Benefit.county == county,
        Benefit.programme == programme,
        Benefit.state.in_(("ACTIVE", "REVIEW_DUE", "STOPPED")),
        Benefit.start_month <= month,
        Benefit.monthly_amount_fen > 0,
    ]
    session.execute(select(Benefit.id).where(*entitled).order_by(Benefit.id).limit(200_000).with_for_update())
    return _ledgers(session, entitled)


def _ledgers(session: Session, which: Iterable[ColumnElement[bool]]) -> list[Ledger]:
    last = select(func.max(BenefitMonth.month)).where(
        BenefitMonth.benefit_id == Benefit.id, BenefitMonth.kind == "NORMAL"
    )
    statement = select(
        Benefit.id,
        Benefit.division,
        Benefit.monthly_amount_fen,
        Benefit.start_month,
        Benefit.end_month,
        last.scalar_subquery(),
    ).where(*which)
    return [Ledger(*row) for row in session.execute(statement.order_by(Benefit.id).limit(200_000))]


def add_months(session: Session, months: list[dict[str, Any]]) -> None:
    """Enter months into the ledgers, all at once."""
    if months:
        session.execute(insert(BenefitMonth), months)


def void_months_after(session: Session, benefit_id: UUID, month: date) -> None:
    """Let the months after this one be due no longer, unless they are in a batch or paid.

    They stay on file, because the lines of a cancelled or failed payment belong to them.
    """
    statement = update(BenefitMonth).where(
        BenefitMonth.benefit_id == benefit_id, BenefitMonth.month > month, BenefitMonth.status.in_(("DUE", "FAILED"))
    )
    session.execute(statement.values(status="VOID", entitled_fen=0))


def months_paid_after(session: Session, benefit_id: UUID, month: date) -> Sequence[BenefitMonth]:
    """Return the months after this one that were paid, oldest first."""
    statement = select(BenefitMonth).where(
        BenefitMonth.benefit_id == benefit_id, BenefitMonth.month > month, BenefitMonth.status == "PAID"
    )
    return session.scalars(statement.order_by(BenefitMonth.month).limit(1000)).all()


def ends_of_benefits(session: Session, benefit_ids: Iterable[UUID]) -> dict[UUID, date | None]:
    """Return the last month of each benefit, None while it goes on, and let none be stopped before we are done."""
    ends: dict[UUID, date | None] = {}
    wanted = sorted(set(benefit_ids))
    for start in range(0, len(wanted), 5000):
        chosen = Benefit.id.in_(wanted[start : start + 5000])
        statement = select(Benefit.id, Benefit.end_month).where(chosen).order_by(Benefit.id).with_for_update(read=True)
        ends.update({benefit: end for benefit, end in session.execute(statement)})  # noqa: C416  rows are no pairs to mypy
    return ends


def ledger_months(session: Session, month_ids: list[UUID]) -> dict[UUID, BenefitMonth]:
    """Return ledger months by id, locked."""
    found: dict[UUID, BenefitMonth] = {}
    for start in range(0, len(month_ids), 5000):
        statement = select(BenefitMonth).where(BenefitMonth.id.in_(month_ids[start : start + 5000])).with_for_update()
        found.update({month.id: month for month in session.scalars(statement)})
    return found
