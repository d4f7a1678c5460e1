"""Measure in one run and write ``benchmarks/results.md``: ``python -m benchmarks``; ``SMALL=1`` only tries the scripts."""

import os
import sys
import time

import psycopg

from benchmarks import determination, doors
from benchmarks.report import RESULTS, Report
from benchmarks.system import System
from shared import clock

SMALL = doors.Sizes(many=4_000, few=400, whole=3_800, requests=32)
FULL = doors.Sizes(many=1_000_000, few=10_000, whole=40_000, requests=400)


def main() -> None:
    """Measure, print, and write the table unless this was only a try."""
    small = bool(os.environ.get("SMALL"))
    sizes, report, before, began = SMALL if small else FULL, Report(), os.getloadavg()[0], time.perf_counter()
    determination.measure(report)
    with System() as system:
        system.start("intake")
        yard = doors.Yard(system, sizes)
        print(f"{sizes.many:,} applications after {time.perf_counter() - began:.0f} s")
        doors.measure(yard, report, yard.doors())
        postgres = str(psycopg.pq.version_pretty(_version(system)))
    text = report.text(
        when=clock.now().date().isoformat(), postgres=postgres, load_before=before,
        size=f"{sizes.many:,} applications, medians of {doors.ROUNDS} rounds in turns, {time.perf_counter() - began:.0f} s",
    )  # fmt: skip
    sys.stdout.write(text)
    if not small:
        RESULTS.write_text(text, encoding="utf-8")


def _version(system: System) -> int:
    with system.superuser() as connection:
        return connection.info.server_version


if __name__ == "__main__":
    main()
