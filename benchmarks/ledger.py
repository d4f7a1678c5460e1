"""Ledger import (台账导入): an .xlsx over HTTP until it is committed, beside the raw COPY of the rows that it left."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
from psycopg import sql

from benchmarks.report import Report, middle
from benchmarks.sizes import Sizes
from benchmarks.system import System
from benchmarks.yard import BIG, unknown_number
from tests.support.build import key
from tests.support.ledger import build_applicant, build_child, build_ledger

ELSEWHERE: Final = "510422"
"""Identity numbers of another county, so that nobody is known from other benchmarks."""


def measure(system: System, sizes: Sizes, report: Report) -> None:
    """Measure in turns; every round brings people whom nobody knows yet."""
    system.start("intake")
    server = system.town.pid("intake")
    rounds, most = [], 0.0
    for turn in range(sizes.rounds + 1):
        ledger = build_ledger(*_rows(turn, sizes.ledger_rows))
        before = _counts(system)
        _forget_peak(server)
        ours = _import(system, ledger, sizes.ledger_rows)
        if turn:
            rounds.append((sizes.ledger_rows / ours, sizes.ledger_rows / _copy(system, before)))
            most = max(most, _peak(server))
    rows, copied = (middle([one[side] for one in rounds]) for side in (0, 1))
    report.add(
        f"ledger import of {sizes.ledger_rows:,} rows, .xlsx to commit", f"{rows:.0f} rows/s",
        f"COPY of all it wrote {copied:.0f} rows/s", f"{middle([a / b for a, b in rounds]):.3f}",
        floor=rows >= 5_000, goal=rows >= 15_000, target="≥ 5 000, ≥ 15 000 rows/s",
    )  # fmt: skip
    report.add(
        "memory of intake at its highest meanwhile", f"{most:.0f} MB", "", "",
        floor=most < 500, goal=most < 300, target="< 500, < 300 MB",
    )  # fmt: skip


def _rows(turn: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield households of two, unknown so far."""
    for n in range(turn * count // 2, (turn + 1) * count // 2):
        numbers = [unknown_number(n, place, area=ELSEWHERE) for place in (0, 2)]
        yield build_applicant(f"H{n}", 公民身份号码=numbers[0])
        yield build_child(f"H{n}", 公民身份号码=numbers[1])


def _import(system: System, ledger: bytes, rows: int) -> float:
    headers = system.headers("TOWNSHIP_OFFICER", BIG[0]) | key()
    began = time.perf_counter()
    answer = httpx.post(
        f"{system.town.urls['intake']}/v1/imports", files={"file": ("台账.xlsx", ledger)}, headers=headers, timeout=300
    )
    took = time.perf_counter() - began
    assert answer.status_code == 201, answer.text
    assert answer.json()["accepted_count"] == rows, answer.text
    return took


def _counts(system: System) -> dict[str, int]:
    """Return how many rows each table of intake has."""
    with system.superuser() as connection:
        names = connection.execute("select tablename from pg_tables where schemaname = 'intake'").fetchall()
        return {name: _count(connection, name) for (name,) in names}


def _count(connection: psycopg.Connection, table: str) -> int:
    found = connection.execute(sql.SQL("select count(*) from intake.{}").format(sql.Identifier(table))).fetchone()
    assert found is not None
    return int(found[0])


def _copy(system: System, before: dict[str, int]) -> float:
    """COPY what the import left into tables with the same columns, checks and indexes, in one transaction; return seconds."""
    after = _counts(system)
    with system.superuser() as connection:
        connection.execute("create schema bench_copy")
        written = [
            _unloaded(connection, name, after[name] - before[name]) for name in after if after[name] > before[name]
        ]
        connection.execute("checkpoint")
        began = time.perf_counter()
        with connection.transaction(), connection.cursor() as cursor:
            for name, content in written:
                with cursor.copy(sql.SQL("copy bench_copy.{} from stdin").format(sql.Identifier(name))) as copy:
                    copy.write(content)
        seconds = time.perf_counter() - began
        connection.execute("set client_min_messages = warning")
        connection.execute("drop schema bench_copy cascade")
    return seconds


def _unloaded(connection: psycopg.Connection, table: str, newest: int) -> tuple[str, bytes]:
    """Return the rows that came last, and make an empty table like theirs."""
    name = sql.Identifier(table)
    connection.execute(
        sql.SQL("create table bench_copy.{} (like intake.{} including all excluding generated)").format(name, name)
    )
    chosen = sql.SQL("copy (select * from intake.{} order by ctid desc limit {}) to stdout").format(name, newest)
    with connection.cursor().copy(chosen) as copy:
        return table, b"".join(bytes(piece) for piece in copy)


def _forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak(pid: int) -> float:
    """Return the most memory that a process held since then, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
