"""``/v1/populations``: the population files that simulations run over."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile

from services.eligibility import queries
from services.eligibility.actions import populations as actions
from services.eligibility.models import Population
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.simulations import PopulationDetail, PopulationPage
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.once import OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/populations", tags=["simulations"])

Reader = Annotated[Caller, needs("determinations:read")]
Writer = Annotated[Caller, needs("determinations:write")]
LARGEST_UPLOAD = 512 * 1024 * 1024
"""Some 700 000 households."""


@router.post("", status_code=201, response_model=PopulationDetail, max_body_size=LARGEST_UPLOAD)
def take_population(
    file: Annotated[UploadFile, File(title="人口文件（Arrow IPC，docs/population.md）")],
    *,
    request: Request,
    once: OnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Writer,
) -> Population:
    """装载人口文件：通读并检查后才保存。"""
    folder = request.app.state.settings.state_dir / "populations"
    return once.create(
        make=lambda: actions.take_population(session, file.file, folder=folder, caller=caller, now=now),
        again=lambda made: queries.population_by_id(session, made),
    )


@router.get("", response_model=PopulationPage)
def list_populations(session: SessionDep, _caller: Reader, paging: PagingDep) -> Slice[Population]:
    """列出人口文件，最新的在前。"""
    return queries.populations(session, paging=paging)


@router.get("/{population_id}", response_model=PopulationDetail)
def read_population(population_id: UUID, response: Response, session: SessionDep, _caller: Reader) -> Population:
    """查看人口文件。"""
    response.headers["ETag"] = '"v1"'
    return queries.population_by_id(session, population_id)
