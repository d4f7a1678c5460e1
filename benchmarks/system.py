"""The system under measurement: a durable PostgreSQL of its own, and the services as processes on it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final, Self

import httpx
import psycopg

from benchmarks.load import CONNECTIONS
from migrations import running
from shared import clock
from shared.database_urls import plain_url
from shared.personal import KeyRing, install
from shared.postgres import EmbeddedPostgres
from shared.postgres_home import binaries, data_home, unprivileged_account
from shared.tokens import Issuer
from tests.support.city import Apps, City
from tests.support.database import TEMPLATE, Database, Server
from tests.support.processes import Town, until
from tests.test_run import free_ports

ROOT: Final = Path(__file__).parent.parent


class System:
    """Services without their relays, so that what is measured is the request alone; PostgreSQL as ``make run`` has it."""

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            self.folder = Path(tempfile.mkdtemp(prefix="doudi-bench-"))
            self.folder.chmod(0o755)
            undo.callback(shutil.rmtree, self.folder)
            self.postgres = EmbeddedPostgres(self.folder / "postgres", port=free_ports()[0])
            self.postgres.start()
            undo.callback(self.postgres.stop)
            running.upgrade(self.postgres.url)
            self.database = Database(Server(self.postgres.url, self.postgres.superuser_url), TEMPLATE)
            undo.callback(self.database.disconnect)
            self.town = Town(self.database, self.folder, settings={"DOUDI_RELAY": "false"})
            undo.callback(self.town.stop)
            install(KeyRing.parse((self.folder / "secrets" / "key_ring").read_text()))
            apps = Apps.create(self.folder)
            self.city = City(apps, self.database)
            self._started: set[str] = set()
            self._issuer = Issuer(self.town.urls["intake"], apps.issuer.key)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def start(self, *services: str) -> None:
        """Start services that do not run yet, and wait until they are ready."""
        for service in services:
            if service not in self._started:
                self.town.start(service)
                self._started.add(service)
        for service in services:
            until(partial(self.town.answers, service), seconds=60, what=f"{service} is ready")

    def reference(self, script: str, *arguments: str) -> tuple[str, int]:
        """Start a reference server of ours; return its address and process id."""
        port = free_ports()[0]
        command = [sys.executable, str(ROOT / "benchmarks" / script), str(port), *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=self.town.environments["intake"] | {"PYTHONPATH": str(ROOT)})
        self._undo.callback(process.wait)
        self._undo.callback(process.terminate)
        url = f"http://127.0.0.1:{port}"
        until(lambda: _answers(url), seconds=30, what=f"{script} is ready")
        return url, process.pid

    def headers(self, role: str, division: str, subject: str = "bench-1") -> dict[str, str]:
        """Return the token of a caller, as the running services know it."""
        token = self._issuer.mint(role, division, now=clock.now(), subject=subject)
        return {"Authorization": f"Bearer {token}"}

    def superuser(self) -> psycopg.Connection:
        """Reach the database around every rule."""
        return psycopg.connect(plain_url(self.database.superuser_url), autocommit=True)

    def pgbench(self, script: Path, *, seconds: int = 0, transactions: int = 0) -> float:
        """Return transactions a second of a script run as the role of intake, statements prepared."""
        long = ["-T", str(seconds)] if seconds else ["-t", str(max(transactions // CONNECTIONS, 1))]
        options = ["-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1", *long]
        run = subprocess.run(
            [binaries(None) / "pgbench", *options, "-f", script, plain_url(self.database.service_url("intake"))],
            env=os.environ | {"PGOPTIONS": "-csearch_path=intake -ctimezone=Asia/Shanghai"},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise RuntimeError(run.stderr[-2000:])
        line = next(line for line in run.stdout.splitlines() if line.startswith("tps = "))
        return float(line.split()[2])

    @property
    def database_pid(self) -> int:
        """The process all others of PostgreSQL are children of."""
        data = data_home(self.folder / "postgres", unprivileged_account())
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/livez", timeout=2).status_code == 200
    except httpx.TransportError:
        time.sleep(0.1)
        return False
