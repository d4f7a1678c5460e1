"""``/v1/previews``: the same answer, of which nothing is kept."""

from typing import Annotated

from fastapi import APIRouter

from services.eligibility.actions import determinations as actions
from shared.identity import Caller
from shared.schemas.determinations import DeterminationRequest, Preview
from shared.web.deps import NowDep, SessionDep, needs

router = APIRouter(prefix="/v1/previews", tags=["determinations"])

Writer = Annotated[Caller, needs("determinations:write")]


@router.post("", responses={404: {}})
def preview_determination(request: DeterminationRequest, session: SessionDep, _caller: Writer, now: NowDep) -> Preview:
    """认定测算预览，不保存。"""
    return actions.preview(session, request, now=now)
