"""``/v1/received-events`` and ``/v1/received-event-batches``: what intake tells."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.alerts.actions import events as actions
from services.alerts.models.events import ReceivedEvent
from services.alerts.queries import events as queries
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.events import (
    NewReceivedEventBatch,
    PublishedEvent,
    ReceivedEventBatchView,
    ReceivedEventPage,
    ReceivedEventView,
)
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.once import MaybeOnceDep, OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/received-events", tags=["events"])
batches_router = APIRouter(prefix="/v1/received-event-batches", tags=["events"])

Reader = Annotated[Caller, needs("events:read")]
Writer = Annotated[Caller, needs("events:write")]


@router.post("", status_code=201, response_model=ReceivedEventView)
def receive_event(
    published: PublishedEvent, once: OnceDep, session: SessionDep, now: NowDep, caller: Writer
) -> ReceivedEvent:
    """接收其他服务的事件，同一事件只记一次。"""
    return once.create(
        make=lambda: actions.receive_event(session, published, caller=caller, now=now),
        again=lambda made: queries.received_event_by_id(session, made),
    )


@batches_router.post("", status_code=200)
def receive_event_batch(
    batch: NewReceivedEventBatch, once: MaybeOnceDep, session: SessionDep, now: NowDep, caller: Writer
) -> ReceivedEventBatchView:
    """一次接收多个事件，全部接收或全部不接收；同一事件只记一次。"""
    return once.repeatable(lambda: actions.receive_batch(session, batch, caller=caller, now=now))


@router.get("", response_model=ReceivedEventPage)
def list_received_events(
    session: SessionDep,
    _caller: Reader,
    paging: PagingDep,
    subject: Annotated[UUID | None, Query(title="对象编号")] = None,
) -> Slice[ReceivedEvent]:
    """查询已接收的事件。"""
    return queries.received_events(session, paging=paging, subject=str(subject) if subject else None)
