"""The columns of the ledger (台账): heading, reader, and what the template says of each."""

from dataclasses import dataclass
from typing import Final

from services.intake.ledgers import cells
from services.intake.ledgers.cells import Read, labels, one_of, short_labels, some_of
from services.intake.ledgers.ethnic_groups import CODES as ETHNIC_GROUPS
from shared.schemas.determination_codes import Programme
from shared.schemas.fact_codes import (
    DisabilityKind,
    LabourAbility,
    PersonStatusKind,
    Relation,
    Residence,
    StudentLevel,
)

_GRADES: Final = {"一级": 1, "二级": 2, "三级": 3, "四级": 4}
_NO_STATUS: Final = "无"
_PROGRAMMES: Final = {programme.zh: programme for programme in (Programme.DIBAO, Programme.DIBAO_SINGLE_PERSON,
                                                               Programme.MARGINAL)}  # fmt: skip
_ONCE: Final = "填在申请人所在行，全户一次"
_ZERO: Final = "没有填0；不填表示不清楚"
_UNKNOWN: Final = "不填表示不清楚"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key`` is what the program calls it, ``header`` what the official reads."""

    key: str
    header: str
    read: Read
    hint: str
    required: bool = False
    of_household: bool = False
    """Filled in once, on the applicant's row."""
    choices: tuple[str, ...] = ()
    as_text: bool = False
    """The template formats the column as text, so that no digit is lost."""
    width: int = 12


_YES_NO: Final = ("是", "否")
_STATUSES: Final = {_NO_STATUS: None, **labels(PersonStatusKind)}

COLUMNS: Final = (
    Column(
        "household", "户编号", cells.key, "同一户各行填相同的编号；不得用身份号码", required=True, as_text=True, width=10
    ),
    Column(
        "division", "村（社区）代码", cells.village, f"12位代码，可从下拉列表选择。{_ONCE}", required=True,
        of_household=True, as_text=True, width=24,
    ),
    Column(
        "residence", "城乡", one_of(labels(Residence), also=short_labels(Residence)), f"适用城市还是农村标准。{_ONCE}",
        of_household=True, choices=tuple(labels(Residence)), width=8,
    ),
    Column("address", "住址", cells.text, _ONCE, of_household=True, width=28),
    Column("account_holder", "户名", cells.text, f"收款账户的户名。{_ONCE}", of_household=True, width=12),
    Column(
        "bank_account", "银行账号", cells.digits, f"8至30位数字。{_ONCE}", of_household=True, as_text=True, width=24
    ),
    Column("needs", "申请理由", cells.text, _ONCE, required=True, of_household=True, width=28),
    Column(
        "programmes", "申请项目", some_of(_PROGRAMMES, also={"低保": Programme.DIBAO, **short_labels(Programme)}),
        f"一项或几项，几项之间用“、”分隔。{_ONCE}", required=True, of_household=True, choices=tuple(_PROGRAMMES),
        width=16,
    ),
    Column(
        "is_applicant", "是否申请人", cells.flag, "每户有且只有一人填“是”；其他人填“否”或不填", choices=_YES_NO, width=8
    ),
    Column(
        "relation", "与申请人关系", one_of(labels(Relation), also=short_labels(Relation)), "申请人填“本人”",
        required=True, choices=tuple(labels(Relation)), width=16,
    ),
    Column("name", "姓名", cells.text, "2至50个文字，可含间隔号“·”", required=True, width=12),
    Column("id_number", "公民身份号码", cells.digits, "18位", required=True, as_text=True, width=22),
    Column(
        "ethnicity", "民族", one_of(ETHNIC_GROUPS, also={name.removesuffix("族"): code for name, code in
                                                       ETHNIC_GROUPS.items()}),
        "如“彝族”", choices=tuple(ETHNIC_GROUPS), width=10,
    ),
    Column("phone", "联系电话", cells.digits, "7至20位数字", as_text=True, width=16),
    Column(
        "student_level", "学段", one_of(labels(StudentLevel), also=short_labels(StudentLevel)),
        f"全日制在读学段；不在读填“不在读”。{_UNKNOWN}", choices=tuple(labels(StudentLevel)), width=12,
    ),
    Column(
        "can_live_independently", "能否独立生活", one_of({"能": True, "否": False}, also={"是": True, "不能": False}),
        f"成年子女填写。{_UNKNOWN}", choices=("能", "否"), width=8,
    ),
    Column("lives_apart", "是否分开居住", cells.flag, f"未长期共同居住填“是”。{_UNKNOWN}", choices=_YES_NO, width=8),
    Column(
        "has_support_duty", "有无法定义务", one_of({"有": True, "无": False}, also={"是": True, "否": False}),
        f"与申请人有无法定赡养、抚养、扶养义务；配偶、父母、子女不必填。{_UNKNOWN}", choices=("有", "无"), width=8,
    ),
    Column(
        "status", "特殊情形", one_of(_STATUSES, also=short_labels(PersonStatusKind)), f"没有填“无”。{_UNKNOWN}",
        choices=tuple(_STATUSES), width=14,
    ),
    Column("status_since", "特殊情形起始日期", cells.day, "填了特殊情形（“无”除外）的必填", width=14),
    Column(
        "labour_ability", "劳动能力", one_of(labels(LabourAbility), also=short_labels(LabourAbility)), _UNKNOWN,
        choices=tuple(labels(LabourAbility)), width=14,
    ),
    Column("employed", "是否就业", cells.flag, _UNKNOWN, choices=_YES_NO, width=8),
    Column(
        "disability", "残疾类别", one_of(labels(DisabilityKind), also=short_labels(DisabilityKind)),
        f"无残疾证填“无残疾”。{_UNKNOWN}", choices=tuple(labels(DisabilityKind)), width=10,
    ),
    Column(
        "disability_grade", "残疾等级", one_of(_GRADES, also={str(grade): grade for grade in _GRADES.values()}),
        f"填了残疾类别（“无残疾”除外）的填写。{_UNKNOWN}", choices=tuple(_GRADES), width=8,
    ),
    Column("illness", "是否认定重特大疾病", cells.flag, _UNKNOWN, choices=_YES_NO, width=10),
    Column("wages", "年工资性收入", cells.fen, f"元，核算期内合计。{_ZERO}", width=12),
    Column("business", "年经营收入", cells.fen, f"元，毛收入。{_ZERO}", width=12),
    Column("business_costs", "年经营成本", cells.fen, f"元，成本、折旧和税费。{_ZERO}", width=12),
    Column("property_income", "年财产收入", cells.fen, f"元，净额。{_ZERO}", width=12),
    Column("transfers", "年转移性收入", cells.fen, f"元。{_ZERO}", width=12),
    Column("employment_costs", "就业成本", cells.fen, "元，有凭证的就业必要成本（主张）；不主张不填", width=12),
    Column(
        "deposits", "存款", cells.fen, f"元，全家存款、现金、有价证券、基金、保险等金融资产合计。{_ZERO}。{_ONCE}",
        of_household=True, width=12,
    ),
    Column("vehicles", "车辆数", cells.count, f"全家机动车辆。{_ZERO}。{_ONCE}", of_household=True, width=8),
    Column(
        "houses", "其他房屋套数", cells.count, f"唯一自住住房以外的房屋。{_ZERO}。{_ONCE}", of_household=True, width=8
    ),
    Column("businesses", "市场主体数", cells.count, f"登记的市场主体。{_ZERO}。{_ONCE}", of_household=True, width=8),
    Column(
        "immovables", "林木等定着物价值", cells.fen, f"元。{_ZERO}。{_ONCE}", of_household=True, width=12
    ),
    Column("authorised_on", "授权签署日期", cells.day, "本人签署核对授权书的日期；未签不填", width=14),
)  # fmt: skip

BY_KEY: Final = {column.key: column for column in COLUMNS}
ASSETS: Final = ("deposits", "vehicles", "houses", "businesses", "immovables")
"""What a household owns is known whole or not at all."""
