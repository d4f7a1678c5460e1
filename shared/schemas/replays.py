"""Kept determinations in lists, and what comes out when one is made again (重演)."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.schemas.determination_codes import DeterminationReason, Outcome, Programme
from shared.schemas.determinations import UnitView
from shared.schemas.paging import Page
from shared.schemas.types import Code, Day, Flag, Instant, MoneyOut, View


class OutcomeLine(View):
    """One result in short."""

    programme: Annotated[Programme, Field(title="救助项目")]
    unit: Annotated[UnitView, Field(title="单位")]
    outcome: Annotated[Outcome, Field(title="结果")]
    monthly_amount: Annotated[MoneyOut | None, Field(title="月金额（元）；不能确定时为空")]


class DeterminationSummary(View):
    """A kept determination in a list."""

    id: Annotated[UUID, Field(title="认定测算编号")]
    division: Annotated[str, Field(title="行政区划代码")]
    as_of: Annotated[Day, Field(title="测算日")]
    known_at: Annotated[Instant, Field(title="按何时已知的标准测算")]
    reason: Annotated[DeterminationReason, Field(title="测算事由")]
    made_at: Annotated[Instant, Field(title="测算时间")]
    outcomes: Annotated[list[OutcomeLine], Field(title="各项目结果")]


class DeterminationPage(Page[DeterminationSummary]):
    """Kept determinations, newest first."""


class ReplayVerdict(Code):
    """Whether a determination made again gives the same answer."""

    IDENTICAL = "IDENTICAL", "完全一致", "Identical"
    DIFFERS = "DIFFERS", "不一致", "Differs"
    UNREADABLE = "UNREADABLE", "当时保存的内容不能读取，无法重演", "What was kept cannot be read"


class Ingredient(Code):
    """What a determination is made from."""

    FACTS = "FACTS", "事实", "Facts"
    PARAMETERS = "PARAMETERS", "标准与参数", "Parameters"
    RULESET = "RULESET", "规则正文", "Rule text"
    CALENDAR = "CALENDAR", "工作日历", "Calendar"


class IngredientComparison(View):
    """One ingredient then and now."""

    ingredient: Annotated[Ingredient, Field(title="依据")]
    stored_hash: Annotated[str, Field(title="当时的散列值")]
    present_hash: Annotated[str, Field(title="重演时的散列值")]
    same: Annotated[Flag, Field(title="是否相同")]


class Difference(View):
    """One place in which the two answers differ."""

    pointer: Annotated[str, Field(title="位置（JSON Pointer）")]
    stored: Annotated[Any, Field(title="当时的值；当时没有时为空")]
    present: Annotated[Any, Field(title="重演的值；现在没有时为空")]


class StepDifference(View):
    """The first step of the trace that is another one: what comes after it may differ only because of it."""

    pointer: Annotated[str, Field(title="位置（JSON Pointer）")]
    programme: Annotated[Programme, Field(title="救助项目")]
    person: Annotated[str | None, Field(title="成员编号；按家庭测算的为空")]
    rule: Annotated[str, Field(title="规则编号；已不能得知的为空文本")]
    name: Annotated[str, Field(title="规则函数")]
    stored: Annotated[Any, Field(title="当时的一步（规则、参数值、结果、成员序号）；当时没有时为空")]
    present: Annotated[Any, Field(title="重演的一步；现在没有时为空")]


class ReplayDetail(View):
    """What came out when a determination was made again from its own facts, as known at the time."""

    determination_id: Annotated[UUID, Field(title="认定测算编号")]
    result: Annotated[ReplayVerdict, Field(title="结论")]
    unreadable_because: Annotated[str | None, Field(title="不能读取的原因；能够重演时为空")]
    ingredients: Annotated[list[IngredientComparison], Field(title="各项依据")]
    differences: Annotated[list[Difference], Field(title="按当时规则正文重演的不一致之处，最多列出500处")]
    caused_by: Annotated[StepDifference | None, Field(title="按当时规则正文重演，最先不同的一步；各步相同时为空")]
    wording: Annotated[list[Difference], Field(title="仅名称、说明文字与当时不同之处，不影响结论，最多列出500处")]
    under_present_rules: Annotated[
        list[Difference], Field(title="按现行规则正文测算与当时的不同之处，最多列出500处；规则未变时同上")
    ]
    changed_by: Annotated[StepDifference | None, Field(title="按现行规则正文测算，最先不同的一步；各步相同时为空")]
    replayed_at: Annotated[Instant, Field(title="重演时间")]
