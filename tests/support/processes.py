"""The services as real processes on real sockets, so that a test can kill them as a power cut would."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx

from shared.database_urls import SERVICES
from shared.development import development_environment
from tests.support.database import Database
from tests.support.watch import Watch
from tests.test_run import ROOT, free_ports


class Town:
    """Three services, each with its relay inside, and more relays beside them; any of them can be killed."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        relays: Sequence[str] = ("intake",),
        settings: Mapping[str, str] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._folder = folder
        self._watch = watch
        ports = dict(zip(SERVICES, free_ports(), strict=True))
        self.urls = {service: f"http://127.0.0.1:{port}" for service, port in ports.items()}
        clean = {name: value for name, value in os.environ.items() if not re.match(r"DOUDI_|DATABASE_|MAKE", name)}
        self.environments = {
            service: clean
            | {
                "DOUDI_ENVIRONMENT": "development",
                "DOUDI_STATE_DIR": str(folder),
                "DOUDI_ISSUER": self.urls["intake"],
                "DOUDI_PORT": str(ports[service]),
                "DOUDI_LOG_LEVEL": "info",
                f"DOUDI_{service.upper()}_DATABASE_URL": database.service_url(service),
                **{f"DOUDI_{name.upper()}_URL": url for name, url in self.urls.items()},
                **development_environment(folder),
                **(settings or {}),
            }
            for service in SERVICES
        }
        self._commands = {service: (service, "serve") for service in SERVICES}
        self._commands |= {f"{service} relay": (service, "worker") for service in relays}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._away: set[str] = set()

    @property
    def names(self) -> list[str]:
        """What runs: ``intake``, …, ``intake relay``, …"""
        return [*self._commands]

    def start(self, name: str) -> None:
        service, part = self._commands[name]
        self._away.discard(name)
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", *self._program(service), part],
                cwd=ROOT,
                env=self.environments[service],
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _program(self, service: str) -> list[str]:
        """Return the module to run, and its arguments: by the clock of the test where it has one."""
        return ["tests.support.watch", str(self._watch.file), service] if self._watch else [f"services.{service}"]

    def pid(self, name: str) -> int:
        return self._running[name].pid

    def start_all(self) -> None:
        for name in self._commands:
            self.start(name)
        for service in SERVICES:
            until(lambda service=service: self.answers(service), seconds=60, what=f"{service} is ready")

    def kill(self, name: str) -> None:
        """End a process at once, as SIGKILL does, and start it anew."""
        self.end(name)
        self.start(name)

    def revive(self) -> None:
        """Start anew what ended by itself, as an orchestrator does: a service does not start without its database."""
        for name, process in list(self._running.items()):
            if process.poll() is not None and name not in self._away:
                self.start(name)

    def end(self, name: str) -> None:
        """End a process at once; it stays away until started."""
        self._away.add(name)
        self._running[name].send_signal(signal.SIGKILL)
        self._running[name].wait()

    def answers(self, service: str) -> bool:
        try:
            return httpx.get(f"{self.urls[service]}/readyz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(60)

    @property
    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in self._folder.glob("*.log"))


def until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for something to become true; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"in {seconds} s it did not happen that {what}"
        time.sleep(0.1)
