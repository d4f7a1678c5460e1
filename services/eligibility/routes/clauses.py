"""``/v1/clauses``: the circular's measures and what carries each out."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.eligibility.actions import rules as actions
from shared.circular.clause import Clause
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.clauses import ClauseDetail, ClausePage
from shared.web.deps import needs
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/clauses", tags=["rules"])

Reader = Annotated[Caller, needs("rules:read")]


@router.get("", response_model=ClausePage)
def list_clauses(_caller: Reader, paging: PagingDep) -> Slice[Clause]:
    """列出攀民政〔2021〕61号的条款及落实情况。"""
    return actions.clauses(paging)


@router.get("/{clause_id}", response_model=ClauseDetail)
def read_clause(_caller: Reader, clause_id: Annotated[str, Path(title="条款编号", max_length=20)]) -> Clause:
    """查看一项条款及落实它的规则、参数和接口。"""
    return actions.clause(clause_id)
