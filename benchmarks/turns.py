"""Requests over HTTP, each beside a bare ASGI route and pgbench that run the very same SQL, in turns."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.doors import Door, doors_of
from benchmarks.load import Answered, request, send
from benchmarks.report import Report, middle, percentile
from benchmarks.system import System
from benchmarks.tape import pgbench_script
from benchmarks.usage import cpu_of
from benchmarks.yard import Yard

PAGES: Final = 4


@dataclass(frozen=True)
class Round:
    """What one round of a door gave: ours and bare, with CPU of server and database, and pgbench."""

    ours: Answered
    ours_cpu: tuple[float, float]
    bare: Answered
    bare_cpu: tuple[float, float]
    pgbench: float


def measure(yard: Yard, report: Report) -> None:
    """Measure all doors in turns and report."""
    doors, system = doors_of(yard), yard.system
    tapes = system.folder / "tapes"
    tapes.write_bytes(pickle.dumps({str(place): door.tape for place, door in enumerate(doors)}))
    bare = system.reference("bare.py", str(tapes), system.database.service_url("intake").replace("+psycopg", ""))
    with system.superuser() as connection:
        scripts = [
            pgbench_script(door.tape, connection, system.folder / f"{place}.sql", n=door.n_sql)
            for place, door in enumerate(doors)
        ]
    rounds: list[list[Round]] = []
    for _ in range(yard.sizes.rounds + 1):
        rounds.append([_round(yard, door, place, bare, scripts[place]) for place, door in enumerate(doors)])
        print(".", end="", flush=True)
    print()
    _report(doors, list(zip(*rounds[1:], strict=True)), report)


def _round(yard: Yard, door: Door, place: int, bare: tuple[str, int], script: Path) -> Round:
    system, seconds = yard.system, yard.sizes.seconds
    most = yard.sizes.steps if door.steps else 10_000_000
    ours, ours_cpu = with_cpu(
        system,
        system.town.pid("intake"),
        lambda: send(system.town.urls["intake"], door.ours, seconds=seconds, most=most),
    )
    replayed, bare_cpu = with_cpu(
        system,
        bare[1],
        lambda: send(bare[0], lambda: request("GET", f"/{place}/{door.n()}"), seconds=seconds, most=most),
    )
    if not door.steps:
        return Round(ours, ours_cpu, replayed, bare_cpu, system.pgbench(script, seconds=seconds))
    yard.leave_to_pgbench()
    return Round(ours, ours_cpu, replayed, bare_cpu, system.pgbench(script, transactions=most))


def with_cpu(system: System, server: int, work: Callable[[], Answered]) -> tuple[Answered, tuple[float, float]]:
    """Return what the work gave, with the CPU seconds that a server and the database spent on it."""
    before = cpu_of(server), cpu_of(system.database_pid)
    done = work()
    return done, (cpu_of(server) - before[0], cpu_of(system.database_pid) - before[1])


def _report(doors: list[Door], rounds: list[tuple[Round, ...]], report: Report) -> None:
    for door, each in zip(doors, rounds, strict=True):
        ratio = middle([one.ours.per_second / one.bare.per_second for one in each])
        report.add(
            door.name,
            f"{middle([one.ours.per_second for one in each]):.0f}/s",
            f"bare ASGI, same SQL {middle([one.bare.per_second for one in each]):.0f}/s",
            f"{ratio:.2f}",
            floor=ratio >= door.floor, goal=ratio >= door.goal, target=f"≥ {door.floor}, ≥ {door.goal}",
        )  # fmt: skip
        report.splits.append(_split(door, each))
    _report_flatness(rounds[-PAGES:], report)
    for door, each in zip(doors, rounds, strict=True):
        p50, p99 = (percentile(_latencies(each), share) for share in (0.5, 0.99))
        report.add(
            f"p99 of {door.name}", f"{p99 * 1000:.0f} ms", f"its median {p50 * 1000:.0f} ms", f"{p99 / p50:.1f}",
            floor=p99 <= 4 * p50, goal=p99 <= 2.5 * p50, target="≤ 4, ≤ 2.5",
        )  # fmt: skip


def _report_flatness(pages: list[tuple[Round, ...]], report: Report) -> None:
    first, deep, few_first, few_deep = pages
    for name, one, other in (
        ("deep page against first page", deep, first),
        ("first page, many against few", first, few_first),
        ("deep page, many against few", deep, few_deep),
        ("few: deep page against first page", few_deep, few_first),
    ):
        times = [[1 / each.ours.per_second for each in side] for side in (one, other)]
        ratio = middle([a / b for a, b in zip(*times, strict=True)])
        apart = max(ratio, 1 / ratio)
        report.add(
            name, f"{middle(times[0]) * 1e6:.0f} µs", f"{middle(times[1]) * 1e6:.0f} µs", f"{ratio:.2f}",
            floor=apart <= 1.5, goal=apart <= 1.1, target="within 1.5, 1.1",
        )  # fmt: skip


def _split(door: Door, rounds: tuple[Round, ...]) -> str:
    server, database = (middle([one.ours_cpu[at] / len(one.ours.latencies) for one in rounds]) for at in (0, 1))
    client = middle([one.ours.client_cpu / len(one.ours.latencies) for one in rounds])
    bare = [middle([one.bare_cpu[at] / len(one.bare.latencies) for one in rounds]) for at in (0, 1)]
    parts = (server, database, client)
    shares = " / ".join(f"{part / sum(parts):.0%}" for part in parts)
    micro = " | ".join(f"{part * 1e6:.0f}" for part in parts)
    tps, of_tps = middle([one.pgbench for one in rounds]), middle([one.ours.per_second / one.pgbench for one in rounds])
    times = ", ".join(f"{percentile(_latencies(rounds), share) * 1000:.0f}" for share in (0.5, 0.99))
    return (
        f"| {door.name} ({len(door.tape.statements)} statements) | {micro} | {shares} "
        f"| {bare[0] * 1e6:.0f} | {bare[1] * 1e6:.0f} | {tps:.0f} | {of_tps:.2f} | {times} |"
    )


def _latencies(rounds: tuple[Round, ...]) -> list[float]:
    return [each for one in rounds for each in one.ours.latencies]
