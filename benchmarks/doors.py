"""The requests that are measured, each with the statements it sends, as they were heard once."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.copies import Original
from benchmarks.load import request
from benchmarks.tape import Tape, nth, recorded
from benchmarks.yard import BIG, SMALL, Yard
from shared.paging import cursor_of
from tests.support.build import key

Between = tuple[int, int]


@dataclass
class Door:
    """One kind of request: how we are asked, and which copy the others replay its statements for."""

    name: str
    tape: Tape
    ours: Callable[[], bytes]
    n: Callable[[], int]
    n_sql: str
    floor: float = 0.12
    goal: float = 0.25
    steps: bool = False
    """Uses up the copy it is about."""


def doors_of(yard: Yard) -> list[Door]:
    """Return every kind of request; the last four are pages."""
    many, few = yard.sizes.many, yard.sizes.few
    return [
        _reading(yard), _creating(yard), _stepping(yard),
        _page(yard, BIG[0], yard.many, f"first page of 50 of {many:,}"),
        _page(yard, BIG[0], yard.many, f"deep page of 50 of {many:,}", between=_middle_of(many)),
        _page(yard, SMALL[0], yard.few, f"first page of 50 of {few:,} beside them"),
        _page(yard, SMALL[0], yard.few, f"deep page of 50 of {few:,} beside them", between=_middle_of(few)),
    ]  # fmt: skip


def _middle_of(count: int) -> Between:
    return count * 2 // 5, count * 3 // 5


def _reading(yard: Yard) -> Door:
    officer, headers = yard.officer(BIG[0]), yard.system.headers("TOWNSHIP_OFFICER", BIG[0])
    tape = _tape(yard, lambda: officer.get(f"/v1/applications/{nth(yard.many.id, yard.sizes.whole)}"))

    def ask() -> bytes:
        return request("GET", f"/v1/applications/{nth(yard.many.id, yard.any_copy())}", headers=headers)

    return Door("read one application", tape, ask, yard.any_copy, _random(1, yard.sizes.whole - 1))


def _creating(yard: Yard) -> Door:
    officer, headers = yard.officer(BIG[0]), yard.system.headers("TOWNSHIP_OFFICER", BIG[0])
    tape = _tape(yard, lambda: officer.post("/v1/applications", json=yard.family(), headers=key()))

    def ask() -> bytes:
        return request("POST", "/v1/applications", yard.family(), headers | key())

    return Door("create one application", tape, ask, lambda: 0, "0")


def _stepping(yard: Yard) -> Door:
    officer, headers = yard.officer(BIG[0]), yard.system.headers("TOWNSHIP_OFFICER", BIG[0])
    as_read = {"If-Match": '"v2"'}

    def path(n: int) -> str:
        return f"/v1/applications/{nth(yard.many.id, n)}/transitions"

    def ask() -> bytes:
        return request("POST", path(yard.next_copy()), {"action": "ACCEPT"}, headers | as_read)

    last = path(yard.sizes.whole)
    tape = _tape(yard, lambda: officer.post(last, json={"action": "ACCEPT"}, headers=as_read))
    return Door("one transition (ACCEPT)", tape, ask, yard.next_copy, "nextval('public.bench_n')", steps=True)


def _page(yard: Yard, township: str, of: Original, name: str, *, between: Between | None = None) -> Door:
    officer, headers = yard.officer(township), yard.system.headers("TOWNSHIP_OFFICER", township)

    def choose() -> int:
        return random.randint(*between) if between else 0

    def path(n: int) -> str:
        return "/v1/applications?limit=50" + (f"&after={cursor_of(nth(of.id, n))}" if between else "")

    tape = _tape(yard, lambda: officer.get(path(choose())))
    n_sql = _random(*between) if between else "0"
    return Door(
        name, tape, lambda: request("GET", path(choose()), headers=headers), choose, n_sql, floor=0.25, goal=0.5
    )


def _random(first: int, last: int) -> str:
    return f"{first} + floor(random() * {last - first})::int"


def _tape(yard: Yard, ask: Callable[[], Any]) -> Tape:
    engine = yard.system.database.factory("intake").kw["bind"]
    return recorded(engine, ask, copied=yard.many.ids | yard.few.ids, unique=_is_unique)


def _is_unique(value: str | bytes) -> bool:
    if isinstance(value, bytes):
        return len(value) == 32
    return re.fullmatch(r"[0-9a-f]{64}|(SQ|AJ)\d{4}-\d+|clock\.due:.+", value) is not None
