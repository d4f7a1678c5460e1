"""``/v1/alerts`` and ``/v1/indicators``."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import StringConstraints

from services.alerts.actions import alerts as actions
from services.alerts.actions import views
from services.alerts.models.alerts import Transition
from services.alerts.queries import alerts as queries
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.alert_codes import AlertLevel, AlertState, AssigneeRole
from shared.schemas.alerts import AlertChange, AlertDetail, AlertPage, AlertSummary, IndicatorList
from shared.schemas.transitions import TransitionPage
from shared.schemas.types import DivisionCode
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import IfMatchDep, tagged
from shared.web.once import MaybeOnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/alerts", tags=["alerts"])
indicators_router = APIRouter(prefix="/v1/indicators", tags=["alerts"])

Reader = Annotated[Caller, needs("alerts:read")]
Worker = Annotated[Caller, needs("alerts:read", "alerts:handle")]
IndicatorId = Annotated[str, StringConstraints(pattern=r"^AL-\d{2}$")]


@router.get("", response_model=AlertPage)
def list_alerts(
    session: SessionDep,
    now: NowDep,
    _caller: Reader,
    paging: PagingDep,
    state: Annotated[AlertState | None, Query(title="状态")] = None,
    level: Annotated[AlertLevel | None, Query(title="等级")] = None,
    indicator: Annotated[IndicatorId | None, Query(title="指标编号", examples=["AL-27"])] = None,
    division: Annotated[DivisionCode | None, Query(title="行政区划（含下级）")] = None,
    audience: Annotated[AssigneeRole | None, Query(title="应由谁关注")] = None,
    household_id: Annotated[UUID | None, Query(title="所涉家庭")] = None,
) -> Slice[AlertSummary]:
    """查询预警。"""
    return views.show_alerts(
        session, paging=paging, today=now.date(), state=state, level=level, indicator=indicator, division=division,
        audience=audience, household_id=household_id,
    )  # fmt: skip


@router.get("/{alert_id}")
def read_alert(alert_id: UUID, response: Response, session: SessionDep, now: NowDep, caller: Reader) -> AlertDetail:
    """查看预警，含依据和当前可执行的操作。"""
    return tagged(response, views.show_alert(session, alert_id, caller=caller, today=now.date()))


@router.post("/{alert_id}/transitions")
def transition_alert(
    alert_id: UUID,
    change: AlertChange,
    if_match: IfMatchDep,
    once: MaybeOnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Worker,
) -> AlertDetail:
    """交办、签收、办结、认定误报或重新打开。"""
    return once.maybe(
        make=lambda: views.show_alert(
            session,
            actions.transition_alert(session, alert_id, change, version=if_match, caller=caller, now=now).id,
            caller=caller,
            today=now.date(),
        ),
        again=lambda made: views.show_alert(session, made, caller=caller, today=now.date()),
    )


@router.get("/{alert_id}/transitions", response_model=TransitionPage)
def list_alert_transitions(
    alert_id: UUID, session: SessionDep, _caller: Reader, paging: PagingDep
) -> Slice[Transition]:
    """查看预警办理过程。"""
    return queries.history(session, queries.alert_by_id(session, alert_id).id, paging=paging)


@indicators_router.get("")
def list_indicators(now: NowDep, _caller: Reader) -> IndicatorList:
    """查询预警指标：依据、条款、等级和是否启用。"""
    return views.show_indicators(now.date())
