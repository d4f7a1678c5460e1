"""Identifiers: UUID version 7, so that the order of ids is the order of creation."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Return a new UUIDv7; ids made by one process never go backwards, even when its clock does."""
    return UUID(int=(_tick() << 64) | (0b10 << 62) | (int.from_bytes(os.urandom(8)) >> 2))


def _tick() -> int:
    """Return the upper half: 48 bits of milliseconds, the version, 12 bits of fraction, always rising."""
    global _last  # noqa: PLW0603  one counter for the process is the point
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    stamp = (milliseconds << 12) | (rest * 4096 // 1_000_000)
    with _lock:
        _last = stamp if stamp > _last else _last + 1
        return ((_last >> 12) << 16) | (7 << 12) | (_last & 0xFFF)
