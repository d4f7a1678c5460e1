"""``/v1/simulations``: what-if over a population, with its results as pages, sheet and chart."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.eligibility import queries
from services.eligibility.actions import simulation_files as files
from services.eligibility.actions import simulations as actions
from services.eligibility.models import Simulation, SimulationChange
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.simulations import (
    CancelSimulation,
    ChangeKind,
    NewSimulation,
    SimulationChangePage,
    SimulationDetail,
    SimulationPage,
)
from shared.schemas.types import DivisionCode
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import IfMatchDep, tagged
from shared.web.once import MaybeOnceDep, OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/simulations", tags=["simulations"])

Reader = Annotated[Caller, needs("determinations:read")]
Writer = Annotated[Caller, needs("determinations:write")]
ScenarioNumber = Annotated[int, Query(title="情景序号", ge=1, le=10)]

_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IMAGES: Final = {"png": "image/png", "svg": "image/svg+xml"}


def _answer(*kinds: str) -> dict[int | str, dict[str, Any]]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": dict.fromkeys(kinds, binary), "description": "文件"}, 409: {}}


@router.post("", status_code=202, responses={404: {}, 409: {}, 422: {}, 503: {}})
def start_simulation(
    new: NewSimulation, *, request: Request, once: OnceDep, session: SessionDep, now: NowDep, caller: Writer
) -> SimulationDetail:
    """提出模拟测算：分片在后台测算，可查看进度，可取消。"""
    folder = request.app.state.settings.state_dir
    return once.create(
        make=lambda: actions.start_simulation(session, new, caller=caller, folder=folder, now=now),
        again=lambda made: actions.read_simulation(session, made),
    )


@router.get("", response_model=SimulationPage)
def list_simulations(session: SessionDep, _caller: Reader, paging: PagingDep) -> Slice[Simulation]:
    """列出模拟测算，最新的在前。"""
    return queries.simulations(session, paging=paging)


@router.get("/{simulation_id}")
def read_simulation(simulation_id: UUID, response: Response, session: SessionDep, _caller: Reader) -> SimulationDetail:
    """查看模拟测算的进度；完成后给出各情景的合计。"""
    return tagged(response, actions.read_simulation(session, simulation_id))


@router.post("/{simulation_id}/transitions", responses={409: {}})
def transition_simulation(
    simulation_id: UUID,
    change: CancelSimulation,
    *,
    once: MaybeOnceDep,
    session: SessionDep,
    caller: Writer,
    now: NowDep,
    version: IfMatchDep,
) -> SimulationDetail:
    """取消正在进行的模拟测算。"""
    return once.maybe(
        make=lambda: actions.cancel_simulation(session, simulation_id, change, version=version, caller=caller, now=now),
        again=lambda made: actions.read_simulation(session, made),
    )


@router.get("/{simulation_id}/changes", response_model=SimulationChangePage)
def list_simulation_changes(
    simulation_id: UUID,
    *,
    session: SessionDep,
    _caller: Reader,
    paging: PagingDep,
    scenario: Annotated[int | None, Query(title="情景序号", ge=1, le=10)] = None,
    kind: Annotated[ChangeKind | None, Query(title="变化")] = None,
    division: Annotated[DivisionCode | None, Query(title="行政区划（含下级）")] = None,
) -> Slice[SimulationChange]:
    """列出受影响的家庭：增加、减少、项目变化、进入渐退期。"""
    simulation = queries.simulation_by_id(session, simulation_id)
    return queries.simulation_changes(
        session, simulation, paging=paging, scenario=scenario, kind=kind, division=division
    )


@router.get("/{simulation_id}/workbook", response_class=Response, responses=_answer(_SHEET))
def download_simulation(simulation_id: UUID, session: SessionDep, _caller: Reader) -> Response:
    """下载结果（.xlsx）：合计、按月预算、受影响的家庭。"""
    content = files.workbook(session, queries.simulation_by_id(session, simulation_id))
    headers = {"Content-Disposition": f'attachment; filename="{simulation_id}.xlsx"', "Cache-Control": "no-store"}
    return Response(content, media_type=_SHEET, headers=headers)


@router.get("/{simulation_id}/chart", response_class=Response, responses=_answer(*_IMAGES.values()))
def draw_simulation(
    simulation_id: UUID,
    session: SessionDep,
    _caller: Reader,
    scenario: ScenarioNumber = 1,
    format: Annotated[Literal["png", "svg"], Query(title="格式")] = "png",  # noqa: A002  the word of the query
) -> Response:
    """下载按乡镇（街道）的增减图（PNG 或 SVG）。"""
    content = files.chart(queries.simulation_by_id(session, simulation_id), scenario=scenario, form=format)
    return Response(content, media_type=_IMAGES[format], headers={"Cache-Control": "no-store"})
