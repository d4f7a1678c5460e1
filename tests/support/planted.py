"""Looks for what was planted, wherever a system keeps or says something."""

import json
from collections.abc import Iterator

import psycopg
from psycopg import sql


def hidden_in(text: str, secrets: set[str]) -> set[str]:
    """Return which secrets a text holds, as characters or as the bytes of a bytea."""
    return {secret for secret in secrets if secret in text or secret.encode().hex() in text}


def stored(owner: psycopg.Connection) -> Iterator[tuple[str, str, str]]:
    """Return table, column and value of everything that is kept in any schema of ours."""
    tables = owner.execute(
        "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'"
        " and table_schema not in ('pg_catalog', 'information_schema')"
    ).fetchall()
    for schema, table in tables:
        for (row,) in owner.execute(sql.SQL("select to_jsonb(t) from {} t").format(sql.Identifier(schema, table))):
            for column, value in row.items():
                yield (
                    f"{schema}.{table}",
                    column,
                    value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
                )


def places_of(owner: psycopg.Connection, secrets: set[str]) -> set[tuple[str, str]]:
    return {(table, column) for table, column, value in stored(owner) if hidden_in(value, secrets)}
