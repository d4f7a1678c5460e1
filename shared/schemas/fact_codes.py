"""Code tables of the facts (事实代码表). ``engine/codes`` gives the same names to the whole numbers rules reckon with."""

from shared.schemas.types import Code


class Residence(Code):
    """Which line applies (D-16)."""

    URBAN = "URBAN", "城市", "Urban"
    RURAL = "RURAL", "农村", "Rural"


class FactStatus(Code):
    """How far a fact is checked."""

    DECLARED = "DECLARED", "申报", "Declared"
    VERIFIED = "VERIFIED", "已核实", "Verified"
    DISPUTED = "DISPUTED", "有争议", "Disputed"


class Relation(Code):
    """What the person is to the applicant (与申请人关系, groups of GB/T 4761)."""

    SELF = "SELF", "本人", "The applicant"
    SPOUSE = "SPOUSE", "配偶", "Spouse"
    CHILD = "CHILD", "子女（含养子女、继子女）", "Child, also adopted or step"
    PARENT = "PARENT", "父母（含养父母、继父母）", "Parent, also adoptive or step"
    GRANDCHILD = "GRANDCHILD", "孙子女、外孙子女", "Grandchild"
    GRANDPARENT = "GRANDPARENT", "祖父母、外祖父母", "Grandparent"
    SIBLING = "SIBLING", "兄弟姐妹", "Brother or sister"
    CHILD_IN_LAW = "CHILD_IN_LAW", "儿媳、女婿", "Child-in-law"
    PARENT_IN_LAW = "PARENT_IN_LAW", "公婆、岳父母", "Parent-in-law"
    OTHER_RELATIVE = "OTHER_RELATIVE", "其他亲属", "Other relative"
    NOT_RELATED = "NOT_RELATED", "非亲属", "Not related"


class StudentLevel(Code):
    """Level of full-time schooling (全日制在读学段)."""

    NONE = "NONE", "不在读", "Not a full-time student"
    COMPULSORY = "COMPULSORY", "义务教育", "Compulsory education"
    SENIOR_HIGH = "SENIOR_HIGH", "普通高中", "Senior high school"
    SECONDARY_VOCATIONAL = "SECONDARY_VOCATIONAL", "中等职业学校", "Secondary vocational school"
    JUNIOR_COLLEGE = "JUNIOR_COLLEGE", "大学专科", "Junior college"
    BACHELOR = "BACHELOR", "大学本科", "Bachelor"
    MASTER = "MASTER", "硕士研究生", "Master"
    DOCTOR = "DOCTOR", "博士研究生", "Doctor"


class LabourAbility(Code):
    """Ability to work (劳动能力)."""

    FULL = "FULL", "有劳动能力", "Able"
    PARTIAL = "PARTIAL", "部分丧失劳动能力", "Partly lost"
    LOST = "LOST", "完全丧失劳动能力", "Fully lost"
    NONE = "NONE", "无劳动能力", "None (age)"


class DisabilityKind(Code):
    """Kind of disability (GB/T 26341)."""

    NONE = "NONE", "无残疾", "No disability"
    VISUAL = "VISUAL", "视力", "Visual"
    HEARING = "HEARING", "听力", "Hearing"
    SPEECH = "SPEECH", "言语", "Speech"
    PHYSICAL = "PHYSICAL", "肢体", "Physical"
    INTELLECTUAL = "INTELLECTUAL", "智力", "Intellectual"
    MENTAL = "MENTAL", "精神", "Mental"
    MULTIPLE = "MULTIPLE", "多重", "Multiple"


class PersonStatusKind(Code):
    """Circumstances that take a person out of the household (HH-06…HH-08)."""

    CLERGY_AWAY = "CLERGY_AWAY", "脱离家庭在宗教场所居住的教职人员", "Clergy living in a religious place"
    IN_PRISON = "IN_PRISON", "在监狱服刑", "In prison"
    COMPULSORY_DETOXIFICATION = "COMPULSORY_DETOXIFICATION", "强制隔离戒毒", "In compulsory isolated detoxification"
    DECLARED_MISSING = "DECLARED_MISSING", "宣告失踪", "Declared missing"
    LEFT_OUT_BY_PROVINCE = "LEFT_OUT_BY_PROVINCE", "省级民政部门规定的其他人员", "Left out by provincial rule"


class PlacementKind(Code):
    """Where a child lives (儿童安置)."""

    WITH_PARENTS = "WITH_PARENTS", "随父母生活", "With parents"
    SCATTERED = "SCATTERED", "社会散居（亲属抚养等）", "With kin or a family"
    INSTITUTION = "INSTITUTION", "机构养育", "In an institution"
    ADOPTED = "ADOPTED", "已被依法收养", "Adopted"


class ChildProgramme(Code):
    """The programmes for children that may be chosen instead of 特困 (TK-12)."""

    ORPHAN = "ORPHAN", "孤儿基本生活保障", "Orphans' allowance"
    DEFACTO_CHILD = "DEFACTO_CHILD", "事实无人抚养儿童基本生活补贴", "De facto unattended children's allowance"


class SupporterRelation(Code):
    """What a relative outside the household is to a member."""

    FATHER = "FATHER", "父亲", "Father"
    MOTHER = "MOTHER", "母亲", "Mother"
    CHILD = "CHILD", "子女", "Child"
    SPOUSE = "SPOUSE", "配偶", "Spouse"
    GRANDCHILD = "GRANDCHILD", "孙子女、外孙子女", "Grandchild"
    GRANDPARENT = "GRANDPARENT", "祖父母、外祖父母", "Grandparent"
    SIBLING = "SIBLING", "兄弟姐妹", "Brother or sister"
    OTHER = "OTHER", "其他义务人", "Other supporter"


class IncomeKind(Code):
    """Kinds of income with their rule (INC-01…INC-18)."""

    WAGES = "WAGES", "工资性收入（INC-01）", "Wages (INC-01)"
    BUSINESS = "BUSINESS", "经营收入（INC-02）", "Business (INC-02)"
    PROPERTY = "PROPERTY", "财产收入（INC-03）", "From property (INC-03)"
    TRANSFER = "TRANSFER", "转移性收入（INC-04）", "Transfers (INC-04)"
    OTHER = "OTHER", "其他应计收入（INC-05）", "Other, marked to count (INC-05)"
    HONOURS = "HONOURS", "优待抚恤金、计生奖扶、奖学金、见义勇为奖励等（INC-10）", "Honours and scholarships (INC-10)"
    ASSISTANCE = "ASSISTANCE", "政府发放的社会救助款物（INC-11）", "Social assistance (INC-11)"
    CENTRAL_PENSION = "CENTRAL_PENSION", "城乡居民养老保险中央基础养老金（INC-12）", "Central basic pension (INC-12)"
    LOCALLY_EXCLUDED = "LOCALLY_EXCLUDED", "市级以上规定不计入的其他项目（INC-13）", "Excluded by local rule (INC-13)"
    DISABILITY_SUBSIDY = "DISABILITY_SUBSIDY", "残疾人两项补贴（INC-14）", "Disability subsidies (INC-14)"
    UNATTENDED_CHILD_SUBSIDY = (
        "UNATTENDED_CHILD_SUBSIDY",
        "事实无人抚养儿童补贴（INC-15）",
        "De facto unattended child subsidy (INC-15)",
    )
    OLD_AGE_ALLOWANCE = "OLD_AGE_ALLOWANCE", "高龄津贴等（INC-16，仅特困不计）", "Old-age allowance (INC-16)"
    RELATIVES_SUPPORT = (
        "RELATIVES_SUPPORT",
        "兄弟姐妹或60周岁以上亲属给予成年无业重度残疾人的扶养费（INC-17）",
        "Support of a jobless severely disabled adult by kin (INC-17)",
    )
    DEEMED_LABOUR = "DEEMED_LABOUR", "按劳动力系数推定的收入（INC-18）", "Deemed labour income (INC-18)"


class DeductionKind(Code):
    """Kinds of deduction (DED-01…DED-03)."""

    EMPLOYMENT_COST = "EMPLOYMENT_COST", "就业必要成本", "Necessary cost of employment"
    DISABILITY_EXPENSE = "DISABILITY_EXPENSE", "因残增加的刚性支出", "Expenditure added by disability"
    ILLNESS_EXPENSE = "ILLNESS_EXPENSE", "因重病增加的刚性支出", "Expenditure added by serious illness"


class AssetKind(Code):
    """Kinds of property (PRO-01)."""

    DEPOSIT = "DEPOSIT", "存款、现金", "Deposit or cash"
    SECURITY = "SECURITY", "有价证券", "Securities"
    FUND = "FUND", "基金、理财", "Funds"
    INSURANCE = "INSURANCE", "商业保险", "Commercial insurance"
    CLAIM = "CLAIM", "债权", "Claim"
    INTERNET_FINANCE = "INTERNET_FINANCE", "互联网金融资产", "Internet finance"
    VEHICLE = "VEHICLE", "机动车辆、船舶、工程机械", "Vehicle"
    HOUSE = "HOUSE", "房屋", "House"
    BUSINESS = "BUSINESS", "登记的市场主体", "Registered business"
    OTHER_IMMOVABLE = "OTHER_IMMOVABLE", "林木等定着物", "Timber and the like"


class AssetExemption(Code):
    """Reasons why a thing may be exempt; ``property.exemptions`` lists those that are granted (PRO-02)."""

    VEHICLE_FOR_TREATMENT = "VEHICLE_FOR_TREATMENT", "就医必需的车辆", "Vehicle needed for treatment"
    VEHICLE_FOR_REHABILITATION = "VEHICLE_FOR_REHABILITATION", "康复必需的车辆", "Vehicle needed for rehabilitation"
    VEHICLE_FOR_LIVELIHOOD = "VEHICLE_FOR_LIVELIHOOD", "维持生计必需的车辆", "Vehicle needed for the livelihood"
    OWN_DWELLING = "OWN_DWELLING", "唯一自住住房", "The only dwelling"
    PRODUCTION_MEANS = "PRODUCTION_MEANS", "生产必需品", "Means of production"
    ASSISTANCE_SAVINGS = "ASSISTANCE_SAVINGS", "救助资金结余", "Savings from assistance"
    HOUSE_SALE_WITHIN_A_YEAR = "HOUSE_SALE_WITHIN_A_YEAR", "一年内售房款", "House-sale money within a year"


class RigidExpenditureKind(Code):
    """Kinds of rigid expenditure (GX-05)."""

    LIVING = "LIVING", "基本生活", "Living"
    MEDICAL = "MEDICAL", "医疗", "Medical"
    EDUCATION = "EDUCATION", "教育", "Education"
    REHABILITATION = "REHABILITATION", "残疾康复", "Rehabilitation"
    OTHER = "OTHER", "其他", "Other"


class SuddenEventKind(Code):
    """Causes of sudden hardship (LS)."""

    ILLNESS = "ILLNESS", "突发重大疾病", "Illness"
    DISASTER = "DISASTER", "灾害、火灾", "Disaster or fire"
    ACCIDENT = "ACCIDENT", "交通事故等意外", "Accident"
    SCHOOLING = "SCHOOLING", "教育费用", "Schooling"
    OTHER = "OTHER", "其他", "Other"
    UNEMPLOYMENT = "UNEMPLOYMENT", "未参加失业保险的失业人员无收入", "Uninsured unemployment without income"


class SoftSignal(Code):
    """Signs that call for a closer look and decide nothing (PRO-06)."""

    HIGH_UTILITIES = "HIGH_UTILITIES", "水电气费用偏高", "High utility bills"
    HIGH_TELECOM = "HIGH_TELECOM", "通讯费用偏高", "High telecom bills"
    HIGH_FEE_SCHOOL = "HIGH_FEE_SCHOOL", "就读高收费学校", "High-fee school"
    FOREIGN_TRAVEL = "FOREIGN_TRAVEL", "出国旅游", "Foreign travel"
    HIGH_SPENDING = "HIGH_SPENDING", "其他高消费", "Other high spending"
