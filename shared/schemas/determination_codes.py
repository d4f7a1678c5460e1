"""Code tables of determinations (认定测算代码表)."""

from shared.schemas.types import Code


class Programme(Code):
    """Assistance programmes (救助项目)."""

    DIBAO = "DIBAO", "最低生活保障", "Subsistence allowance"
    DIBAO_SINGLE_PERSON = "DIBAO_SINGLE_PERSON", "单人户低保", "Single-person subsistence allowance"
    MARGINAL = "MARGINAL", "低保边缘家庭", "Marginal family"
    RIGID = "RIGID", "刚性支出困难家庭", "Family with rigid expenditure"
    TEKUN = "TEKUN", "特困人员救助供养", "Support of tekun persons"
    TEMPORARY = "TEMPORARY", "临时救助", "Temporary assistance"
    DISABILITY_LIVING = "DISABILITY_LIVING", "困难残疾人生活补贴", "Living subsidy for disabled persons"
    DISABILITY_CARE = "DISABILITY_CARE", "重度残疾人护理补贴", "Care subsidy for severely disabled persons"
    ORPHAN = "ORPHAN", "孤儿基本生活保障", "Orphans' allowance"
    DEFACTO_CHILD = "DEFACTO_CHILD", "事实无人抚养儿童", "De facto unattended children's allowance"


class DeterminationReason(Code):
    """Why a determination is made (测算事由)."""

    APPLICATION = "APPLICATION", "申请", "Application"
    REVIEW = "REVIEW", "复核", "Review"
    STANDARD_CHANGE = "STANDARD_CHANGE", "标准调整", "Change of a standard"
    WHAT_IF = "WHAT_IF", "假设测算", "What-if"


class UnitKind(Code):
    """Whom a result is about."""

    HOUSEHOLD = "HOUSEHOLD", "家庭", "Household"
    PERSON = "PERSON", "个人", "Person"


class Outcome(Code):
    """What the rules say (测算结果)."""

    ELIGIBLE = "ELIGIBLE", "符合", "Eligible"
    NOT_ELIGIBLE = "NOT_ELIGIBLE", "不符合", "A test failed"
    EXCLUDED = "EXCLUDED", "符合条件但不能同时享受", "Tests met, but it cannot be held beside another programme"
    NOT_APPLICABLE = "NOT_APPLICABLE", "不适用", "A precondition is not given, or the rule is not in force"
    UNDETERMINED = "UNDETERMINED", "事实不全，不能确定", "A fact is missing"
    MISSING_PARAMETER = "MISSING_PARAMETER", "缺少标准，不能测算", "A standard is missing"


class ReviewOutcome(Code):
    """What a review proposes (RV-07)."""

    KEEP = "KEEP", "维持", "Keep"
    INCREASE = "INCREASE", "增发", "Increase"
    DECREASE = "DECREASE", "减发", "Decrease"
    GRACE = "GRACE", "渐退", "Graduation period"
    STOP = "STOP", "停发", "Stop"
    TRANSFER = "TRANSFER", "转入其他项目", "Transfer to another programme"


class MonthLineKind(Code):
    """Why a month has its own amount."""

    NORMAL = "NORMAL", "正常", "Regular"
    GRACE = "GRACE", "渐退期", "Graduation period"
    BACK_PAY = "BACK_PAY", "补发", "Back-pay"


class ChildCategory(Code):
    """What a child is to the care of children in difficulty (儿童类别, 2.3-b)."""

    ORPHAN = "ORPHAN", "孤儿", "Orphan"
    UNATTENDED = "UNATTENDED", "事实无人抚养儿童", "De facto unattended child"
    TEKUN = "TEKUN", "特困未成年人", "Minor in tekun support"
    OTHER = "OTHER", "其他困境儿童", "Other child in difficulty"
    LEFT_BEHIND = "LEFT_BEHIND", "农村留守儿童", "Left-behind child"
    NONE = "NONE", "不属于上述类别", "None of these"
    UNDETERMINED = "UNDETERMINED", "事实或者标准不全，不能确定", "A fact or a standard is missing"


class ApprovalLevel(Code):
    """Who confirms (审核确认层级)."""

    TOWNSHIP = "TOWNSHIP", "乡镇（街道）", "Township"
    COUNTY = "COUNTY", "县级民政部门", "County"


class Doubt(Code):
    """Why a fact has to be verified (存疑原因)."""

    DISPUTED = "DISPUTED", "有争议", "Disputed"
    STALE = "STALE", "采集时间过久", "Seen too long ago"


class WarningCode(Code):
    """What a person should look at; none decides anything."""

    FURTHER_VERIFICATION = "FURTHER_VERIFICATION", "需进一步核实", "Needs further verification (PRO-06)"
    EXCLUSION_WINDOW_ENDED = (
        "EXCLUSION_WINDOW_ENDED",
        "中央基础养老金不计入期限已届满，请确认是否延长",
        "The exclusion window has ended: confirm whether it was extended (D-18)",
    )
    ACCEPTED_ON_UNKNOWN = (
        "ACCEPTED_ON_UNKNOWN",
        "受理日未知，年龄按测算日计算",
        "Ages are taken on the day of the determination",
    )
    AMOUNT_ROUNDS_TO_ZERO = "AMOUNT_ROUNDS_TO_ZERO", "金额取整后为零", "The amount rounds to zero"
    OWN_APPLICATION_REQUIRED = (
        "OWN_APPLICATION_REQUIRED",
        "须由本人或其书面委托人提出申请",
        "The person must apply himself (SP-07)",
    )
    COUNTY_VISIT_REQUIRED = "COUNTY_VISIT_REQUIRED", "县级民政部门应全部入户调查", "County must visit (LB-08)"
    MUST_BE_PLACED = (
        "MUST_BE_PLACED",
        "有入住需求的失能、半失能特困人员，应当安排集中供养",
        "Lost self-care and wishes to enter an institution: has to be placed (2.2-d)",
    )
    REFER_AFTER_TEKUN = (
        "REFER_AFTER_TEKUN",
        "终止特困供养后符合低保、临时救助条件的，应当及时纳入",
        "Leaves tekun support: to be looked at for other programmes (TK-19)",
    )
    DISPUTED_FACT = "DISPUTED_FACT", "事实有争议", "A fact is disputed"
    UNCONFIRMED_PARAMETER = "UNCONFIRMED_PARAMETER", "所用参数尚未经确认", "A parameter used is not confirmed"
    ILLUSTRATIVE_PARAMETER = (
        "ILLUSTRATIVE_PARAMETER",
        "所用参数为示例，并非真实标准",
        "A parameter used is illustrative",
    )
    PENSION_NOT_PUBLISHED = (
        "PENSION_NOT_PUBLISHED",
        "当期中央基础养老金标准未公布，不能核对",
        "The central basic pension of the day is not published (INC-12)",
    )
    COSTS_NOT_TAKEN_OFF = "COSTS_NOT_TAKEN_OFF", "该类收入不减成本", "No cost comes off income of this kind (INC-01)"
    NOT_ALL_TRIED = (
        "NOT_ALL_TRIED",
        "未知事实过多，未逐一测算各种组合，缺少的事实及其排列不完整",
        "Too many facts are unknown: not every combination was tried, and the ranking of missing facts is bounded",
    )
    REPLACES_BENEFIT = (
        "REPLACES_BENEFIT",
        "须停领现享受的待遇",
        "A benefit held now has to be given up for it",
    )
    GRACE_EXCEEDS_NATIONAL_PRINCIPLE = (
        "GRACE_EXCEEDS_NATIONAL_PRINCIPLE",
        "渐退期超过国家规定的原则上限",
        "The graduation period is longer than the national rule has it in principle (D-08)",
    )
    SCREEN_FOR_DIBAO = (
        "SCREEN_FOR_DIBAO",
        "脱贫人口，应当核查是否纳入低保或特困供养",
        "Lifted out of poverty, and must be screened for subsistence allowance or tekun support (LB-16)",
    )
    DEEMED_INCOME = "DEEMED_INCOME", "推定收入应尊重实际情况", "Deemed income must respect the real situation (INC-18)"
