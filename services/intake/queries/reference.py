"""Divisions by code, calendar years and imports."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select, text

from services.intake.errors import CalendarYearNotFound, DivisionNotFound, ImportNotFound
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
    """Tell whether a code and every one it lies in are in use on a day: a village does not outlive its township's code."""
    path = [code[:length] for length in (4, 6, 9, 12) if length <= len(code)]
    in_use = select(func.count()).where(
        Division.code.in_(path),
        or_(Division.valid_from.is_(None), Division.valid_from <= on),
        or_(Division.valid_to.is_(None), Division.valid_to >= on),
    )
    return path[-1:] == [code] and session.execute(in_use).scalar_one() == len(path)


def division_names(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Return the names of divisions by code."""
    statement = select(Division.code, Division.name).where(Division.code.in_(codes))
    return {code: name for code, name in session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


CalendarStamps = tuple[tuple[int, datetime, int], ...]
"""Which years are loaded, when each was and for the how-manieth time."""


def calendar_stamps(session: Session) -> CalendarStamps:
    """Return which years are loaded in which version, which names the calendar as it is now."""
    statement = select(CalendarYear.year, CalendarYear.loaded_at, CalendarYear.version).order_by(CalendarYear.year)
    return tuple((year, loaded_at, version) for year, loaded_at, version in session.execute(statement.limit(300)))


def calendar_years(session: Session) -> Sequence[CalendarYear]:
    """Return every loaded year."""
    return session.scalars(select(CalendarYear).order_by(CalendarYear.year).limit(300)).all()


def calendar_year(session: Session, year: int) -> CalendarYear:
    """Return one loaded year, or raise ``CalendarYearNotFound``."""
    found = session.get(CalendarYear, year)
    if found is None:
        raise CalendarYearNotFound
    return found


def calendar_year_to_load(session: Session, year: int) -> CalendarYear | None:
    """Return one loaded year, if it is loaded; whoever else would load it waits."""
    session.execute(
        text("select pg_advisory_xact_lock(hashtextextended('doudi.calendar_year', :year))"), {"year": year}
    )
    return session.get(CalendarYear, year, populate_existing=True)


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
