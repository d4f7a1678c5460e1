"""Every SELECT that eligibility makes.

Published norms are public, as the documents are; a draft is seen in its own place by those who work on standards, a
determination in the place it is of. Of the place the same is said once more by row-level security.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased, defer, selectinload

from services.eligibility.errors import (
    DeterminationNotFound,
    PlaceNotFound,
    PopulationNotFound,
    SimulationNotFound,
    StandardNotFound,
)
from services.eligibility.models import (
    Determination,
    Parameter,
    Population,
    RulesetVersion,
    Simulation,
    SimulationChange,
    SimulationChunk,
    Standard,
    StandardTransition,
)
from shared.clock import SHANGHAI
from shared.db import Session, in_places
from shared.divisions import built_in
from shared.identity import CITY, Caller
from shared.paging import Paging, Slice, page_of
from shared.schemas.determination_codes import DeterminationReason

PUBLICATION_LOCK = 0x0D0D1
"""Advisory lock of publishing: two publications at once could each pass a check that both together fail."""

_OF_DRAFTS = frozenset({"drafts:read", "standards:draft", "standards:publish"})
"""Who has one of these works on standards and sees those that are not published."""


def require_own_place(session: Session, division: str) -> None:
    """Raise ``PlaceNotFound`` unless the division lies in the caller's places and in a county of the register."""
    require_known_place(division)
    if not any(division.startswith(place) for place in session.info["places"]):
        raise PlaceNotFound


def require_known_place(division: str) -> None:
    """Raise ``PlaceNotFound`` for a county that does not exist: the city's values would be given for it.

    Counties alone decide which values hold. Townships and villages come and go, and intake keeps their register.
    """
    if not built_in().is_known(division[:6]):
        raise PlaceNotFound


def _visible_to(caller: Caller, session: Session) -> ColumnElement[bool]:
    """Return what a caller may read: what was never published only where he works on standards."""
    published = Standard.state == "PUBLISHED"
    return or_(published, in_places(Standard.division, session)) if caller.scopes & _OF_DRAFTS else published


def standard_by_id(session: Session, standard_id: UUID, *, visible_to: Caller) -> Standard:
    """Return a standard the caller may read, with what it sets, or raise ``StandardNotFound``."""
    statement = select(Standard).options(selectinload(Standard.values))
    standard = session.scalar(statement.where(Standard.id == standard_id, _visible_to(visible_to, session)))
    if standard is None:
        raise StandardNotFound(standard_id)
    return standard


def standard_to_change(session: Session, standard_id: UUID) -> Standard:
    """Lock and return a standard of the caller's own place, or raise ``StandardNotFound``."""
    statement = select(Standard).options(selectinload(Standard.values)).with_for_update()
    own = statement.where(Standard.id == standard_id, in_places(Standard.division, session))
    standard = session.scalar(own.execution_options(populate_existing=True))
    if standard is None:
        raise StandardNotFound(standard_id)
    return standard


def standards(
    session: Session,
    *,
    visible_to: Caller,
    paging: Paging,
    state: str | None = None,
    division: str | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
) -> Slice[Standard]:
    """Return the standards the caller may read, newest first.

    With ``on`` only those of which a value holds on a day, with ``known_at`` only what was published by then; with both,
    those that were believed at that instant to hold on that day.
    """
    statement = select(Standard).where(_visible_to(visible_to, session))
    if known_at is not None:
        statement = statement.where(Standard.published_at <= known_at)
    if on is not None:
        believed = Parameter.superseded_at.is_(None) if known_at is None else _known(Parameter, known_at)
        statement = statement.where(
            exists().where(Parameter.standard_id == Standard.id, _in_force(Parameter, on), believed)
        )
    if state is not None:
        statement = statement.where(Standard.state == state)
    if division is not None:
        statement = statement.where(Standard.division == division)
    return page_of(session, statement, Standard.id, paging)


def standard_history(
    session: Session, standard_id: UUID, *, visible_to: Caller, paging: Paging
) -> Slice[StandardTransition]:
    """Return the steps of a standard the caller may read, oldest first."""
    standard = standard_by_id(session, standard_id, visible_to=visible_to)
    statement = select(StandardTransition).where(StandardTransition.standard_id == standard.id)
    return page_of(session, statement, StandardTransition.id, paging, newest_first=False)


def hands_in(session: Session, standard_id: UUID) -> frozenset[str]:
    """Return who drafted or amended a standard, as the humans who answer for it (four eyes)."""
    answerable = func.coalesce(StandardTransition.on_behalf_of, StandardTransition.actor)
    wrote = StandardTransition.action.in_(("DRAFT", "AMEND"))
    statement = select(answerable).where(StandardTransition.standard_id == standard_id, wrote)
    return frozenset(session.scalars(statement))


def hold_publication(session: Session) -> None:
    """Let no other publication and no determination that is kept run beside this transaction.

    The instant from which the new values are known is asked for after this, so that it lies after every publication
    and every determination that came before.
    """
    session.execute(select(func.pg_advisory_xact_lock(PUBLICATION_LOCK)))


def hold_knowledge(session: Session) -> None:
    """Let no publication run beside this transaction; others may hold what is known at the same time."""
    session.execute(select(func.pg_advisory_xact_lock_shared(PUBLICATION_LOCK)))


def this_instant(session: Session) -> datetime:
    """Return what time it is by the database's clock: one clock for all replicas."""
    instant: datetime = session.scalars(select(func.clock_timestamp())).one()
    return instant.astimezone(SHANGHAI)


def newest_knowledge(session: Session, keys: Collection[str]) -> datetime | None:
    """Return when the newest published value of these keys was recorded, in any place.

    What was delivered with the product does not count: it stands as known from its first day, whenever that is.
    """
    published = (Parameter.key.in_(keys), Parameter.standard_id.is_not(None))
    return session.scalar(select(func.max(Parameter.recorded_at)).where(*published))


def parameters_of_keys(session: Session, keys: Collection[str]) -> list[Parameter]:
    """Return what is now believed of these keys, in every place and for every day."""
    statement = select(Parameter).where(Parameter.superseded_at.is_(None), Parameter.key.in_(keys))
    return list(session.scalars(statement.order_by(Parameter.key, Parameter.division, Parameter.valid_from)))


_Row = type[Parameter]


def _known(row: _Row, at: datetime) -> ColumnElement[bool]:
    return (row.recorded_at <= at) & or_(row.superseded_at.is_(None), row.superseded_at > at)


def _in_force(row: _Row, on: date) -> ColumnElement[bool]:
    return (row.valid_from <= on) & or_(row.valid_to.is_(None), row.valid_to > on)


def parameters_in_force(session: Session, *, county: str, on: date, known_at: datetime) -> list[Parameter]:
    """Return every value that holds in a county on a day as known at an instant: the county's own and the city's."""
    here = Parameter.division.in_((CITY, county))
    statement = select(Parameter).where(here, _in_force(Parameter, on), _known(Parameter, known_at))
    return list(session.scalars(statement.order_by(Parameter.key, Parameter.division, Parameter.residence)))


def parameters(
    session: Session,
    *,
    paging: Paging,
    known_at: datetime,
    key: str | None = None,
    division: str | None = None,
    on: date | None = None,
) -> Slice[Parameter]:
    """Return parameter values as known at an instant, in the order they were recorded.

    With ``division`` the city's values are among a county's; with ``on`` as well, only those that no value of the county
    takes the place of.
    """
    statement = select(Parameter).where(_known(Parameter, known_at))
    if key is not None:
        statement = statement.where(Parameter.key == key)
    if division is not None:
        statement = statement.where(Parameter.division.in_((CITY, division)))
    if on is not None:
        statement = statement.where(_in_force(Parameter, on))
    if division is not None and on is not None:
        statement = statement.where(~_overridden(division, on, known_at))
    return page_of(session, statement, Parameter.id, paging, newest_first=False)


def _overridden(county: str, on: date, known_at: datetime) -> ColumnElement[bool]:
    """Return the condition that a city's value gives way to one of the county's own."""
    own = aliased(Parameter)
    same = (own.key == Parameter.key) & or_(own.residence.is_(None), own.residence == Parameter.residence)
    lower = (own.division == county) & (Parameter.division == CITY) & (county != CITY)
    return exists().where(same, lower, _in_force(own, on), _known(own, known_at))


def keep_ruleset(session: Session, *, version: str, text: str, rules: list[dict[str, object]], now: datetime) -> None:
    """Keep the text of a rule set once; whoever comes second finds it there, and sends no text."""
    if session.scalar(select(RulesetVersion.hash).where(RulesetVersion.hash == version)) is not None:
        return
    row = insert(RulesetVersion).values(hash=version, text=text, rules=rules, first_used_at=now)
    session.execute(row.on_conflict_do_nothing())


def ruleset_by_hash(session: Session, version: str) -> RulesetVersion:
    """Return the kept text of a rule set."""
    return session.get_one(RulesetVersion, version)


def determination_by_id(session: Session, determination_id: UUID) -> Determination:
    """Return a determination of the caller's place, or raise ``DeterminationNotFound``."""
    statement = select(Determination).where(Determination.id == determination_id)
    determination = session.scalar(statement.where(in_places(Determination.division, session)))
    if determination is None:
        raise DeterminationNotFound(determination_id)
    return determination


def determinations_after(session: Session, last: UUID | None, *, limit: int) -> list[Determination]:
    """Return whole determinations of the places of the session, in the order they were made, beginning after one."""
    statement = select(Determination).where(in_places(Determination.division, session))
    if last is not None:
        statement = statement.where(Determination.id > last)
    return list(session.scalars(statement.order_by(Determination.id).limit(limit)))


def determinations(
    session: Session,
    *,
    paging: Paging,
    division: str | None = None,
    reason: str | None = None,
    as_of: date | None = None,
) -> Slice[Determination]:
    """Return the determinations of the caller's place, newest first."""
    statement = select(Determination).where(in_places(Determination.division, session))
    statement = statement.options(defer(Determination.answer), defer(Determination.request), defer(Determination.trace))
    if division is not None:
        statement = statement.where(Determination.division >= division, Determination.division < division + ":")
    if reason is not None:
        statement = statement.where(Determination.reason == reason)
    if as_of is not None:
        statement = statement.where(Determination.as_of == as_of)
    return page_of(session, statement, Determination.id, paging, by=Determination.division)


def newest_determinations(
    session: Session, *, division: str, since: datetime | None, until: datetime, paging: Paging
) -> Slice[Determination]:
    """Return the newest determination of each household of a place made in a time, newest first; what-ifs are left out.

    Who asked without naming the household is known by the facts alone: the same family with other facts is another one.
    """
    later = aliased(Determination)
    newer = exists().where(
        later.division == Determination.division,
        _family(later) == _family(Determination),
        later.id > Determination.id,
        *_counts(later, until),
    )
    statement = select(Determination).where(in_places(Determination.division, session), ~newer)
    statement = statement.where(Determination.division >= division, Determination.division < division + ":")
    statement = statement.where(*_counts(Determination, until)).options(defer(Determination.trace))
    if since is not None:
        statement = statement.where(Determination.made_at >= since)
    return page_of(session, statement, Determination.id, paging)


def _family(row: type[Determination]) -> ColumnElement[Any]:
    return func.coalesce(row.request["household"], row.request["facts"])


def _counts(row: type[Determination], until: datetime) -> tuple[ColumnElement[bool], ...]:
    return row.reason != DeterminationReason.WHAT_IF.value, row.made_at <= until


def population_by_id(session: Session, population_id: UUID) -> Population:
    """Return a population of the caller's place, or raise ``PopulationNotFound``."""
    own = select(Population).where(Population.id == population_id, in_places(Population.division, session))
    population = session.scalar(own)
    if population is None:
        raise PopulationNotFound(population_id)
    return population


def populations(session: Session, *, paging: Paging) -> Slice[Population]:
    """Return the populations of the caller's place, newest first."""
    return page_of(session, select(Population).where(in_places(Population.division, session)), Population.id, paging)


def simulation_by_id(session: Session, simulation_id: UUID, *, to_change: bool = False) -> Simulation:
    """Return a simulation of the caller's place, locked where it is to be changed, or raise ``SimulationNotFound``."""
    own = select(Simulation).where(Simulation.id == simulation_id, in_places(Simulation.division, session))
    simulation = session.scalar(own.with_for_update() if to_change else own)
    if simulation is None:
        raise SimulationNotFound(simulation_id)
    return simulation


def simulations(session: Session, *, paging: Paging) -> Slice[Simulation]:
    """Return the simulations of the caller's place, newest first, without their results."""
    own = select(Simulation).where(in_places(Simulation.division, session)).options(defer(Simulation.result))
    return page_of(session, own, Simulation.id, paging)


def parameters_below(session: Session, division: str, *, on: date, known_at: datetime) -> list[Parameter]:
    """Return every value that holds somewhere in a place on a day as known at an instant, with the city's."""
    here = or_(Parameter.division == CITY, Parameter.division == division[:6], Parameter.division.startswith(division))
    statement = select(Parameter).where(here, _in_force(Parameter, on), _known(Parameter, known_at))
    return list(session.scalars(statement.order_by(Parameter.key, Parameter.division, Parameter.residence)))


def chunk_is_kept(session: Session, simulation_id: UUID, number: int) -> bool:
    """Return whether a chunk was reckoned already."""
    kept = select(SimulationChunk.id).where(
        SimulationChunk.simulation_id == simulation_id, SimulationChunk.number == number
    )
    return session.scalar(kept) is not None


def chunks_kept(session: Session, simulation_id: UUID) -> list[SimulationChunk]:
    """Return what is reckoned of a simulation."""
    kept = select(SimulationChunk).where(SimulationChunk.simulation_id == simulation_id)
    return list(session.scalars(kept.order_by(SimulationChunk.number)))


def forget_chunks(session: Session, simulation_id: UUID) -> None:
    """Delete what was reckoned of a simulation that comes to nothing: nothing stays half done."""
    for table in (SimulationChange, SimulationChunk):
        session.execute(delete(table).where(table.simulation_id == simulation_id))


def simulation_changes(
    session: Session,
    simulation: Simulation,
    *,
    paging: Paging,
    scenario: int | None = None,
    kind: str | None = None,
    division: str | None = None,
) -> Slice[SimulationChange]:
    """Return the households of the caller's place that a scenario touches."""
    statement = select(SimulationChange).where(
        SimulationChange.simulation_id == simulation.id, in_places(SimulationChange.division, session)
    )
    if scenario is not None:
        statement = statement.where(SimulationChange.scenario == scenario)
    if kind is not None:
        statement = statement.where(SimulationChange.kind == kind)
    if division is not None:
        statement = statement.where(SimulationChange.division.startswith(division))
    return page_of(session, statement, SimulationChange.id, paging, newest_first=False)


def changed_households(session: Session, simulation: Simulation, *, most: int) -> list[SimulationChange]:
    """Return the first of the households touched, for a sheet."""
    own = select(SimulationChange).where(
        SimulationChange.simulation_id == simulation.id, in_places(SimulationChange.division, session)
    )
    return list(session.scalars(own.order_by(SimulationChange.scenario, SimulationChange.id).limit(most)))
