"""What a caller sees of divisions and of the working calendar."""

from datetime import date

from services.intake.actions import clocks
from services.intake.models.reference import CalendarYear, Division
from services.intake.queries import divisions as queries
from services.intake.queries import reference
from shared.db import Session
from shared.paging import Slice
from shared.schemas.calendar import CalendarDayDetail, CalendarYearDetail
from shared.schemas.divisions import DivisionDetail, DivisionKind, DivisionLevel


def show_divisions(
    session: Session, *, parent: str | None, on: date | None, after: str | None, limit: int
) -> Slice[DivisionDetail]:
    """Return a page of divisions by code with their full names."""
    found = queries.divisions(session, parent=parent, on=on, after=after, limit=limit)
    names = reference.division_names(session, {code for division in found.items for code in _path(division.code)})
    return Slice([_shown(division, names) for division in found.items], found.next, found.total)


def show_division(session: Session, code: str) -> DivisionDetail:
    """Return one division with its full name."""
    division = reference.division_by_code(session, code)
    return _shown(division, reference.division_names(session, _path(code)))


def show_calendar_year(row: CalendarYear) -> CalendarYearDetail:
    """Return the notice of one year."""
    return CalendarYearDetail(year=row.year, document=row.document, holidays=row.days["holidays"], version=row.version)


def show_calendar_day(session: Session, day: date) -> CalendarDayDetail:
    """Say whether a day is a working day, and why."""
    calendar = clocks.calendar_of(session)
    return CalendarDayDetail(
        day=day,
        working=calendar.is_working_day(day),
        kind=calendar.kind_of_day(day),
        provisional=calendar.is_provisional(day),
    )


def _path(code: str) -> list[str]:
    return [code[:length] for length in (4, 6, 9, 12) if length <= len(code)]


def _shown(division: Division, names: dict[str, str]) -> DivisionDetail:
    return DivisionDetail(
        code=division.code,
        name=division.name,
        full_name="".join(names.get(code, "") for code in _path(division.code)),
        level=DivisionLevel(division.level),
        kind=DivisionKind(division.kind),
        parent=division.parent,
        valid_from=division.valid_from,
        valid_to=division.valid_to,
        successor=division.successor,
    )
