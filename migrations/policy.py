"""Load the circular's numbers and the product's defaults into the parameter table (政策参数), once each."""

from datetime import datetime, time

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import bindparam

from services.eligibility.policy.seed import SeedRow, seed_rows
from shared.clock import SHANGHAI
from shared.ids import new_id

__all__ = ["load_policy"]

_BY = "policy"
"""Stands as drafter and approver of what comes with the product; nobody's name."""

_ADD = text(
    """
    insert into eligibility.parameter (id, key, division, county, residence, value, unit, valid_from, valid_to, clause,
        document, evidence, status, illustrative, standard_id, drafted_by, approved_by, recorded_at, superseded_at)
    select :id, :key, :division, left(:division, 6), :residence, :value, :unit, :valid_from, :valid_to, :clause,
        :document, :evidence, :status, :illustrative, null, :by, :by, :recorded_at, null
    where not exists (
        select from eligibility.parameter
         where key = :key and division = :division and residence is not distinct from cast(:residence as text)
           and valid_from = :valid_from)
    """
).bindparams(bindparam("value", type_=JSONB))


def load_policy(connection: Connection) -> None:
    """Add every row of the policy files that the table never had; what was published since is left alone.

    A row counts as known from the day it takes force: the documents were public by then, and a case decided in 2021
    is then made again with what was known in 2021.
    """
    if connection.scalar(text("select to_regclass('eligibility.parameter')")) is None:
        return  # the very first migration is still to be written, from an empty database
    for row in seed_rows():
        connection.execute(_ADD, _values(row))


def _values(row: SeedRow) -> dict[str, object]:
    recorded_at = datetime.combine(row["valid_from"], time.min, SHANGHAI)
    return {**row, "id": new_id(), "by": _BY, "recorded_at": recorded_at}
