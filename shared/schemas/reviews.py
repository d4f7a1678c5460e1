"""Review tasks (复核任务): benefits to be looked at again because of something told elsewhere."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.schemas.codes import ReviewReason
from shared.schemas.paging import Page
from shared.schemas.types import Instant, View, YearMonth


class ReviewTaskView(View):
    """One benefit to be looked at again."""

    id: UUID
    division: str
    benefit_id: UUID
    reason: Annotated[ReviewReason, Field(title="事由")]
    standard_id: Annotated[UUID, Field(title="所依据的标准（认定核算服务）")]
    effective_month: Annotated[YearMonth, Field(title="新标准执行的第一个月")]
    created_at: Instant
    done_at: Annotated[Instant | None, Field(title="办结时间；待办时为空")]


class ReviewTaskPage(Page[ReviewTaskView]):
    """A page of review tasks."""
