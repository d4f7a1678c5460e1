"""Who runs on a state folder: one supervisor at a time, and other commands may ask where its services are."""

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from shared.database_urls import SERVICES
from shared.development import development_environment

Tell = Callable[[Mapping[str, str]], None]


class AlreadyRunning(RuntimeError):
    """Another process runs on this folder."""


@contextlib.contextmanager
def only_one_run(state_dir: Path) -> Iterator[Tell]:
    """Hold the folder for this process; yield what tells others where its parts are.

    The lock belongs to the open file, so the kernel gives it back however this process ends.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    place = os.open(_place(state_dir), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(place)
        raise AlreadyRunning(_sentence(running(state_dir))) from None
    try:
        yield lambda parts: _rewrite(place, json.dumps({"pid": str(os.getpid()), **parts}))
    finally:
        _rewrite(place, "")
        os.close(place)


def running(state_dir: Path) -> dict[str, str]:
    """Return ``pid``, ``database`` and the address of each service of the system that runs here, or nothing."""
    try:
        parts: dict[str, str] = json.loads(_place(state_dir).read_text(encoding="utf-8"))
        os.kill(int(parts["pid"]), 0)
    except (OSError, ValueError):  # nothing was written, or it was left by a process that was killed
        return {}
    return parts


def environment_here(state_dir: Path) -> dict[str, str]:
    """Return the variables with which a command reaches the system that runs here; what is set already stays."""
    parts = running(state_dir)
    found = {f"DOUDI_{name.upper()}_URL": parts[name] for name in SERVICES if name in parts}
    if parts:
        found |= {"DOUDI_ISSUER": parts["intake"], "DATABASE_URL": parts.get("database", "")}
    found |= development_environment(state_dir)
    return {name: value for name, value in found.items() if not {name, name.removesuffix("_FILE")} & os.environ.keys()}


def _place(state_dir: Path) -> Path:
    return state_dir / "run.json"


def _rewrite(place: int, text: str) -> None:
    os.ftruncate(place, 0)
    os.pwrite(place, text.encode(), 0)


def _sentence(found: Mapping[str, str]) -> str:
    where = " ".join(found[name] for name in SERVICES if name in found)
    return f"本目录的系统已在运行（进程 {found.get('pid', '未知')}）：{where}\n请先停止它，或换一个目录运行。"
