"""How far the sequencer is behind while applications come in as fast as they can, and when it has caught up."""

import threading
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from psycopg import sql

from benchmarks.load import request, send
from benchmarks.report import Report, middle, percentile
from benchmarks.sizes import Sizes
from benchmarks.system import System
from benchmarks.yard import BIG, unknown_family
from tests.support.build import key
from tests.support.processes import until

PERIOD: Final = 0.05


@dataclass
class Watch:
    """What was seen of the rows that are committed and have no position yet."""

    ages: list[float] = field(default_factory=list)
    """Seconds since the oldest of them was made, at each look; 0 where there was none."""
    waiting: list[int] = field(default_factory=list)

    def look(self, system: System, done: threading.Event) -> None:
        """Look until done."""
        with system.superuser() as connection:
            while not done.wait(PERIOD):
                found = [connection.execute(look).fetchone() or (0, 0) for look in LOOKS]
                self.waiting.append(sum(waiting for waiting, _ in found))
                self.ages.append(max(float(age) for _, age in found))


LOOKS: Final = tuple(
    sql.SQL(
        "select count(*), coalesce(extract(epoch from clock_timestamp() - min({at})), 0) "
        "from intake.{table} where position is null"
    ).format(at=sql.Identifier(at), table=sql.Identifier(table))
    for table, at in (("audit_entry", "at"), ("event", "time"))
)


def measure(system: System, sizes: Sizes, report: Report) -> None:
    """Send applications for a while with the relay of intake running; watch, and wait until all is numbered."""
    system.start("intake", "eligibility", "alerts")
    system.town.start("intake relay")
    families, watch, done = count(), Watch(), threading.Event()
    headers = system.headers("TOWNSHIP_OFFICER", BIG[0])
    looking = threading.Thread(target=watch.look, args=(system, done))
    looking.start()
    sent = send(
        system.town.urls["intake"],
        lambda: request("POST", "/v1/applications", unknown_family(next(families)), headers | key()),
        seconds=sizes.seconds * sizes.rounds * 2,
    )
    looks, ended = len(watch.ages), time.perf_counter()
    until(lambda: len(watch.waiting) > looks and watch.waiting[-1] == 0, seconds=600, what="everything is numbered")
    caught_up = time.perf_counter() - ended
    done.set()
    looking.join()
    ages = watch.ages[:looks]
    report.add_alone(
        "sequencer lag under load: age of the oldest row without a position",
        f"median {middle(ages):.2f} s, p99 {percentile(ages, 0.99):.2f} s",
        f"{sent.per_second:.0f} applications created/s with relay and deliveries; "
        f"at most {max(watch.waiting):,} rows waiting, none {caught_up:.1f} s after the load",
    )
