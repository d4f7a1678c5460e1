"""``/v1/determinations``: answers that are kept, with a receipt."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.eligibility import queries
from services.eligibility.actions import determinations as actions
from services.eligibility.actions import replays
from services.eligibility.models import Determination
from services.eligibility.routes.clocks import ClockDep
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.decision_reasons import DecisionReasons
from shared.schemas.determination_codes import DeterminationReason, Programme
from shared.schemas.determinations import DeterminationDetail, DeterminationRequest
from shared.schemas.facts import PersonRef
from shared.schemas.replays import DeterminationPage, ReplayDetail
from shared.schemas.types import Day, DivisionCode
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.once import OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/determinations", tags=["determinations"])

Reader = Annotated[Caller, needs("determinations:read")]
Writer = Annotated[Caller, needs("determinations:write")]


@router.post("", status_code=201, responses={404: {}})
def make_determination(
    request: DeterminationRequest, once: OnceDep, session: SessionDep, caller: Writer, clock: ClockDep
) -> DeterminationDetail:
    """认定测算并保存，给出理由、依据和回执。"""
    return once.create(
        make=lambda: actions.keep_determination(session, request, caller=caller, clock=clock),
        again=lambda made: actions.read_determination(session, made),
    )


@router.get("", response_model=DeterminationPage)
def list_determinations(
    session: SessionDep,
    _caller: Reader,
    paging: PagingDep,
    division: Annotated[DivisionCode | None, Query(title="行政区划（含下级）")] = None,
    reason: Annotated[DeterminationReason | None, Query(title="测算事由")] = None,
    as_of: Annotated[Day | None, Query(title="测算日")] = None,
) -> Slice[Determination]:
    """列出保存的认定测算，最新的在前。"""
    return queries.determinations(session, paging=paging, division=division, reason=reason, as_of=as_of)


@router.get("/{determination_id}")
def read_determination(
    determination_id: UUID, response: Response, session: SessionDep, _caller: Reader
) -> DeterminationDetail:
    """查看保存的认定测算。"""
    response.headers["ETag"] = '"v1"'
    return actions.read_determination(session, determination_id)


@router.get("/{determination_id}/reasons")
def read_reasons(
    determination_id: UUID,
    session: SessionDep,
    _caller: Reader,
    programme: Annotated[Programme | None, Query(title="只要这一项目的")] = None,
    person: Annotated[PersonRef | None, Query(title="只要这位成员的")] = None,
) -> DecisionReasons:
    """写出决定书的理由：事实、核算、标准、依据，全部取自保存的测算，不重新计算。"""
    return actions.read_reasons(session, determination_id, programme=programme, person=person)


@router.post("/{determination_id}/replays")
def replay_determination(determination_id: UUID, session: SessionDep, _caller: Reader, now: NowDep) -> ReplayDetail:
    """按当时的事实和已知标准重新测算，比较是否一致。"""
    return replays.replay(session, determination_id, now=now)
