"""Requests over HTTP: each beside a bare ASGI route and pgbench that run the very same SQL, in turns.

Applications lie in two townships of one table: a million in the one, ten thousand in the other, all of them older than
the million. So the small township's list shows whether a list costs what it returns, or what lies around it.
"""

import pickle
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from benchmarks.copies import LISTED, WHOLE, Original, copy, original
from benchmarks.load import Answered, request, send
from benchmarks.report import Report, middle, percentile
from benchmarks.system import System
from benchmarks.tape import Tape, nth, pgbench_script, recorded
from benchmarks.usage import cpu_of
from shared.paging import cursor_of
from tests.support.build import build_application, build_id_number, key

BIG: Final = ("510411101", "510411101200")
SMALL: Final = ("510411100", "510411100200")
ROUNDS: Final = 5


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    many: int
    few: int
    whole: int
    """Copies with all that belongs to them; of these each is read often and stepped once."""
    requests: int
    """Of ours in a round; the bare route gets twice as many, pgbench eight times."""


@dataclass
class Door:
    """One kind of request."""

    name: str
    tape: Tape
    ours: Callable[[], bytes]
    n: Callable[[], int]
    n_sql: str
    floor: float
    goal: float
    rounds: list["Round"] = field(default_factory=list)


@dataclass(frozen=True)
class Round:
    """What one round of a door gave: ours and bare, with CPU of server and database, and pgbench."""

    ours: Answered
    ours_cpu: tuple[float, float]
    bare: Answered
    bare_cpu: tuple[float, float]
    pgbench: float


class Yard:
    """The applications, their copies, and the officers of the two townships."""

    def __init__(self, system: System, sizes: Sizes) -> None:
        self.system, self.sizes = system, sizes
        self._next = iter(range(1, sizes.whole))
        self._families = iter(range(10_000_000))
        self.few = self._handed_in(SMALL)
        self.many = self._handed_in(BIG)
        with system.superuser() as connection:
            copy(connection, self.few, first=1, last=sizes.few, tables=LISTED)
            copy(connection, self.many, first=1, last=sizes.whole, tables=WHOLE)
            copy(connection, self.many, first=sizes.whole + 1, last=sizes.many, tables=LISTED)
            connection.execute("create sequence public.bench_n")
            connection.execute("grant usage on sequence public.bench_n to doudi_intake")
            connection.execute("vacuum (analyze)")
            connection.execute("checkpoint")

    def _handed_in(self, place: tuple[str, str]) -> Original:
        township, village = place
        officer = self._officer(township)
        made = officer.post("/v1/applications", json=self.family(village), headers=key())
        assert made.status_code == 201, made.text
        path = f"/v1/applications/{made.json()['id']}/transitions"
        submitted = officer.post(path, json={"action": "SUBMIT"}, headers={"If-Match": made.headers["etag"]})
        assert submitted.status_code == 200, submitted.text
        with self.system.superuser() as connection:
            return original(connection, UUID(made.json()["id"]))

    def _officer(self, township: str) -> Any:
        return self.system.city.as_("TOWNSHIP_OFFICER", township, subject="bench-1").intake

    def family(self, village: str = BIG[1]) -> dict[str, Any]:
        """Return an application of three people whom nobody knows yet."""
        application = build_application(division=village)
        n = next(self._families)
        for place, person in enumerate(application["people"]):
            birth = f"{(1950, 1952, 2010)[place] + n // 28 // 12 % 25 % (5 if place == 2 else 25)}{n // 28 % 12 + 1:02d}{n % 28 + 1:02d}"
            person["id_number"] = build_id_number(birth, n=n // (28 * 12 * 5) * 3 + place, male=place != 1)
        return application

    def next_copy(self) -> int:
        """Return the number of a copy that nobody has touched."""
        return next(self._next)

    def doors(self) -> list[Door]:
        """Return every kind of request with its tape."""
        big, small = self._officer(BIG[0]), self._officer(SMALL[0])
        tokens = {place: self.system.headers("TOWNSHIP_OFFICER", place[0]) for place in (BIG, SMALL)}
        last = nth(self.many.id, self.sizes.whole)
        deep = (self.sizes.many * 2 // 5, self.sizes.many * 3 // 5)

        def read() -> bytes:
            return request("GET", f"/v1/applications/{nth(self.many.id, self._any())}", headers=tokens[BIG])

        def create() -> bytes:
            return request("POST", "/v1/applications", self.family(), tokens[BIG] | key())

        def step() -> bytes:
            path = f"/v1/applications/{nth(self.many.id, self.next_copy())}/transitions"
            return request("POST", path, {"action": "ACCEPT"}, tokens[BIG] | {"If-Match": '"v2"'})

        def page(place: tuple[str, str], of: Original, between: tuple[int, int] | None) -> Callable[[], bytes]:
            def ask() -> bytes:
                after = f"&after={cursor_of(nth(of.id, random.randint(*between)))}" if between else ""
                return request("GET", f"/v1/applications?limit=50{after}", headers=tokens[place])

            return ask

        some = f"1 + floor(random() * {self.sizes.whole - 1})::int"
        deeper = f"{deep[0]} + floor(random() * {deep[1] - deep[0]})::int"
        middle_of_few = (self.sizes.few * 2 // 5, self.sizes.few * 3 // 5)
        return [
            Door("read one application", self._tape(lambda: big.get(f"/v1/applications/{last}")),
                 read, self._any, some, 0.12, 0.25),
            Door("create one application", self._tape(lambda: big.post("/v1/applications", json=self.family(), headers=key())),
                 create, lambda: 0, "0", 0.12, 0.25),
            Door("one transition (ACCEPT)", self._tape(lambda: big.post(
                 f"/v1/applications/{last}/transitions", json={"action": "ACCEPT"}, headers={"If-Match": '"v2"'})),
                 step, self.next_copy, "nextval('public.bench_n')", 0.12, 0.25),
            Door(f"first page of 50 of {self.sizes.many:,}", self._tape(lambda: big.get("/v1/applications?limit=50")),
                 page(BIG, self.many, None), lambda: 0, "0", 0.25, 0.50),
            Door(f"deep page of 50 of {self.sizes.many:,}",
                 self._tape(lambda: big.get(f"/v1/applications?limit=50&after={cursor_of(nth(self.many.id, deep[0]))}")),
                 page(BIG, self.many, deep), lambda: random.randint(*deep), deeper, 0.25, 0.50),
            Door(f"first page of 50 of {self.sizes.few:,} beside them", self._tape(lambda: small.get("/v1/applications?limit=50")),
                 page(SMALL, self.few, None), lambda: 0, "0", 0.25, 0.50),
            Door(f"deep page of 50 of {self.sizes.few:,} beside them",
                 self._tape(lambda: small.get(f"/v1/applications?limit=50&after={cursor_of(nth(self.few.id, middle_of_few[0]))}")),
                 page(SMALL, self.few, middle_of_few), lambda: random.randint(*middle_of_few),
                 f"{middle_of_few[0]} + floor(random() * {middle_of_few[1] - middle_of_few[0]})::int", 0.25, 0.50),
        ]  # fmt: skip

    def _any(self) -> int:
        return random.randint(1, self.sizes.whole - 1)

    def _tape(self, ask: Callable[[], Any]) -> Tape:
        engine = self.system.database.factory("intake").kw["bind"]
        return recorded(engine, ask, copied=self.many.ids | self.few.ids, unique=_is_unique)


def _is_unique(value: str | bytes) -> bool:
    if isinstance(value, bytes):
        return len(value) == 32
    return re.fullmatch(r"[0-9a-f]{64}|(SQ|AJ)\d{4}-\d+|clock\.due:.+", value) is not None


def measure(yard: Yard, report: Report, doors: list[Door]) -> None:
    """Measure all doors in turns and report."""
    system = yard.system
    tapes = system.folder / "tapes"
    tapes.write_bytes(pickle.dumps({str(place): door.tape for place, door in enumerate(doors)}))
    plain = system.database.service_url("intake").replace("+psycopg", "")
    bare = system.reference("bare.py", str(tapes), plain)
    with system.superuser() as connection:
        scripts = [
            pgbench_script(door.tape, connection, system.folder / f"{place}.sql", n=door.n_sql)
            for place, door in enumerate(doors)
        ]
    for turn in range(ROUNDS + 1):
        for place, door in enumerate(doors):
            if turn == 1:
                door.rounds.clear()  # the first round only warms up
            _skip_used(system, yard, door)
            door.rounds.append(_round(yard, door, place, bare, scripts[place]))
            print(".", end="", flush=True)
    print()
    _report(doors, report)


def _skip_used(system: System, yard: Yard, door: Door) -> None:
    """Let pgbench's transitions go on where ours ended, and ours behind them."""
    if "nextval" not in door.n_sql:
        return
    with system.superuser() as connection:
        connection.execute("select setval('public.bench_n', %s)", [yard.next_copy()])
    for _ in range(yard.sizes.requests * 8 + 16):
        yard.next_copy()


def _round(yard: Yard, door: Door, place: int, bare: tuple[str, int], script: Path) -> Round:
    system, count = yard.system, yard.sizes.requests
    requests = [door.ours() for _ in range(count)]
    ours, ours_cpu = _with_cpu(system, system.town.pid("intake"), lambda: send(system.town.urls["intake"], requests))
    others = [request("GET", f"/{place}/{door.n()}") for _ in range(count * 2)]
    replayed, bare_cpu = _with_cpu(system, bare[1], lambda: send(bare[0], others))
    return Round(ours, ours_cpu, replayed, bare_cpu, system.pgbench(script, transactions=count * 8))


def _with_cpu(system: System, server: int, work: Callable[[], Answered]) -> tuple[Answered, tuple[float, float]]:
    before = cpu_of(server), cpu_of(system.database_pid)
    done = work()
    return done, (cpu_of(server) - before[0], cpu_of(system.database_pid) - before[1])


def _report(doors: list[Door], report: Report) -> None:
    rates = {}
    for door in doors:
        ours = middle([each.ours.per_second for each in door.rounds])
        bare = middle([each.bare.per_second for each in door.rounds])
        rates[door.name] = ours
        ratio = middle([each.ours.per_second / each.bare.per_second for each in door.rounds])
        report.add(
            door.name, f"{ours:.0f}/s", f"bare ASGI, same SQL {bare:.0f}/s", f"{ratio:.2f}",
            floor=ratio >= door.floor, goal=ratio >= door.goal, target=f"≥ {door.floor}, ≥ {door.goal}",
        )  # fmt: skip
        report.splits.append(_split(door))
    _report_flatness(doors, report)
    for door in doors:
        latencies = [each for one in door.rounds for each in one.ours.latencies]
        p50, p99 = percentile(latencies, 0.5), percentile(latencies, 0.99)
        report.add(
            f"p99: {door.name}", f"{p99 * 1000:.0f} ms", f"its median {p50 * 1000:.0f} ms", f"{p99 / p50:.1f}",
            floor=p99 <= 4 * p50, goal=p99 <= 2.5 * p50, target="≤ 4, ≤ 2.5",
        )  # fmt: skip


def _report_flatness(doors: list[Door], report: Report) -> None:
    first, deep, few_first, few_deep = doors[3:7]
    for name, one, other in (
        ("deep page against first page", deep, first),
        ("first page, many against few", first, few_first),
        ("deep page, many against few", deep, few_deep),
        ("few: deep page against first page", few_deep, few_first),
    ):
        times = [1 / each.ours.per_second for each in one.rounds], [1 / each.ours.per_second for each in other.rounds]
        ratio = middle([a / b for a, b in zip(*times, strict=True)])
        apart = max(ratio, 1 / ratio)
        report.add(
            name, f"{middle(times[0]) * 1e6:.0f} µs", f"{middle(times[1]) * 1e6:.0f} µs", f"{ratio:.2f}",
            floor=apart <= 1.5, goal=apart <= 1.1, target="within 1.5, 1.1",
        )  # fmt: skip


def _split(door: Door) -> str:
    def each(of: Callable[[Round], float]) -> float:
        return middle([of(one) for one in door.rounds])

    count = len(door.rounds[0].ours.latencies)
    server, database = (each(lambda one, at=at: one.ours_cpu[at] / count * 1e6) for at in (0, 1))
    client = each(lambda one: one.ours.client_cpu / count * 1e6)
    whole = server + database + client
    bare = [each(lambda one, at=at: one.bare_cpu[at] / len(one.bare.latencies) * 1e6) for at in (0, 1)]
    shares = " / ".join(f"{part / whole:.0%}" for part in (server, database, client))
    tps = each(lambda one: one.pgbench)
    of_tps = each(lambda one: one.ours.per_second / one.pgbench)
    latencies = [one for turn in door.rounds for one in turn.ours.latencies]
    times = f"{percentile(latencies, 0.5) * 1000:.0f}, {percentile(latencies, 0.99) * 1000:.0f}"
    statements = len(door.tape.statements)
    return (
        f"| {door.name} ({statements} statements) | {server:.0f} | {database:.0f} | {client:.0f} | {shares} "
        f"| {bare[0]:.0f} | {bare[1]:.0f} | {tps:.0f} | {of_tps:.2f} | {times} |"
    )


__all__ = ["Sizes", "Yard", "measure"]
