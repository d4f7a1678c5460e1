"""A PostgreSQL of its own, as durable as in production, with the services as processes: everything in it may be killed."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

import psycopg

from migrations import running
from shared.database_urls import SERVICES, plain_url
from shared.postgres import EmbeddedPostgres
from shared.postgres_home import data_home, unprivileged_account
from tests.support.database import TEMPLATE, Database, Server
from tests.support.processes import Town
from tests.test_run import free_ports


class Plant:
    """The whole system on this machine. Start and kill it from the main thread alone, as PostgreSQL's process demands."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="doudi-plant-"))
        self.folder.chmod(0o755)
        self.postgres = EmbeddedPostgres(self.folder / "postgres", port=free_ports()[0])

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, self.folder)
            self.postgres.start()
            undo.callback(self.postgres.stop)
            running.upgrade(self.postgres.url)
            self.database = Database(Server(self.postgres.url, self.postgres.superuser_url), TEMPLATE)
            undo.callback(self.database.disconnect)
            self.town = Town(self.database, self.folder, relays=SERVICES)
            undo.callback(self.town.stop)
            self.town.start_all()
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    @property
    def victims(self) -> list[str]:
        """Everything that can be killed: the services, the relays beside them, the database, its connections."""
        return [*self.town.names, "postgres", "connections"]

    def strike(self, victim: str) -> None:
        """Kill a part at once, as a power cut does, and start it anew."""
        match victim:
            case "postgres":
                self.cut_database()
                self.postgres.start()
            case "connections":
                self.cut_connections()
            case _:
                self.town.kill(victim)

    def cut_database(self) -> None:
        """Kill PostgreSQL with everything that belongs to it; it stays away until started."""
        for process in self._database_pids():
            with suppress(ProcessLookupError):  # it just ended by itself
                os.kill(process, signal.SIGKILL)
        self.postgres.stop()

    def cut_connections(self) -> None:
        """End every connection of a service in the middle of whatever it does."""
        with psycopg.connect(plain_url(self.postgres.superuser_url)) as superuser:
            superuser.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = any(%s)",
                [[f"doudi_{service}" for service in SERVICES]],
            )

    def fill_disk(self) -> None:
        """Let PostgreSQL write nothing more, as on a full disk: every write past the first byte of a file fails."""
        self._limit_files("1")

    def free_disk(self) -> None:
        """Let it write again; it is started anew where it has stopped."""
        if self.postgres.alive:
            self._limit_files("unlimited")
        else:
            self.postgres.stop()
            self.postgres.start()

    def _limit_files(self, size: str) -> None:
        """Set the limit as the account PostgreSQL runs as, for not even root may always do it for another."""
        account = unprivileged_account()
        groups = [] if account else None
        for process in self._database_pids():
            command = ["prlimit", f"--fsize={size}:", "--pid", str(process)]
            subprocess.run(
                command,
                check=False,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=groups,
            )

    def _database_pids(self) -> list[int]:
        pid = self._database_pid()
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    def _database_pid(self) -> int:
        data = data_home(self.folder / "postgres", unprivileged_account())
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
