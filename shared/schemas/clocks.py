"""Time limits on the wire (办理时限): when each ends and, on request, how every day was counted."""

from typing import Annotated

from pydantic import Field

from shared.schemas.types import Code, Day, Flag, ShortText, View, Whole


class LimitUnit(Code):
    """What a limit counts (期限单位)."""

    WORKING_DAYS = "WORKING_DAYS", "工作日", "Working days"
    DAYS = "DAYS", "自然日", "Calendar days"
    MONTHS = "MONTHS", "月", "Months"


class ClockWord(Code):
    """What is told of a limit to early warning (办理时限预警)."""

    NEAR = "NEAR", "临近", "Near its end"
    PASSED = "PASSED", "超期", "Passed"
    STOPPED = "STOPPED", "已办结", "Done, nothing more to warn of"
    STANDING = "STANDING", "停表", "The clock stands"
    MOVED = "MOVED", "期限顺延", "The day was put off"


class SuspensionDetail(View):
    """A stretch in which the clock stands (停表)."""

    first_day: Annotated[Day, Field(title="停表第一天")]
    last_day: Annotated[Day | None, Field(title="停表最后一天；仍在停表时为空")]
    reason: Annotated[ShortText, Field(title="停表原因")]


class DayCountDetail(View):
    """One day of the reckoning."""

    day: Annotated[Day, Field(title="日期")]
    counted: Annotated[Flag, Field(title="是否计入期限")]
    reason: Annotated[ShortText, Field(title="计入或不计入的原因")]


class ClockDetail(View):
    """One time limit of a case: what sets it, when it began and when it ends."""

    key: Annotated[ShortText, Field(title="期限代码", examples=["TL-LB-SURVEY"])]
    title: Annotated[ShortText, Field(title="期限名称")]
    amount: Annotated[Whole, Field(title="期限长度")]
    unit: Annotated[LimitUnit, Field(title="期限单位")]
    clause: Annotated[ShortText, Field(title="政策依据")]
    rule: Annotated[ShortText, Field(title="计算规则", examples=["D-12"])]
    starts_with: Annotated[ShortText, Field(title="起算事件")]
    started_on: Annotated[Day, Field(title="起算日")]
    due_on: Annotated[Day, Field(title="到期日；停表期间为最早可能的日期")]
    provisional: Annotated[Flag, Field(title="涉及日历尚未装载的年份，到期日可能变动")]
    finished_on: Annotated[Day | None, Field(title="办结日；未办结时为空")]
    standing: Annotated[Flag, Field(title="是否正在停表")]
    overdue: Annotated[Flag, Field(title="是否已超期")]
    suspensions: Annotated[list[SuspensionDetail], Field(title="停表记录")]
    days: Annotated[list[DayCountDetail] | None, Field(title="逐日计算，仅在 explain=true 时给出")]


class ClockList(View):
    """Every time limit of a case, in the order they began."""

    items: Annotated[list[ClockDetail], Field(title="办理时限")]
