"""``/v1/people`` and ``/v1/households``: the information base (低收入人口信息库)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.alerts.actions import base_views
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.alert_codes import Category, MonitoringView
from shared.schemas.fact_codes import Residence
from shared.schemas.information_base import (
    HouseholdRecordDetail,
    HouseholdRecordPage,
    HouseholdRecordSummary,
    PersonRecordDetail,
    PersonRecordPage,
    PersonRecordSummary,
)
from shared.schemas.types import Day, DivisionCode
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import ETAGGED, tagged_by_content
from shared.web.paging import PagingDep

people_router = APIRouter(prefix="/v1/people", tags=["information base"])
households_router = APIRouter(prefix="/v1/households", tags=["information base"])

Reader = Annotated[Caller, needs("monitoring:read")]


def _on(now: NowDep, on: Annotated[Day | None, Query(title="哪一天的情况；不填为今天")] = None) -> date:
    return on or now.date()


OnDep = Annotated[date, Depends(_on)]
"""The day asked about."""


@dataclass(frozen=True, slots=True)
class _Filters:
    """What both lists can be narrowed by."""

    division: Annotated[DivisionCode | None, Query(title="行政区划（含下级）")] = None
    category: Annotated[Category | None, Query(title="当日有效的类别")] = None
    residence: Annotated[Residence | None, Query(title="城乡类别")] = None
    view: Annotated[MonitoringView | None, Query(title="是否已纳入救助")] = None

    def named(self) -> dict[str, Any]:
        """Return them by name."""
        return {name: getattr(self, name) for name in self.__slots__}


FiltersDep = Annotated[_Filters, Depends()]


@people_router.get("", response_model=PersonRecordPage)
def list_person_records(
    session: SessionDep, _caller: Reader, paging: PagingDep, on: OnDep, filters: FiltersDep
) -> Slice[PersonRecordSummary]:
    """查询信息库人员（不含姓名和证件号码）。"""
    return base_views.show_people(session, paging=paging, on=on, **filters.named())


@people_router.get("/{person_id}", responses=ETAGGED)
def read_person_record(
    person_id: UUID, response: Response, session: SessionDep, _caller: Reader, on: OnDep
) -> PersonRecordDetail:
    """查看信息库人员某日的类别、申请和经过。"""
    return tagged_by_content(response, base_views.show_person(session, person_id, on=on))


@households_router.get("", response_model=HouseholdRecordPage)
def list_household_records(
    session: SessionDep, _caller: Reader, paging: PagingDep, on: OnDep, filters: FiltersDep
) -> Slice[HouseholdRecordSummary]:
    """查询信息库家庭。"""
    return base_views.show_households(session, paging=paging, on=on, **filters.named())


@households_router.get("/{household_id}", responses=ETAGGED)
def read_household_record(
    household_id: UUID, response: Response, session: SessionDep, _caller: Reader, on: OnDep
) -> HouseholdRecordDetail:
    """查看信息库家庭某日的人员、类别、申请和未办结预警。"""
    return tagged_by_content(response, base_views.show_household(session, household_id, on=on))
