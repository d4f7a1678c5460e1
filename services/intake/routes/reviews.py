"""``/v1/received-events`` and ``/v1/review-tasks``: what eligibility tells, and the reviews it calls for."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.intake.actions import reviews as actions
from services.intake.models.benefits import ReviewTask
from services.intake.models.events import ReceivedEvent
from services.intake.queries import reviews as queries
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.codes import ReviewReason
from shared.schemas.events import PublishedEvent, ReceivedEventView
from shared.schemas.reviews import ReviewTaskPage
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.once import OnceDep
from shared.web.paging import PagingDep

events_router = APIRouter(prefix="/v1/received-events", tags=["events"])
tasks_router = APIRouter(prefix="/v1/review-tasks", tags=["benefits"])

Writer = Annotated[Caller, needs("events:write")]
Reader = Annotated[Caller, needs("benefits:read")]


@events_router.post("", status_code=201, response_model=ReceivedEventView)
def receive_standard_event(
    published: PublishedEvent, once: OnceDep, session: SessionDep, now: NowDep, caller: Writer
) -> ReceivedEvent:
    """接收认定核算服务的事件，同一事件只记一次；标准发布的，为受影响的每项待遇记一项复核任务。"""
    return once.create(
        make=lambda: actions.receive_event(session, published, caller=caller, now=now),
        again=lambda made: queries.received_event_by_id(session, made),
    )


@tasks_router.get("", response_model=ReviewTaskPage)
def list_review_tasks(
    session: SessionDep,
    caller: Reader,
    paging: PagingDep,
    reason: Annotated[ReviewReason | None, Query(title="事由")] = None,
    is_open: Annotated[bool | None, Query(title="只列待办的（true）或已办结的（false）", alias="open")] = None,
    benefit_id: Annotated[UUID | None, Query(title="待遇编号")] = None,
) -> Slice[ReviewTask]:
    """查询复核任务：标准调整后应重新核定金额的待遇。"""
    return queries.review_tasks(
        session, visible_to=caller, paging=paging, reason=reason, is_open=is_open, benefit_id=benefit_id
    )
