"""Run one service: its HTTP server, or its relay and timers alone."""

import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import uvicorn
from pydantic import SecretStr, ValidationError

from shared.db import everywhere, make_session_factory, schema_is_at_head
from shared.personal import KeyRing, KeyRingError
from shared.probe import BETWEEN_BEATS, beat, end_beats
from shared.sealing_keys import require_ring
from shared.settings import CommonSettings
from shared.web import logs

DRAIN_SECONDS = 10
WRONG_CONFIGURATION = 78
"""Exit status of a start that was refused (EX_CONFIG), so that an orchestrator need not try again and again."""


class Works(Protocol):
    """What delivers messages and rings timers in the background."""

    def start(self) -> None:
        """Begin in a thread of its own."""

    def stop(self) -> None:
        """Finish the work in hand and end."""


SettingsT = TypeVar("SettingsT", bound=CommonSettings)


def main(
    service: str,
    settings_class: Callable[[], SettingsT],
    create_app: Callable[[SettingsT], Any],
    create_relay: Callable[[SettingsT], Works],
) -> None:
    """Carry out ``serve`` or ``worker``; refuse to start on wrong settings with a sentence instead of a traceback."""
    part = sys.argv[1] if len(sys.argv) == 2 else ""
    if part not in {"serve", "worker"}:
        sys.exit("用法：serve（接口与后台任务）或 worker（只运行后台任务）")
    try:
        settings = settings_class()
        _refuse_other_keys(service, settings)
    except (ValueError, KeyRingError) as problem:
        sys.stderr.write(f"{_sentence(problem)}\n")
        sys.exit(WRONG_CONFIGURATION)
    if part == "serve":
        serve(create_app(settings), settings)
    else:
        logs.configure(service=service, level=settings.log_level, show_messages=settings.environment == "development")
        work(create_relay(settings))


def _refuse_other_keys(service: str, settings: CommonSettings) -> None:
    """Raise ``KeyRingError`` when the ring is not the one that the stored personal data were sealed with."""
    if settings.key_ring is None:
        return
    ring = KeyRing.parse(settings.key_ring.get_secret_value())
    database: SecretStr = getattr(settings, "database_url")  # noqa: B009  each service's settings have one
    factory = make_session_factory(database.get_secret_value(), service=service, pool_size=1)
    try:
        with everywhere(factory) as session:
            if schema_is_at_head(session):  # else the start is refused for that
                require_ring(session, ring)
    finally:
        factory.kw["bind"].dispose()


def _sentence(problem: Exception) -> str:
    if not isinstance(problem, ValidationError):
        return str(problem)
    lines = [(".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, ")) for one in problem.errors()]
    return "\n".join(f"配置 {place}：{text}" if place else text for place, text in lines)


def serve(app: Any, settings: CommonSettings) -> None:
    """Answer requests until SIGTERM or SIGINT, then finish those under way."""
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        limit_concurrency=settings.connections,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def work(relay: Works) -> None:
    """Deliver messages and ring timers until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    relay.start()
    logs.log.info("worker started")
    beat()
    while not stop.wait(BETWEEN_BEATS):
        beat()
    relay.stop()
    end_beats()
    logs.log.info("worker stopped")
