"""``/v1/divisions``, ``/v1/calendar-years`` and ``/v1/calendar-days``."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from services.intake.actions import reference as actions
from services.intake.actions import views
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.calendar import CalendarDayDetail, CalendarYearDetail, NewCalendarYear
from shared.schemas.divisions import DivisionDetail, DivisionPage, NewSuccession, PlaceCode
from shared.schemas.types import Day, DivisionCode
from shared.web.deps import NowDep, SessionDep, needs

divisions_router = APIRouter(prefix="/v1/divisions", tags=["reference"])
calendar_router = APIRouter(prefix="/v1", tags=["reference"])

DivisionReader = Annotated[Caller, needs("divisions:read")]
DivisionWriter = Annotated[Caller, needs("divisions:write")]
CalendarReader = Annotated[Caller, needs("calendars:read")]
CalendarWriter = Annotated[Caller, needs("calendars:write")]
Code = Annotated[DivisionCode, Path(title="行政区划代码")]
Year = Annotated[int, Path(title="年份", ge=2000, le=2199)]


@divisions_router.get("", response_model=DivisionPage)
def list_divisions(
    session: SessionDep,
    _caller: DivisionReader,
    parent: Annotated[PlaceCode | None, Query(title="上级代码")] = None,
    on: Annotated[Day | None, Query(title="该日在用")] = None,
) -> Slice[DivisionDetail]:
    """查询行政区划。"""
    return views.show_divisions(session, parent=parent, on=on)


@divisions_router.get("/{code}")
def read_division(code: Code, session: SessionDep, _caller: DivisionReader) -> DivisionDetail:
    """查看行政区划。"""
    return views.show_division(session, code)


@divisions_router.post("/{code}/successions")
def succeed_division(
    code: Code, new: NewSuccession, session: SessionDep, now: NowDep, caller: DivisionWriter
) -> DivisionDetail:
    """登记撤并：在办事项随之转入新区划，历史保留原代码。"""
    actions.succeed_division(session, code, new, caller=caller, now=now)
    return views.show_division(session, code)


@calendar_router.get("/calendar-years/{year}")
def read_calendar_year(year: Year, session: SessionDep, _caller: CalendarReader) -> CalendarYearDetail:
    """查看某年的放假安排。"""
    return views.show_calendar_year(session, year)


@calendar_router.put("/calendar-years/{year}")
def load_calendar_year(
    year: Year, new: NewCalendarYear, session: SessionDep, now: NowDep, caller: CalendarWriter
) -> CalendarYearDetail:
    """装载某年的放假安排，在办期限随之重算。"""
    actions.load_calendar_year(session, year, new, caller=caller, now=now)
    return views.show_calendar_year(session, year)


@calendar_router.get("/calendar-days/{day}")
def read_calendar_day(day: Day, session: SessionDep, _caller: CalendarReader) -> CalendarDayDetail:
    """查询某日是否工作日。"""
    return views.show_calendar_day(session, day)
