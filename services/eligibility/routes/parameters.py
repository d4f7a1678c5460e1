"""``/v1/parameters``: values in force with where they come from."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator

from services.eligibility.actions import parameter_views as actions
from shared.identity import Caller
from shared.schemas.standards import ParameterKey, ParameterPage, StandardPlace
from shared.schemas.types import Day, Instant
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/parameters", tags=["standards"])

Reader = Annotated[Caller, needs("standards:read")]


@router.get("", responses={404: {}})
def list_parameters(
    *,
    session: SessionDep,
    _caller: Reader,
    now: NowDep,
    paging: PagingDep,
    key: Annotated[Annotated[ParameterKey, AfterValidator(actions.known_key)] | None, Query(title="参数键")] = None,
    division: Annotated[StandardPlace | None, Query(title="适用区划；给出县（区）时含全市参数")] = None,
    on: Annotated[Day | None, Query(title="在该日有效；不填为全部日期")] = None,
    known_at: Annotated[Instant | None, Query(title="按何时已知；不填为现在")] = None,
) -> ParameterPage:
    """列出参数取值及其来源。"""
    at: datetime = known_at or now
    return actions.parameters(session, paging=paging, key=key, division=division, on=on, known_at=at, now=now)
