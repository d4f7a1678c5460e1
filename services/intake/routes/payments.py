"""``/v1/payment-batches``: propose, check, approve, export, enter results, reconcile."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.intake.actions import payment_exports, views
from services.intake.actions import payments as actions
from services.intake.models.benefits import PaymentBatch, PaymentLine
from services.intake.models.transitions import Transition
from services.intake.queries import payments as queries
from services.intake.queries import transitions
from services.intake.routes.downloads import SPREADSHEET_ANSWER, Spreadsheet, spreadsheet
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.codes import BatchState
from shared.schemas.payments import (
    BatchChange,
    NewPaymentBatch,
    PaymentBatchDetail,
    PaymentBatchPage,
    PaymentLinePage,
)
from shared.schemas.transitions import TransitionPage
from shared.schemas.types import YearMonth, first_day_of
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import IfMatchDep, tagged
from shared.web.once import MaybeOnceDep, OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/payment-batches", tags=["payments"])

Reader = Annotated[Caller, needs("payments:read")]
Preparer = Annotated[Caller, needs("payments:prepare")]


@router.post("", status_code=201)
def propose_payment_batch(
    new: NewPaymentBatch, once: OnceDep, session: SessionDep, now: NowDep, caller: Preparer
) -> PaymentBatchDetail:
    """编制发放批次：某县（区）某项目截至某月、尚未编入批次的全部应发待遇。"""
    return once.create(
        make=lambda: views.show_batch(
            session, actions.propose_batch(session, new, caller=caller, now=now), caller=caller
        ),
        again=lambda known: views.show_batch(session, queries.batch_by_id(session, known), caller=caller),
    )


@router.get("", response_model=PaymentBatchPage)
def list_payment_batches(
    session: SessionDep,
    _caller: Reader,
    paging: PagingDep,
    state: Annotated[BatchState | None, Query(title="状态")] = None,
    month: Annotated[YearMonth | None, Query(title="发放月份")] = None,
) -> Slice[PaymentBatch]:
    """查询发放批次。"""
    return queries.batches(session, paging=paging, state=state, month=first_day_of(month) if month else None)


@router.get("/{batch_id}")
def read_payment_batch(batch_id: UUID, response: Response, session: SessionDep, caller: Reader) -> PaymentBatchDetail:
    """查看发放批次，含当前可执行的操作。"""
    return tagged(response, views.show_batch(session, queries.batch_by_id(session, batch_id), caller=caller))


@router.get("/{batch_id}/lines", response_model=PaymentLinePage)
def list_payment_lines(batch_id: UUID, session: SessionDep, _caller: Reader, paging: PagingDep) -> Slice[PaymentLine]:
    """查看发放明细，账号脱敏。"""
    batch = queries.batch_by_id(session, batch_id)
    return queries.lines_of_batch(session, batch.id, paging=paging)


@router.get("/{batch_id}/transitions", response_model=TransitionPage)
def list_payment_batch_transitions(
    batch_id: UUID, session: SessionDep, _caller: Reader, paging: PagingDep
) -> Slice[Transition]:
    """查看批次办理过程。"""
    batch = queries.batch_by_id(session, batch_id)
    return transitions.history(session, batch.id, paging=paging)


@router.post("/{batch_id}/transitions")
def transition_payment_batch(
    batch_id: UUID,
    change: BatchChange,
    if_match: IfMatchDep,
    once: MaybeOnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Reader,
) -> PaymentBatchDetail:
    """复核、审批、导出、登记结果、对账或撤销发放批次。"""
    return once.maybe(
        make=lambda: views.show_batch(
            session,
            actions.transition_batch(session, batch_id, change, version=if_match, caller=caller, now=now),
            caller=caller,
        ),
        again=lambda known: views.show_batch(session, queries.batch_by_id(session, known), caller=caller),
    )


@router.post("/{batch_id}/exports", response_class=Spreadsheet, responses=SPREADSHEET_ANSWER)
def export_payment_batch(batch_id: UUID, session: SessionDep, now: NowDep, caller: Preparer) -> Spreadsheet:
    """导出银行代发清单（.xlsx），含完整账号，每次留痕。"""
    return spreadsheet(*payment_exports.export_batch(session, batch_id, caller=caller, now=now))
