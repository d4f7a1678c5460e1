"""What-if over a population on the wire (模拟测算): the question, its progress, totals, and the households touched."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.schemas.determination_codes import DeterminationReason, Outcome, Programme
from shared.schemas.fact_codes import Residence
from shared.schemas.paging import Page
from shared.schemas.standards import ParameterKey, ParameterValue, StandardPlace
from shared.schemas.transitions import AllowedActionView
from shared.schemas.types import Body, Code, Day, Instant, MoneyOut, ShortText, View, Whole, YearMonth


class SimulationState(Code):
    """Where a simulation stands (测算状态)."""

    RUNNING = "RUNNING", "测算中", "Being reckoned"
    DONE = "DONE", "已完成", "Every household is reckoned"
    CANCELLED = "CANCELLED", "已取消", "Cancelled"
    FAILED = "FAILED", "失败", "Given up; the problem says why"


class ChangeKind(Code):
    """What a scenario does to a household (变化)."""

    GAIN = "GAIN", "增加", "More money a month"
    LOSE = "LOSE", "减少", "Less money a month"
    CHANGE = "CHANGE", "项目变化", "The same money by other programmes"
    GRACE = "GRACE", "进入渐退期", "Enters the grace period"


class PopulationDetail(View):
    """A population file handed in (人口文件)."""

    id: Annotated[UUID, Field(title="人口文件编号")]
    division: Annotated[str, Field(title="行政区划代码")]
    as_of: Annotated[Day, Field(title="家庭情况所属日期")]
    households: Annotated[Whole, Field(title="户数")]
    persons: Annotated[Whole, Field(title="人数")]
    chunks: Annotated[Whole, Field(title="分片数")]
    bytes: Annotated[Whole, Field(title="文件大小（字节）")]
    sha256: Annotated[str, Field(title="文件的 SHA-256")]
    made_at: Annotated[Instant, Field(title="装载时间")]


class PopulationPage(Page[PopulationDetail]):
    """Population files, newest first."""


class ChangedParameter(Body):
    """A parameter that a scenario sets otherwise (假设的参数值)."""

    key: ParameterKey
    residence: Annotated[Residence | None, Field(title="城乡；不分城乡的不填")] = None
    division: Annotated[StandardPlace | None, Field(title="适用区划；不填为人口文件的全部范围")] = None
    value: Annotated[ParameterValue, Field(title="假设值")]


class NewScenario(Body):
    """One way the law could be (情景)."""

    name: Annotated[ShortText, Field(title="名称")]
    as_of: Annotated[Day | None, Field(title="适用哪一日的规则和标准；不填与现行相同")] = None
    parameters: Annotated[list[ChangedParameter], Field(title="改变的参数", max_length=50)] = []


class NewSimulation(Body):
    """A question about a whole population."""

    population_id: Annotated[UUID, Field(title="人口文件编号")]
    title: Annotated[ShortText, Field(title="标题")]
    as_of: Annotated[Day, Field(title="测算日：现行情景适用当日的规则和标准")]
    reason: Annotated[DeterminationReason, Field(title="测算事由")] = DeterminationReason.WHAT_IF
    programmes: Annotated[
        list[Programme] | None, Field(title="救助项目；不填为目前能够测算的全部项目", min_length=1, max_length=10)
    ] = None
    months: Annotated[Whole, Field(title="预算月数", ge=1, le=60)] = 12
    scenarios: Annotated[list[NewScenario], Field(title="情景，与现行比较", min_length=1, max_length=10)]


class OutcomeCount(View):
    """How many units of a programme come to an outcome."""

    programme: Programme
    outcome: Outcome
    units: Annotated[Whole, Field(title="户（人）数")]


class PlaceTotal(View):
    """What a programme comes to in a place."""

    division: Annotated[str, Field(title="行政区划代码")]
    programme: Programme
    units: Annotated[Whole, Field(title="符合的户（人）数")]
    monthly_amount: Annotated[MoneyOut, Field(title="月金额合计（元）")]


class MonthTotal(View):
    """The budget of one month."""

    month: YearMonth
    programme: Programme
    amount: Annotated[MoneyOut, Field(title="金额合计（元）")]


class ChangeTotal(View):
    """How many households of a township a scenario touches."""

    division: Annotated[str, Field(title="行政区划代码")]
    gain: Annotated[Whole, Field(title="增加户数")]
    lose: Annotated[Whole, Field(title="减少户数")]
    change: Annotated[Whole, Field(title="项目变化户数")]
    grace: Annotated[Whole, Field(title="进入渐退期户数")]
    monthly_difference: Annotated[MoneyOut, Field(title="月金额增减（元）")]


class ScenarioResult(View):
    """What one scenario comes to; the first is the law as it stands."""

    number: Annotated[Whole, Field(title="情景序号；0 为现行")]
    name: Annotated[str, Field(title="名称")]
    outcomes: list[OutcomeCount]
    counties: Annotated[list[PlaceTotal], Field(title="按县（区）")]
    townships: Annotated[list[PlaceTotal], Field(title="按乡镇（街道）")]
    months: Annotated[list[MonthTotal], Field(title="按月预算")]
    changes: Annotated[list[ChangeTotal], Field(title="按乡镇（街道）的增减")]


class SimulationSummary(View):
    """A simulation in a list."""

    id: Annotated[UUID, Field(title="模拟测算编号")]
    version: Annotated[Whole, Field(title="版本，即 ETag")]
    division: Annotated[str, Field(title="行政区划代码")]
    population_id: Annotated[UUID, Field(title="人口文件编号")]
    title: Annotated[str, Field(title="标题")]
    state: Annotated[SimulationState, Field(title="状态")]
    chunks: Annotated[Whole, Field(title="分片数")]
    made_at: Annotated[Instant, Field(title="提出时间")]
    finished_at: Annotated[Instant | None, Field(title="结束时间")]


class SimulationPage(Page[SimulationSummary]):
    """Simulations, newest first."""


class SimulationDetail(SimulationSummary):
    """A simulation with its progress and, once done, its results."""

    known_at: Annotated[Instant, Field(title="按何时已知的标准测算")]
    chunks_done: Annotated[Whole, Field(title="已完成的分片数")]
    households: Annotated[Whole, Field(title="已测算户数")]
    incomplete: Annotated[Whole, Field(title="事实不全、不能测算的户数")]
    problem: Annotated[str | None, Field(title="失败原因")]
    request: Annotated[NewSimulation, Field(title="测算条件")]
    results: Annotated[list[ScenarioResult], Field(title="各情景结果；完成后给出")]
    allowed_actions: Annotated[list[AllowedActionView], Field(title="可执行的操作")]


class CancelSimulation(Body):
    """Stop a simulation that still runs (取消)."""

    action: Annotated[Literal["CANCEL"], Field(title="操作")]


class SimulationChangeDetail(View):
    """One household that a scenario touches."""

    household: Annotated[str, Field(title="家庭编号（人口文件中的编号）")]
    division: Annotated[str, Field(title="行政区划代码")]
    scenario: Annotated[Whole, Field(title="情景序号")]
    kind: Annotated[ChangeKind, Field(title="变化")]
    before_fen: Annotated[MoneyOut, Field(title="现行月金额（元）", serialization_alias="before")]
    after_fen: Annotated[MoneyOut, Field(title="情景月金额（元）", serialization_alias="after")]
    programmes_before: Annotated[list[Programme], Field(title="现行项目")]
    programmes_after: Annotated[list[Programme], Field(title="情景项目")]


class SimulationChangePage(Page[SimulationChangeDetail]):
    """Households touched."""
