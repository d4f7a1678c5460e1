"""Payment batches (发放批次) as callers prepare, check, approve and reconcile them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.schemas.codes import BatchAction, BatchState, FailureReason, PaymentKind, PaymentResult
from shared.schemas.determination_codes import Programme
from shared.schemas.paging import Page
from shared.schemas.transitions import AllowedActionView
from shared.schemas.types import Body, Day, Instant, Masked, Money, MoneyOut, ShortText, View, Whole, YearMonth

CountyCode = Annotated[str, StringConstraints(pattern=r"^5104[0-9]{2}$")]


class NewPaymentBatch(Body):
    """Propose the batch of a programme, county and month (编制): every month due and in no batch yet."""

    county: Annotated[CountyCode, Field(title="县（区）代码")]
    programme: Annotated[Programme, Field(title="救助项目")]
    month: Annotated[YearMonth, Field(title="发放月份")]


class CheckBatch(Body):
    """复核."""

    action: Literal[BatchAction.CHECK]


class ApproveBatch(Body):
    """审批, by another person than who prepared it."""

    action: Literal[BatchAction.APPROVE]


class ExportBatch(Body):
    """导出: the list goes to the bank."""

    action: Literal[BatchAction.EXPORT]


class LineResult(Body):
    """What the bank did with one line."""

    position: Annotated[Whole, Field(title="行号", ge=1)]
    result: Annotated[PaymentResult, Field(title="结果")]
    failure_reason: Annotated[FailureReason | None, Field(title="失败原因")] = None
    paid_on: Annotated[Day | None, Field(title="入账日期")] = None


class RecordResults(Body):
    """登记结果; every line once, in one or several calls."""

    action: Literal[BatchAction.RECORD_RESULTS]
    lines: Annotated[list[LineResult], Field(title="逐行结果", min_length=1, max_length=5000)]


class Reconcile(Body):
    """对账: the bank's totals must equal ours to the fen; the months of failed lines are due again (PAY-04)."""

    action: Literal[BatchAction.RECONCILE]
    bank_paid: Annotated[Money, Field(title="银行回单成功金额")]
    bank_failed: Annotated[Money, Field(title="银行回单失败金额，不含没有账号、未送银行的明细")]


class CancelBatch(Body):
    """撤销 a batch that was not exported; its months are due again."""

    action: Literal[BatchAction.CANCEL]
    reason: Annotated[ShortText, Field(title="撤销原因")]


BatchChange = Annotated[
    CheckBatch | ApproveBatch | ExportBatch | RecordResults | Reconcile | CancelBatch, Field(discriminator="action")
]


class PaymentBatchSummary(View):
    """A batch in a list."""

    id: UUID
    number: str
    division: str
    programme: str
    month: YearMonth
    state: BatchState
    line_count: Whole
    total: Annotated[MoneyOut, Field(validation_alias="total_fen", title="应发总额")]
    paid: Annotated[MoneyOut, Field(validation_alias="paid_fen", title="成功金额")]
    failed: Annotated[MoneyOut, Field(validation_alias="failed_fen", title="失败金额")]
    created_at: Instant
    version: Whole


class PaymentBatchDetail(PaymentBatchSummary):
    """A batch with who did what."""

    unsent: Annotated[MoneyOut, Field(title="没有账号、未送银行的金额，已计入失败金额")]
    prepared_by: str
    checked_by: str | None
    approved_by: str | None
    allowed_actions: list[AllowedActionView]


class PaymentBatchPage(Page[PaymentBatchSummary]):
    """A page of batches."""


class PaymentLineView(View):
    """A line, its account masked."""

    id: UUID
    position: Whole
    kind: PaymentKind
    benefit_id: UUID
    month: YearMonth
    payee: str
    bank_account: Annotated[Masked | None, Field(title="银行账号（脱敏）")]
    amount: Annotated[MoneyOut, Field(validation_alias="amount_fen", title="金额")]
    result: PaymentResult | None
    failure_reason: FailureReason | None
    paid_on: Day | None


class PaymentLinePage(Page[PaymentLineView]):
    """A page of lines."""
