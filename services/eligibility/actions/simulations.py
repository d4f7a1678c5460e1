"""What-if over a population (模拟测算): asked, reckoned chunk by chunk through the outbox, cancelled, seen.

A chunk is a message. A process that is killed leaves its message, which is delivered again; what it had reckoned was
kept in the same transaction as the fact that it is reckoned, so no household is counted twice and none is left out.
"""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions.determinations import parameter_of
from services.eligibility.actions.simulation_views import detail_of
from services.eligibility.determining.recipes import RECIPES
from services.eligibility.engine import parameters as engine
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.errors import (
    BatchNotInstalled,
    ParametersContradict,
    PlaceNotFound,
    ProgrammeNotSupported,
    SimulationOver,
)
from services.eligibility.models import Simulation, SimulationChange, SimulationChunk
from shared import audit
from shared.db import Session
from shared.errors import FieldError, InvalidInput, StaleVersion
from shared.identity import Caller
from shared.outbox import enqueue
from shared.schemas.determination_codes import Programme
from shared.schemas.simulations import CancelSimulation, ChangedParameter, NewSimulation, SimulationDetail

if TYPE_CHECKING:
    from services.eligibility.batch.chunks import Chunk, Reckoned

CHUNK_DUE = "simulation.chunk_due"

_HANGS_ON_OTHERS = {Programme.ORPHAN, Programme.DEFACTO_CHILD}
IN_BATCH = tuple(
    each
    for each, recipe in RECIPES.items()
    if not (recipe.sees_members or recipe.residence_by or each in _HANGS_ON_OTHERS)
)
"""Programmes that are run over populations: not those by whose persons a family is reckoned without, or whose money is
the difference to what others get; of these each household is asked about by itself."""


def start_simulation(
    session: Session, new: NewSimulation, *, caller: Caller, folder: Path, now: datetime
) -> SimulationDetail:
    """Keep the question and ask for each of its chunks (提出模拟测算)."""
    population = queries.population_by_id(session, new.population_id)
    unknown = [each.zh for each in new.programmes or () if each not in IN_BATCH]
    if unknown:
        raise ProgrammeNotSupported("、".join(unknown))
    simulation = Simulation(
        division=population.division,
        county=population.county,
        population_id=population.id,
        title=new.title,
        state="RUNNING",
        request=new.model_dump(mode="json"),
        known_at=now,
        chunks=population.chunks,
        result=None,
        problem=None,
        made_by=caller.subject,
        made_for=caller.acts_for,
        made_at=now,
        finished_at=None,
    )
    session.add(simulation)
    session.flush()
    _refuse_what_contradicts(chunk_of(session, simulation, 0, folder=folder))
    for number in range(population.chunks):
        payload = {"simulation_id": str(simulation.id), "number": number}
        enqueue(session, topic=CHUNK_DUE, payload=payload, division=simulation.division, now=now)
    _note(session, simulation, "started", caller=caller, now=now)
    return detail_of(session, simulation)


def read_simulation(session: Session, simulation_id: UUID) -> SimulationDetail:
    """Return a simulation with its progress, and its results once it is done."""
    return detail_of(session, queries.simulation_by_id(session, simulation_id))


def cancel_simulation(
    session: Session, simulation_id: UUID, _change: CancelSimulation, *, version: int, caller: Caller, now: datetime
) -> SimulationDetail:
    """Stop a simulation that still runs; what was reckoned of it is forgotten (取消)."""
    simulation = queries.simulation_by_id(session, simulation_id, to_change=True)
    if simulation.version != version:
        raise StaleVersion("该测算已有变化，请重新读取后再办理")
    if simulation.state != "RUNNING":
        raise SimulationOver
    _end(session, simulation, "CANCELLED", now=now)
    _note(session, simulation, "cancelled", caller=caller, now=now)
    return detail_of(session, simulation)


def chunk_of(session: Session, simulation: Simulation, number: int, *, folder: Path) -> "Chunk":
    """Return a chunk as values: the scenarios with every parameter of the place, and where the file lies."""
    try:
        from services.eligibility.batch.chunks import Chunk, ScenarioText  # noqa: PLC0415  the extra may be missing
    except ModuleNotFoundError as error:
        raise BatchNotInstalled from error
    asked = NewSimulation.model_validate(simulation.request)
    population = queries.population_by_id(session, simulation.population_id)
    place = simulation.division

    def scenario(name: str, as_of: date, changed: list[ChangedParameter]) -> ScenarioText:
        rows = queries.parameters_below(session, place, on=as_of, known_at=simulation.known_at)
        known = tuple(parameter_of(row) for row in rows)
        return ScenarioText(
            name, as_of, asked.reason, known, tuple(_row(each, place, as_of, simulation.known_at) for each in changed)
        )

    return Chunk(
        path=str(folder / "populations" / population.file),
        number=number,
        programmes=tuple(asked.programmes or IN_BATCH),
        scenarios=(
            scenario("现行", asked.as_of, []),
            *(scenario(each.name, each.as_of or asked.as_of, each.parameters) for each in asked.scenarios),
        ),
        months=asked.months,
        folder=str(folder / "kernels"),
    )


def _row(changed: ChangedParameter, place: str, as_of: date, known_at: datetime) -> engine.Parameter:
    """Return a value that is only supposed as the row it would be; refuse one its key does not take."""
    division = changed.division or place
    if not division.startswith(place):
        raise PlaceNotFound
    definition = PARAMETERS.get(changed.key)
    if definition is None:
        raise _unusable(changed, "没有这个参数")
    try:
        definition.check(changed.value)
    except ValueError as fault:
        raise _unusable(changed, str(fault)) from None
    return engine.Parameter(
        key=changed.key,
        value=changed.value,
        unit=definition.unit.value,
        division=division,
        residence=changed.residence,
        valid_from=as_of,
        valid_to=None,
        clause=None,
        document=None,
        evidence="假设值",
        status="UNCONFIRMED",
        illustrative=True,
        recorded_at=known_at,
    )


def _unusable(changed: ChangedParameter, why: str) -> InvalidInput:
    return InvalidInput("假设的参数不可用", errors=(FieldError("/scenarios", "parameter", f"{changed.key}：{why}"),))


def _refuse_what_contradicts(chunk: "Chunk") -> None:
    """Refuse a question whose parameters contradict one another somewhere, before anything is reckoned."""
    for scenario in chunk.scenarios:
        for county in {each.division for each in scenario.parameters if len(each.division) == 6}:
            try:
                scenario.parameters_of(county)
            except engine.ContradictoryParameters as found:
                raise ParametersContradict(found.key) from found


def due_chunk(session: Session, simulation_id: UUID, number: int, *, folder: Path) -> "Chunk | None":
    """Return a chunk that is still to be reckoned; none where it was, or nobody waits for it any more."""
    simulation = queries.simulation_by_id(session, simulation_id)
    if simulation.state != "RUNNING" or queries.chunk_is_kept(session, simulation_id, number):
        return None
    return chunk_of(session, simulation, number, folder=folder)


def keep_chunk(session: Session, simulation_id: UUID, number: int, reckoned: "Reckoned", *, now: datetime) -> None:
    """Keep what a chunk came to, once; with the last one the simulation is done."""
    simulation = queries.simulation_by_id(session, simulation_id, to_change=True)
    if simulation.state != "RUNNING" or queries.chunk_is_kept(session, simulation_id, number):
        return
    totals = {"persons": reckoned.persons, "incomplete": reckoned.incomplete, "scenarios": reckoned.totals}
    session.add(
        SimulationChunk(
            simulation_id=simulation.id,
            number=number,
            division=simulation.division,
            county=simulation.county,
            households=reckoned.households,
            totals=totals,
        )
    )
    session.add_all(
        SimulationChange(
            simulation_id=simulation.id,
            scenario=each.scenario,
            household=each.household,
            division=each.division,
            county=each.division[:6],
            kind=each.kind,
            before_fen=each.before,
            after_fen=each.after,
            programmes_before=list(each.programmes_before),
            programmes_after=list(each.programmes_after),
        )
        for each in reckoned.changes
    )
    session.flush()
    kept = queries.chunks_kept(session, simulation.id)
    if len(kept) == simulation.chunks:
        simulation.result = _result(kept)
        simulation.state, simulation.finished_at = "DONE", now


def fail_simulation(session: Session, simulation_id: UUID, problem: str, *, now: datetime) -> None:
    """Give a simulation up and say why; nothing of it stays half done."""
    simulation = queries.simulation_by_id(session, simulation_id, to_change=True)
    if simulation.state == "RUNNING":
        simulation.problem = problem
        _end(session, simulation, "FAILED", now=now)


def _result(kept: list[SimulationChunk]) -> dict[str, Any]:
    from services.eligibility.batch.chunks import merged  # noqa: PLC0415  the extra may be missing

    return {
        "households": sum(each.households for each in kept),
        "incomplete": sum(each.totals["incomplete"] for each in kept),
        "scenarios": [merged(parts) for parts in zip(*(each.totals["scenarios"] for each in kept), strict=True)],
    }


def _end(session: Session, simulation: Simulation, state: str, *, now: datetime) -> None:
    queries.forget_chunks(session, simulation.id)
    simulation.state, simulation.finished_at = state, now
    session.flush()


def _note(session: Session, simulation: Simulation, what: str, *, caller: Caller, now: datetime) -> None:
    audit.record(session, caller=caller, action=f"simulation.{what}", on="simulation", on_id=simulation.id,
                 division=simulation.division, now=now, new={"state": simulation.state})  # fmt: skip
