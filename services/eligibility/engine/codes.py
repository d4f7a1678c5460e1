"""Enumerated facts and parameters as the small whole numbers rules compare. Numbers are never reused: traces keep them."""

from enum import IntEnum


class Residence(IntEnum):
    """Urban or rural line (城市、农村标准, D-16)."""

    URBAN = 1
    RURAL = 2


class Relation(IntEnum):
    """What a person is to the applicant (与申请人关系)."""

    SELF = 1
    SPOUSE = 2
    CHILD = 3
    PARENT = 4
    GRANDCHILD = 5
    GRANDPARENT = 6
    SIBLING = 7
    CHILD_IN_LAW = 8
    PARENT_IN_LAW = 9
    OTHER_RELATIVE = 10
    NOT_RELATED = 11


class StudentLevel(IntEnum):
    """Level of full-time schooling (全日制在读学段), rising."""

    NONE = 0
    COMPULSORY = 1
    SENIOR_HIGH = 2
    SECONDARY_VOCATIONAL = 3
    JUNIOR_COLLEGE = 4
    BACHELOR = 5
    MASTER = 6
    DOCTOR = 7


class LabourAbility(IntEnum):
    """Ability to work (劳动能力)."""

    FULL = 1
    PARTIAL = 2
    LOST = 3
    NONE = 4


class DisabilityKind(IntEnum):
    """Kind of disability (残疾类别, GB/T 26341)."""

    NONE = 0
    VISUAL = 1
    HEARING = 2
    SPEECH = 3
    PHYSICAL = 4
    INTELLECTUAL = 5
    MENTAL = 6
    MULTIPLE = 7


class IncomeKind(IntEnum):
    """Kind of income: the number of its rule INC-xx (收入类别)."""

    WAGES = 1
    BUSINESS = 2
    PROPERTY = 3
    TRANSFER = 4
    OTHER = 5
    HONOURS = 10
    ASSISTANCE = 11
    CENTRAL_PENSION = 12
    LOCALLY_EXCLUDED = 13
    DISABILITY_SUBSIDY = 14
    UNATTENDED_CHILD_SUBSIDY = 15
    OLD_AGE_ALLOWANCE = 16
    RELATIVES_SUPPORT = 17
    DEEMED_LABOUR = 18


class DeductionKind(IntEnum):
    """Kind of deduction (扣减类别)."""

    EMPLOYMENT_COST = 1
    DISABILITY_EXPENSE = 2
    ILLNESS_EXPENSE = 3


class AssetKind(IntEnum):
    """Kind of property (财产类别). Up to INTERNET_FINANCE they are financial and counted by value."""

    DEPOSIT = 1
    SECURITY = 2
    FUND = 3
    INSURANCE = 4
    CLAIM = 5
    INTERNET_FINANCE = 6
    VEHICLE = 7
    HOUSE = 8
    BUSINESS = 9
    OTHER_IMMOVABLE = 10


class AssetExemption(IntEnum):
    """Reason claimed for not counting a thing (豁免理由, PRO-02)."""

    VEHICLE_FOR_TREATMENT = 1
    VEHICLE_FOR_REHABILITATION = 2
    VEHICLE_FOR_LIVELIHOOD = 3
    OWN_DWELLING = 4
    PRODUCTION_MEANS = 5
    ASSISTANCE_SAVINGS = 6
    HOUSE_SALE_WITHIN_A_YEAR = 7


class AssistanceProgramme(IntEnum):
    """Programmes the overlap matrix tells apart (重叠享受, 4.13)."""

    DIBAO = 1
    DIBAO_SINGLE_PERSON = 2
    MARGINAL = 3


class AmountMethod(IntEnum):
    """How the 低保 amount is worked out (LB-03, LB-04)."""

    DIFFERENCE = 1
    BANDED = 2


class SingleAmountMethod(IntEnum):
    """How the single-person amount is worked out (D-07)."""

    LINE_MINUS_OWN_INCOME = 1
    PERCENT_OF_LINE = 2
    FIXED = 3


class DeductionMethod(IntEnum):
    """How a cost is deducted (DED-04)."""

    ACTUAL_CAPPED_LINE = 1
    PERCENT_OF_WAGE = 2
    FIXED = 3


class Rounding(IntEnum):
    """How the monthly amount is rounded (D-03)."""

    FEN_HALF_UP = 1
    YUAN_CEIL = 2
    YUAN_HALF_UP = 3


class ApprovalLevel(IntEnum):
    """Who confirms (审核确认层级)."""

    TOWNSHIP = 1
    COUNTY = 2


class ReferenceDay(IntEnum):
    """On which day ages are taken (D-11)."""

    ACCEPTED_ON = 1
    HANDED_IN_ON = 2
    AS_OF = 3


class GraceAmountMethod(IntEnum):
    """How the amount runs in the graduation period (D-10)."""

    FREEZE = 1
    LINEAR = 2
    STEP = 3


class RefusalMethod(IntEnum):
    """What refusing work three times does (LB-12)."""

    STOP_OWN_SHARE = 1
    REDUCE = 2


LABELS: dict[str, str] = {
    "Residence.URBAN": "城市",
    "Residence.RURAL": "农村",
    "LabourAbility.FULL": "有劳动能力",
    "LabourAbility.PARTIAL": "部分丧失劳动能力",
    "LabourAbility.LOST": "完全丧失劳动能力",
    "LabourAbility.NONE": "无劳动能力",
    "DisabilityKind.NONE": "无",
    "DisabilityKind.VISUAL": "视力",
    "DisabilityKind.HEARING": "听力",
    "DisabilityKind.SPEECH": "言语",
    "DisabilityKind.PHYSICAL": "肢体",
    "DisabilityKind.INTELLECTUAL": "智力",
    "DisabilityKind.MENTAL": "精神",
    "DisabilityKind.MULTIPLE": "多重",
    "DeductionKind.EMPLOYMENT_COST": "就业必要成本",
    "DeductionKind.DISABILITY_EXPENSE": "因残增加的刚性支出",
    "DeductionKind.ILLNESS_EXPENSE": "因重病增加的刚性支出",
    "AssetKind.DEPOSIT": "存款、现金",
    "AssetKind.SECURITY": "有价证券",
    "AssetKind.FUND": "基金、理财",
    "AssetKind.INSURANCE": "商业保险",
    "AssetKind.CLAIM": "债权",
    "AssetKind.INTERNET_FINANCE": "互联网金融资产",
    "AssetKind.VEHICLE": "机动车辆",
    "AssetKind.HOUSE": "房屋",
    "AssetKind.BUSINESS": "登记的市场主体",
    "AssetKind.OTHER_IMMOVABLE": "林木等定着物",
    "AssetExemption.VEHICLE_FOR_TREATMENT": "就医必需的车辆",
    "AssetExemption.VEHICLE_FOR_REHABILITATION": "康复必需的车辆",
    "AssetExemption.VEHICLE_FOR_LIVELIHOOD": "维持生计必需的车辆",
    "AssetExemption.OWN_DWELLING": "唯一自住住房",
    "AssetExemption.PRODUCTION_MEANS": "生产必需品",
    "AssetExemption.ASSISTANCE_SAVINGS": "救助资金结余",
    "AssetExemption.HOUSE_SALE_WITHIN_A_YEAR": "一年内售房款",
    "AssistanceProgramme.DIBAO": "最低生活保障",
    "AssistanceProgramme.DIBAO_SINGLE_PERSON": "单人户低保",
    "AssistanceProgramme.MARGINAL": "低保边缘家庭",
    "DeductionMethod.ACTUAL_CAPPED_LINE": "据实且不超过低保标准",
    "DeductionMethod.PERCENT_OF_WAGE": "工资的比例",
    "DeductionMethod.FIXED": "定额",
    "AmountMethod.DIFFERENCE": "补差",
    "AmountMethod.BANDED": "分档",
    "SingleAmountMethod.LINE_MINUS_OWN_INCOME": "低保标准减本人收入",
    "SingleAmountMethod.PERCENT_OF_LINE": "低保标准的比例",
    "SingleAmountMethod.FIXED": "定额",
    "Rounding.FEN_HALF_UP": "四舍五入到分",
    "Rounding.YUAN_CEIL": "进位到元",
    "Rounding.YUAN_HALF_UP": "四舍五入到元",
    "ApprovalLevel.TOWNSHIP": "乡镇（街道）",
    "ApprovalLevel.COUNTY": "县",
}
"""How sentences name a code."""
