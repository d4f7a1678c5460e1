"""Statutory time limits (办理时限) and the days they count, with a ledger of suspensions (停表). Pure.

A limit is data; ``deadline`` walks the calendar once and keeps what it said about every day, so that the
explanation shown to an officer is the reckoning itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shared.calendar import Calendar, corresponding_day
from shared.schemas.clocks import LimitUnit as Unit

_ONE_DAY: Final = timedelta(days=1)

_REVIEW_METHOD: Final = "民发〔2021〕57号"
"""最低生活保障审核确认办法."""

_SAFETY_NET_NOTICE: Final = "民发〔2022〕83号"
"""关于进一步做好最低生活保障等社会救助兜底保障工作的通知."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit: so many units from an event, the article that sets it and the rule that counts it."""

    key: str
    amount: int
    unit: Unit
    clause: str
    rule: str
    title: str
    starts_with: str
    """The event it runs from, in Chinese for the explanation."""
    moves_off_rest_days: bool = False
    """Civil Code 203: a period of days or months that ends on a rest day ends on the next working day. The public
    notice is no such period: it is a least time of display."""


LIMITS: Final[dict[str, Limit]] = {
    limit.key: limit
    for limit in (
        Limit("TL-LB-SURVEY", 3, Unit.WORKING_DAYS, f"{_REVIEW_METHOD}第十五条", "D-12", "开始入户调查", "受理之日"),
        Limit(
            "TL-LB-VERIFY",
            3,
            Unit.WORKING_DAYS,
            f"{_REVIEW_METHOD}第十七条",
            "D-12",
            "启动信息核对",
            "县级收到请求之日",
        ),
        Limit("TL-LB-NOTICE", 7, Unit.DAYS, f"{_REVIEW_METHOD}第十九条", "D-13", "公示", "张贴之日"),
        Limit(
            "TL-LB-COUNTY", 10, Unit.WORKING_DAYS, f"{_REVIEW_METHOD}第二十条", "D-12", "县级审核确认", "收到材料之日"
        ),
        Limit(
            "TL-LB-REFUSAL", 3, Unit.WORKING_DAYS, f"{_REVIEW_METHOD}第二十一条", "D-12", "告知不予确认", "作出决定之日"
        ),
        Limit("TL-LB-TOTAL", 30, Unit.WORKING_DAYS, f"{_REVIEW_METHOD}第二十二条", "D-12", "办结", "受理之日"),
        Limit(
            "TL-LB-SPECIAL", 45, Unit.WORKING_DAYS, f"{_REVIEW_METHOD}第二十二条", "D-12", "特殊情况办结", "受理之日"
        ),
        Limit(
            "TL-LB-DELEGATED",
            20,
            Unit.WORKING_DAYS,
            f"{_SAFETY_NET_NOTICE}四（一）",
            "D-12",
            "委托乡镇确认的办结",
            "受理之日",
        ),
        Limit(
            "TL-LB-DEATH",
            3,
            Unit.MONTHS,
            _SAFETY_NET_NOTICE,
            "D-14",
            "死亡后办结停发",
            "死亡之日",
            moves_off_rest_days=True,
        ),
        Limit(
            "TL-APPEAL-REVIEW",
            60,
            Unit.DAYS,
            "《行政复议法》",
            "D-14",
            "申请行政复议",
            "知道该行为之日",
            moves_off_rest_days=True,
        ),
        Limit(
            "TL-APPEAL-SUIT",
            6,
            Unit.MONTHS,
            "《行政诉讼法》",
            "D-14",
            "提起行政诉讼",
            "知道该行为之日",
            moves_off_rest_days=True,
        ),
    )
}
"""The limits of the minimum-living (低保) procedure and of appeal, by key."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stretch in which the clock stands (停表), both days included.

    One that still runs is given with today as its last day; the deadline is then the earliest that is possible.
    """

    first_day: date
    last_day: date
    reason: str

    def covers(self, day: date) -> bool:
        """Tell whether the clock stands on this day."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of a reckoning: counted or not, and why, in Chinese."""

    day: date
    counted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a limit and the reckoning that led to it."""

    due_on: date
    provisional: bool
    """True when a day of a year without a loaded notice was looked at: the date may still move."""
    days: tuple[DayCount, ...]

    @property
    def forward_from(self) -> date:
        """The day after: from here the next step may be taken (a public notice is over)."""
        return self.due_on + _ONE_DAY


def deadline(
    limit: Limit,
    start: date,
    calendar: Calendar,
    suspensions: Iterable[Suspension] = (),
    *,
    count_start_day: bool = False,
) -> Deadline:
    """Return when a limit ends that began on ``start``, with every day counted or passed over. Clause 3.1-b.

    The start day is not counted (D-12, D-13) unless the locality does so (``notice.count_start_day``). A day on which
    the clock stands never counts, and a stretch that lies wholly in rest days changes nothing.
    """
    stops = tuple(suspensions)
    first = DayCount(start, counted=False, reason="起算日不计入")
    days = [] if count_start_day else [first]
    day, left = (start, _units(limit, start)) if count_start_day else (start + _ONE_DAY, _units(limit, start))
    judge = _judge(limit.unit, calendar, stops)
    while left > 0:
        days.append(judge(day))
        left -= days[-1].counted
        day += _ONE_DAY
    if limit.moves_off_rest_days:
        days += _moved(days, calendar)
    due_on = days[-1].day
    return Deadline(due_on, any(calendar.is_provisional(count.day) for count in days), tuple(days))


def _units(limit: Limit, start: date) -> int:
    """Return the days to count: those of the limit, or those up to the corresponding day of its last month."""
    if limit.unit is Unit.MONTHS:
        return (corresponding_day(start, limit.amount) - start).days
    return limit.amount


def _judge(unit: Unit, calendar: Calendar, stops: Sequence[Suspension]) -> Callable[[date], DayCount]:
    """Return the function that says of one day whether it counts."""

    def judge(day: date) -> DayCount:
        kind = calendar.kind_of_day(day)
        if unit is Unit.WORKING_DAYS and not calendar.is_working_day(day):
            return DayCount(day, counted=False, reason=kind)
        stop = next((stop for stop in stops if stop.covers(day)), None)
        if stop:
            return DayCount(day, counted=False, reason=f"停表：{stop.reason}")
        return DayCount(day, counted=True, reason=kind)

    return judge


def _moved(days: Sequence[DayCount], calendar: Calendar) -> list[DayCount]:
    """Return the days by which a last day is put off because it is a rest day (期满日顺延)."""
    last, end = days[-1].day, calendar.working_day_on_or_after(days[-1].day)
    return [
        DayCount(last + timedelta(days=n), counted=False, reason="期满日为休息日，顺延")
        for n in range(1, (end - last).days + 1)
    ]
