"""Back up the database into one file, and restore it into an empty one (备份与恢复), with PostgreSQL's own programs.

The file holds everything but the keys: personal data stay sealed in it, and without the key ring nobody can read them.
Keep the ring apart from it, and as long.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from migrations import running
from migrations.roles import make_roles
from shared.database_urls import SERVICES, owner_url, plain_url
from shared.postgres_home import binaries, unprivileged_account

__all__ = ["BackupError", "NotEmpty", "backup", "restore"]


class BackupError(RuntimeError):
    """PostgreSQL's program failed; it says why."""


class NotEmpty(RuntimeError):
    """There are data already where a backup was to be restored."""


def backup(database_url: str, file: Path) -> None:
    """Write a consistent copy of the whole database while the services go on working; never a half one under this name."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        # The owner sees every row by a policy of his own; pg_dump must be told that row-level security is no surprise.
        _run(database_url, "pg_dump", "--format=custom", "--enable-row-security", f"--file={draft}")
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)


def restore(database_url: str, file: Path) -> None:
    """Restore a backup, whole or not at all, into an empty database; then apply the migrations that came since.

    Raises ``NotEmpty`` when one of our schemas is there already, ``BackupError`` when the file is damaged or of another
    product.
    """
    with _connected(database_url) as connection:
        _refuse_data(connection)
        make_roles(connection, running.configured_passwords(database_url))
    _run(database_url, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(file))
    running.upgrade(database_url)


def _refuse_data(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "select nspname from pg_namespace where nspname = any(%s) order by nspname", [list(SERVICES)]
    ).fetchall()
    if found:
        raise NotEmpty(f"数据库中已有模式 {'、'.join(row[0] for row in found)}；请恢复到一个空的数据库。")


@contextmanager
def _connected(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(plain_url(database_url)) as connection:
        yield connection


def _run(database_url: str, program: str, *arguments: str) -> None:
    """Run the program on this database. The password goes by the environment, which no list of processes shows."""
    url = owner_url(database_url)
    where = plain_url(url.set(password=None).render_as_string())
    path = binaries(unprivileged_account()) / program
    command = [str(path), "--no-password", f"--dbname={where}", *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": str(url.password or "")}
    )
    if done.returncode:
        raise BackupError(f"{program}：{done.stderr.strip()}")
