"""``/v1/divisions``, ``/v1/calendar-years`` and ``/v1/calendar-days``."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from services.intake.actions import calendar_years, divisions
from services.intake.actions import reference_views as views
from services.intake.queries import reference as queries
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.calendar import CalendarDayDetail, CalendarYearDetail, NewCalendarYear
from shared.schemas.divisions import DivisionDetail, DivisionPage, NewDivision, NewSuccession, PlaceCode
from shared.schemas.types import Day
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import ETAGGED, MaybeIfMatchDep, tagged, tagged_by_content
from shared.web.once import MaybeOnceDep

divisions_router = APIRouter(prefix="/v1/divisions", tags=["reference"])
calendar_router = APIRouter(prefix="/v1", tags=["reference"])

DivisionReader = Annotated[Caller, needs("divisions:read")]
DivisionWriter = Annotated[Caller, needs("divisions:write")]
CalendarReader = Annotated[Caller, needs("calendars:read")]
CalendarWriter = Annotated[Caller, needs("calendars:write")]
Code = Annotated[PlaceCode, Path(title="行政区划代码")]
Year = Annotated[int, Path(title="年份", ge=2000, le=2199)]


@divisions_router.get("", response_model=DivisionPage)
def list_divisions(
    session: SessionDep,
    _caller: DivisionReader,
    parent: Annotated[PlaceCode | None, Query(title="上级代码")] = None,
    on: Annotated[Day | None, Query(title="该日在用")] = None,
    after: Annotated[PlaceCode | None, Query(title="上一页返回的 next：从该代码之后读起")] = None,
    limit: Annotated[int, Query(title="每页条数", ge=1, le=500)] = 50,
) -> Slice[DivisionDetail]:
    """查询行政区划，按代码排列。"""
    return views.show_divisions(session, parent=parent, on=on, after=after, limit=limit)


@divisions_router.post("", status_code=201)
def register_division(
    new: NewDivision, once: MaybeOnceDep, response: Response, session: SessionDep, now: NowDep, caller: DivisionWriter
) -> DivisionDetail:
    """登记新设的区划，如撤并后新设的乡镇；同一登记重复提交不会重复办理。"""
    made = once.repeatable(lambda: divisions.register_division(session, new, caller=caller, now=now))
    response.headers["Location"] = f"/v1/divisions/{made.code}"
    return tagged_by_content(response, views.show_division(session, made.code))


@divisions_router.get("/{code}", responses=ETAGGED)
def read_division(code: Code, response: Response, session: SessionDep, _caller: DivisionReader) -> DivisionDetail:
    """查看行政区划。"""
    return tagged_by_content(response, views.show_division(session, code))


@divisions_router.post("/{code}/successions", responses=ETAGGED)
def succeed_division(
    code: Code,
    new: NewSuccession,
    once: MaybeOnceDep,
    response: Response,
    session: SessionDep,
    now: NowDep,
    caller: DivisionWriter,
) -> DivisionDetail:
    """登记撤并：所辖村（社区）和在办事项随之转入新区划，历史保留原代码；同一登记重复提交不会重复办理。"""
    once.repeatable(lambda: divisions.succeed_division(session, code, new, caller=caller, now=now))
    return tagged_by_content(response, views.show_division(session, code))


@calendar_router.get("/calendar-years/{year}")
def read_calendar_year(
    year: Year, response: Response, session: SessionDep, _caller: CalendarReader
) -> CalendarYearDetail:
    """查看某年的放假安排。"""
    return tagged(response, views.show_calendar_year(queries.calendar_year(session, year)))


@calendar_router.put("/calendar-years/{year}")
def load_calendar_year(
    year: Year,
    new: NewCalendarYear,
    if_match: MaybeIfMatchDep,
    response: Response,
    session: SessionDep,
    now: NowDep,
    caller: CalendarWriter,
) -> CalendarYearDetail:
    """装载某年的放假安排（市级），各县（区）在办期限随之在后台重算；已装载的年度须带 If-Match。"""
    row = calendar_years.load_calendar_year(session, year, new, version=if_match, caller=caller, now=now)
    return tagged(response, views.show_calendar_year(row))


@calendar_router.get("/calendar-days/{day}")
def read_calendar_day(day: Day, session: SessionDep, _caller: CalendarReader) -> CalendarDayDetail:
    """查询某日是否工作日。"""
    return views.show_calendar_day(session, day)
