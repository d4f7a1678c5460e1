"""Facts of a household as known on one day (家庭情况), the only thing eligibility decides from.

A fact that is left out or null is **unknown**; it is never taken to be "no", "none" or zero. An empty list says that
there is nothing. Claims are the exception, and their titles say so: what nobody claims is not granted. People are named
by a reference inside the request; no name and no identity number belongs here.
"""

from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shared.schemas.fact_codes import (
    AssetExemption,
    AssetKind,
    ChildProgramme,
    DeductionKind,
    DisabilityKind,
    FactStatus,
    IncomeKind,
    LabourAbility,
    PersonStatusKind,
    PlacementKind,
    Relation,
    Residence,
    RigidExpenditureKind,
    SoftSignal,
    StudentLevel,
    SuddenEventKind,
    SupporterRelation,
)
from shared.schemas.types import Body, Day, DivisionCode, Flag, Money, ShortText, Whole, fault_at

PersonRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""A reference to a person inside one request, such as ``M1``."""

RegistrationCode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?$")]
"""A place anywhere in the country where somebody is registered: county (6), township (9) or village (12 digits)."""

FactPointer = Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9_-]{1,64}){1,6}$")]
"""JSON pointer to a fact inside these facts, ``/members/0/birth_date``."""


def _not_before(end: date | None, begin: date | None) -> date | None:
    """Refuse a last day that lies before the first; both may be one day."""
    if end is not None and begin is not None and end < begin:
        raise PydanticCustomError("ends_before_start", "截止日期不得早于起始日期")
    return end


class Provenance(Body):
    """Where a fact comes from and how far it is checked."""

    fact: Annotated[FactPointer, Field(title="事实位置，如 /income_items/0/amount")]
    source: Annotated[ShortText, Field(title="来源")]
    observed_on: Annotated[Day | None, Field(title="采集日期")] = None
    status: Annotated[FactStatus, Field(title="核实状态")]


class Disability(Body):
    """A disability certificate (残疾人证); kind NONE says that the person holds none."""

    kind: Annotated[DisabilityKind, Field(title="残疾类别；无残疾填 NONE")]
    grade: Annotated[Whole | None, Field(title="残疾等级，1 最重", ge=1, le=4)] = None
    issued_on: Annotated[Day | None, Field(title="发证日期")] = None
    expires_on: Annotated[Day | None, Field(title="有效期至（当日仍有效）；长期有效不填")] = None
    cancelled_on: Annotated[Day | None, Field(title="注销、冻结的，自何日起；没有注销、冻结不填")] = None


class PersonStatus(Body):
    """A circumstance that takes a person out of the household, or another the law names (HH-06…HH-08)."""

    kind: Annotated[PersonStatusKind, Field(title="情形")]
    since: Annotated[Day, Field(title="自何日起")]
    until: Annotated[Day | None, Field(title="至何日止（当日仍在）；仍在继续不填")] = None

    @field_validator("until")
    @classmethod
    def _ends_after_it_begins(cls, until: date | None, facts: ValidationInfo) -> date | None:
        return _not_before(until, facts.data.get("since"))


class Member(Body):
    """A person of the family (家庭成员), whether or not he will be counted."""

    ref: Annotated[PersonRef, Field(title="成员编号")]
    relation: Annotated[Relation, Field(title="与申请人关系")]
    sex: Annotated[Whole | None, Field(title="性别 GB/T 2261.1", le=9)] = None
    birth_date: Annotated[Day | None, Field(title="出生日期")] = None
    student_level: Annotated[StudentLevel | None, Field(title="全日制在读学段；不在读填 NONE")] = None
    can_live_independently: Annotated[Flag | None, Field(title="能否独立生活（成年子女）")] = None
    lives_apart: Annotated[Flag | None, Field(title="是否分开居住（未长期共同居住）")] = None
    has_support_duty: Annotated[
        Flag | None, Field(title="与申请人有无法定赡养、抚养、扶养义务（父母子女、配偶当然有，不必填）")
    ] = None
    statuses: Annotated[list[PersonStatus] | None, Field(title="服刑、失踪等特殊情形；没有则填空列表")] = None
    labour_ability: Annotated[LabourAbility | None, Field(title="劳动能力")] = None
    employed: Annotated[Flag | None, Field(title="是否就业")] = None
    self_care_items_not_reached: Annotated[Whole | None, Field(title="自理能力不达标项数", le=6)] = None
    disability: Annotated[Disability | None, Field(title="残疾情况")] = None
    serious_illness_recognised: Annotated[Flag | None, Field(title="是否患经认定的重特大疾病")] = None
    long_term_care_needed: Annotated[Flag | None, Field(title="是否需要长期照护")] = None
    special_group: Annotated[ShortText | None, Field(title="主张属于单独认定的特殊困难人员的，填其代码（主张）")] = None
    placement: Annotated[PlacementKind | None, Field(title="儿童安置方式")] = None
    job_refusals_in_a_row: Annotated[Whole | None, Field(title="连续无正当理由拒绝介绍工作次数", le=99)] = None
    lifted_out_of_poverty: Annotated[
        Flag | None, Field(title="是否在脱贫人口名单上（名单比对，未列入的不必填；只提示核查，不影响认定）")
    ] = None
    died_on: Annotated[Day | None, Field(title="死亡日期；在世不填")] = None
    wishes_institution: Annotated[Flag | None, Field(title="是否愿意入住供养机构")] = None
    registered_at: Annotated[
        RegistrationCode | None, Field(title="户籍地区划代码（6、9或12位）；与家庭所在县（区）同市的可不填")
    ] = None
    works_away: Annotated[Flag | None, Field(title="是否外出务工（未成年人的父母填写）")] = None
    parents: Annotated[
        list[PersonRef] | None,
        Field(title="父母情况（父母也在本户的，填其成员编号；不在本户的列入户外亲属）", max_length=2),
    ] = None
    parents_cannot_be_found: Annotated[Flag | None, Field(title="是否查找不到生父母（主张）")] = None
    guardianship_at_fault: Annotated[Flag | None, Field(title="是否监护缺失或者监护不当（主张）")] = None
    lacks_civil_capacity: Annotated[Flag | None, Field(title="是否无民事行为能力（有证明的填写，主张）")] = None
    has_contract_land: Annotated[
        Flag | None, Field(title="特困：是否有承包土地或者参加农村集体经济收益分配，适用农村标准（D-16，主张）")
    ] = None
    relocated_to_town: Annotated[
        Flag | None, Field(title="特困：是否易地扶贫搬迁至城镇，适用城市标准（D-16，主张）")
    ] = None
    child_programme: Annotated[
        ChildProgramme | None,
        Field(title="未成年人同时符合特困和儿童福利条件的，选择儿童福利项目时填其项目（TK-12，主张）"),
    ] = None
    leaves_tekun: Annotated[Flag | None, Field(title="是否自愿申请退出特困供养（TK-16，主张）")] = None


class Relative(Body):
    """A person outside the household whose circumstances count: a child's parent, a statutory supporter."""

    ref: Annotated[PersonRef, Field(title="亲属编号")]
    of: Annotated[PersonRef, Field(title="是哪一位家庭成员的亲属")]
    relation: Annotated[SupporterRelation, Field(title="是该成员的什么人")]
    birth_date: Annotated[Day | None, Field(title="出生日期")] = None
    dead: Annotated[Flag | None, Field(title="是否死亡")] = None
    missing: Annotated[Flag | None, Field(title="是否失踪")] = None
    out_of_contact_since: Annotated[
        Day | None, Field(title="失去联系且未履行监护抚养责任的，自何日起；没有失联不填")
    ] = None
    sentence_months: Annotated[Whole | None, Field(title="刑期（月）；未服刑填 0", le=1200)] = None
    detention_months: Annotated[
        Whole | None, Field(title="在押或者被采取其他限制人身自由措施的期限（月）；没有不填", le=1200)
    ] = None
    detoxification_months: Annotated[Whole | None, Field(title="强制隔离戒毒的期限（月）；没有不填", le=1200)] = None
    works_away: Annotated[Flag | None, Field(title="是否外出务工（未成年人的父母填写）")] = None
    disability: Annotated[Disability | None, Field(title="残疾情况")] = None
    seriously_ill: Annotated[Flag | None, Field(title="是否重病")] = None
    in_dibao: Annotated[Flag | None, Field(title="是否低保对象")] = None
    in_tekun: Annotated[Flag | None, Field(title="是否特困人员")] = None
    annual_income: Annotated[Money | None, Field(title="年人均收入（元）")] = None
    property_within_limits: Annotated[Flag | None, Field(title="财产是否符合规定")] = None
    lacks_civil_capacity: Annotated[Flag | None, Field(title="是否无民事行为能力（有证明的填写，主张）")] = None


class IncomeItem(Body):
    """One source of income over the whole reckoning period (核算期内合计, D-04)."""

    kind: Annotated[IncomeKind, Field(title="收入类别")]
    person: Annotated[PersonRef, Field(title="所属成员")]
    amount: Annotated[Money | None, Field(title="核算期内合计金额（元）；经营收入填毛收入")] = None
    costs: Annotated[
        Money | None, Field(title="核算期内成本、折旧和税费（元）；经营收入必填，没有填 0.00；财产收入不填即为净额")
    ] = None
    transfers_out: Annotated[
        Money | None, Field(title="由此支付的税费、社保缴费、赡养抚养费等经常性转移支出（元，主张）")
    ] = None
    exempted: Annotated[
        Flag | None, Field(title="是否批准不计入（INC-17 亲属扶养费、INC-18 推定收入，由经办人决定）")
    ] = None
    local_item: Annotated[ShortText | None, Field(title="LOCALLY_EXCLUDED 类：本地文件所列项目代码")] = None
    evidence: Annotated[ShortText | None, Field(title="凭证")] = None


class DeductionItem(Body):
    """A cost claimed against income, with its evidence (扣减项, DED-01…DED-04)."""

    kind: Annotated[DeductionKind, Field(title="扣减类别")]
    person: Annotated[PersonRef, Field(title="所属成员")]
    amount: Annotated[Money | None, Field(title="核算期内有凭证的支出（元）")] = None
    evidence: Annotated[ShortText | None, Field(title="凭证")] = None


class Asset(Body):
    """One thing of value a member owns (财产, PRO-01)."""

    kind: Annotated[AssetKind, Field(title="财产类别")]
    person: Annotated[PersonRef, Field(title="所属成员")]
    value: Annotated[Money | None, Field(title="价值（元）；车辆、房屋、市场主体按件计，可不填")] = None
    exemption: Annotated[AssetExemption | None, Field(title="主张豁免的理由（主张）")] = None
    evidence: Annotated[ShortText | None, Field(title="凭证")] = None


class RigidExpenditureItem(Body):
    """Rigid expenditure of the twelve months before the application (刚性支出, GX-05)."""

    kind: Annotated[RigidExpenditureKind, Field(title="支出类别")]
    person: Annotated[PersonRef, Field(title="所属成员")]
    amount: Annotated[Money | None, Field(title="自付金额（元）；教育按公办学校收费标准")] = None
    local_item: Annotated[ShortText | None, Field(title="OTHER 类：本地文件所列项目代码")] = None
    evidence: Annotated[ShortText | None, Field(title="凭证")] = None


class SuddenEvent(Body):
    """Something that suddenly makes life very hard (突发事件, LS)."""

    kind: Annotated[SuddenEventKind, Field(title="事件类别")]
    person: Annotated[PersonRef | None, Field(title="涉及成员")] = None
    happened_on: Annotated[Day | None, Field(title="发生日期")] = None
    loss: Annotated[Money | None, Field(title="自付费用或损失（元）")] = None
    urgent: Annotated[Flag | None, Field(title="是否急难型，须立即救助；否为支出型")] = None
    months_without_income: Annotated[Whole | None, Field(title="连续无收入的月数（UNEMPLOYMENT 类）", le=1200)] = None


class PastRelief(Body):
    """Temporary assistance the household has had before (以往临时救助, LS-11)."""

    kind: Annotated[SuddenEventKind, Field(title="事由类别")]
    paid_on: Annotated[Day, Field(title="救助日期")]


class CurrentBenefit(Body):
    """A benefit somebody of the household receives now (现享受待遇)."""

    programme: Annotated[ShortText, Field(title="项目代码，或其他津贴名称")]
    person: Annotated[PersonRef | None, Field(title="享受人；全家享受不填")] = None
    monthly_amount: Annotated[Money | None, Field(title="月金额（元）")] = None
    start_on: Annotated[Day, Field(title="自何日起")]
    end_on: Annotated[Day | None, Field(title="至何日止（当日仍享受）；仍在享受不填")] = None
    in_grace: Annotated[Flag, Field(title="是否在渐退期")] = False
    grace_used: Annotated[Flag, Field(title="本次连续享受期间是否已给予过渐退期（GR-07，系统登记）")] = False
    amount_before_grace: Annotated[Money | None, Field(title="进入渐退期前的月金额（元）；不在渐退期不填")] = None

    @field_validator("end_on")
    @classmethod
    def _ends_after_it_begins(cls, end_on: date | None, facts: ValidationInfo) -> date | None:
        return _not_before(end_on, facts.data.get("start_on"))


_REFERENCES: Final = {
    "relatives": "of",
    "income_items": "person",
    "deduction_items": "person",
    "assets": "person",
    "rigid_expenditure_items": "person",
    "sudden_events": "person",
    "current_benefits": "person",
}
"""Where the facts name a member: the field of each item that does."""


class HouseholdFacts(Body):
    """A household as known on a day (家庭情况)."""

    division: Annotated[DivisionCode, Field(title="行政区划代码")]
    residence: Annotated[Residence | None, Field(title="适用城市还是农村标准（D-16，由乡镇登记）")] = None
    applicant: Annotated[PersonRef, Field(title="申请人的成员编号")]
    members: Annotated[list[Member], Field(title="家庭成员", min_length=1, max_length=50)]
    relatives: Annotated[list[Relative] | None, Field(title="户外亲属", max_length=50)] = None
    income_items: Annotated[list[IncomeItem] | None, Field(title="收入；没有收入填空列表", max_length=500)] = None
    deduction_items: list[DeductionItem] = Field(default_factory=list, title="扣减项（主张）", max_length=200)
    assets: Annotated[list[Asset] | None, Field(title="财产；没有财产填空列表", max_length=500)] = None
    rigid_expenditure_items: Annotated[list[RigidExpenditureItem] | None, Field(title="刚性支出", max_length=500)] = (
        None
    )
    sudden_events: Annotated[list[SuddenEvent] | None, Field(title="突发事件", max_length=50)] = None
    past_relief: list[PastRelief] = Field(default_factory=list, title="以往临时救助（系统登记）", max_length=100)
    relief_group: Annotated[
        ShortText | None, Field(title="不是本地户籍或者常住家庭，按扩展的临时救助人群申请的，填人群代码（主张）")
    ] = None
    current_benefits: list[CurrentBenefit] = Field(default_factory=list, title="现享受待遇（系统登记）", max_length=100)
    soft_signals: list[SoftSignal] = Field(
        default_factory=list, title="辅助评估线索（PRO-06），只提示核实", max_length=20
    )
    near_relative_of_staff: Annotated[Flag | None, Field(title="是否经办人员或村（社区）干部近亲属（LB-08）")] = None
    provenance: list[Provenance] = Field(default_factory=list, title="各项事实的来源", max_length=1000)

    @field_validator("members")
    @classmethod
    def _has_one_spouse(cls, members: list[Member]) -> list[Member]:
        """Refuse two spouses of one applicant: marriage is between two (民法典 1041)."""
        if sum(member.relation is Relation.SPOUSE for member in members) > 1:
            raise PydanticCustomError("two_spouses", "申请人的配偶（SPOUSE）只能有一人")
        return members

    @field_validator("members")
    @classmethod
    def _has_one_applicant(cls, members: list[Member], facts: ValidationInfo) -> list[Member]:
        """Refuse a member twice, no head of the family and two heads (申请人)."""
        if len({member.ref for member in members}) != len(members):
            raise PydanticCustomError("member_ref_repeated", "成员编号重复")
        heads = [member.ref for member in members if member.relation is Relation.SELF]
        if heads != [facts.data.get("applicant", *heads[:1])]:
            raise PydanticCustomError("applicant", "申请人应为成员之一，且只有其与申请人关系为本人（SELF）")
        return members

    @model_validator(mode="after")
    def _refers_to_members_only(self) -> Self:
        """Refuse a reference that names nobody."""
        known = {None, *(member.ref for member in self.members)}  # None where an item is the whole household's
        for items, reference in _REFERENCES.items():
            for position, item in enumerate(getattr(self, items) or []):
                if getattr(item, reference) not in known:
                    raise fault_at("unknown_member_ref", "应为家庭成员编号之一", items, position, reference)
        for position, member in enumerate(self.members):
            if not known.issuperset(member.parents or []) or member.ref in (member.parents or []):
                raise fault_at("unknown_member_ref", "应为其他家庭成员的编号", "members", position, "parents")
        return self
