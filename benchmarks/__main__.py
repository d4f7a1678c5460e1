"""Measure in one run and write ``benchmarks/results.md``: ``make bench``.

``SIZE=10000`` measures with fewer applications, ``ONLY=requests`` one benchmark alone; such a try is only printed.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

from benchmarks import determination, frames, lag, ledger, relay, turns
from benchmarks.report import RESULTS, Report
from benchmarks.sizes import RECORD, Sizes
from benchmarks.system import System
from benchmarks.yard import Yard
from shared import clock


def main() -> None:
    """Measure what is asked for, print, and write the table when that was everything at full size."""
    only, sizes = os.environ.get("ONLY") or "", Sizes.of(int(os.environ.get("SIZE") or RECORD))
    if only and only not in BENCHMARKS:
        sys.exit(f"ONLY={only}: there are {', '.join(BENCHMARKS)}")
    report, load, began = Report(), os.getloadavg()[0], time.perf_counter()
    for name, benchmark in BENCHMARKS.items():
        if only in ("", name):
            benchmark(sizes, report)
            print(f"{name}: after {time.perf_counter() - began:.0f} s", flush=True)
    text = report.text(
        when=clock.now().date().isoformat(),
        load_before=load,
        size=f"{sizes.many:,} applications, medians of {sizes.rounds} rounds in turns, {time.perf_counter() - began:.0f} s",
    )
    sys.stdout.write(text)
    if not only and sizes.many >= RECORD:
        RESULTS.write_text(text, encoding="utf-8")


def _determination(_sizes: Sizes, report: Report) -> None:
    determination.measure(report)


def _frames(sizes: Sizes, report: Report) -> None:
    with System() as system:
        frames.measure(system, sizes, report)


def _requests(sizes: Sizes, report: Report) -> None:
    with System() as system:
        system.start("intake")
        turns.measure(Yard(system, sizes), report)


def _ledger(sizes: Sizes, report: Report) -> None:
    with System() as system:
        ledger.measure(system, sizes, report)


def _lag(sizes: Sizes, report: Report) -> None:
    with System() as system:
        lag.measure(system, sizes, report)


def _relay(sizes: Sizes, report: Report) -> None:
    relay.measure(sizes.events, report)


BENCHMARKS: Final[Mapping[str, Callable[[Sizes, Report], None]]] = {
    "determination": _determination,
    "frames": _frames,
    "requests": _requests,
    "ledger": _ledger,
    "lag": _lag,
    "relay": _relay,
}


if __name__ == "__main__":
    main()
