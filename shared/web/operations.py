"""Routes that every service has: its events, its audit log, its undelivered messages, successions of divisions."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import ColumnElement

from shared import audit, events, outbox, successions
from shared.audit_entries import AuditEntry
from shared.db import Session
from shared.errors import NotFound
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.divisions import DivisionSuccessionDetail, NewDivisionSuccession
from shared.schemas.events import CloudEventPage, EventType
from shared.schemas.operations import AuditEntryPage, MessagePage
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.once import MaybeOnceDep
from shared.web.paging import PagingDep

Reader = Annotated[Caller, needs("events:read")]
Auditor = Annotated[Caller, needs("audit:read")]
Operator = Annotated[Caller, needs("messages:operate")]
Writer = Annotated[Caller, needs("events:write")]
Position = Annotated[int, Query(title="从该序号之后读起", ge=0, le=2**62)]
Limit = Annotated[int, Query(title="每页条数", ge=1, le=500)]
EventsOf = Callable[[Caller], Sequence[ColumnElement[bool]]]
"""What a service asks of an event before a caller may know of it, beside the place."""


class MessageNotFound(NotFound):
    """No such undelivered message."""

    code = "message_not_found"


def router_for(service: str, *, keeps_successions: bool = True, events_of: EventsOf = lambda _: ()) -> APIRouter:
    """Return the routes for one service; their operation ids carry its name, so that front ends can merge documents."""
    router = APIRouter(prefix="/v1", tags=["operations"])
    router.add_api_route(
        "/events", _event_list(events_of), name=f"list_{service}_events", response_model=CloudEventPage
    )
    router.add_api_route(
        "/audit-entries", list_audit_entries, name=f"list_{service}_audit_entries", response_model=AuditEntryPage
    )
    router.add_api_route(
        "/dead-letters", list_dead_letters, name=f"list_{service}_dead_letters", response_model=MessagePage
    )
    router.add_api_route(
        "/dead-letters/{message_id}/rearmings", rearm, name=f"rearm_{service}_message", methods=["POST"],
        status_code=204,
    )  # fmt: skip
    if keeps_successions:
        router.add_api_route(
            "/division-successions", receive_succession, name=f"receive_{service}_succession", methods=["POST"],
            response_model=DivisionSuccessionDetail,
        )  # fmt: skip
    return router


def _event_list(events_of: EventsOf) -> Callable[..., Slice[Any]]:
    def list_events(
        session: SessionDep,
        caller: Reader,
        after: Position = 0,
        limit: Limit = 50,
        type: Annotated[EventType | None, Query(title="事件类型")] = None,  # noqa: A002  the standard's own name
    ) -> Slice[Any]:
        """按序号读取事件，无遗漏。"""
        types = [type] if type else None
        found = events.events_after(session, after=after, limit=limit, types=types, only=events_of(caller))
        return Slice([events.as_cloudevent(event) for event in found], _last(found, limit), None)

    return list_events


def list_audit_entries(
    session: SessionDep, _caller: Auditor, after: Position = 0, limit: Limit = 50
) -> Slice[AuditEntry]:
    """按序号读取操作日志。"""
    found = audit.entries_after(session, after=after, limit=limit)
    return Slice(found, _last(found, limit), None)


def list_dead_letters(session: SessionDep, _caller: Operator, paging: PagingDep) -> Slice[outbox.OutboxMessage]:
    """查询放弃投递的消息。"""
    return outbox.dead_letters(session, paging=paging)


def rearm(message_id: UUID, once: MaybeOnceDep, session: SessionDep, now: NowDep, _caller: Operator) -> None:
    """重新投递一条消息。"""
    once.maybe(
        make=lambda: _rearmed(session, message_id, now=now), again=lambda _: outbox.message_by_id(session, message_id)
    )


def _rearmed(session: Session, message_id: UUID, *, now: datetime) -> outbox.OutboxMessage:
    if not outbox.rearm(session, message_id, now=now):
        raise MessageNotFound("未找到该消息")
    return outbox.message_by_id(session, message_id)


def receive_succession(
    new: NewDivisionSuccession, once: MaybeOnceDep, session: SessionDep, _caller: Writer
) -> NewDivisionSuccession:
    """接收行政区划撤并，同一撤并只记一次。"""
    return once.repeatable(lambda: _registered(session, new))


def _registered(session: Session, new: NewDivisionSuccession) -> NewDivisionSuccession:
    successions.register(session, from_code=new.from_code, to_code=new.to_code, effective_on=new.effective_on)
    return new


def _last(rows: Sequence[Any], limit: int) -> str | None:
    """Return the position to read on from when the page is full."""
    return str(rows[-1].position) if len(rows) == limit else None
