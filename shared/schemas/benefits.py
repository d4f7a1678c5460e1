"""Benefits, their month ledger, notices and case files as callers see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.schemas.codes import (
    BenefitAction,
    BenefitState,
    MonthKind,
    MonthStatus,
    NoticeKind,
    ReviewClass,
    StopReason,
)
from shared.schemas.paging import Page
from shared.schemas.transitions import AllowedActionView
from shared.schemas.types import Body, Day, Instant, MoneyOut, ShortText, View, Whole, YearMonth


class StopBenefit(Body):
    """停发 (L25): the reason is told to the members in writing."""

    action: Literal[BenefitAction.STOP]
    reason: Annotated[StopReason, Field(title="停发原因")]
    happened_on: Annotated[Day, Field(title="事由发生之日")]
    note: Annotated[ShortText, Field(title="说明（书面告知内容）")]


class CallReview(Body):
    """启动复核 (L21) before it is due, because of a change or an alert."""

    action: Literal[BenefitAction.CALL_REVIEW]
    note: Annotated[ShortText, Field(title="启动复核的原因")]


class KeepBenefit(Body):
    """复核后继续救助 (L22): nothing has changed clearly, so the amount stays (RV-05); the next review is set anew."""

    action: Literal[BenefitAction.KEEP]
    note: Annotated[ShortText, Field(title="复核结论（复核表所载）")]


BenefitChange = Annotated[StopBenefit | CallReview | KeepBenefit, Field(discriminator="action")]


class BenefitSummary(View):
    """A benefit in a list."""

    id: UUID
    division: str
    case_id: UUID
    programme: str
    person_id: UUID | None
    state: BenefitState
    monthly_amount: Annotated[MoneyOut, Field(validation_alias="monthly_amount_fen", title="月救助金额")]
    start_month: YearMonth
    end_month: YearMonth | None
    next_review_on: Day
    version: Whole


class BenefitDetail(BenefitSummary):
    """A benefit with what may be done to it."""

    application_id: UUID
    household_id: UUID
    lifecycle: str
    review_class: ReviewClass
    stop_reason: StopReason | None
    allowed_actions: list[AllowedActionView]


class BenefitPage(Page[BenefitSummary]):
    """A page of benefits."""


class BenefitMonthView(View):
    """One month of the ledger."""

    id: UUID
    month: YearMonth
    kind: MonthKind
    entitled: Annotated[MoneyOut, Field(validation_alias="entitled_fen", title="应发金额")]
    paid: Annotated[MoneyOut, Field(validation_alias="paid_fen", title="实发金额")]
    status: MonthStatus


class BenefitMonthPage(Page[BenefitMonthView]):
    """A page of the month ledger."""


class PublicNoticeView(View):
    """A notice as the village may see it: name, household size and amount, nothing else (CONF-02)."""

    id: UUID
    kind: NoticeKind
    applicant_name: str
    household_size: Whole
    monthly_amount: Annotated[MoneyOut, Field(validation_alias="monthly_amount_fen", title="月救助金额")]
    posted_on: Day
    last_day: Day
    forward_from: Day
    withdrawn_on: Day | None


class PublicNoticePage(Page[PublicNoticeView]):
    """A page of public notices."""


class CaseApplication(View):
    """An application in a case file."""

    id: UUID
    number: str
    state: str
    handed_in_on: Day | None
    decided_on: Day | None


class CaseSummary(View):
    """A case file in a list, with what is due next."""

    id: UUID
    number: str
    division: str
    household_id: UUID
    applicant_name: Annotated[str | None, Field(title="最近一次申请的申请人；看不到任何申请时为空")]
    state: Annotated[str | None, Field(title="最近一次申请的状态；看不到任何申请时为空")]
    due_on: Annotated[Day | None, Field(title="下一个期限")]
    created_at: Instant


class CaseDetail(CaseSummary):
    """A case file: the applications and benefits of a household."""

    applications: list[CaseApplication]
    benefits: Annotated[list[BenefitSummary] | None, Field(title="待遇；无权查看待遇时为空")]


class CasePage(Page[CaseSummary]):
    """A page of case files."""
