"""What a standard does to households (标准调整的影响): before it is published, and for months already past."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.schemas.determination_codes import Programme
from shared.schemas.paging import Page
from shared.schemas.types import Day, Flag, MoneyOut, View, Whole, YearMonth


class MonthDifference(View):
    """One month of one programme: what was given, what the standard gives (逐月差额)."""

    programme: Annotated[Programme, Field(title="救助项目")]
    person: Annotated[str | None, Field(title="成员编号；全家时为空")]
    month: Annotated[YearMonth, Field(title="月份")]
    was: Annotated[MoneyOut, Field(title="按原标准（元）")]
    would_be: Annotated[MoneyOut, Field(title="按新标准（元）")]
    difference: Annotated[MoneyOut, Field(title="差额（元）；正数补发，负数为多发")]


class HouseholdDifference(View):
    """A household with the months that a late standard changes."""

    determination_id: Annotated[UUID, Field(title="认定测算编号")]
    household: Annotated[UUID | None, Field(title="家庭编号；测算时未写明的为空")]
    division: Annotated[str, Field(title="行政区划代码")]
    lines: Annotated[list[MonthDifference], Field(title="有差额的月份")]
    difference: Annotated[MoneyOut, Field(title="差额合计（元）")]
    could_not_be_asked: Annotated[Flag, Field(title="当时保存的事实已不符合现行格式，未能测算")] = False


class HouseholdDifferencePage(Page[HouseholdDifference]):
    """Households a late standard may concern; one without lines is not changed by it."""


class ImpactLine(View):
    """What changes for one programme in one county."""

    county: Annotated[str, Field(title="县（区）代码")]
    programme: Annotated[Programme, Field(title="救助项目")]
    looked_at: Annotated[Whole, Field(title="测算的家庭（人）数")]
    gain: Annotated[Whole, Field(title="增加金额的")]
    lose: Annotated[Whole, Field(title="减少金额的")]
    unchanged: Annotated[Whole, Field(title="结果和金额不变的")]
    become_eligible: Annotated[Whole, Field(title="由不符合变为符合的")]
    become_ineligible: Annotated[Whole, Field(title="由符合变为不符合的")]
    monthly_before: Annotated[MoneyOut, Field(title="调整前每月金额（元）")]
    monthly_after: Annotated[MoneyOut, Field(title="调整后每月金额（元）")]


class StandardImpact(View):
    """What a draft would change, over the determinations kept in its place (影响测算)."""

    standard_id: Annotated[UUID, Field(title="标准编号")]
    on: Annotated[Day, Field(title="按哪一天的政策和标准测算")]
    since: Annotated[Day, Field(title="从哪一天起的测算")]
    looked_at: Annotated[Whole, Field(title="参与测算的家庭数（每户取最近一次测算）")]
    not_asked: Annotated[Whole, Field(title="未能测算的家庭数（事实格式或日期不符）")]
    there_are_more: Annotated[Flag, Field(title="还有家庭未参与测算，结果只反映其中一部分")]
    households_changed: Annotated[Whole, Field(title="结果有变化的家庭数")]
    lines: Annotated[list[ImpactLine], Field(title="按县（区）和救助项目")]
