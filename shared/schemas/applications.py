"""Applications as callers hand them in and see them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, field_validator

from shared.schemas.application_changes import NearRelative, NewDocument, Subject
from shared.schemas.codes import ApplicationState, Channel, DeterminationState, SpecialCase
from shared.schemas.determination_codes import Programme
from shared.schemas.facts import HouseholdFacts
from shared.schemas.paging import Page
from shared.schemas.people import NewHousehold, NewPerson, PersonSummary, Ref
from shared.schemas.transitions import AllowedActionView
from shared.schemas.types import (
    Body,
    Day,
    Flag,
    Instant,
    MoneyOut,
    ShortText,
    Text,
    View,
    Whole,
    YearMonth,
    fault_at,
)


class Entrustment(Body):
    """Who acts for the applicant, by which paper (委托书, 3.3-c)."""

    agent: Annotated[Subject, Field(title="代办人账号")]
    agent_name: Annotated[ShortText, Field(title="代办人姓名")]
    signed_on: Annotated[Day, Field(title="委托书签署日期")]


class NewApplication(Body):
    """An application, whole: household, people, facts and papers, stored in one transaction or not at all."""

    channel: Annotated[Channel, Field(title="受理渠道")]
    programmes: Annotated[
        list[Programme],
        Field(title="申请的救助项目", min_length=1, max_length=3, json_schema_extra={"uniqueItems": True}),
    ]
    household: Annotated[NewHousehold, Field(title="家庭")]
    people: Annotated[list[NewPerson], Field(title="家庭成员", min_length=1, max_length=50)]
    applicant: Annotated[Ref, Field(title="申请人的成员编号")]
    facts: Annotated[HouseholdFacts, Field(title="申报的家庭情况")]
    needs: Annotated[Text, Field(title="申请理由")]
    entrustment: Annotated[Entrustment | None, Field(title="委托代办")] = None
    documents: Annotated[list[NewDocument], Field(title="申请材料", max_length=100)] = []

    @field_validator("programmes")
    @classmethod
    def _applies_once_for_each(cls, programmes: list[Programme]) -> list[Programme]:
        """Refuse a programme that is named twice."""
        for position, programme in enumerate(programmes):
            if programme in programmes[:position]:
                raise fault_at("repeated_programme", "同一救助项目只能填写一次", position)
        return programmes


class Reapplication(Body):
    """Apply again after an application or a benefit has ended; household, people and facts are taken over (L28)."""

    channel: Annotated[Channel, Field(title="受理渠道")]
    needs: Annotated[Text, Field(title="申请理由")]
    facts: Annotated[HouseholdFacts | None, Field(title="变化后的家庭情况")] = None
    entrustment: Annotated[Entrustment | None, Field(title="委托代办")] = None
    documents: Annotated[list[NewDocument], Field(title="新材料", max_length=100)] = []


class ApplicationMemberView(View):
    """Which person a reference means, and whether he has signed the authorisation."""

    ref: str
    person: PersonSummary
    relation: str
    authorised_on: Day | None
    authorisation_version: str | None


class DocumentView(View):
    """A paper of the application."""

    id: UUID
    kind: str
    title: str
    sha256: str | None
    obtained_online: Flag
    created_at: Instant


class AppealView(View):
    """Where a decision can be challenged, and until when (AP-01, AP-02)."""

    text: str
    known_on: Annotated[Day | None, Field(title="知道该决定之日；不予确认的为送达日，尚未送达时为空")]
    reconsideration_until: Annotated[Day | None, Field(title="申请行政复议的最后一日")]
    lawsuit_until: Annotated[Day | None, Field(title="提起行政诉讼的最后一日")]
    provisional: Annotated[Flag, Field(title="涉及日历尚未装载的年份，日期可能变动")]


class DecisionLineView(View):
    """What was decided for one programme and unit."""

    id: UUID
    programme: str
    person_id: UUID | None
    confirmed: Flag
    monthly_amount: Annotated[MoneyOut, Field(validation_alias="monthly_amount_fen", title="月救助金额")]
    start_month: YearMonth | None
    reasons: list[Any]
    decided_on: Day
    appeal: Annotated[AppealView, Field(title="救济途径")]


class ApplicationSummary(View):
    """One row of a work list; it needs no further call to be drawn."""

    id: UUID
    number: str
    state: ApplicationState
    channel: Channel
    programmes: list[Programme]
    division: str
    applicant_name: str
    household_size: Whole
    handed_in_on: Day | None
    accepted_on: Day | None
    decided_on: Day | None
    delivered_on: Annotated[Day | None, Field(title="不予确认告知书送达日")]
    due_on: Annotated[Day | None, Field(title="最近的办理期限")]
    created_at: Instant
    version: Whole


class ApplicationDetail(ApplicationSummary):
    """An application as this caller may see it."""

    case_id: UUID
    household_id: UUID
    previous_id: UUID | None
    lifecycle: str
    needs: str
    entrustment: Entrustment | None
    near_relative: NearRelative | None
    special_case: SpecialCase | None
    complaint_open: Annotated[Flag | None, Field(title="有未核查的投诉举报；不向申请人一方显示")]
    members: list[ApplicationMemberView]
    facts: HouseholdFacts
    documents: list[DocumentView]
    missing_papers: list[Any]
    surveyors: list[str]
    surveyed_on: Day | None
    determination: DeterminationState
    lines: list[DecisionLineView]
    allowed_actions: list[AllowedActionView]


class ApplicationPage(Page[ApplicationSummary]):
    """A page of applications."""


class DeterminationRecord(View):
    """An answer of eligibility that was stored with the application."""

    id: UUID
    eligibility_id: UUID
    as_of: Day
    facts_version: Whole
    answer: dict[str, Any]
    created_at: Instant


class DeterminationRecordPage(Page[DeterminationRecord]):
    """A page of stored answers."""
