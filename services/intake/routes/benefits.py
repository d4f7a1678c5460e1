"""``/v1/benefits``, ``/v1/cases`` and ``/v1/public-notices``."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.intake.actions import benefits as actions
from services.intake.actions import views
from services.intake.models.applications import PublicNotice
from services.intake.models.benefits import Benefit, BenefitMonth
from services.intake.models.transitions import Transition
from services.intake.queries import benefits as queries
from services.intake.queries import notices, transitions
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.benefits import (
    BenefitChange,
    BenefitDetail,
    BenefitMonthPage,
    BenefitPage,
    CaseDetail,
    CasePage,
    CaseSummary,
    PublicNoticePage,
    PublicNoticeView,
)
from shared.schemas.codes import BenefitState
from shared.schemas.determination_codes import Programme
from shared.schemas.transitions import TransitionPage
from shared.schemas.types import Day
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import ETAGGED, IfMatchDep, tagged, tagged_by_content
from shared.web.once import MaybeOnceDep
from shared.web.paging import PagingDep

benefits_router = APIRouter(prefix="/v1/benefits", tags=["benefits"])
cases_router = APIRouter(prefix="/v1/cases", tags=["cases"])
notices_router = APIRouter(prefix="/v1/public-notices", tags=["applications"])

Reader = Annotated[Caller, needs("benefits:read")]
Stopper = Annotated[Caller, needs("benefits:stop")]
CaseReader = Annotated[Caller, needs("applications:read")]


@benefits_router.get("", response_model=BenefitPage)
def list_benefits(
    session: SessionDep,
    caller: Reader,
    paging: PagingDep,
    state: Annotated[BenefitState | None, Query(title="状态")] = None,
    programme: Annotated[Programme | None, Query(title="救助项目")] = None,
) -> Slice[Benefit]:
    """查询待遇。"""
    return queries.benefits(session, visible_to=caller, paging=paging, state=state, programme=programme)


@benefits_router.get("/{benefit_id}")
def read_benefit(
    benefit_id: UUID, response: Response, session: SessionDep, now: NowDep, caller: Reader
) -> BenefitDetail:
    """查看待遇。"""
    benefit = queries.benefit_by_id(session, benefit_id, visible_to=caller)
    return tagged(response, views.show_benefit(benefit, caller=caller, today=now.date()))


@benefits_router.get("/{benefit_id}/months", response_model=BenefitMonthPage)
def list_benefit_months(
    benefit_id: UUID, session: SessionDep, caller: Reader, paging: PagingDep
) -> Slice[BenefitMonth]:
    """查看发放月账。"""
    benefit = queries.benefit_by_id(session, benefit_id, visible_to=caller)
    return queries.months_of_benefit(session, benefit.id, paging=paging)


@benefits_router.get("/{benefit_id}/transitions", response_model=TransitionPage)
def list_benefit_transitions(
    benefit_id: UUID, session: SessionDep, caller: Reader, paging: PagingDep
) -> Slice[Transition]:
    """查看待遇变动过程。"""
    benefit = queries.benefit_by_id(session, benefit_id, visible_to=caller)
    return transitions.history(session, benefit.id, paging=paging)


@benefits_router.post("/{benefit_id}/transitions")
def transition_benefit(
    benefit_id: UUID,
    change: BenefitChange,
    if_match: IfMatchDep,
    once: MaybeOnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Stopper,
) -> BenefitDetail:
    """启动复核、复核后继续救助或停发待遇。"""
    return once.maybe(
        make=lambda: views.show_benefit(
            actions.transition_benefit(session, benefit_id, change, version=if_match, caller=caller, now=now),
            caller=caller,
            today=now.date(),
        ),
        again=lambda made: views.show_benefit(
            queries.benefit_by_id(session, made, visible_to=caller), caller=caller, today=now.date()
        ),
    )


@cases_router.get("", response_model=CasePage)
def list_cases(session: SessionDep, caller: CaseReader, paging: PagingDep) -> Slice[CaseSummary]:
    """查询案卷。"""
    return views.show_cases(session, caller=caller, paging=paging)


@cases_router.get("/{case_id}", responses=ETAGGED)
def read_case(case_id: UUID, response: Response, session: SessionDep, caller: CaseReader) -> CaseDetail:
    """查看案卷：申请、待遇和下一期限。"""
    return tagged_by_content(response, views.show_case(session, case_id, caller=caller))


@notices_router.get("", response_model=PublicNoticePage)
def list_public_notices(
    session: SessionDep,
    now: NowDep,
    caller: CaseReader,
    paging: PagingDep,
    standing_on: Annotated[Day | None, Query(title="当日仍在公示")] = None,
) -> Slice[PublicNotice]:
    """查询公示和公布，只含申请人姓名、家庭人口和金额；村民可查看本村正在公示和公布的全部内容。"""
    return notices.public_notices(session, visible_to=caller, today=now.date(), paging=paging, standing_on=standing_on)


@notices_router.get("/{notice_id}", response_model=PublicNoticeView)
def read_public_notice(notice_id: UUID, session: SessionDep, now: NowDep, caller: CaseReader) -> PublicNotice:
    """查看一份公示。"""
    return notices.public_notice_by_id(session, notice_id, visible_to=caller, today=now.date())
