"""Who runs on a state folder: one supervisor at a time, and others may ask where its services are."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def only_one_run(state_dir: Path, urls: Mapping[str, str]) -> Iterator[str | None]:
    """Hold the folder for this process. Yield nothing, or the sentence that tells who holds it already.

    The lock belongs to the open file, so the kernel gives it back however this process ends.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    with _place(state_dir).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield _sentence(running(state_dir))
            return
        _rewrite(file.fileno(), json.dumps({"pid": os.getpid(), **urls}))
        try:
            yield None
        finally:
            _rewrite(file.fileno(), "")


def running(state_dir: Path) -> dict[str, str]:
    """Return process (``pid``) and address of each service of the system that runs on this folder, or nothing."""
    try:
        return {name: str(value) for name, value in json.loads(_place(state_dir).read_text(encoding="utf-8")).items()}
    except (OSError, ValueError):
        return {}


def _place(state_dir: Path) -> Path:
    return state_dir / "run.json"


def _rewrite(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text.encode())


def _sentence(found: Mapping[str, str]) -> str:
    where = " ".join(value for name, value in found.items() if name != "pid")
    return f"本目录的系统已在运行（进程 {found.get('pid', '未知')}）：{where}\n请先停止它，或换一个目录运行。"
