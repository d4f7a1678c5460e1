"""``/v1/standards``: dated standards from draft to publication."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.eligibility import queries
from services.eligibility.actions import differences as late
from services.eligibility.actions import impacts
from services.eligibility.actions import standards as actions
from services.eligibility.errors import KnownInFuture
from services.eligibility.models import Standard, StandardTransition
from services.eligibility.routes.clocks import ClockDep
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.standard_effects import HouseholdDifference, HouseholdDifferencePage, StandardImpact
from shared.schemas.standards import (
    NewStandard,
    StandardChange,
    StandardDetail,
    StandardPage,
    StandardPlace,
    StandardState,
    StandardTransitionRequest,
)
from shared.schemas.transitions import TransitionPage
from shared.schemas.types import Day, Instant
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import IfMatchDep, tagged
from shared.web.once import MaybeOnceDep, OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/standards", tags=["standards"])

Reader = Annotated[Caller, needs("standards:read")]
Drafter = Annotated[Caller, needs("standards:draft")]
Publisher = Annotated[Caller, needs("standards:publish")]
Estimator = Annotated[Caller, needs("drafts:read", "determinations:read")]
Determiner = Annotated[Caller, needs("standards:read", "determinations:read")]


@router.post("", status_code=201, responses={404: {}})
def draft_standard(
    new: NewStandard, once: OnceDep, session: SessionDep, caller: Drafter, now: NowDep
) -> StandardDetail:
    """起草标准。"""
    return once.create(
        make=lambda: actions.draft_standard(session, new, caller=caller, now=now),
        again=lambda made: actions.read_standard(session, made, caller=caller, now=now),
    )


@router.get("", response_model=StandardPage)
def list_standards(
    session: SessionDep,
    caller: Reader,
    paging: PagingDep,
    *,
    state: Annotated[StandardState | None, Query(title="状态")] = None,
    division: Annotated[StandardPlace | None, Query(title="适用区划")] = None,
    now: NowDep,
    on: Annotated[Day | None, Query(title="该日有内容在执行")] = None,
    known_at: Annotated[Instant | None, Query(title="按何时已发布的；不填为现在")] = None,
) -> Slice[Standard]:
    """列出标准，最新的在前；草稿只对起草、发布标准和监督的人可见。"""
    if known_at is not None and known_at > now:
        raise KnownInFuture
    return queries.standards(
        session, visible_to=caller, paging=paging, state=state, division=division, on=on, known_at=known_at
    )


@router.get("/{standard_id}")
def read_standard(
    standard_id: UUID, response: Response, session: SessionDep, caller: Reader, now: NowDep
) -> StandardDetail:
    """查看标准及可执行的操作。"""
    return tagged(response, actions.read_standard(session, standard_id, caller=caller, now=now))


@router.patch("/{standard_id}")
def amend_standard(
    standard_id: UUID,
    change: StandardChange,
    *,
    response: Response,
    session: SessionDep,
    caller: Drafter,
    now: NowDep,
    version: IfMatchDep,
) -> StandardDetail:
    """修改标准草稿。"""
    changed = actions.amend_standard(session, standard_id, change, version=version, caller=caller, now=now)
    return tagged(response, changed)


@router.post("/{standard_id}/transitions")
def transition_standard(
    standard_id: UUID,
    change: StandardTransitionRequest,
    *,
    once: MaybeOnceDep,
    session: SessionDep,
    caller: Publisher,
    now: NowDep,
    clock: ClockDep,
    version: IfMatchDep,
) -> StandardDetail:
    """发布或撤回标准，发布须由起草人以外的另一人办理。"""
    return once.maybe(
        make=lambda: actions.transition_standard(
            session, standard_id, change, version=version, caller=caller, clock=clock
        ),
        again=lambda made: actions.read_standard(session, made, caller=caller, now=now),
    )


@router.get("/{standard_id}/transitions", response_model=TransitionPage)
def list_standard_transitions(
    standard_id: UUID, session: SessionDep, caller: Reader, paging: PagingDep
) -> Slice[StandardTransition]:
    """查看标准的办理经过。"""
    return queries.standard_history(session, standard_id, visible_to=caller, paging=paging)


@router.get("/{standard_id}/impact")
def estimate_impact(
    standard_id: UUID,
    session: SessionDep,
    caller: Estimator,
    now: NowDep,
    most: Annotated[int, Query(title="最多测算多少户", ge=1, le=1000)] = 500,
) -> StandardImpact:
    """发布前的影响测算：用草稿的标准重算本区划近12个月保存的测算（每户取最近一次），给出增减户数和每月金额。"""
    return impacts.impact(session, standard_id, most=most, caller=caller, now=now)


@router.get("/{standard_id}/differences", response_model=HouseholdDifferencePage)
def list_differences(
    standard_id: UUID, session: SessionDep, caller: Determiner, paging: PagingDep
) -> Slice[HouseholdDifference]:
    """标准晚于生效日期发布时，各户逐月应补发或多发的金额；每页最多50户。"""
    return late.differences(session, standard_id, caller=caller, paging=paging)
