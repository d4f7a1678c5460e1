"""Determinations (认定测算): what is asked of eligibility and what it answers. The answer is a proposal (D-19)."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.schemas.determination_codes import (
    ApprovalLevel,
    ChildCategory,
    DeterminationReason,
    Doubt,
    MonthLineKind,
    Outcome,
    Programme,
    ReviewOutcome,
    UnitKind,
    WarningCode,
)
from shared.schemas.fact_codes import Residence
from shared.schemas.facts import HouseholdFacts
from shared.schemas.types import Body, Day, Flag, Instant, MoneyOut, View, Whole, YearMonth

Shown = str | int | bool
"""A fact or result in a step: yuan as ``"600.00"``, a date or month as text, a code by its name, else a number or flag."""


class CaseDates(Body):
    """The days of the case; one not known yet leaves what it decides marked provisional."""

    handed_in_on: Annotated[Day | None, Field(title="递交申请日")] = None
    accepted_on: Annotated[Day | None, Field(title="受理日（D-11 计算年龄）")] = None
    decided_on: Annotated[Day | None, Field(title="审核确认日（D-15 决定起始月）")] = None


class ReviewQuestion(Body):
    """What a review adds (复核)."""

    stable_attested: Annotated[Flag | None, Field(title="经办人证明收入稳定超过标准")] = None
    months_above_line: Annotated[Whole | None, Field(title="收入已连续超过标准的月数（D-09）", le=999)] = None
    standard_since: Annotated[Day | None, Field(title="新标准自何日起施行（标准调整时；不填按测算日）")] = None
    grace_months: Annotated[Whole | None, Field(title="拟给予的渐退期月数", le=99)] = None


class DeterminationRequest(Body):
    """A question to eligibility."""

    facts: Annotated[HouseholdFacts, Field(title="家庭情况")]
    as_of: Annotated[Day, Field(title="测算日：适用当日的政策和标准")]
    dates: Annotated[CaseDates, Field(title="办理日期")] = CaseDates()
    known_at: Annotated[Instant | None, Field(title="按何时已知的标准测算；不填为现在")] = None
    programmes: Annotated[
        list[Programme] | None, Field(title="救助项目；不填为目前能够测算的全部项目", min_length=1, max_length=10)
    ] = None
    reason: Annotated[DeterminationReason, Field(title="测算事由")]
    household: Annotated[UUID | None, Field(title="受理服务中的家庭编号；同一家庭的多次测算以最近一次为准")] = None
    review: Annotated[ReviewQuestion | None, Field(title="复核事项")] = None


class UnitView(View):
    """Whom the result is about: the household, or one person by his reference."""

    kind: Annotated[UnitKind, Field(title="单位")]
    person: Annotated[str | None, Field(title="成员编号；全家时为空")]
    without: list[str] = Field(default_factory=list, title="全家时：因另有项目保障而不计入的成员编号")


class AmountPart(View):
    """One part of the monthly amount (金额构成)."""

    rule: Annotated[str, Field(title="规则编号")]
    title: Annotated[str, Field(title="名称")]
    amount: Annotated[MoneyOut, Field(title="金额（元/月）")]


class MonthLine(View):
    """One month with its own amount: grace or back-pay (逐月金额)."""

    month: Annotated[YearMonth, Field(title="月份")]
    kind: Annotated[MonthLineKind, Field(title="类别")]
    amount: Annotated[MoneyOut, Field(title="金额（元）")]


class ReliefStage(View):
    """One stage of urgent relief: one approval, paid in stages (分阶段救助, LS-07)."""

    level: Annotated[ApprovalLevel, Field(title="发放层级")]
    rule: Annotated[str, Field(title="规则编号")]
    title: Annotated[str, Field(title="名称")]
    amount: Annotated[MoneyOut, Field(title="金额（元）")]


class CountedMember(View):
    """Whether a person counts as a member, and by which rule (共同生活家庭成员, HH)."""

    person: Annotated[str, Field(title="成员编号")]
    counted: Annotated[Flag | None, Field(title="是否计入；事实不全不能确定时为空")]
    rule: Annotated[str, Field(title="规则编号")]
    title: Annotated[str, Field(title="规则名称")]
    clause: Annotated[str, Field(title="条款")]
    sentence: Annotated[str, Field(title="说明")]


class ParameterUse(View):
    """A parameter as a rule used it, with dates and document."""

    key: Annotated[str, Field(title="参数键")]
    title: Annotated[str, Field(title="参数名称")]
    value: Annotated[Any, Field(title="取值")]
    division: Annotated[str, Field(title="适用区划")]
    residence: Annotated[Residence | None, Field(title="城乡")]
    valid_from: Annotated[Day, Field(title="生效日期")]
    valid_to: Annotated[Day | None, Field(title="失效日期（当日起不再适用）")]
    clause: Annotated[str | None, Field(title="条款")]
    document: Annotated[str | None, Field(title="文件")]
    evidence: Annotated[str | None, Field(title="依据说明")]
    status: Annotated[str, Field(title="确认状态")]
    illustrative: Annotated[Flag, Field(title="示例数据，并非真实标准")]


class Step(View):
    """One rule as it was applied (测算步骤)."""

    rule: Annotated[str, Field(title="规则编号")]
    title: Annotated[str, Field(title="规则名称")]
    clause: Annotated[str, Field(title="通知条款")]
    law: Annotated[str | None, Field(title="法规依据")]
    in_force_since: Annotated[Day, Field(title="施行日期")]
    in_force: Annotated[Flag, Field(title="测算日是否已施行")]
    person: Annotated[str | None, Field(title="涉及的成员编号")]
    facts: Annotated[dict[str, Shown], Field(title="事实和此前步骤的结果")]
    parameters: Annotated[dict[str, ParameterUse], Field(title="参数")]
    passed: Annotated[Flag | None, Field(title="是否符合；不是判断时为空")]
    result: Annotated[Shown, Field(title="结果")]
    sentence: Annotated[str, Field(title="说明")]


class Boundary(View):
    """The exact value at which a numeric test turns (临界值)."""

    rule: Annotated[str, Field(title="规则编号")]
    title: Annotated[str, Field(title="规则名称")]
    person: Annotated[str | None, Field(title="涉及的成员编号")]
    fact: Annotated[str, Field(title="所测数值")]
    actual: Annotated[Shown, Field(title="现值")]
    passes_up_to: Annotated[Shown | None, Field(title="仍符合的最大值；任何值都不符合时为空")]
    turns_at: Annotated[Shown, Field(title="开始不符合的值")]
    passed: Annotated[Flag, Field(title="现值是否符合")]
    sentence: Annotated[str, Field(title="说明")]


class RefusalReason(View):
    """One failed rule of a refusal (不符合的理由, LB-07); all are listed."""

    rule: Annotated[str, Field(title="规则编号")]
    title: Annotated[str, Field(title="规则名称")]
    clause: Annotated[str, Field(title="条款")]
    law: Annotated[str | None, Field(title="法规依据")]
    person: Annotated[str | None, Field(title="涉及的成员编号")]
    sentence: Annotated[str, Field(title="说明")]


class MissingFact(View):
    """A fact that is not known and decides something (缺少的事实)."""

    fact: Annotated[str, Field(title="事实位置，如 /members/1/birth_date")]
    title: Annotated[str, Field(title="名称")]
    person: Annotated[str | None, Field(title="成员编号")]
    settles: Annotated[Whole, Field(title="补齐后单凭此项即可确定的结果数")]
    concerns: Annotated[list[Programme], Field(title="受影响的项目")]


class FactToVerify(View):
    """A fact in doubt on which a result hangs: it was reckoned with, and has to be verified (待核实的事实)."""

    fact: Annotated[str, Field(title="事实位置，如 /income_items/0/amount")]
    title: Annotated[str, Field(title="名称")]
    person: Annotated[str | None, Field(title="成员编号")]
    why: Annotated[Doubt, Field(title="存疑原因")]
    source: Annotated[str, Field(title="来源")]
    observed_on: Annotated[Day | None, Field(title="采集日期")]
    limit_days: Annotated[Whole | None, Field(title="该类事实的有效天数；未规定时为空")]
    concerns: Annotated[list[Programme], Field(title="受影响的项目")]


class MissingParameter(View):
    """A standard nobody has published for this place and day (缺少的标准)."""

    key: Annotated[str, Field(title="参数键")]
    title: Annotated[str, Field(title="参数名称")]
    division: Annotated[str, Field(title="区划")]
    residence: Annotated[Residence | None, Field(title="城乡")]
    on: Annotated[Day, Field(title="日期")]


class Caution(View):
    """Something a person should look at; it decides nothing (提示)."""

    code: Annotated[WarningCode, Field(title="提示代码")]
    rule: Annotated[str, Field(title="规则编号")]
    person: Annotated[str | None, Field(title="成员编号")]
    sentence: Annotated[str, Field(title="说明")]


class IncomeSummary(View):
    """Income before and after deduction over the reckoning period (DED-05); each line stands in the steps."""

    period_months: Annotated[Whole, Field(title="核算期（月）")]
    counted: Annotated[MoneyOut, Field(title="应计收入（元）")]
    transfers_out: Annotated[MoneyOut, Field(title="转移性支出（元）")]
    deducted: Annotated[MoneyOut, Field(title="扣减（元）")]
    countable: Annotated[MoneyOut, Field(title="家庭可支配收入（元）")]
    excluded: Annotated[MoneyOut, Field(title="不计入的收入（元）")]


class ProgrammeResult(View):
    """The proposal for one programme and unit."""

    programme: Annotated[Programme, Field(title="救助项目")]
    unit: Annotated[UnitView, Field(title="单位")]
    outcome: Annotated[Outcome, Field(title="结果")]
    review_outcome: Annotated[ReviewOutcome | None, Field(title="复核结果")]
    sentence: Annotated[str, Field(title="结论")]
    provisional: Annotated[Flag, Field(title="暂定：所依据的事实有争议或者过久未核实")] = False
    monthly_amount: Annotated[MoneyOut | None, Field(title="月金额（元）；不能确定时为空")]
    one_off_amount: Annotated[MoneyOut | None, Field(title="一次性金额（元）")]
    parts: Annotated[list[AmountPart], Field(title="金额构成")]
    start_month: Annotated[YearMonth | None, Field(title="起始月份")]
    start_month_provisional: Annotated[Flag, Field(title="起始月份为暂定（确认日尚未知）")]
    end_month: Annotated[YearMonth | None, Field(title="终止月份")]
    valid_from: Annotated[Day | None, Field(title="认定有效期起")]
    valid_until: Annotated[Day | None, Field(title="认定有效期止（当日仍有效）")]
    months: Annotated[list[MonthLine], Field(title="逐月金额")]
    stages: list[ReliefStage] = Field(default_factory=list, title="急难型临时救助的分阶段金额")
    settled_by: Annotated[str | None, Field(title="因享受该项目而不能同时享受")]
    counted_members: Annotated[list[CountedMember], Field(title="家庭成员的计入情况")]
    approval_level: Annotated[ApprovalLevel | None, Field(title="审核确认层级")]
    income: Annotated[IncomeSummary | None, Field(title="收入核算")]
    reasons: Annotated[list[RefusalReason], Field(title="不符合的全部理由")]
    steps: Annotated[list[Step], Field(title="测算步骤")]
    boundaries: Annotated[list[Boundary], Field(title="临界值")]
    missing_facts: Annotated[list[MissingFact], Field(title="缺少的事实")]
    missing_parameters: Annotated[list[MissingParameter], Field(title="缺少的标准")]
    warnings: Annotated[list[Caution], Field(title="提示")]


class Held(View):
    """One programme in a combination."""

    programme: Annotated[Programme, Field(title="救助项目")]
    unit: Annotated[UnitView, Field(title="单位")]
    monthly_amount: Annotated[MoneyOut, Field(title="月金额（元）")]


class OpenResult(View):
    """A result that is not known yet (尚未确定的结果)."""

    programme: Annotated[Programme, Field(title="救助项目")]
    unit: Annotated[UnitView, Field(title="单位")]
    outcome: Annotated[Outcome, Field(title="结果")]


class Combination(View):
    """Programmes that may lawfully be held together (4.13)."""

    held: Annotated[list[Held], Field(title="项目")]
    monthly_sum: Annotated[MoneyOut, Field(title="家庭月合计（元）")]
    difference: Annotated[MoneyOut, Field(title="与最优组合的差额（元）")]
    provisional: Annotated[Flag, Field(title="暂定：还有结果尚未确定，确定后最优组合可能改变")] = False
    open_results: list[OpenResult] = Field(default_factory=list, title="尚未确定的结果")


class ChildCategoryView(View):
    """What a child is to the care of children in difficulty, and by which rule (儿童类别, 2.3-b)."""

    person: Annotated[str, Field(title="成员编号")]
    category: Annotated[ChildCategory, Field(title="类别")]
    rule: Annotated[str, Field(title="规则编号")]
    clause: Annotated[str, Field(title="条款")]
    sentence: Annotated[str, Field(title="说明")]


class AlternativeUnit(View):
    """The family reckoned without persons for whom another programme provides (另行保障后的家庭, 4.13)."""

    without: Annotated[list[str], Field(title="不计入的成员编号")]
    provided_by: Annotated[list[Held], Field(title="由何项目保障")]
    results: Annotated[list[ProgrammeResult], Field(title="其余家庭成员的测算结果")]


class ProcedureNumbers(View):
    """What the procedure after the answer goes by, as in force on the day (办理参数)."""

    notice_counts_start_day: Annotated[Flag, Field(title="公示期是否计入张贴当日（D-13）")]
    review_months: Annotated[dict[str, Whole], Field(title="各类对象的复核间隔（月），按类别 A、B；未发布的类别不列")]


class DeterminationAnswer(View):
    """The whole answer: a result for each programme and unit, and the best lawful combination."""

    as_of: Annotated[Day, Field(title="测算日")]
    procedure: Annotated[ProcedureNumbers, Field(title="办理参数")]
    results: Annotated[list[ProgrammeResult], Field(title="各项目结果")]
    best: Annotated[Combination, Field(title="最优合法组合")]
    alternatives: Annotated[list[Combination], Field(title="其他合法组合")]
    alternative_units: list[AlternativeUnit] = Field(
        default_factory=list, title="其他测算单位：有成员由特困供养、孤儿保障另行保障时，其余家庭成员的结果"
    )
    missing_facts: Annotated[list[MissingFact], Field(title="缺少的事实，按能确定的结果数排列")]
    missing_parameters: Annotated[list[MissingParameter], Field(title="缺少的标准")]
    warnings: Annotated[list[Caution], Field(title="提示")]
    to_verify: list[FactToVerify] = Field(default_factory=list, title="结果所依据而须先核实的事实")
    child_categories: list[ChildCategoryView] = Field(
        default_factory=list, title="未成年人的类别；留守儿童在所属类别之外另列"
    )


class Receipt(View):
    """Hashes that prove what an answer was made from (回执)."""

    facts_hash: Annotated[str, Field(title="问题（事实、日期、项目）散列值")]
    parameters_hash: Annotated[str, Field(title="参数散列值")]
    ruleset_hash: Annotated[str, Field(title="规则版本")]
    calendar_hash: Annotated[str, Field(title="工作日历散列值")]


class Preview(DeterminationAnswer):
    """An answer of which nothing is kept."""

    known_at: Annotated[Instant, Field(title="按何时已知的标准测算")]
    receipt: Annotated[Receipt, Field(title="回执")]


class DeterminationDetail(Preview):
    """A kept determination."""

    id: Annotated[UUID, Field(title="认定测算编号")]
    division: Annotated[str, Field(title="行政区划代码")]
    reason: Annotated[DeterminationReason, Field(title="测算事由")]
    made_at: Annotated[Instant, Field(title="测算时间")]
