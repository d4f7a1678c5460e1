import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import anyio.to_thread
import httpx
import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from tests.shared.web import sample
from tests.support.database import Database

router = APIRouter()


@router.get("/threads")
async def count_threads() -> sample.Size:
    """线程数。"""
    return sample.Size(size=int(anyio.to_thread.current_default_thread_limiter().total_tokens))


class Beside:
    """A task that notes when it was started and stopped."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def start(self) -> None:
        self.seen.append("start")

    def stop(self) -> None:
        self.seen.append("stop")


@pytest.fixture
def usual_collector() -> Iterator[None]:
    threshold, handler = gc.get_threshold(), signal.getsignal(signal.SIGTERM)
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGTERM, handler)


@pytest.mark.usefixtures("usual_collector")
def test_start_sets_threads_collector_and_tasks_and_the_end_stops_them(database: Database, state_dir: Path) -> None:
    beside = Beside()
    app = sample.make_app(
        service="intake",
        title="Sample",
        description="",
        tags=[],
        settings=sample.settings(threads=3, state_dir=state_dir),
        session_factory=database.factory("intake"),
        routers=[router],
        lifespan_tasks=[beside],
    )

    with TestClient(app) as client:
        assert client.get("/threads").json() == {"size": 3 + 1}
        assert gc.get_freeze_count() > 10_000
        assert beside.seen == ["start"]

    assert beside.seen == ["start", "stop"]


def test_a_database_that_is_not_at_head_refuses_the_start(database: Database, state_dir: Path) -> None:
    with database.as_owner() as connection:
        connection.execute("update public.alembic_version set version_num = '0000'")
    app = sample.sample(database.factory("intake"), state_dir=state_dir)

    with pytest.raises(RuntimeError, match="迁移"), TestClient(app):
        pass


def test_a_route_that_is_no_http_route_is_refused(state_dir: Path) -> None:
    odd = APIRouter()
    odd.add_websocket_route("/x", lambda _: None)  # type: ignore[arg-type,return-value]

    with pytest.raises(TypeError):
        sample.sample(routers=(odd,), state_dir=state_dir)


_SERVER = """
import sys, uvicorn
from pathlib import Path
from shared.db import make_session_factory
from tests.shared.web import sample
factory = make_session_factory(sys.argv[1], service="intake")
uvicorn.run(sample.sample(factory, state_dir=Path(sys.argv[3]), drain_seconds=2), port=int(sys.argv[2]), log_config=None)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, status: int) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if httpx.get(url).status_code == status:
                return True
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    return False


def test_sigterm_says_not_ready_at_once_and_then_ends_well(database: Database, state_dir: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", _SERVER, database.service_url("intake"), str(port), str(state_dir)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        ready = f"http://127.0.0.1:{port}/readyz"
        assert wait_for(ready, 200)

        server.send_signal(signal.SIGTERM)

        assert wait_for(ready, 503)
        assert httpx.get(f"http://127.0.0.1:{port}/livez").status_code == 200
        assert server.wait(20) in {0, -signal.SIGTERM}
