"""``/v1/applications``: hand in, look, take steps."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.intake.actions import application_steps, handing_in, views
from services.intake.models.applications import Application, Determination
from services.intake.models.transitions import Transition
from services.intake.queries import applications as queries
from services.intake.queries import determinations as determination_queries
from services.intake.queries import transitions
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.application_changes import ApplicationChange
from shared.schemas.applications import (
    ApplicationDetail,
    ApplicationPage,
    DeterminationRecordPage,
    NewApplication,
    Reapplication,
)
from shared.schemas.clocks import ClockList
from shared.schemas.codes import ApplicationState
from shared.schemas.determination_codes import Programme
from shared.schemas.transitions import TransitionPage
from shared.schemas.types import Day, DivisionCode
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import IfMatchDep, tagged
from shared.web.once import MaybeOnceDep, OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/applications", tags=["applications"])

Reader = Annotated[Caller, needs("applications:read")]
Writer = Annotated[Caller, needs("applications:write")]


@router.post("", status_code=201)
def create_application(
    new: NewApplication, once: OnceDep, session: SessionDep, now: NowDep, caller: Writer
) -> ApplicationDetail:
    """新建申请：家庭、成员、申报情况和材料一次提交，要么全部保存，要么都不保存。"""
    return once.create(
        make=lambda: views.show_application(
            session, handing_in.create_application(session, new, caller=caller, now=now), caller=caller, now=now
        ),
        again=lambda made: views.open_application(session, made, caller=caller, now=now),
    )


@router.get("", response_model=ApplicationPage)
def list_applications(
    session: SessionDep,
    caller: Reader,
    paging: PagingDep,
    state: Annotated[ApplicationState | None, Query(title="状态")] = None,
    division: Annotated[DivisionCode | None, Query(title="行政区划（含下级）")] = None,
    programme: Annotated[Programme | None, Query(title="救助项目")] = None,
    due_before: Annotated[Day | None, Query(title="期限不晚于")] = None,
) -> Slice[Application]:
    """查询申请。"""
    return queries.applications(
        session, visible_to=caller, paging=paging, state=state, division=division, programme=programme,
        due_before=due_before,
    )  # fmt: skip


@router.get("/{application_id}")
def read_application(
    application_id: UUID, response: Response, session: SessionDep, now: NowDep, caller: Reader
) -> ApplicationDetail:
    """查看一件申请，含当前可执行的操作。"""
    return tagged(response, views.open_application(session, application_id, caller=caller, now=now))


@router.post("/{application_id}/transitions")
def transition_application(
    application_id: UUID,
    change: ApplicationChange,
    if_match: IfMatchDep,
    once: MaybeOnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Reader,
) -> ApplicationDetail:
    """办理一个环节。"""
    return once.maybe(
        make=lambda: views.show_application(
            session,
            application_steps.transition_application(
                session, application_id, change, version=if_match, caller=caller, now=now
            ),
            caller=caller,
            now=now,
        ),
        again=lambda made: views.open_application(session, made, caller=caller, now=now),
    )


@router.get("/{application_id}/transitions", response_model=TransitionPage)
def list_application_transitions(
    application_id: UUID, session: SessionDep, caller: Reader, paging: PagingDep
) -> Slice[Transition]:
    """查看办理过程。"""
    application = queries.application_by_id(session, application_id, visible_to=caller)
    return transitions.history(session, application.id, paging=paging, shown_to=caller)


@router.get("/{application_id}/determinations", response_model=DeterminationRecordPage)
def list_application_determinations(
    application_id: UUID, session: SessionDep, caller: Reader, paging: PagingDep
) -> Slice[Determination]:
    """查看认定测算结果。"""
    application = queries.application_by_id(session, application_id, visible_to=caller)
    return determination_queries.determinations(session, application.id, paging=paging)


@router.get("/{application_id}/clocks")
def list_application_clocks(
    application_id: UUID,
    session: SessionDep,
    now: NowDep,
    caller: Reader,
    explain: Annotated[bool, Query(title="列出逐日计算")] = False,
) -> ClockList:
    """查看办理时限，可逐日说明。"""
    return views.show_clocks(session, application_id, caller=caller, today=now.date(), explain=explain)


@router.post("/{application_id}/reapplications", status_code=201)
def reapply(
    application_id: UUID, again: Reapplication, once: OnceDep, session: SessionDep, now: NowDep, caller: Writer
) -> ApplicationDetail:
    """办结后重新申请，沿用已有家庭和成员信息。"""
    return once.create(
        make=lambda: views.show_application(
            session, handing_in.reapply(session, application_id, again, caller=caller, now=now), caller=caller, now=now
        ),
        again=lambda made: views.open_application(session, made, caller=caller, now=now),
    )
