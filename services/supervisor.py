"""``make run``: the embedded database, the migrations and the three services, started, watched and stopped as one."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any, Final

from pydantic import SecretStr

from services.running import AlreadyRunning, only_one_run
from shared import clock
from shared.database_urls import SERVICES
from shared.development import development_environment
from shared.postgres import EmbeddedPostgres, PostgresError
from shared.processes import Child, ChildFailed, die_with_parent
from shared.settings import CommonSettings, RunSettings
from shared.tokens import issuer_of

_TITLES: Final = {"intake": "受理", "eligibility": "认定核算", "alerts": "监测预警"}
_FOR_THE_ISSUER: Final = ("DOUDI_SIGNING_KEY", "DOUDI_SIGNING_KEY_FILE", "DOUDI_CLIENTS", "DOUDI_CLIENTS_FILE")
_STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Environment = Mapping[str, str]


class CannotRun(RuntimeError):
    """Something outside stands in the way; the sentence says what to do."""


class _Stopped(BaseException):
    """A signal came before the services were started."""


def run() -> int:
    """Start everything, wait for a signal, stop everything; return the exit status."""
    for number in _stops():
        signal.signal(number, _raise_stopped)
    if "MAKELEVEL" in os.environ:
        die_with_parent()  # nothing stays behind when make itself is killed
    try:
        return _run(RunSettings(), began=time.monotonic())
    except (_Stopped, KeyboardInterrupt):
        return 0
    except (AlreadyRunning, CannotRun, ChildFailed, PostgresError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def _stops() -> list[signal.Signals]:
    """Return the signals that stop us; a hang-up that nohup told us to ignore stays ignored."""
    return [number for number in _STOPS if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN]


def _raise_stopped(_number: int, _frame: FrameType | None) -> None:
    raise _Stopped


def _run(settings: RunSettings, *, began: float) -> int:
    ports = settings.ports.split(",")
    urls = {name: f"http://127.0.0.1:{port}" for name, port in zip(SERVICES, ports, strict=True)}
    with only_one_run(settings.state_dir) as tell:
        tell(urls)
        _check_ports(urls)
        with _database(settings) as (owned, alive):
            common = _common_environment(settings, urls)
            _migrate({**os.environ, **common, "DATABASE_URL": owned.owner_login()})
            tell({**urls, "database": owned.owner_login()})
            children = [_child(name, owned, common, urls[name]) for name in SERVICES]
            return asyncio.run(_serve(children, urls, alive, lambda: _announce(settings, urls, began)))


def _check_ports(urls: Environment) -> None:
    for name, url in urls.items():
        port = int(url.rpartition(":")[2])
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                raise CannotRun(
                    f"端口 {port} 不可用（可能已被占用），{_TITLES[name]}服务无法启动。"
                    "可改用其他端口：DOUDI_PORTS=9001,9002,9003 make run"
                ) from None


@contextlib.contextmanager
def _database(settings: RunSettings) -> Iterator[tuple[RunSettings, Callable[[], bool]]]:
    """Yield the settings with the owner's login, and whether the server still lives.

    The server is the one of ``DATABASE_URL``, or the embedded one, which is then started here and stopped last.
    """
    if settings.owner_url is not None:
        yield settings, lambda: True
        return
    _say("启动内嵌数据库……")
    with EmbeddedPostgres(settings.state_dir / "postgres", port=settings.postgres_port) as postgres:
        yield settings.model_copy(update={"owner_url": SecretStr(postgres.url)}), lambda: postgres.alive


def _common_environment(settings: RunSettings, urls: Environment) -> dict[str, str]:
    """Return what every service may know: development secrets and addresses, but no database login."""
    mine = {name: value for name, value in os.environ.items() if "DATABASE_" not in name}
    made = {
        name: value
        for name, value in development_environment(settings.state_dir).items()
        if name.removesuffix("_FILE") not in mine
    }
    places = {f"DOUDI_{name.upper()}_URL": url for name, url in urls.items()}
    issuer = {"DOUDI_ISSUER": urls["intake"], "DOUDI_JWKS_URL": f"{urls['intake']}/.well-known/jwks.json"}
    return {**made, **places, **issuer, **mine, "PYTHONUNBUFFERED": "1"}


def _migrate(environment: Environment) -> None:
    """Bring the schema to its head and load what came with this release: new policy rows need no new schema."""
    _say("检查数据库结构和政策参数……")
    argv = [sys.executable, "-m", "migrations", "upgrade"]
    if subprocess.run(argv, env=environment, check=False).returncode:  # noqa: S603 - our own module
        raise CannotRun("数据库结构升级失败，原因见上方信息；服务没有启动。")


def _child(name: str, owned: RunSettings, common: Environment, url: str) -> Child:
    """Return the process of one service, which gets its own login and no other secret than it needs."""
    login = f"DOUDI_{name.upper()}_DATABASE_URL"
    given = {key: os.environ[key] for key in (login, f"{login}_FILE") if key in os.environ}
    environment = {
        **{key: value for key, value in common.items() if name == "intake" or key not in _FOR_THE_ISSUER},
        **(given or {login: owned.service_login(name)}),
        "DOUDI_PORT": url.rpartition(":")[2],
    }
    if name == "intake":
        environment.pop("DOUDI_JWKS_URL")  # the issuer knows its own keys
    return Child(name, [sys.executable, "-m", f"services.{name}", "serve"], environment)


async def _serve(
    children: Sequence[Child], urls: Environment, alive: Callable[[], bool], announce: Callable[[], None]
) -> int:
    """Start the services, say so when all are ready, and stop them in any case."""
    stop = asyncio.Event()
    for number in _stops():
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    told: asyncio.Future[Any] = asyncio.create_task(stop.wait())
    try:
        for child in children:
            await child.start()
        ready: asyncio.Future[Any] = asyncio.gather(*(child.ready(urls[child.name]) for child in children))
        await asyncio.wait({told, ready}, return_when=asyncio.FIRST_COMPLETED)
        if told.done():
            ready.cancel()
            return 0
        await ready
        announce()
        return await _watch(children, alive, told)
    finally:
        _say("正在停止……")
        await asyncio.gather(*(child.stop() for child in children))


async def _watch(children: Sequence[Child], alive: Callable[[], bool], told: asyncio.Future[Any]) -> int:
    """Wait for the signal to stop; a service or the database that ends by itself ends everything, as a failure."""
    ends: dict[asyncio.Future[Any], str] = {asyncio.create_task(child.exited()): child.name for child in children}
    while not told.done():
        done, _ = await asyncio.wait({told, *ends}, timeout=1, return_when=asyncio.FIRST_COMPLETED)
        for end in done - {told}:
            raise ChildFailed(f"{ends[end]} 意外退出（状态 {end.result()}），其余服务已一并停止。")
        if not alive():
            raise ChildFailed("内嵌数据库意外退出，各服务已一并停止。数据完好，再次 make run 即可恢复。")
    return 0


def _announce(settings: RunSettings, urls: Environment, began: float) -> None:
    issuer = issuer_of(CommonSettings(environment="development", issuer=urls["intake"], state_dir=settings.state_dir))
    assert issuer is not None
    token = issuer.mint("TOWNSHIP_OFFICER", "510411101", now=clock.now(), subject="demo-officer", name="演示经办人")
    places = "".join(f"\n  {_TITLES[name]:　<6}{url}    接口文档 {url}/docs" for name, url in urls.items())
    _say(
        f"\n兜底已就绪（{time.monotonic() - began:.1f} 秒），按 Ctrl-C 停止。\n{places}\n"
        f"\n乡镇经办人的令牌（12 小时有效；其他角色：make token ROLE=… DIVISION=…）：\n\nTOKEN={token}\n"
        f'\n试一试：\n\ncurl -s -H "Authorization: Bearer $TOKEN" "{urls["intake"]}/v1/applications?limit=5"\n'
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
