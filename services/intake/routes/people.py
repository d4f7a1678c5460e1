"""``/v1/people`` and ``/v1/households``."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.intake.actions import disclosures
from services.intake.actions import people as actions
from services.intake.models.people import Disclosure, Household, Person
from services.intake.queries import people as queries
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.people import (
    AccountChange,
    DisclosurePage,
    DisclosureRequest,
    HouseholdDetail,
    HouseholdPage,
    MemberJoining,
    MemberLeaving,
    PersonalData,
    PersonDetail,
    PersonPage,
    PersonSearch,
)
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import IfMatchDep, tagged
from shared.web.once import MaybeOnceDep
from shared.web.paging import PagingDep

people_router = APIRouter(prefix="/v1/people", tags=["people"])
households_router = APIRouter(prefix="/v1/households", tags=["people"])

Reader = Annotated[Caller, needs("people:read")]
Revealer = Annotated[Caller, needs("pii:reveal")]
Writer = Annotated[Caller, needs("people:read", "applications:process")]


@people_router.get("", response_model=PersonPage)
def list_people(session: SessionDep, caller: Reader, paging: PagingDep) -> Slice[Person]:
    """查询人员（脱敏）。"""
    return queries.people(session, visible_to=caller, paging=paging)


@people_router.post("/searches", response_model=PersonPage)
def search_people(
    search: PersonSearch, session: SessionDep, now: NowDep, caller: Reader, paging: PagingDep
) -> Slice[Person]:
    """按公民身份号码查找本辖区人员；号码放在请求体中，不进入网址。"""
    return disclosures.search_people(session, search, caller=caller, on=now.date(), paging=paging)


@people_router.get("/{person_id}", response_model=PersonDetail)
def read_person(person_id: UUID, response: Response, session: SessionDep, caller: Reader) -> Person:
    """查看人员（脱敏）。"""
    return tagged(response, queries.person_by_id(session, person_id, visible_to=caller))


@people_router.post("/{person_id}/disclosures")
def disclose_person(
    person_id: UUID, request: DisclosureRequest, session: SessionDep, now: NowDep, caller: Revealer
) -> PersonalData:
    """按用途查看完整个人信息，每次留痕。"""
    return disclosures.disclose(session, person_id, request, caller=caller, now=now)


@people_router.get("/{person_id}/disclosures", response_model=DisclosurePage)
def list_disclosures(person_id: UUID, session: SessionDep, caller: Reader, paging: PagingDep) -> Slice[Disclosure]:
    """查询谁在何时因何查看过该人员的完整信息。"""
    person = queries.person_by_id(session, person_id, visible_to=caller)
    return queries.disclosures(session, person.id, paging=paging)


@households_router.get("", response_model=HouseholdPage)
def list_households(session: SessionDep, caller: Reader, paging: PagingDep) -> Slice[Household]:
    """查询家庭。"""
    return queries.households(session, visible_to=caller, paging=paging)


@households_router.get("/{household_id}", response_model=HouseholdDetail)
def read_household(household_id: UUID, response: Response, session: SessionDep, caller: Reader) -> Household:
    """查看家庭及历次成员变动。"""
    return tagged(response, queries.household_by_id(session, household_id, visible_to=caller))


@households_router.put("/{household_id}/account", response_model=HouseholdDetail)
def change_household_account(
    household_id: UUID,
    change: AccountChange,
    if_match: IfMatchDep,
    response: Response,
    session: SessionDep,
    now: NowDep,
    caller: Writer,
) -> Household:
    """变更住址或收款账户。"""
    return tagged(
        response, actions.change_account(session, household_id, change, version=if_match, caller=caller, now=now)
    )


@households_router.post("/{household_id}/joinings", response_model=HouseholdDetail)
def add_household_member(
    household_id: UUID,
    joining: MemberJoining,
    if_match: IfMatchDep,
    once: MaybeOnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Writer,
) -> Household:
    """登记成员加入。"""
    return once.maybe(
        make=lambda: actions.add_member(session, household_id, joining, version=if_match, caller=caller, now=now),
        again=lambda made: queries.household_by_id(session, made, visible_to=caller),
    )


@households_router.post("/{household_id}/leavings", response_model=HouseholdDetail)
def remove_household_member(
    household_id: UUID,
    leaving: MemberLeaving,
    if_match: IfMatchDep,
    once: MaybeOnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Writer,
) -> Household:
    """登记成员离开。"""
    return once.maybe(
        make=lambda: actions.remove_member(session, household_id, leaving, version=if_match, caller=caller, now=now),
        again=lambda made: queries.household_by_id(session, made, visible_to=caller),
    )
