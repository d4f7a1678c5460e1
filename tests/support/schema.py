"""What is in a database, so that two can be compared."""

import os
import subprocess
from collections.abc import Mapping

from psycopg import sql

from shared.database_urls import SERVICES, plain_url
from shared.postgres_home import binaries, unprivileged_account
from tests.support.database import Database


def schema_of(database: Database) -> str:
    """Return every table, constraint, index, policy, function and grant, as PostgreSQL writes them, without spaces."""
    program = binaries(unprivileged_account()) / "pg_dump"
    command = [str(program), "--schema-only", "--restrict-key=test", plain_url(database.superuser_url)]
    dumped = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"}
    ).stdout
    return "\n".join(statement for block in dumped.split(";\n") if (statement := "".join(block.split())))


def rows_of(database: Database) -> Mapping[str, tuple[int, str]]:
    """Return the number of rows and a digest of all of them, by table."""
    with database.as_owner() as owner:
        tables = owner.execute(
            "select schemaname, tablename from pg_tables where schemaname = any(%s)", [list(SERVICES)]
        ).fetchall()
        return {
            f"{schema}.{table}": owner.execute(
                sql.SQL(
                    "select count(*), coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from {} t"
                ).format(sql.Identifier(schema, table))
            ).fetchone()  # type: ignore[misc]
            for schema, table in tables
        }
