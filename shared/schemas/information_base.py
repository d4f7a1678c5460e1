"""The information base on the wire (低收入人口信息库, JC-01): who stands in which category, without names or numbers."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.schemas.alert_codes import Category, CategoryStatus, MonitoringView
from shared.schemas.codes import ApplicationState
from shared.schemas.determination_codes import Programme
from shared.schemas.fact_codes import Residence
from shared.schemas.paging import Page
from shared.schemas.types import Day, Instant, View, Whole


class CategoryEvidence(View):
    """What a category rests on."""

    benefit_id: UUID
    application_id: UUID | None
    events: Annotated[list[UUID], Field(title="所据事件，由早到晚")]


class CategoryPeriod(View):
    """From when on something was told to be so."""

    state: Annotated[str, Field(title="状态代码")]
    since: Day


class CategoryEntry(View):
    """One category of one person, as it stands on the day asked for."""

    id: UUID
    division: str
    person_id: UUID
    household_id: UUID
    category: Category
    programme: Programme
    residence: Annotated[Residence | None, Field(title="城乡类别；来源未说明时为空")]
    status: CategoryStatus
    from_on: Annotated[Day, Field(title="自")]
    to_on: Annotated[Day | None, Field(title="至；仍在享受时为空")]
    source: Annotated[str, Field(title="来源", examples=["/intake"])]
    evidence: CategoryEvidence
    history: Annotated[list[CategoryPeriod], Field(title="经过")]


class ApplicationEntry(View):
    """An application that somebody is part of. Refused or withdrawn ones stay: they are who is watched (JC-03)."""

    application_id: UUID
    division: str
    person_id: UUID
    household_id: UUID
    programmes: list[Programme]
    state: ApplicationState
    since: Day


class PersonRecordSummary(View):
    """A person of the information base in a list; who he is, intake alone knows and discloses."""

    id: UUID
    county: str
    divisions: Annotated[list[str], Field(title="登记所在区划")]
    view: MonitoringView
    categories: Annotated[list[Category], Field(title="当日有效的类别")]


class PersonRecordDetail(PersonRecordSummary):
    """A person with everything that is on file on the day asked for."""

    on: Annotated[Day, Field(title="哪一天的情况")]
    entries: Annotated[list[CategoryEntry], Field(title="类别，含已终止的")]
    applications: list[ApplicationEntry]
    updated_at: Annotated[Instant | None, Field(title="最近一次信息的时间")]


class PersonRecordPage(Page[PersonRecordSummary]):
    """A page of people."""


class HouseholdRecordSummary(View):
    """A household of the information base in a list; its id is that of intake."""

    id: UUID
    division: str
    county: str
    view: MonitoringView
    categories: Annotated[list[Category], Field(title="当日有效的类别")]


class HouseholdRecordDetail(HouseholdRecordSummary):
    """A household with its people on the day asked for, and how many of its alerts are open."""

    on: Annotated[Day, Field(title="哪一天的情况")]
    people: Annotated[list[UUID], Field(title="在册人员")]
    entries: Annotated[list[CategoryEntry], Field(title="类别，含已终止的")]
    applications: list[ApplicationEntry]
    open_alerts: Annotated[Whole, Field(title="目前未办结的预警数")]


class HouseholdRecordPage(Page[HouseholdRecordSummary]):
    """A page of households."""
