"""Standards (标准) and the parameters (参数) they set, on the wire."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from shared.schemas.determination_codes import Programme
from shared.schemas.fact_codes import Residence
from shared.schemas.paging import Page
from shared.schemas.transitions import AllowedActionView
from shared.schemas.types import Body, Code, Day, Flag, Instant, Money, MoneyOut, ShortText, Text, View, Whole

StandardPlace = Annotated[str, StringConstraints(pattern=r"^5104([0-9]{2})?$")]
"""Where a standard holds: the city (5104) or one of its counties (6 digits)."""

ParameterKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)*$", max_length=80)]
"""A key of the parameter table, ``lb.line`` or ``review.A.months``."""

_LARGEST_TABLE = 20_000


def _bounded(value: Any) -> Any:
    """Refuse floats anywhere and tables nobody could read."""
    if len(str(value)) > _LARGEST_TABLE:
        raise PydanticCustomError("too_large", "参数值过大")
    if _holds_float(value):
        raise PydanticCustomError("no_float", '参数值中的小数应写成字符串，如 "2.0"')
    return value


def _holds_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_float(part) for part in value.values())
    if isinstance(value, list):
        return any(_holds_float(part) for part in value)
    return isinstance(value, float)


ParameterValue = Annotated[
    StrictBool
    | StrictInt
    | Annotated[str, StringConstraints(strict=True, max_length=200)]
    | list[Any]
    | dict[str, Any],
    AfterValidator(_bounded),
]
"""Money and ratios are decimal strings (``"500.00"``, ``"2.0"``), counts are whole numbers, the rest is as its key says."""


class StandardState(Code):
    """Where a standard is in its life."""

    DRAFT = "DRAFT", "草稿", "Draft"
    PUBLISHED = "PUBLISHED", "已发布", "Published"
    WITHDRAWN = "WITHDRAWN", "已撤回", "Withdrawn"


class ParameterStatus(Code):
    """Whether somebody answers for the value."""

    CONFIRMED = "CONFIRMED", "已确认", "Confirmed"
    UNCONFIRMED = "UNCONFIRMED", "待确认", "To be confirmed"


class Statistic(Code):
    """Which statistic a line is tied to (2.1-c)."""

    CONSUMPTION = "CONSUMPTION", "上年度居民人均消费支出", "Consumption expenditure per head, last year"
    DISPOSABLE_INCOME = "DISPOSABLE_INCOME", "上年度居民人均可支配收入", "Disposable income per head, last year"


class Formula(Body):
    """How a line was worked out (低保标准动态调整): a statistic of the place times a ratio. Clause 2.1-c."""

    statistic: Annotated[Statistic, Field(title="挂钩指标")]
    year: Annotated[Whole, Field(title="指标年度", ge=2000, le=2199)]
    annual_amount: Annotated[Money, Field(title="指标金额（元/年）")]
    ratio_permille: Annotated[Whole, Field(title="量化比例（千分数）", ge=1, le=2000)]


class NaturalGrowth(Body):
    """How a child standard grew from the one before (自然增长机制). Clause 2.3-c."""

    rate_permille: Annotated[Whole, Field(title="增长率（千分数）", ge=0, le=1000)]
    basis: Annotated[ShortText, Field(title="增长率的依据")]


class NewStandardValue(Body):
    """One parameter that the standard sets."""

    key: Annotated[ParameterKey, Field(title="参数键，如 lb.line")]
    residence: Annotated[Residence | None, Field(title="城乡；不分城乡的参数不填")] = None
    value: Annotated[ParameterValue, Field(title="参数值；金额和比例为小数字符串")]
    valid_to: Annotated[Day | None, Field(title="失效日期（当日起不再适用）；不填为长期")] = None
    clause: Annotated[ShortText | None, Field(title="依据条款")] = None
    evidence: Annotated[ShortText | None, Field(title="依据说明")] = None
    status: Annotated[ParameterStatus, Field(title="确认状态")] = ParameterStatus.CONFIRMED
    formula: Annotated[Formula | None, Field(title="测算公式（低保标准）")] = None
    growth: Annotated[NaturalGrowth | None, Field(title="自然增长（儿童基本生活标准）")] = None


StandardValues = Annotated[list[NewStandardValue], Field(title="标准内容", min_length=1, max_length=200)]


class NewStandard(Body):
    """A standard to be drafted."""

    division: Annotated[StandardPlace, Field(title="适用区划：5104 全市，或县（区）6位代码")]
    title: Annotated[ShortText, Field(title="标题")]
    document: Annotated[ShortText, Field(title="文号")]
    valid_from: Annotated[Day, Field(title="生效日期")]
    reason: Annotated[Text | None, Field(title="理由（标准下调时必填，二总体要求“政策总体稳定”）")] = None
    illustrative: Annotated[Flag, Field(title="示例数据，并非真实标准")] = False
    values: StandardValues


class StandardChange(Body):
    """A change of a draft: what is not sent stays as it is."""

    title: Annotated[ShortText | None, Field(title="标题")] = None
    document: Annotated[ShortText | None, Field(title="文号")] = None
    valid_from: Annotated[Day | None, Field(title="生效日期")] = None
    reason: Annotated[Text | None, Field(title="理由；传 null 清空")] = None
    illustrative: Annotated[Flag | None, Field(title="示例数据，并非真实标准")] = None
    values: StandardValues | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "StandardChange":
        emptied = [name for name in self.model_fields_set - {"reason"} if getattr(self, name) is None]
        if emptied or not self.model_fields_set:
            raise PydanticCustomError("nothing_to_change", "至少修改一项，且除理由外不得为空")
        return self


class PublishStandard(Body):
    """Publish the draft (发布); done by another person than its drafter."""

    action: Annotated[Literal["PUBLISH"], Field(title="操作")]
    remark: Annotated[Text | None, Field(title="备注")] = None


class WithdrawStandard(Body):
    """Withdraw the draft (撤回)."""

    action: Annotated[Literal["WITHDRAW"], Field(title="操作")]
    reason: Annotated[Text, Field(title="撤回理由")]


StandardTransitionRequest = Annotated[PublishStandard | WithdrawStandard, Field(discriminator="action")]


class StandardValueDetail(View):
    """One parameter that the standard sets."""

    key: Annotated[str, Field(title="参数键")]
    title: Annotated[str, Field(title="参数名称")]
    unit: Annotated[str, Field(title="单位")]
    residence: Annotated[Residence | None, Field(title="城乡")]
    value: Annotated[ParameterValue, Field(title="参数值")]
    valid_to: Annotated[Day | None, Field(title="失效日期")]
    clause: Annotated[str | None, Field(title="依据条款")]
    evidence: Annotated[str | None, Field(title="依据说明")]
    status: Annotated[ParameterStatus, Field(title="确认状态")]
    formula: Annotated[Formula | None, Field(title="测算公式")]
    growth: Annotated[NaturalGrowth | None, Field(title="自然增长")]
    formula_amount: Annotated[MoneyOut | None, Field(title="按公式测算的月标准（元，进到分）")]


class StandardSummary(View):
    """A standard in a list."""

    id: Annotated[UUID, Field(title="标准编号")]
    state: Annotated[StandardState, Field(title="状态")]
    division: Annotated[str, Field(title="适用区划")]
    title: Annotated[str, Field(title="标题")]
    document: Annotated[str, Field(title="文号")]
    valid_from: Annotated[Day, Field(title="生效日期")]
    illustrative: Annotated[Flag, Field(title="示例数据，并非真实标准")]
    drafted_at: Annotated[Instant, Field(title="起草时间")]
    published_at: Annotated[Instant | None, Field(title="发布时间")]


class StandardDetail(StandardSummary):
    """A standard with what it sets and what this caller may do with it."""

    version: Annotated[Whole, Field(title="版本，即 ETag")]
    reason: Annotated[str | None, Field(title="理由")]
    values: Annotated[list[StandardValueDetail], Field(title="标准内容")]
    drafted_by: Annotated[str, Field(title="起草人")]
    published_by: Annotated[str | None, Field(title="发布人")]
    allowed_actions: Annotated[list[AllowedActionView], Field(title="可执行的操作")]


class StandardFileCheck(View):
    """What would become of a file of standards (试导入); nothing was kept."""

    value_count: Annotated[Whole, Field(title="读到的参数项数")]
    against_publication: Annotated[list[str], Field(title="照此发布会违反的规定")]


class StandardPage(Page[StandardSummary]):
    """Standards, newest draft first."""


class TouchedProgramme(Body):
    """A programme that a published standard touches: of one residence or of both, and where it does not reach."""

    programme: Annotated[Programme, Field(title="救助项目")]
    residence: Annotated[Residence | None, Field(title="城乡；都涉及时为空")] = None
    except_counties: Annotated[
        list[StandardPlace], Field(title="另有县（区）标准、不受影响的县（区）", max_length=20)
    ] = []


class PublishedStandard(Body):
    """What the event of a publication says (标准已发布)."""

    standard_id: UUID
    state: Literal["PUBLISHED"]
    valid_from: Day
    keys: Annotated[list[ParameterKey], Field(max_length=200)]
    touched: Annotated[list[TouchedProgramme], Field(max_length=1000)]


class ParameterDetail(View):
    """One value in force with where it comes from."""

    id: Annotated[UUID, Field(title="参数行编号")]
    key: Annotated[str, Field(title="参数键")]
    title: Annotated[str, Field(title="参数名称")]
    unit: Annotated[str, Field(title="单位")]
    division: Annotated[str, Field(title="适用区划")]
    residence: Annotated[Residence | None, Field(title="城乡")]
    value: Annotated[ParameterValue, Field(title="参数值")]
    valid_from: Annotated[Day, Field(title="生效日期")]
    valid_to: Annotated[Day | None, Field(title="失效日期（当日起不再适用）")]
    clause: Annotated[str | None, Field(title="依据条款")]
    document: Annotated[str | None, Field(title="文号")]
    evidence: Annotated[str | None, Field(title="依据说明")]
    status: Annotated[ParameterStatus, Field(title="确认状态")]
    illustrative: Annotated[Flag, Field(title="示例数据，并非真实标准")]
    standard_id: Annotated[UUID | None, Field(title="所属标准；随系统提供的参数为空")]
    drafted_by: Annotated[str, Field(title="起草人")]
    approved_by: Annotated[str, Field(title="批准人")]
    recorded_at: Annotated[Instant, Field(title="记录时间")]
    superseded_at: Annotated[Instant | None, Field(title="被取代时间")]


class ParameterPage(Page[ParameterDetail]):
    """Parameter values."""
