"""The working calendar on the wire (工作日历): one notice of the State Council for each year."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.schemas.types import Body, Day, Flag, ShortText, View, Whole

CalendarYearNumber = Annotated[Whole, Field(ge=2000, le=2199, title="年份")]
"""A year a calendar may be loaded for."""

Holidays = Annotated[list["HolidayPeriod"], Field(title="放假安排", min_length=1, max_length=30)]


class HolidayPeriod(Body):
    """A holiday of a notice: days off, and the weekend days worked instead. Goes in and comes out alike."""

    model_config = ConfigDict(from_attributes=True)

    name: Annotated[ShortText, Field(title="节日名称", examples=["国庆节"])]
    first_day: Annotated[Day, Field(title="放假第一天")]
    last_day: Annotated[Day, Field(title="放假最后一天")]
    worked_instead: Annotated[list[Day], Field(title="调休上班日", max_length=10)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse days the wrong way round, and a holiday longer than any ever was."""
        if not 0 <= (self.last_day - self.first_day).days < 31:
            raise PydanticCustomError("holiday_period", "放假的最后一天应不早于第一天，且不超过31天")
        return self


class NewCalendarYear(Body):
    """A notice to load (装载年度日历)."""

    document: Annotated[ShortText, Field(title="放假通知文号", examples=["国办发明电〔2020〕27号"])]
    holidays: Holidays


class CalendarYearDetail(View):
    """The calendar of one year as loaded."""

    year: CalendarYearNumber
    document: Annotated[ShortText | None, Field(title="放假通知文号；不知道时为空")]
    holidays: Holidays
    version: Whole


class CalendarDayDetail(View):
    """One day of the calendar."""

    day: Annotated[Day, Field(title="日期")]
    working: Annotated[Flag, Field(title="是否工作日")]
    kind: Annotated[ShortText, Field(title="工作日、调休上班、周末或节日名称")]
    provisional: Annotated[Flag, Field(title="该年日历尚未装载，暂按周一至周五计算")]
