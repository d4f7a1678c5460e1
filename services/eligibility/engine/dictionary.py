"""The parameters a rule may name (参数字典): key, Chinese name, unit. In a signature the dots are underscores."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from services.eligibility.engine import codes, grades
from services.eligibility.engine.values import FRACTION, Unit, fen, permille, to_whole


class Shape(StrEnum):
    """What a TABLE holds."""

    CODES = "CODES"
    BANDS = "BANDS"
    GRADES = "GRADES"
    SUPPLEMENTS = "SUPPLEMENTS"
    FREE = "FREE"


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry: a parameter (with its key) or a fact."""

    key: str
    title: str
    unit: Unit
    choices: dict[str, int] = field(default_factory=dict)
    by_residence: bool = False
    shape: Shape = Shape.FREE
    positive: bool = False
    """The value divides somewhere, so zero is refused when it is published."""
    may_differ_by_residence: bool = False
    """It may be published for both residences at once or for each by itself."""
    reaches: str = ""
    """The parameter that the last band must reach, so that nobody below it falls between."""

    @property
    def name(self) -> str:
        """The name in a rule's signature: ``lb.line`` → ``lb_line``."""
        return self.key.replace(".", "_")

    def check(self, value: object) -> None:
        """Raise ValueError with a Chinese sentence when the written value does not suit the unit."""
        if self.unit is Unit.TABLE:
            _check_table(value, self.shape)
        elif to_whole(value, self.unit, self.choices) == 0 and self.positive:
            raise ValueError("必须大于零")

    def is_reached(self, value: list[dict[str, str]], bound: str) -> bool:
        """Return whether the last band of a table goes up to a bound; both as written."""
        return bool(value) and fen(value[-1]["income_below"]) >= fen(bound)


def _check_table(value: object, shape: Shape) -> None:
    if shape is Shape.FREE:
        if not isinstance(value, list | dict):
            raise ValueError("应为列表或对象")
        return
    if not isinstance(value, list):
        raise ValueError("应为列表")  # noqa: TRY004  what an officer wrote is wrong, not our code
    _CHECKS[shape](value)


def _check_codes(rows: list[Any]) -> None:
    if not all(isinstance(row, str) and row for row in rows):
        raise ValueError("应为代码的列表")


def _check_bands(rows: list[Any]) -> None:
    if not all(isinstance(row, dict) and set(row) == {"income_below", "per_person"} for row in rows):
        raise ValueError("每档应只含 income_below 和 per_person")
    bounds = [fen(row["income_below"]) for row in rows if fen(row["per_person"]) >= 0]
    if bounds != sorted(set(bounds)):
        raise ValueError("各档收入上限应依次递增")


def _check_supplements(rows: list[Any]) -> None:
    """Refuse a category twice, one that is unknown, and a row that gives not just one of a ratio and a sum (LB-05)."""
    for row in rows:
        if not isinstance(row, dict) or set(row) not in ({"category", "ratio"}, {"category", "fixed"}):
            raise ValueError("每类应只含 category，以及 ratio（低保标准的比例）或者 fixed（每月定额）")
        if row["category"] not in codes.SupplementCategory.__members__:
            raise ValueError(f"category 应为 {'、'.join(codes.SupplementCategory.__members__)} 之一")
        if "fixed" in row:
            fen(row["fixed"])
        elif permille(row["ratio"]) > FRACTION:
            raise ValueError("比例不得超过低保标准的一倍")
    if len({row["category"] for row in rows}) != len(rows):
        raise ValueError("同一类别只能列一次")


_CHECKS: dict[Shape, Callable[[list[Any]], None]] = {
    Shape.CODES: _check_codes,
    Shape.BANDS: _check_bands,
    Shape.GRADES: grades.check,
    Shape.SUPPLEMENTS: _check_supplements,
}


def _choices(codes_of: type[IntEnum]) -> dict[str, int]:
    return {code.name: code.value for code in codes_of}


def _fen(key: str, title: str, *, by_residence: bool = False, positive: bool = False) -> Definition:
    return Definition(key, title, Unit.FEN, by_residence=by_residence, positive=positive)


def _enum(key: str, title: str, codes_of: type[IntEnum]) -> Definition:
    return Definition(key, title, Unit.ENUM, choices=_choices(codes_of))


def _table(key: str, title: str, shape: Shape = Shape.FREE, *, reaches: str = "") -> Definition:
    return Definition(key, title, Unit.TABLE, shape=shape, reaches=reaches)


def _property_limits(of: str, name: str) -> list[Definition]:
    return [
        _fen(f"property.{of}.financial_per_person", f"{name}人均金融资产上限（元）"),
        Definition(f"property.{of}.vehicles", f"{name}非豁免机动车数量上限", Unit.WHOLE),
        Definition(f"property.{of}.houses", f"{name}非豁免房屋套数上限", Unit.WHOLE),
        Definition(f"property.{of}.businesses", f"{name}登记市场主体数量上限", Unit.WHOLE),
        _fen(f"property.{of}.other_per_person", f"{name}人均其他定着物价值上限（元）"),
    ]


def _deduction(of: str, name: str) -> list[Definition]:
    return [
        _enum(f"ded.{of}.method", f"{name}扣减办法", codes.DeductionMethod),
        Definition(f"ded.{of}.ratio", f"{name}按工资扣减的比例", Unit.PERMILLE),
        _fen(f"ded.{of}.fixed", f"{name}每月定额扣减（元）"),
    ]


_DEFINITIONS = [
    _fen("lb.line", "低保标准（元/人·月）", by_residence=True, positive=True),
    _enum("lb.amount_method", "低保金计算办法", codes.AmountMethod),
    _table("lb.bands", "低保分档标准", Shape.BANDS, reaches="lb.line"),
    Definition(
        "lb.category_supplement",
        "分类施保",
        Unit.TABLE,
        shape=Shape.SUPPLEMENTS,
        may_differ_by_residence=True,
    ),
    _enum("lb.approval_level", "低保审核确认层级", codes.ApprovalLevel),
    Definition("lb.start_month_offset", "确认后第几个月起发放", Unit.WHOLE),
    _enum("lb.refusal_method", "连续拒绝就业的处理", codes.RefusalMethod),
    Definition("lb.refusal_ratio", "连续拒绝就业减发本人份额的比例", Unit.PERMILLE),
    Definition("marginal.multiplier", "低保边缘家庭收入倍数", Unit.PERMILLE, positive=True),
    Definition("marginal.valid_months", "低保边缘家庭认定有效月数", Unit.WHOLE, positive=True),
    _enum("single.amount_method", "单人户低保金计算办法", codes.SingleAmountMethod),
    Definition("single.ratio", "单人户按低保标准发放的比例", Unit.PERMILLE),
    _fen("single.fixed", "单人户定额（元/月）"),
    _table("single.other_groups", "可单独提出申请的其他特殊困难人员", Shape.CODES),
    _enum("rounding.amount", "金额取整办法", codes.Rounding),
    _enum("age.reference_day", "年龄计算日", codes.ReferenceDay),
    Definition("income.period_months", "收入核算期（月）", Unit.WHOLE, positive=True),
    Definition("income.exclude_central_pension.from", "中央基础养老金不计入收入起始日", Unit.DATE),
    Definition("income.exclude_central_pension.until", "中央基础养老金不计入收入截止日（含）", Unit.DATE),
    _table("income.excluded_items", "市级以上规定不计入收入的其他项目", Shape.CODES),
    _fen("pension.central_basic", "中央基础养老金（元/月）"),
    *_deduction("employment", "就业必要成本"),
    *_deduction("disability_illness", "残疾、重病刚性支出"),
    *_property_limits("dibao", "低保"),
    *_property_limits("marginal", "低保边缘"),
    *_property_limits("tekun", "特困"),
    *_property_limits("rigid", "刚性支出"),
    _table("property.exemptions", "财产豁免事项", Shape.CODES),
    _table("property.supporter", "赡养抚养义务人财产规定"),
    _table("support.formula", "赡养费核算办法"),
    _table("illness.catalogue", "重特大疾病目录"),
    Definition("tk.floor_multiplier", "特困供养标准对低保标准的最低倍数", Unit.PERMILLE, positive=True),
    _table("tk.no_labour_groups", "省级规定的其他无劳动能力情形", Shape.CODES),
    _fen("tk.basic.scattered", "特困分散供养标准（元/月）", by_residence=True),
    _fen("tk.basic.centralised", "特困集中供养标准（元/月）", by_residence=True),
    _fen("tk.care.full_loss", "特困全护理照料标准（元/月）"),
    _fen("tk.care.partial_loss", "特困半护理照料标准（元/月）"),
    _fen("tk.care.self_care", "特困全自理照料标准（元/月）"),
    _fen("db.living", "困难残疾人生活补贴（元/月）"),
    _fen("db.care.grade1", "重度残疾人护理补贴一级（元/月）"),
    _fen("db.care.grade2", "重度残疾人护理补贴二级（元/月）"),
    Definition("db.living.marginal", "生活补贴是否扩大到低保边缘家庭", Unit.FLAG),
    _table("db.living.other_groups", "生活补贴扩大的其他人群", Shape.CODES),
    _table("db.care.other_groups", "护理补贴扩大的残疾类别和等级", Shape.CODES),
    _fen("db.care.other_groups_amount", "扩大人群的护理补贴（元/月）"),
    _fen("db.provincial.living", "省定困难残疾人生活补贴标准（元/月）"),
    _fen("db.provincial.care.grade1", "省定重度残疾人护理补贴一级标准（元/月）"),
    _fen("db.provincial.care.grade2", "省定重度残疾人护理补贴二级标准（元/月）"),
    _fen("ge.institution", "机构养育孤儿基本生活费（元/月）"),
    _fen("ge.scattered", "社会散居孤儿基本生活费（元/月）"),
    _fen("sw.amount", "事实无人抚养儿童基本生活补贴（元/月）"),
    Definition("child.start_month_offset", "孤儿、事实无人抚养儿童确认后第几个月起发放", Unit.WHOLE),
    _table("ls.grades", "临时救助档次"),
    _table("ls.grades", "临时救助档次", Shape.GRADES),
    _table("ls.target_groups", "临时救助扩展的人群", Shape.CODES),
    _enum("ls.property_limits", "支出型临时救助适用的财产规定", codes.ReliefPropertySet),
    Definition("ls.child_ratio", "家庭有未成年人时临时救助金额的倍数", Unit.PERMILLE, positive=True),
    _fen("ls.township_limit", "乡镇临时救助审批额度（元）"),
    Definition("ls.supplement_days", "先行救助后补办手续时限（工作日）", Unit.DAYS),
    Definition("ls.max_per_year", "临时救助每年次数上限", Unit.WHOLE),
    _table("gx.other_items", "县级规定的其他刚性支出项目", Shape.CODES),
    Definition("gx.ratio", "刚性支出占收入比例", Unit.PERMILLE, positive=True),
    _fen("gx.income_ceiling", "上年度居民人均可支配收入（元/年）", by_residence=True),
    Definition("gx.valid_months", "刚性支出困难家庭认定有效月数", Unit.WHOLE, positive=True),
    Definition("grace.max_months", "渐退期最长月数", Unit.WHOLE),
    Definition("grace.stability_months", "稳定超过标准的月数", Unit.WHOLE),
    _enum("grace.amount_method", "渐退期金额办法", codes.GraceAmountMethod),
    Definition("grace.step_ratio", "渐退期分段发放后半段的比例", Unit.PERMILLE),
    Definition("grace.principle_months", "国家规定的渐退期原则上限（月）", Unit.WHOLE),
    Definition("grace.principle_from", "国家规定的渐退期原则上限起始日", Unit.DATE),
    Definition("review.A.months", "A类复核间隔（月）", Unit.WHOLE, positive=True),
    Definition("review.B.months", "B类复核间隔（月）", Unit.WHOLE, positive=True),
    Definition("review.C.months", "C类复核间隔（月）", Unit.WHOLE, positive=True),
    _fen("review.smallest_change", "复核调整的最小变化额（元/月）"),
    Definition("review.start_month_offset", "复核决定后第几个月起执行", Unit.WHOLE),
    Definition("payment.day", "每月发放日", Unit.WHOLE, positive=True),
    Definition("notice.count_start_day", "公示期是否计入张贴当日", Unit.FLAG),
    Definition("visit.tk_scattered.days", "分散供养特困人员巡访间隔（天）", Unit.DAYS, positive=True),
    Definition("visit.leftbehind_child.days", "留守儿童巡访间隔（天）", Unit.DAYS, positive=True),
    Definition("visit.leftbehind_elder.days", "留守老人巡访间隔（天）", Unit.DAYS, positive=True),
    Definition("inspect.sample_ratio", "县级抽查比例", Unit.PERMILLE),
    _fen("monitor.line", "防返贫监测收入标准（元/人·年）"),
    Definition("facts.max_age.income", "收入、支出类事实的有效天数", Unit.DAYS),
    Definition("facts.max_age.property", "财产类事实的有效天数", Unit.DAYS),
    Definition("facts.max_age.other", "其他事实的有效天数", Unit.DAYS),
    Definition("county.not_below_city", "县（区）标准不得低于全市标准", Unit.FLAG),
    Definition("transition.start", "过渡期起始日", Unit.DATE),
    Definition("transition.end", "过渡期截止日（含）", Unit.DATE),
]

PARAMETERS: dict[str, Definition] = {definition.key: definition for definition in _DEFINITIONS}
"""By key: ``lb.line``."""

PARAMETER_NAMES: dict[str, Definition] = {definition.name: definition for definition in _DEFINITIONS}
"""By name in a signature: ``lb_line``."""
