"""Declarative bases, the session and its transaction, and nothing else from SQLAlchemy.

``transaction`` is the one place that opens and commits; it also tells PostgreSQL the caller's place, so that
row-level security holds for every statement in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    ExceptionContext,
    LargeBinary,
    MetaData,
    Text,
    Uuid,
    and_,
    create_engine,
    event,
    or_,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, sessionmaker

from shared.identity import Caller

__all__ = [
    "Session",
    "SessionFactory",
    "SharedBase",
    "everywhere",
    "in_places",
    "make_session_factory",
    "metadata_of",
    "schema_is_at_head",
    "transaction",
]

SessionFactory = sessionmaker[Session]

_NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

COLUMN_TYPES: Final[dict[Any, Any]] = {
    str: Text,
    bytes: LargeBinary,
    datetime: DateTime(timezone=True),
    date: Date,
    UUID: Uuid,
    dict[str, Any]: JSONB,
    list[Any]: JSONB,
    list[str]: JSONB,
}


def metadata_of(schema: str | None) -> MetaData:
    """Return the metadata of one service's schema; names of constraints are fixed so that migrations find them."""
    return MetaData(schema=schema, naming_convention=_NAMES)


class SharedBase(DeclarativeBase):
    """Base of the tables that every service has in its own schema (outbox, audit, events, …).

    They name no schema: each service's role has its own schema as search path, and the migrations make one copy in each.
    """

    metadata = metadata_of(None)
    type_annotation_map = COLUMN_TYPES


def make_session_factory(database_url: str, *, service: str, pool_size: int = 8) -> SessionFactory:
    """Return a session factory for one service; connections see only that service's schema.

    A request's queries are short, so none of them is compiled by the server first (``jit``), and a server that does not
    answer is given up after ten seconds. The text of a database error repeats neither the parameters nor the row: they are what people told us.
    """
    engine = create_engine(
        database_url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={
            "options": f"-csearch_path={service} -ctimezone=Asia/Shanghai -cjit=off",
            "connect_timeout": 10,
            "application_name": f"doudi-{service}",
        },
    )
    event.listen(engine, "handle_error", _say_no_values)
    return sessionmaker(engine, expire_on_commit=False, info={"service": service})


def _say_no_values(context: ExceptionContext) -> None:
    """Leave the first line of what PostgreSQL says; its DETAIL quotes the row that failed."""
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    if isinstance(original, psycopg.Error) and original.diag.message_primary and wrapped is not None:
        original.args = (original.diag.message_primary,)
        wrapped.args = (f"({type(original).__qualname__}) {original.diag.message_primary}",)


_ENTER_PLACE = text(
    """
    with recursive merged (code, since) as (
        select from_code, effective_on from division_succession
         where to_code ^@ cast(:place as text) and effective_on <= :today
        union
        select earlier.from_code, earlier.effective_on from division_succession earlier
          join merged on earlier.to_code ^@ merged.code and earlier.effective_on <= merged.since
    ), outside (code) as (
        select distinct code from merged
         where not code ^@ cast(:place as text)
           and not exists (select from merged above where above.code <> merged.code and merged.code ^@ above.code)
    )
    select set_config('doudi.places', concat_ws(',', cast(:place as text),
             (select string_agg(code, ',' order by code) from outside)), true),
           set_config('doudi.person', :person, true)
    """
)
"""The caller's own place, and what was merged into it through any chain; a chain never goes back in time. What lies
within one of these anyway is left out, so that the conditions stay short."""

_ENTER_EVERYWHERE = text("select set_config('doudi.places', ',', true), set_config('doudi.person', '', true)")
"""Two empty prefixes: every code begins with nothing. (One alone would be an empty list, which sees no row.)"""

_CURRENT_HEAD: Final = Path(__file__).parent.parent / "migrations" / "CURRENT_HEAD"


@contextmanager
def transaction(factory: SessionFactory, caller: Caller, *, now: datetime) -> Iterator[Session]:
    """Open one transaction as this caller: commit on success, else roll back.

    The caller's places (his own division and those merged into it) are set for the transaction and kept in
    ``session.info["places"]`` for the queries.
    """
    with factory.begin() as session:
        places: str = session.execute(
            _ENTER_PLACE,
            {"place": caller.division, "today": now.date(), "person": str(caller.person or "")},
        ).scalar_one()
        session.info["places"] = tuple(places.split(","))
        yield session


@contextmanager
def everywhere(factory: SessionFactory) -> Iterator[Session]:
    """Open a transaction that sees every place: for the sequencer and the proof of the audit chain, never for a caller."""
    with factory.begin() as session:
        session.execute(_ENTER_EVERYWHERE)
        session.info["places"] = ("",)
        yield session


def in_places(column: InstrumentedAttribute[str], session: Session) -> ColumnElement[bool]:
    """Return the condition that a row's division lies in the caller's places (0.1-a), in a form an index serves."""
    return or_(*[and_(column >= place, column < place + ":") for place in session.info["places"]])


def schema_is_at_head(session: Session) -> bool:
    """Whether the database has exactly the migrations this code was written for; start-up and readiness ask."""
    stored = session.execute(text("select version_num from public.alembic_version")).scalars().all()
    return stored == [_CURRENT_HEAD.read_text().partition("_")[0]]
