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
    """Programmes and outside allowances that the overlap matrix tells apart (重叠享受, 4.13)."""

    NONE = 0
    DIBAO = 1
    DIBAO_SINGLE_PERSON = 2
    MARGINAL = 3
    RIGID = 4
    TEKUN = 5
    TEMPORARY = 6
    DISABILITY_LIVING = 7
    DISABILITY_CARE = 8
    ORPHAN = 9
    DEFACTO_CHILD = 10
    OLD_AGE_CARE_ALLOWANCE = 21
    WORK_INJURY_CARE = 22
    RETIRED_CADRE_CARE = 23
    OLD_AGE_LIVING_ALLOWANCE = 24
    RETIRED_CADRE_LIVING = 25
    DUTY_INJURY_LIVING = 26
    DUTY_INJURY_CARE = 27
    OTHER = 99


class ReviewOutcome(IntEnum):
    """What a review comes to (复核结果, RV-07)."""

    NONE = 0
    KEEP = 1
    INCREASE = 2
    DECREASE = 3
    GRACE = 4
    STOP = 5
    TRANSFER = 6


class SupporterRelation(IntEnum):
    """What a relative outside the household is to a member (义务人, 父母)."""

    FATHER = 1
    MOTHER = 2
    CHILD = 3
    SPOUSE = 4
    GRANDCHILD = 5
    GRANDPARENT = 6
    SIBLING = 7
    OTHER = 8


class PlacementKind(IntEnum):
    """Where a child lives (儿童安置, GE-02)."""

    WITH_PARENTS = 1
    SCATTERED = 2
    INSTITUTION = 3
    ADOPTED = 4


class ChildCategory(IntEnum):
    """What a child is to the care of children in difficulty (儿童类别, 2.3-b)."""

    NONE = 0
    ORPHAN = 1
    UNATTENDED = 2
    TEKUN = 3
    OTHER = 4


class SelfCareClass(IntEnum):
    """How far a person looks after himself (生活自理能力, CARE-02)."""

    SELF_CARE = 1
    PARTIAL_LOSS = 2
    FULL_LOSS = 3


class TekunTermination(IntEnum):
    """Why support of a 特困 person ends (终止情形, TK-16)."""

    NONE = 0
    DEAD_OR_MISSING = 1
    LABOUR_ABILITY_REGAINED = 2
    IN_PRISON = 3
    MEANS_NO_LONGER_FIT = 4
    SUPPORTER_ABLE = 5
    LEFT_BY_OWN_WISH = 6


class RigidExpenditureKind(IntEnum):
    """Kind of rigid expenditure (刚性支出类别, GX-05)."""

    LIVING = 1
    MEDICAL = 2
    EDUCATION = 3
    REHABILITATION = 4
    OTHER = 5


class SuddenEventKind(IntEnum):
    """Cause of sudden hardship (突发事件类别, LS-01)."""

    ILLNESS = 1
    DISASTER = 2
    ACCIDENT = 3
    SCHOOLING = 4
    OTHER = 5
    UNEMPLOYMENT = 6


class ReliefType(IntEnum):
    """Kind of temporary assistance (临时救助类型, LS-01)."""

    URGENT = 1
    EXPENDITURE = 2


class ReliefPropertySet(IntEnum):
    """Whose property limits hold for expenditure-type relief (LS-01)."""

    DIBAO = 1
    MARGINAL = 2


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


class SupplementCategory(IntEnum):
    """Who gets a supplement in a 低保 household (分类施保, LB-05)."""

    AGED = 1
    MINOR = 2
    SEVERELY_DISABLED = 3
    SERIOUSLY_ILL = 4


class RefusalMethod(IntEnum):
    """What refusing work three times does (LB-12)."""

    STOP_OWN_SHARE = 1
    REDUCE = 2
