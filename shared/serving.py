"""Run one service: its HTTP server, or its relay and timers alone."""

import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn, Protocol, TypeVar

import uvicorn
from pydantic import SecretStr, ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError

from shared.db import Session, everywhere, make_session_factory, schema_is_at_head
from shared.personal import KeyRing, KeyRingError
from shared.probe import BETWEEN_BEATS, beat, end_beats
from shared.sealing_keys import require_ring
from shared.settings import CommonSettings
from shared.web import logs

DRAIN_SECONDS = 10
WRONG_CONFIGURATION = 78
"""Exit status of a start that was refused (EX_CONFIG), so that an orchestrator need not try again and again."""

NO_DATABASE = 3
"""Exit status of a start without a database, or on another schema: the orchestrator tries again, and one day finds it."""


class WrongDatabaseError(Exception):
    """The database does not have the schema this code was written for."""


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
    """Carry out ``serve`` or ``worker``; refuse a wrong start with a sentence instead of a traceback."""
    part = sys.argv[1] if len(sys.argv) == 2 else ""
    if part not in {"serve", "worker"}:
        sys.exit("用法：serve（接口与后台任务）或 worker（只运行后台任务）")
    try:
        settings = settings_class()
        _refuse_other_database(service, settings)
    except (ValueError, KeyRingError) as problem:
        _refuse(_sentence(problem), WRONG_CONFIGURATION)
    except WrongDatabaseError as problem:
        _refuse(str(problem), NO_DATABASE)
    except OperationalError as problem:
        _refuse(f"数据库连接不上：{str(problem.orig).splitlines()[0]}", NO_DATABASE)
    if part == "serve":
        serve(create_app(settings), settings)
    else:
        logs.configure(service=service, level=settings.log_level, show_messages=settings.environment == "development")
        work(create_relay(settings))


def _refuse(sentence: str, status: int) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(status)


def _refuse_other_database(service: str, settings: CommonSettings) -> None:
    """Raise when the database has another schema, or personal data that were sealed with other keys than ours."""
    ring = KeyRing.parse(settings.key_ring.get_secret_value()) if settings.key_ring else None
    database: SecretStr = getattr(settings, "database_url")  # noqa: B009  each service's settings have one
    factory = make_session_factory(database.get_secret_value(), service=service, pool_size=1)
    try:
        with everywhere(factory) as session:
            _require_schema(session)
            if ring:
                require_ring(session, ring)
    finally:
        factory.kw["bind"].dispose()


def _require_schema(session: Session) -> None:
    """Raise ``WrongDatabaseError`` unless the schema is ours; whoever has no such table, or hides it, is another's."""
    try:
        ours = schema_is_at_head(session)
    except ProgrammingError:
        ours = False
    if not ours:
        raise WrongDatabaseError(
            "数据库结构不是本版本所需的版本：较旧的请先迁移（python -m migrations upgrade），"
            "较新的请换用相应的发行版，并核对连接的是否本系统的数据库。"
        )


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
