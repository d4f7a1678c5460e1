"""Applications by the million: copies of one that came in by the front door, made by SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql

LISTED: Final = ("household", "person", "household_member", "case", "application")
"""What a page of the list touches, by itself and by row-level security."""

WHOLE: Final = (*LISTED, "application_member", "application_document", "transition", "clock")
"""What reading an application and taking a step touches."""

_OF: Final = {
    "household": "o.id = a.household_id",
    "person": "o.id in (select m.person_id from household_member m where m.household_id = a.household_id)",
    "household_member": "o.household_id = a.household_id",
    "case": "o.id = a.case_id",
    "application": "o.id = a.id",
    "application_member": "o.application_id = a.id",
    "application_document": "o.application_id = a.id",
    "transition": "o.thing_id = a.id",
    "clock": "o.application_id = a.id",
}


@dataclass(frozen=True)
class Original:
    """An application with the ids of all that belongs to it, by table."""

    id: UUID
    rows: dict[str, list[UUID]]

    @property
    def ids(self) -> set[UUID]:
        """Every id of it."""
        return {each for rows in self.rows.values() for each in rows}


def original(connection: psycopg.Connection, application: UUID) -> Original:
    """Return what belongs to an application."""
    connection.execute("set search_path = intake")
    rows = {}
    for table, belongs in _OF.items():
        found = connection.execute(
            sql.SQL("select o.id from {} o, application a where a.id = %s and {} order by o.id").format(
                sql.Identifier(table), sql.SQL(belongs)
            ),
            [application],
        )
        rows[table] = [row[0] for row in found]
    return Original(application, rows)


def copy(connection: psycopg.Connection, of: Original, *, first: int, last: int, tables: Sequence[str]) -> None:
    """Insert copies ``first`` to ``last``; an id of the n-th copy ends in n. Foreign keys hold by construction."""
    connection.execute("set search_path = intake")
    connection.execute("set session_replication_role = replica")
    connection.execute("set synchronous_commit = off")
    for table in tables:
        columns = _columns(connection, table)
        for row in _chosen(of.rows[table], whole=tables == WHOLE):
            _copy_row(connection, of, table, columns, row, first=first, last=last)
    connection.execute("set session_replication_role = origin")


def _chosen(rows: list[UUID], *, whole: bool) -> Iterable[UUID]:
    """Of what is only listed, the applicant stands for his family."""
    return rows if whole else rows[:1]


def _columns(connection: psycopg.Connection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "select column_name, data_type from information_schema.columns where table_schema = 'intake' "
        "and table_name = %s and is_generated = 'NEVER' order by ordinal_position",
        [table],
    ).fetchall()


def _copy_row(
    connection: psycopg.Connection,
    of: Original,
    table: str,
    columns: list[tuple[str, str]],
    row: UUID,
    *,
    first: int,
    last: int,
) -> None:
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
    found = connection.execute(
        sql.SQL("select {} from {} where id = %s").format(names, sql.Identifier(table)), [row]
    ).fetchone()
    assert found is not None
    values = [_value(of, row, name, value) for (name, _), value in zip(columns, found, strict=True)]
    connection.execute(
        sql.SQL("insert into {table} ({names}) select {values} from {table} o, generate_series({first}, {last}) n where o.id = {row}").format(
            table=sql.Identifier(table), names=names, values=sql.SQL(", ").join(values), first=first, last=last, row=row
        )
    )  # fmt: skip


def _value(of: Original, row: UUID, column: str, value: Any) -> sql.Composable:
    if isinstance(value, UUID) and value in of.ids:
        return sql.SQL("({} || lpad(to_hex(n), 12, '0'))::uuid").format(str(value)[:24])
    if column == "number":
        return sql.SQL("left(o.number, 2) || {} || n").format(str(of.id)[:13])
    if column == "id_number_index":
        return sql.SQL("sha256(convert_to({} || n, 'utf8'))").format(str(row))
    return sql.SQL("o.{}").format(sql.Identifier(column))
