"""Divisions, successions, calendar years and imports."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CursorResult, and_, select, update

from services.intake.errors import CalendarYearNotFound, DivisionNotFound, ImportNotFound
from services.intake.models.applications import Application
from services.intake.models.benefits import Benefit
from services.intake.models.people import Household, HouseholdMember
from services.intake.models.reference import CalendarYear, Division, ImportBatch, ImportRow
from shared.db import Session, in_places
from shared.paging import Paging, Slice, page_of


def division_by_code(session: Session, code: str) -> Division:
    """Return a division, or raise ``DivisionNotFound``."""
    division = session.get(Division, code)
    if division is None:
        raise DivisionNotFound
    return division


def division_is_in_use(session: Session, code: str, *, on: date) -> bool:
    """Tell whether a code is a division that is in use on a day."""
    division = session.get(Division, code)
    return division is not None and (
        (division.valid_from is None or division.valid_from <= on)
        and (division.valid_to is None or on <= division.valid_to)
    )


def divisions(session: Session, *, parent: str | None = None, on: date | None = None) -> Sequence[Division]:
    """Return divisions by code; with a parent its children, with a day those whose code is in use on it."""
    statement = select(Division)
    if parent is not None:
        statement = statement.where(Division.parent == parent)
    if on is not None:
        statement = statement.where(
            (Division.valid_from.is_(None)) | (Division.valid_from <= on),
            (Division.valid_to.is_(None)) | (Division.valid_to >= on),
        )
    return session.scalars(statement.order_by(Division.code).limit(5000)).all()


def division_names(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Return the names of divisions by code."""
    statement = select(Division.code, Division.name).where(Division.code.in_(codes))
    return {code: name for code, name in session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


CalendarStamps = tuple[tuple[int, datetime], ...]
"""Which years are loaded, and when each was."""


def calendar_stamps(session: Session) -> CalendarStamps:
    """Return which years are loaded since when, which names the calendar as it is now."""
    statement = select(CalendarYear.year, CalendarYear.loaded_at).order_by(CalendarYear.year).limit(300)
    return tuple((year, loaded_at) for year, loaded_at in session.execute(statement))


def calendar_years(session: Session) -> Sequence[CalendarYear]:
    """Return every loaded year."""
    return session.scalars(select(CalendarYear).order_by(CalendarYear.year).limit(300)).all()


def calendar_year(session: Session, year: int) -> CalendarYear:
    """Return one loaded year, or raise ``CalendarYearNotFound``."""
    found = session.get(CalendarYear, year)
    if found is None:
        raise CalendarYearNotFound
    return found


def calendar_year_or_none(session: Session, year: int) -> CalendarYear | None:
    """Return one loaded year, if it is loaded."""
    return session.get(CalendarYear, year)


def import_by_id(session: Session, import_id: UUID) -> ImportBatch:
    """Return an import of the caller's place, or raise ``ImportNotFound``."""
    statement = select(ImportBatch).where(ImportBatch.id == import_id, in_places(ImportBatch.division, session))
    found = session.scalar(statement)
    if found is None:
        raise ImportNotFound
    return found


def imports(session: Session, *, paging: Paging) -> Slice[ImportBatch]:
    """Return the imports of the caller's place, newest first."""
    return page_of(session, select(ImportBatch).where(in_places(ImportBatch.division, session)), ImportBatch.id, paging)


def import_rows(session: Session, import_id: UUID, *, paging: Paging, accepted: bool | None = None) -> Slice[ImportRow]:
    """Return the results of the rows of an import, in their order."""
    statement = select(ImportRow).where(ImportRow.batch_id == import_id)
    if accepted is not None:
        statement = statement.where(ImportRow.accepted == accepted)
    return page_of(session, statement, ImportRow.id, paging, newest_first=False)


def refused_rows(session: Session, import_id: UUID) -> Sequence[ImportRow]:
    """Return the rows of an import that were refused, in their order."""
    statement = select(ImportRow).where(ImportRow.batch_id == import_id, ImportRow.accepted.is_(False))
    return session.scalars(statement.order_by(ImportRow.row_number).limit(100_000)).all()


_ENDED = ("CONFIRMED", "REFUSED", "WITHDRAWN", "ABORTED")


def recode_open_work(session: Session, from_code: str, to_code: str) -> int:
    """Give the successor's code to what is still open in a place; return how many applications moved.

    What is decided keeps the old code and is seen through the succession. Rows of villages below a merged township get
    the township's successor: a village's own new code is another succession, registered first.
    """
    inside = and_(Application.division >= from_code, Application.division < from_code + ":")
    moved = session.execute(
        update(Application)
        .where(inside, Application.state.not_in(_ENDED))
        .values(division=to_code, version=Application.version + 1)
    )
    places = (
        (Household, Household.division),
        (HouseholdMember, HouseholdMember.division),
    )
    for table, column in places:
        session.execute(update(table).where(column >= from_code, column < from_code + ":").values(division=to_code))
    running = and_(Benefit.division >= from_code, Benefit.division < from_code + ":", Benefit.state != "STOPPED")
    session.execute(update(Benefit).where(running).values(division=to_code, version=Benefit.version + 1))
    assert isinstance(moved, CursorResult)
    return moved.rowcount
