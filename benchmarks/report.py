"""One table for all: what was measured, beside what, and whether it is what was aimed at."""

import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from shared.postgres_home import binaries

RESULTS: Final = Path(__file__).parent / "results.md"
_PACKAGES: Final = ("fastapi", "starlette", "uvicorn", "uvloop", "pydantic", "sqlalchemy", "psycopg")


@dataclass(frozen=True)
class Line:
    """One measured thing: the value, its reference in the same run, the ratio and what was aimed at."""

    work: str
    ours: str
    reference: str
    ratio: str
    target: str
    verdict: str


@dataclass
class Report:
    """What is printed and written."""

    lines: list[Line] = field(default_factory=list)
    splits: list[str] = field(default_factory=list)

    def add(self, work: str, ours: str, reference: str, ratio: str, *, floor: bool, goal: bool, target: str) -> None:
        """Add a line; the verdict follows from the two targets."""
        verdict = "goal" if goal else "floor" if floor else "**missed**"
        self.lines.append(Line(work, ours, reference, ratio, target, verdict))

    def _split_table(self) -> list[str]:
        return [*_SPLITS, *self.splits, ""] if self.splits else []

    def add_alone(self, work: str, ours: str, beside: str) -> None:
        """Add a line for which no target was set."""
        self.lines.append(Line(work, ours, beside, "", "", ""))

    def text(self, *, when: str, load_before: float, size: str) -> str:
        """Return the whole as Markdown."""
        packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
        return "\n".join(
            [
                "# Results",
                "",
                (
                    f"{when}; {size}; CPython {platform.python_version()}, {_postgres()}, {packages}; "
                    f"{os.cpu_count()} CPUs ({_processor()}), load average before {load_before:.1f}, "
                    f"after {os.getloadavg()[0]:.1f} (the benchmark itself included)."
                ),
                "",
                "| work | ours | reference | ratio | target: floor, goal | reached |",
                "|---|---|---|---|---|---|",
                *(f"| {' | '.join(vars(line).values())} |" for line in self.lines),
                "",
                *self._split_table(),
            ]
        )


_SPLITS: Final = (
    "CPU of one request, and the same SQL at its best:",
    "",
    (
        "| work | server µs | database µs | client µs | server / database / client | bare server µs "
        "| bare database µs | pgbench tps | of pgbench | p50, p99 ms |"
    ),
    "|---|---|---|---|---|---|---|---|---|---|",
)


def _postgres() -> str:
    """Return what the database calls itself."""
    run = subprocess.run([binaries(None) / "postgres", "--version"], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def _processor() -> str:
    """Return what the kernel calls the processor."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
