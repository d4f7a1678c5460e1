"""Tables that eligibility owns: standards, the bitemporal parameters they become, determinations with their receipts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from shared.db import COLUMN_TYPES, metadata_of
from shared.history import StepTaken
from shared.ids import new_id

_OF_A_PUBLISHED_ONE = "standard_id in (select id from eligibility.standard where state = 'PUBLISHED')"


class Base(DeclarativeBase):
    """Base of the tables in the schema ``eligibility``."""

    metadata = metadata_of("eligibility")
    type_annotation_map = COLUMN_TYPES


class Standard(Base):
    """A published norm in the making or made (标准): a document that sets one or several parameters from a day on.

    A draft is seen where it is made, by those who work on standards; once published it is public, as the document is.
    """

    __tablename__ = "standard"
    __table_args__ = (
        CheckConstraint("state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')", name="state"),
        Index("ix_standard_division_state", "division", "state"),
        {"info": {"public_when": "state = 'PUBLISHED'"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column()
    state: Mapped[str]
    division: Mapped[str]
    county: Mapped[str]
    title: Mapped[str]
    document: Mapped[str]
    valid_from: Mapped[date]
    reason: Mapped[str | None]
    illustrative: Mapped[bool]
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """Changes with every step, so that the version rises even when only the values did."""
    published_by: Mapped[str | None]
    published_at: Mapped[datetime | None]

    values: Mapped[list["StandardValue"]] = relationship(
        cascade="all, delete-orphan", order_by="StandardValue.position", lazy="raise"
    )

    __mapper_args__ = {"version_id_col": version}


class StandardValue(Base):
    """One parameter that a standard sets (标准中的一项)."""

    __tablename__ = "standard_value"
    __table_args__ = (
        Index("ix_standard_value_standard_id", "standard_id"),
        {"info": {"public_when": _OF_A_PUBLISHED_ONE}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    standard_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility.standard.id", ondelete="CASCADE"))
    division: Mapped[str]
    county: Mapped[str]
    position: Mapped[int]
    key: Mapped[str]
    residence: Mapped[str | None]
    value: Mapped[Any] = mapped_column(JSONB)
    valid_to: Mapped[date | None]
    clause: Mapped[str | None]
    evidence: Mapped[str | None]
    status: Mapped[str]
    formula: Mapped[dict[str, Any] | None]
    growth: Mapped[dict[str, Any] | None]
    """How a child standard grew (自然增长): the rate that was applied. Clause 2.3-c."""


class StandardTransition(StepTaken, Base):
    """One step in the life of a standard (办理经过)."""

    __tablename__ = "standard_transition"
    __table_args__ = (
        Index("ix_standard_transition_standard_id_id", "standard_id", "id"),
        {"info": {"append_only": (), "added_in_place": True, "public_when": _OF_A_PUBLISHED_ONE}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    standard_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility.standard.id"))
    division: Mapped[str]
    county: Mapped[str]


class Parameter(Base):
    """One value of one parameter (参数): when it holds (valid) and when that was known (recorded), kept apart.

    Append-only: a row is never changed but for ``superseded_at``, which ends what was believed, not what held.
    """

    __tablename__ = "parameter"
    __table_args__ = (
        CheckConstraint("valid_to is null or valid_to > valid_from", name="validity"),
        CheckConstraint("superseded_at is null or superseded_at >= recorded_at", name="knowledge"),
        Index("ix_parameter_division_key_valid_from", "division", "key", "valid_from"),
        Index(
            "uq_parameter_current",
            "division",
            "key",
            "residence",
            "valid_from",
            unique=True,
            postgresql_where="superseded_at is null",
            postgresql_nulls_not_distinct=True,
        ),
        {"info": {"append_only": ("superseded_at",), "public_when": "true"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str]
    division: Mapped[str]
    county: Mapped[str]
    residence: Mapped[str | None]
    value: Mapped[Any] = mapped_column(JSONB)
    unit: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """Exclusive; empty while no end is known."""
    clause: Mapped[str | None]
    document: Mapped[str | None]
    evidence: Mapped[str | None]
    status: Mapped[str]
    illustrative: Mapped[bool]
    standard_id: Mapped[UUID | None]
    drafted_by: Mapped[str]
    approved_by: Mapped[str]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class RulesetVersion(Base):
    """The frozen text of the rules that some determination ran (规则版本), by its hash."""

    __tablename__ = "ruleset_version"
    __table_args__ = {"info": {"no_place": "The rules are the same everywhere and public", "append_only": ()}}

    hash: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    rules: Mapped[list[Any]]
    first_used_at: Mapped[datetime]


class Determination(Base):
    """One determination (认定测算) with what is needed to make it again. It names people by reference only."""

    __tablename__ = "determination"
    __table_args__ = (
        Index("ix_determination_division_id", "division", "id"),
        {"info": {"append_only": (), "added_in_place": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    division: Mapped[str]
    county: Mapped[str]
    as_of: Mapped[date]
    known_at: Mapped[datetime]
    reason: Mapped[str]
    request: Mapped[dict[str, Any]]
    answer: Mapped[dict[str, Any]]
    outcomes: Mapped[list[Any]]
    """The results in short, so that a list need not read whole answers."""
    facts_hash: Mapped[str]
    parameters_hash: Mapped[str]
    ruleset_hash: Mapped[str] = mapped_column(ForeignKey("eligibility.ruleset_version.hash"))
    calendar_hash: Mapped[str]
    trace: Mapped[list[Any]]
    made_by: Mapped[str]
    made_for: Mapped[str]
    made_at: Mapped[datetime]


class Population(Base):
    """A population file handed in (人口文件): what simulations run over. It names households by reference only."""

    __tablename__ = "population"
    __table_args__ = (
        Index("ix_population_division_id", "division", "id"),
        {"info": {"append_only": (), "added_in_place": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    division: Mapped[str]
    county: Mapped[str]
    as_of: Mapped[date]
    """The day whose circumstances it tells."""
    households: Mapped[int] = mapped_column(BigInteger)
    persons: Mapped[int] = mapped_column(BigInteger)
    chunks: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    file: Mapped[str]
    """Name of the file in the folder of populations."""
    sha256: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class Simulation(Base):
    """A what-if over a population (模拟测算): asked once, reckoned chunk by chunk, resumed where it was left."""

    __tablename__ = "simulation"
    __table_args__ = (
        CheckConstraint("state in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')", name="state"),
        Index("ix_simulation_division_id", "division", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column()
    division: Mapped[str]
    county: Mapped[str]
    population_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility.population.id"))
    title: Mapped[str]
    state: Mapped[str]
    request: Mapped[dict[str, Any]]
    known_at: Mapped[datetime]
    chunks: Mapped[int]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    problem: Mapped[str | None]
    made_by: Mapped[str]
    made_for: Mapped[str]
    made_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}


class SimulationChunk(Base):
    """A chunk that is reckoned (测算分片): kept with its totals, so that none is reckoned twice."""

    __tablename__ = "simulation_chunk"
    __table_args__ = (UniqueConstraint("simulation_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    simulation_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility.simulation.id", ondelete="CASCADE"))
    number: Mapped[int]
    division: Mapped[str]
    county: Mapped[str]
    households: Mapped[int]
    totals: Mapped[dict[str, Any]]


class SimulationChange(Base):
    """A household that a scenario touches (受影响家庭), by its reference."""

    __tablename__ = "simulation_change"
    __table_args__ = (
        Index("ix_simulation_change_simulation_id_scenario_id", "simulation_id", "scenario", "id"),
        Index("ix_simulation_change_division_id", "division", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    simulation_id: Mapped[UUID] = mapped_column(ForeignKey("eligibility.simulation.id", ondelete="CASCADE"))
    scenario: Mapped[int]
    household: Mapped[str]
    division: Mapped[str]
    county: Mapped[str]
    kind: Mapped[str]
    before_fen: Mapped[int] = mapped_column(BigInteger)
    after_fen: Mapped[int] = mapped_column(BigInteger)
    programmes_before: Mapped[list[Any]]
    programmes_after: Mapped[list[Any]]
