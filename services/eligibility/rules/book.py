"""The one rule book of the product, and the records procedures return."""

from typing import NamedTuple

from services.eligibility.engine import codes
from services.eligibility.engine.book import Book

BOOK = Book()
rule = BOOK.rule
procedure = BOOK.procedure

LAW_57 = "《最低生活保障审核确认办法》（民发〔2021〕57号）"
LAW_52 = "《关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见》（国发〔2015〕52号）"
LAW_ORPHANS = "《国务院办公厅关于加强孤儿保障工作的意见》（国办发〔2010〕54号）"
LAW_62 = "《关于进一步加强事实无人抚养儿童保障工作的意见》（民发〔2019〕62号）"
LAW_43 = "《特困人员认定办法》（民发〔2021〕43号）"
LAW_649 = "《社会救助暂行办法》（国务院令第649号）"
NOTICE_83 = "《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》（2022年10月20日）"
LAW_GX = "《刚性支出困难家庭认定办法》（2025年1月1日起施行）"
OPINION_LS = "民政部、财政部《关于进一步加强和改进临时救助工作的意见》（2018年）"
OPINION_39 = "国办发〔2023〕39号"
PRODUCT = "产品默认，待确认"

for _codes in (
    codes.Residence,
    codes.Relation,
    codes.StudentLevel,
    codes.LabourAbility,
    codes.DisabilityKind,
    codes.IncomeKind,
    codes.DeductionKind,
    codes.AssetKind,
    codes.AssetExemption,
    codes.AssistanceProgramme,
    codes.AmountMethod,
    codes.SingleAmountMethod,
    codes.DeductionMethod,
    codes.Rounding,
    codes.ApprovalLevel,
    codes.ReferenceDay,
    codes.ReviewOutcome,
    codes.SupporterRelation,
    codes.PlacementKind,
    codes.ChildCategory,
    codes.SelfCareClass,
    codes.TekunTermination,
    codes.RigidExpenditureKind,
    codes.SuddenEventKind,
    codes.ReliefType,
    codes.ReliefPropertySet,
    codes.SupplementCategory,
    codes.RefusalMethod,
    codes.GraceAmountMethod,
):
    BOOK.code(_codes)


@BOOK.finding
class Income(NamedTuple):
    """Income of one person or of all counted members over the reckoning period, in fen."""

    counted: int
    transfers_out: int
    deducted: int
    excluded: int
    countable: int


@BOOK.finding
class Belongings(NamedTuple):
    """Property that is not exempt, of one person or of all counted members."""

    financial: int
    vehicles: int
    houses: int
    businesses: int
    other: int
    dwellings_exempted: int


@BOOK.finding
class Household(NamedTuple):
    """What the family comes to: who counts, income, property."""

    persons: int
    income: Income
    belongings: Belongings


@BOOK.finding
class Standing(NamedTuple):
    """How the family stands when one of its persons asks for himself."""

    is_dibao: bool
    is_marginal: bool


@BOOK.finding
class FamilyMoney(NamedTuple):
    """The 低保 money that the household receives now, and for how many persons (0: none)."""

    household_dibao: int
    persons: int


@BOOK.finding
class MoneyBeside(NamedTuple):
    """What a child receives beside a subsidy: the chief source, his own money, the family's 低保 money and its persons."""

    comes_from: int
    own: int
    household_dibao: int
    persons: int


@BOOK.finding
class Parents(NamedTuple):
    """How each parent of a child stands: lost (dead, missing), or unable to bring him up."""

    father_is_lost: bool
    father_is_unable: bool
    mother_is_lost: bool
    mother_is_unable: bool


@BOOK.finding
class ChildFinding(NamedTuple):
    """What a person is as a child: whether he is one, his category, and whether he is left behind."""

    is_child: bool
    category: int
    is_left_behind: bool


@BOOK.finding
class Verdict(NamedTuple):
    """Whether a programme applies, whether its tests are met, and which programme stands in its way (0: none)."""

    applies: bool
    qualifies: bool
    barred_by: int


@BOOK.finding
class Payment(NamedTuple):
    """Fen a month, fen once, and the programme whose money it tops up (补差; 0: none)."""

    amount: int
    one_off: int
    tops_up: int


@BOOK.finding
class Term(NamedTuple):
    """First and last month paid (0: none), months a recognition holds, whether the first month is provisional (D-15)."""

    start_month: int
    end_month: int
    valid_months: int
    is_provisional: bool


@BOOK.finding
class Held(NamedTuple):
    """What is received of one programme now: fen a month, first and last month, and how it stands with grace (渐退)."""

    is_held: bool
    amount: int
    since_month: int
    end_month: int
    in_grace: bool
    grace_used: bool
    amount_before_grace: int


@BOOK.finding
class Reviewed(NamedTuple):
    """What a review comes to: outcome, fen a month, first month by it, last month paid of what ends (0: none)."""

    outcome: int
    amount: int
    start_month: int
    end_month: int
    is_provisional: bool


@BOOK.finding
class Relief(NamedTuple):
    """What one event comes to (临时救助): whether it is relieved and, by its grade, with how much before rounding."""

    is_relieved: bool
    amount: int


@BOOK.finding
class Reliefs(NamedTuple):
    """What all events, or all spending, come to: how many were told of, and what is due as an emergency and otherwise."""

    hardships: int
    qualifies: bool
    urgent: int
    spending: int


@BOOK.finding
class Extras(NamedTuple):
    """What comes to a 低保 household's amount and what goes: supplements (permille of the line, fen), shares refused."""

    ratio: int
    fixed: int
    share_lost: int


@BOOK.finding
class Grace(NamedTuple):
    """A graduation period (渐退期): whether it is given, whether its length was refused, fen a month, its months."""

    is_given: bool
    is_refused: bool
    amount: int
    start_month: int
    end_month: int


@BOOK.finding
class Finding(NamedTuple):
    """What a programme's procedure finds for one unit."""

    verdict: Verdict
    payment: Payment
    term: Term
    approval_level: int
    review: int
    income: Income
