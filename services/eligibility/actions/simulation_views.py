"""Simulations as they are shown: progress, totals by county, township, programme and month."""

from collections.abc import Iterator
from typing import Any

from services.eligibility import queries
from services.eligibility.errors import SimulationNotDone
from services.eligibility.models import Simulation
from shared.db import Session
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.simulations import (
    ChangeTotal,
    MonthTotal,
    NewSimulation,
    OutcomeCount,
    PlaceTotal,
    ScenarioResult,
    SimulationDetail,
    SimulationState,
)
from shared.schemas.transitions import AllowedActionView

BASELINE = "现行"


def detail_of(session: Session, simulation: Simulation) -> SimulationDetail:
    """Return a simulation with how far it is, and its results once it is done."""
    kept = queries.chunks_kept(session, simulation.id)
    runs = simulation.state == "RUNNING"
    shown = {name: getattr(simulation, name) for name in _SHOWN}
    return SimulationDetail(
        **shown,
        state=SimulationState(simulation.state),
        request=NewSimulation.model_validate(simulation.request),
        chunks_done=len(kept),
        households=sum(each.households for each in kept),
        incomplete=sum(each.totals["incomplete"] for each in kept),
        results=[] if simulation.result is None else results_of(simulation),
        allowed_actions=[
            AllowedActionView(
                action="CANCEL", title="取消", allowed=runs, refused_because=None if runs else "模拟测算已经结束"
            )
        ],
    )


_SHOWN = (
    "id", "version", "division", "population_id", "title", "chunks", "made_at", "finished_at", "known_at", "problem",
)  # fmt: skip


def results_of(simulation: Simulation) -> list[ScenarioResult]:
    """Return what every scenario came to; raise ``SimulationNotDone`` while any chunk is out."""
    if simulation.result is None:
        raise SimulationNotDone
    names = [BASELINE, *(each["name"] for each in simulation.request["scenarios"])]
    return [
        _scenario(number, name, totals)
        for number, (name, totals) in enumerate(zip(names, simulation.result["scenarios"], strict=True))
    ]


def _scenario(number: int, name: str, totals: dict[str, Any]) -> ScenarioResult:
    townships = list(_places(totals["places"]))
    return ScenarioResult(
        number=number,
        name=name,
        outcomes=[
            OutcomeCount(programme=Programme(programme), outcome=Outcome(outcome), units=count)
            for programme, outcomes in totals["outcomes"].items()
            for outcome, count in sorted(outcomes.items())
        ],
        counties=_by_county(townships),
        townships=townships,
        months=[
            MonthTotal(month=month, programme=Programme(programme), amount=amount)
            for programme, months in totals["months"].items()
            for month, amount in sorted(months.items())
        ],
        changes=[
            ChangeTotal(
                division=division,
                gain=line.get("GAIN", 0),
                lose=line.get("LOSE", 0),
                change=line.get("CHANGE", 0),
                grace=line.get("GRACE", 0),
                monthly_difference=line["fen"],
            )
            for division, line in sorted(totals["changes"].items())
        ],
    )


def _places(places: dict[str, Any]) -> Iterator[PlaceTotal]:
    for division, programmes in sorted(places.items()):
        for programme, line in programmes.items():
            yield PlaceTotal(
                division=division, programme=Programme(programme), units=line["units"], monthly_amount=line["fen"]
            )


def _by_county(townships: list[PlaceTotal]) -> list[PlaceTotal]:
    sums: dict[tuple[str, Programme], tuple[int, int]] = {}
    for each in townships:
        key = (each.division[:6], each.programme)
        units, amount = sums.get(key, (0, 0))
        sums[key] = (units + each.units, amount + each.monthly_amount)
    return [
        PlaceTotal(division=division, programme=programme, units=units, monthly_amount=amount)
        for (division, programme), (units, amount) in sums.items()
    ]
