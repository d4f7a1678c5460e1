"""Ask whether a service is ready or a worker alive. Run by the container's health check, so it needs the standard library alone.

A worker answers no HTTP; it touches a file every few seconds, and a container that has such a file is a worker's.
"""

import contextlib
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

BETWEEN_BEATS: Final = 5.0
_SILENCE: Final = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""

_HEARTBEAT: Final = Path(tempfile.gettempdir()) / "doudi-worker"


def is_ready(base_url: str, *, seconds: float = 3) -> bool:
    """Say whether ``/readyz`` answers 200."""
    try:
        with urllib.request.urlopen(f"{base_url}/readyz", timeout=seconds) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def beat(heartbeat: Path = _HEARTBEAT) -> None:
    """Give a sign of life. Where the file cannot be written nobody looks for it either, and the work goes on."""
    with contextlib.suppress(OSError):
        heartbeat.touch()


def end_beats(heartbeat: Path = _HEARTBEAT) -> None:
    """Leave no sign of life behind."""
    with contextlib.suppress(OSError):
        heartbeat.unlink()


def is_healthy(base_url: str, heartbeat: Path = _HEARTBEAT) -> bool:
    """Say whether the worker of this container is alive or, where there is none, its service is ready."""
    try:
        return time.time() - heartbeat.stat().st_mtime < _SILENCE
    except FileNotFoundError:
        return is_ready(base_url)


if __name__ == "__main__":
    sys.exit(0 if is_healthy(f"http://127.0.0.1:{os.environ.get('DOUDI_PORT', '8001')}") else 1)
