"""An embedded PostgreSQL for a machine without a server: binaries from a package, data in a folder, one child process.

The same PostgreSQL as in the containers, so nothing behaves differently. It listens on 127.0.0.1 only, asks for
passwords, and never outlives the process that started it. Start it from the main thread: the signal that ends it with
its parent belongs to the thread that forked.
"""

import ctypes
import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Final, Self

import psycopg
from psycopg import sql

from shared.database_urls import derived_password, plain_url
from shared.postgres_home import PostgresError, binaries, data_home, is_server_of, unprivileged_account

__all__ = ["EmbeddedPostgres", "PostgresError"]

OWNER: Final = "doudi_owner"
DATABASE: Final = "doudi"

_SET_PARENT_DEATH_SIGNAL: Final = 1

_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_line_prefix": "%m [%p] ",
}
_FOR_TESTS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class EmbeddedPostgres:
    """One PostgreSQL server over one data folder.

    ``fast`` gives up durability and passwords, for tests. ``port`` 0 takes any free one. As root the server runs as an
    unprivileged account, because PostgreSQL refuses to run as root.
    """

    def __init__(self, data_dir: Path, *, port: int = 0, fast: bool = False) -> None:
        self.port = port
        self._any_port = port == 0
        self._fast = fast
        self._account = unprivileged_account()
        self._data = data_home(data_dir.absolute(), self._account)
        self._bin = binaries(self._account)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    @property
    def url(self) -> str:
        """URL of the database as its owner: for migrations alone."""
        return self._url(OWNER, derived_password(self._secret(), OWNER), DATABASE)

    @property
    def superuser_url(self) -> str:
        """URL of the maintenance database as superuser: for making databases, and for tests."""
        return self._url("postgres", self._secret(), "postgres")

    @property
    def alive(self) -> bool:
        """Whether the server process is there; a supervisor that sees it go stops what depends on it."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, *, patience: float = 30) -> None:
        """Start and wait until it answers; first make the cluster, the owner and the database where they are missing."""
        self._hold_data_dir()
        try:
            self._make_cluster()
            self._end_leftover(patience)
            self._launch(patience)
            self._make_owner()
        except BaseException:
            self.stop()
            raise

    def stop(self, *, patience: float = 30) -> None:
        """Stop quickly but cleanly: open transactions are rolled back, everything committed is on disk."""
        self._stop_server(patience)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _stop_server(self, patience: float) -> None:
        if self._process is not None and self.alive:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(patience)
        self._process = None

    def _hold_data_dir(self) -> None:
        """Take the lock beside the data folder, so that two starts do not fight over it."""
        self._data.parent.mkdir(parents=True, exist_ok=True)
        lock = self._beside(".lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise PostgresError(
                f"The database in {self._data} is in use by another process; stop that one first."
            ) from None
        self._lock = lock

    def _make_cluster(self) -> None:
        if (self._data / "PG_VERSION").exists():
            self._refuse_other_major()
            return
        if self._data.exists():
            shutil.rmtree(self._data)  # left by a first start that was interrupted; there is no cluster in it
        self._data.mkdir(mode=0o700)
        self._give_away(self._data)
        secret = self._beside(".secret")
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_hex(24))
        self._give_away(secret)
        auth = "trust" if self._fast else "scram-sha-256"
        self._run(
            "initdb", "-D", str(self._data), "-U", "postgres", f"--auth={auth}", f"--pwfile={secret}",
            "-E", "UTF8", *self._locale(), "--no-instructions", *(["--no-sync"] if self._fast else []),
        )  # fmt: skip

    def _locale(self) -> list[str]:
        """Return initdb's locale options: C with UTF-8, so that order and comparison are the same on every machine."""
        if self._major() >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C.UTF-8"]

    def _major(self) -> int:
        found = re.search(r"(\d+)", self._run("postgres", "--version"))
        if found is None:
            raise PostgresError(f"{self._bin / 'postgres'} does not tell its version.")
        return int(found[1])

    def _refuse_other_major(self) -> None:
        written_by = (self._data / "PG_VERSION").read_text().strip()
        if written_by != str(self._major()):
            raise PostgresError(
                f"The data in {self._data} belong to PostgreSQL {written_by}, the binaries are {self._major()}. "
                "Dump them with the old version and restore them, or name the old binaries in PG_BIN."
            )

    def _end_leftover(self, patience: float) -> None:
        """End a server that outlived its parent (where the system has no parent-death signal) before starting anew."""
        pid_file = self._data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split("\n", 1)[0])
        if not is_server_of(pid, self._data):
            return  # PostgreSQL itself removes a pid file that nobody stands behind.
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + patience
        while pid_file.exists() and time.monotonic() < until:
            time.sleep(0.02)

    def _launch(self, patience: float) -> None:
        """Start the server; another program may take a free port between our look and the start, so look again."""
        for _ in range(5 if self._any_port else 1):
            self.port = _free_port() if self._any_port else self.port
            self._process = self._spawn()
            if self._becomes_ready(patience):
                return
            self._stop_server(patience)  # never two over one folder
        raise PostgresError(f"PostgreSQL did not start on port {self.port}; see {self._beside('.log')}.")

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = _SETTINGS | {"port": str(self.port)} | (_FOR_TESTS if self._fast else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._beside(".log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603  the program is the one we found ourselves
                [str(self._bin / "postgres"), "-D", str(self._data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                cwd="/",
                preexec_fn=_end_with_parent,  # noqa: PLW1509  called from the main thread, before any other runs
                start_new_session=True,
                user=self._account and self._account.pw_uid,
                group=self._account and self._account.pw_gid,
                extra_groups=None if self._account is None else [],
            )

    def _becomes_ready(self, patience: float) -> bool:
        """Wait for the line in postmaster.pid that says ready; False when the process ends or says nothing instead.

        As long as it says that it is starting it is given time: after a crash it first recovers, which may take minutes.
        """
        assert self._process is not None
        until = time.monotonic() + patience
        while self._process.poll() is None and time.monotonic() < until:
            lines = _lines(self._data / "postmaster.pid")
            state = lines[7].strip() if len(lines) > 7 and lines[0] == str(self._process.pid) else ""
            if state == "ready":
                return True
            if state == "starting":
                until = time.monotonic() + patience
            time.sleep(0.01)
        return False

    def _make_owner(self) -> None:
        """Make the owner and the database. He is no superuser: row-level security binds even him unless a policy says so."""
        password = derived_password(self._secret(), OWNER)
        with psycopg.connect(plain_url(self.superuser_url), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [OWNER]).fetchone():
                connection.execute(
                    sql.SQL("create role {} login createrole createdb password {}").format(
                        sql.Identifier(OWNER), sql.Literal(password)
                    )
                )
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )

    def _secret(self) -> str:
        return self._beside(".secret").read_text()

    def _url(self, user: str, password: str, database: str) -> str:
        return f"postgresql+psycopg://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def _beside(self, suffix: str) -> Path:
        return self._data.with_name(self._data.name + suffix)

    def _give_away(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603  the program is the one we found ourselves
            [str(self._bin / program), *arguments],
            check=False,
            capture_output=True,
            text=True,
            env=_environment(),
            cwd="/",
            user=self._account and self._account.pw_uid,
            group=self._account and self._account.pw_gid,
            extra_groups=None if self._account is None else [],
        )
        if done.returncode:
            raise PostgresError(f"{program} failed: {done.stderr.strip()}")
        return done.stdout


def _end_with_parent() -> None:
    """Ask the kernel to stop the server quickly and cleanly when we die, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGINT)


def _environment() -> dict[str, str]:
    """Our environment without the PG… variables that would redirect the programs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []
