"""``make run`` as a whole: starts, tells where it is, refuses a second, stops cleanly, leaves nothing, keeps the data."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parent.parent
READY = "兜底已就绪"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


class Run:
    """One supervisor on a folder of its own."""

    def __init__(self, folder: Path, ports: list[int]) -> None:
        self.folder, self.ports = folder, ports
        self._log = folder / f"log-{time.monotonic_ns()}"
        mine = {name: value for name, value in os.environ.items() if not re.match(r"DOUDI_|DATABASE_|MAKE", name)}
        here = {"DOUDI_STATE_DIR": str(folder / "state"), "DOUDI_PORTS": ",".join(map(str, ports))}
        with self._log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "services"], cwd=ROOT, env=mine | here, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def printed(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def until_ready(self) -> "Run":
        wait_for(lambda: READY in self.printed or self.process.poll() is not None, seconds=120)
        assert self.process.poll() is None, self.printed
        return self

    def children(self) -> set[int]:
        return {int(entry.name) for entry in Path("/proc").glob("[0-9]*") if parent_of(entry) == self.process.pid}

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        return self.process.wait(60)


def wait_for(condition: Callable[[], object], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)


def parent_of(entry: Path) -> int:
    """The parent of a process that still runs; a zombie has ended."""
    try:
        state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return -1
    return -1 if state == "Z" else int(parent)


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if parent_of(Path(f"/proc/{pid}")) != -1}


def free_ports() -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def status_of(url: str, token: str) -> int:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database's own account may enter, as the project's folder usually is."""
    with tempfile.TemporaryDirectory(prefix="doudi-run-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], Run]]:
    runs: list[Run] = []

    def begin() -> Run:
        runs.append(Run(folder, free_ports()))
        return runs[-1]

    yield begin
    for run in runs:
        with suppress(ProcessLookupError):
            if run.process.poll() is None:
                run.process.terminate()
                run.process.wait(60)


def test_it_starts_tells_where_it_is_refuses_a_second_and_stops_cleanly(start, folder):
    run = start().until_ready()
    children = run.children()
    token = re.search(r"^TOKEN=(\S+)$", run.printed, re.MULTILINE)

    second = start()

    assert second.process.wait(30) == 1
    assert f"已在运行（进程 {run.process.pid}）" in second.printed
    assert token is not None
    for port in run.ports:
        assert f"http://127.0.0.1:{port}/docs" in run.printed
        assert status_of(f"http://127.0.0.1:{port}/livez", token[1]) == 200
        assert status_of(f"http://127.0.0.1:{port}/docs", token[1]) == 200
    assert status_of(f"http://127.0.0.1:{run.ports[0]}/v1/applications?limit=5", token[1]) == 200
    assert json.loads((folder / "state" / "run.json").read_text(encoding="utf-8"))["pid"] == str(run.process.pid)
    assert len(children) == 4

    assert run.end(signal.SIGINT) == 0
    assert alive(children) == set()


def test_a_worker_runs_beside_the_services_and_stops_cleanly(start, folder):
    start().until_ready()
    environment = {**os.environ, "DOUDI_STATE_DIR": str(folder / "state")}
    argv = [sys.executable, "-m", "services", "here", "services.alerts", "worker"]
    with subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        first = json.loads(worker.stdout.readline())
        worker.terminate()

        assert worker.wait(60) == 0
    assert (first["service"], first["event"]) == ("alerts", "worker started")


def test_a_start_that_is_refused_says_why_in_a_sentence_and_not_in_a_traceback():
    environment = {name: value for name, value in os.environ.items() if not re.match(r"DOUDI_|DATABASE_", name)}
    environment["DATABASE_URL"] = "postgresql://owner:secret@127.0.0.1:1/nothing"

    done = subprocess.run(
        [sys.executable, "-m", "services", "serve", "alerts"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 78
    assert done.stderr.startswith("生产环境缺少必需的配置：DOUDI_KEY_RING、DOUDI_CLIENT_SECRET、DOUDI_JWKS_URL。")
    assert "Traceback" not in done.stderr


def test_killed_it_leaves_nothing_running_and_the_data_whole(start):
    run = start().until_ready()
    children = run.children()

    run.end(signal.SIGKILL)

    wait_for(lambda: not alive(children), seconds=10)
    assert alive(children) == set()
    again = start().until_ready()
    assert again.end(signal.SIGTERM) == 0


def test_policy_rows_of_a_new_release_reach_data_whose_schema_is_already_the_newest(start, folder):
    count = "select count(*) from eligibility.parameter where key = 'payment.day'"
    run = start().until_ready()
    owner = json.loads((folder / "state" / "run.json").read_text(encoding="utf-8"))["database"]
    with psycopg.connect(owner.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("delete from eligibility.parameter where key = 'payment.day'")  # as before that release
    run.end(signal.SIGTERM)

    start().until_ready()
    owner = json.loads((folder / "state" / "run.json").read_text(encoding="utf-8"))["database"]
    with psycopg.connect(owner.replace("+psycopg", ""), autocommit=True) as connection:
        assert connection.execute(count).fetchone() == (1,)


def test_a_service_that_dies_ends_the_rest_as_a_failure(start):
    run = start().until_ready()
    children = run.children()
    service = next(pid for pid in children if b"services.alerts" in Path(f"/proc/{pid}/cmdline").read_bytes())

    os.kill(service, signal.SIGKILL)

    assert run.process.wait(60) == 1
    assert "alerts 意外退出" in run.printed
    assert alive(children) == set()


def test_a_port_in_use_is_named_before_anything_starts(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = Run(folder, [port, *free_ports()[:2]])

        assert run.process.wait(60) == 1
        assert f"端口 {port} 不可用" in run.printed
        assert "DOUDI_PORTS=" in run.printed
        assert not (folder / "state" / "postgres").exists()
