"""Load the circular's numbers and the product's defaults into the parameter table (政策参数), once each."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Connection, Row, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import bindparam

from services.eligibility.policy.seed import SeedRow, seed_rows
from services.eligibility.queries import PUBLICATION_LOCK
from shared.clock import SHANGHAI
from shared.ids import new_id

__all__ = ["load_policy"]

_BY: Final = "policy"
"""Stands as drafter and approver of what comes with the product; nobody's name."""

Span = tuple[date, date | None]
"""From a day on until a day, exclusive; None while no end is known."""

_TIMELINE: Final = "key = :key and division = :division and residence is not distinct from cast(:residence as text)"
_CAME_BEFORE: Final = text(
    f"""
    select exists (select from eligibility.parameter
                    where {_TIMELINE} and standard_id is null and valid_from = :valid_from)
    """
)
_OVERLAPPING: Final = text(
    f"""
    select id, standard_id, valid_from, valid_to, recorded_at from eligibility.parameter
     where {_TIMELINE} and superseded_at is null
       and daterange(valid_from, valid_to) && daterange(:valid_from, :valid_to)
     order by valid_from
    """
)
_ADD: Final = text(
    """
    insert into eligibility.parameter (id, key, division, county, residence, value, unit, valid_from, valid_to, clause,
        document, evidence, status, illustrative, standard_id, drafted_by, approved_by, recorded_at, superseded_at)
    values (:id, :key, :division, left(:division, 6), :residence, :value, :unit, :valid_from, :valid_to, :clause,
        :document, :evidence, :status, :illustrative, null, :by, :by, :recorded_at, null)
    """
).bindparams(bindparam("value", type_=JSONB))
_GIVE_UP: Final = text(
    "update eligibility.parameter set superseded_at = greatest(:now, recorded_at) where id = :id returning superseded_at"
)
_ADD_REMAINDER: Final = text(
    """
    insert into eligibility.parameter (id, key, division, county, residence, value, unit, valid_from, valid_to, clause,
        document, evidence, status, illustrative, standard_id, drafted_by, approved_by, recorded_at, superseded_at)
    select :id, key, division, county, residence, value, unit, :valid_from, :valid_to, clause, document, evidence,
        status, illustrative, standard_id, drafted_by, approved_by, :recorded_at, null
      from eligibility.parameter where id = :of
    """
)


def load_policy(connection: Connection, rows: Sequence[SeedRow] | None = None) -> None:
    """Add every row of the policy files that the table never had; what was published since is left alone.

    At the first installation a row counts as known from the day it takes force: the documents were public by then, and
    a case decided in 2021 is then made again with what was known in 2021. What a later release brings is known from
    its loading on, lest determinations kept before would come out otherwise when made again.
    """
    if connection.scalar(text("select to_regclass('eligibility.parameter')")) is None:
        return  # the very first migration is still to be written, from an empty database
    connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": PUBLICATION_LOCK})
    now = connection.scalar(text("select clock_timestamp()"))
    is_first = not connection.scalar(text("select exists (select from eligibility.parameter)"))
    for row in seed_rows() if rows is None else rows:
        begun = datetime.combine(row["valid_from"], time.min, SHANGHAI)
        _load(connection, row, recorded_at=min(begun, now) if is_first else now)


def _load(connection: Connection, row: SeedRow, *, recorded_at: datetime) -> None:
    """Add a row on those of its days that no published standard settles; of our own older rows it takes the place."""
    timeline = {name: row[name] for name in ("key", "division", "residence")}
    span = {"valid_from": row["valid_from"], "valid_to": row["valid_to"]}
    if connection.scalar(_CAME_BEFORE, timeline | {"valid_from": row["valid_from"]}):
        return
    overlapping = connection.execute(_OVERLAPPING, timeline | span).all()
    theirs = [(each.valid_from, each.valid_to) for each in overlapping if each.standard_id is not None]
    parts = list(_uncovered((row["valid_from"], row["valid_to"]), theirs))
    for own in [each for each in overlapping if each.standard_id is None]:
        _cut(connection, own, parts, now=recorded_at)
    for valid_from, valid_to in parts:
        new = {"valid_from": valid_from, "valid_to": valid_to, "recorded_at": recorded_at}
        connection.execute(_ADD, {**row, **new, "id": new_id(), "by": _BY})


def _cut(connection: Connection, row: Row[Any], parts: Sequence[Span], *, now: datetime) -> None:
    """Give up a row of an earlier release and record its days outside the new ones again."""
    rest = list(_uncovered((row.valid_from, row.valid_to), parts))
    if rest == [(row.valid_from, row.valid_to)]:
        return
    recorded_at = connection.scalar(_GIVE_UP, {"id": row.id, "now": now})
    for valid_from, valid_to in rest:
        new = {"valid_from": valid_from, "valid_to": valid_to, "recorded_at": recorded_at}
        connection.execute(_ADD_REMAINDER, {**new, "id": new_id(), "of": row.id})


def _uncovered(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """Yield the days of a span that lie in none of the others; these are in order and do not overlap."""
    begins, ends = span
    for other_begins, other_ends in others:
        if (other_ends is not None and other_ends <= begins) or (ends is not None and ends <= other_begins):
            continue
        if begins < other_begins:
            yield begins, other_begins
        if other_ends is None:
            return
        begins = max(begins, other_ends)
    if ends is None or begins < ends:
        yield begins, ends
