"""The embedded PostgreSQL: starts anywhere, keeps data and passwords, leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from shared import postgres as module
from shared import postgres_home
from shared.database_urls import plain_url
from shared.postgres import EmbeddedPostgres, PostgresError


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that an unprivileged account may enter, which pytest's own are not."""
    with TemporaryDirectory(prefix="doudi-pg-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(plain_url(url), autocommit=True)


def test_data_outlive_a_restart_and_the_owner_is_no_superuser(folder: Path) -> None:
    with EmbeddedPostgres(folder / "data") as first, connect(first.url) as connection:
        connection.execute("create table t as select 1 as x")
        powers = connection.execute(
            "select rolsuper, rolbypassrls from pg_roles where rolname = current_user"
        ).fetchone()
    with EmbeddedPostgres(folder / "data") as second, connect(second.url) as connection:
        kept = connection.execute("select x from t").fetchone()

    assert (powers, kept) == ((False, False), (1,))
    assert not second.alive


def test_nobody_logs_in_without_a_password(folder: Path) -> None:
    with EmbeddedPostgres(folder / "data") as server, pytest.raises(psycopg.OperationalError, match="password"):
        connect(f"postgresql://postgres:guess@127.0.0.1:{server.port}/postgres")


def test_text_is_compared_by_code_point(folder: Path) -> None:
    with EmbeddedPostgres(folder / "data", fast=True) as server, connect(server.url) as connection:
        row = connection.execute("select 'a' < 'B', '张' < '李', lower('Ä'), length('张三')").fetchone()

    assert row == (False, True, "ä", 2)


def test_a_second_server_on_the_same_data_is_refused(folder: Path) -> None:
    with EmbeddedPostgres(folder / "data", fast=True), pytest.raises(PostgresError, match="in use"):
        EmbeddedPostgres(folder / "data", fast=True).start()


def test_data_of_another_version_are_not_touched(folder: Path) -> None:
    EmbeddedPostgres(folder / "data", fast=True)._make_cluster()  # noqa: SLF001  made but never started
    (folder / "data" / "PG_VERSION").write_text("12\n")

    with pytest.raises(PostgresError, match="PostgreSQL 12"):
        EmbeddedPostgres(folder / "data", fast=True).start()


def test_a_first_start_that_was_interrupted_is_begun_again(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "half").touch()

    with EmbeddedPostgres(folder / "data", fast=True) as server:
        assert server.alive


def test_a_port_that_is_taken_is_reported(folder: Path) -> None:
    with (
        EmbeddedPostgres(folder / "one", fast=True) as first,
        pytest.raises(PostgresError, match=f"port {first.port}"),
    ):
        EmbeddedPostgres(folder / "two", port=first.port, fast=True).start()


_ORPHAN = """
import sys, time
from pathlib import Path
from shared.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), fast=True)
server.start()
print(server._process.pid, flush=True)
time.sleep(60)
"""


def start_elsewhere(data: Path) -> tuple[subprocess.Popen[str], int]:
    child = subprocess.Popen([sys.executable, "-c", _ORPHAN, str(data)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    return child, int(child.stdout.readline())


def is_gone(pid: int, *, within: float = 10) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_server_ends_with_a_parent_that_is_killed(folder: Path) -> None:
    parent, server = start_elsewhere(folder / "data")
    parent.kill()
    parent.communicate()

    assert is_gone(server)


def test_a_server_left_behind_is_ended_before_the_next_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_end_with_parent", lambda: None)
    left = EmbeddedPostgres(folder / "data", fast=True)
    left.start()
    assert left._process is not None  # noqa: SLF001
    assert left._lock is not None  # noqa: SLF001
    left._lock.close()  # noqa: SLF001  as if its parent had died

    with EmbeddedPostgres(folder / "data", fast=True) as server, connect(server.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert left._process.wait(5) == 0  # noqa: SLF001


def test_a_stranger_with_the_old_process_number_is_left_alone(folder: Path) -> None:
    with EmbeddedPostgres(folder / "data", fast=True):
        pass
    (folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    before = signal.getsignal(signal.SIGINT)

    with pytest.raises(PostgresError):
        # PostgreSQL itself sees a living process and will not start; it is for a person to look.
        EmbeddedPostgres(folder / "data", port=1, fast=True).start(patience=5)
    assert signal.getsignal(signal.SIGINT) is before


def test_the_data_lie_where_the_account_of_the_server_can_reach_them_and_are_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root steps down to another account, which cannot enter root's own folders; anybody else runs it as himself."""
    closed, open_to_all = folder / "root", folder / "open"
    closed.mkdir(mode=0o700)
    open_to_all.mkdir(mode=0o755)
    monkeypatch.setattr(postgres_home, "_REACHABLE_BY_ALL", open_to_all)
    account = postgres_home.unprivileged_account()

    for _ in range(2):
        with EmbeddedPostgres(closed / "data", fast=True) as server:
            assert server.alive

    assert (account is None) == (os.geteuid() != 0)
    assert (closed / "data").resolve().is_relative_to(open_to_all if account else closed)
    assert (closed / "data").stat().st_uid == (account.pw_uid if account else os.geteuid())


_SLOW = """#!/bin/sh
case "$1" in --version) echo "postgres (PostgreSQL) 18.6"; exit;; esac
echo $$ >> "$2/spawned"
say() {{ printf '%s\\n1\\n1\\n1\\n\\n\\n\\n%s\\n' $$ "$1" > "$2/postmaster.pid"; }}
{says}
exec sleep 60
"""


def slow_server(folder: Path, monkeypatch: pytest.MonkeyPatch, says: str) -> tuple[EmbeddedPostgres, Path]:
    """A stand-in for the program that starts as slowly as after a crash, over a folder of its own."""
    programs, data = folder / "bin", folder / "data"
    programs.mkdir()
    (programs / "postgres").write_text(_SLOW.format(says=says))
    (programs / "postgres").chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(programs))
    server = EmbeddedPostgres(data, fast=True)
    data.mkdir()
    server._give_away(data)  # noqa: SLF001
    return server, data / "spawned"


def test_a_server_that_recovers_for_long_is_waited_for_and_no_other_is_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, spawned = slow_server(folder, monkeypatch, 'say starting "$2"; sleep 1.5; say ready "$2"')

    server._launch(0.5)  # noqa: SLF001

    assert server.alive
    assert len(spawned.read_text().split()) == 1
    server.stop()


def test_a_server_that_says_nothing_is_stopped_before_another_is_tried(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, spawned = slow_server(folder, monkeypatch, "")

    with pytest.raises(PostgresError, match="did not start"):
        server._launch(0.3)  # noqa: SLF001

    tried = [int(pid) for pid in spawned.read_text().split()]
    assert len(tried) == 5
    assert all(is_gone(pid) for pid in tried)
