"""CPU seconds of a process and of the processes it started, as the kernel counts them."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int) -> float:
    """Return user and system seconds of a process with its children, those that ended included."""
    return sum(_own(each) for each in [pid, *_children(pid)]) + _ended(pid)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended; its parent has counted it
        return ["0"] * 50


def _own(pid: int) -> float:
    user, system = _fields(pid)[11:13]
    return (int(user) + int(system)) / _TICK


def _ended(pid: int) -> float:
    user, system = _fields(pid)[13:15]
    return (int(user) + int(system)) / _TICK
