"""How fast intake's relay delivers events to alerts, against the very same SQL run bare in the same run.

Delivery: three service processes over real HTTP, the relay of one intake process, its sequencer and that of alerts
included; measured from the commit of the events until the last is noted as delivered. Bare: the statements that one
delivery of as many events runs on both sides, captured once and replayed by the driver on one connection for each
side, without HTTP, ORM or Python of ours. Five rounds in turns, medians.

Each family is told of by four events: application submitted and accepted, benefit opened, and a limit that is near,
which raises an alert.
"""

import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import event, func, select

from benchmarks.report import Report, middle
from services.alerts.actions.events import receive_batch
from services.intake.outbox import make_together
from shared import clock
from shared.clients.alerts import AlertsClient
from shared.database_urls import plain_url
from shared.db import everywhere, transaction
from shared.delivery import deliver_next
from shared.development import key_ring
from shared.events import publish
from shared.identity import service_caller
from shared.outbox import WAITING, OutboxMessage
from shared.personal import KeyRing, install
from shared.schemas.events import NewReceivedEventBatch
from tests.support.database import Database, RunningServer, build_caller
from tests.support.processes import Town
from tests.support.told import Family

ROUNDS: Final = 5

Statement = tuple[str, str, Any]
"""Service, text (empty: commit), parameters; a list of them is sent as many."""


class InProcess(AlertsClient):
    """Hands batches to alerts within this process, so that both sides' statements can be captured."""

    def __init__(self, database: Database) -> None:
        self._factory = database.factory("alerts")

    def receive_batch(self, batch: NewReceivedEventBatch) -> Any:
        """Take a batch in as the route of alerts does."""
        now, caller = clock.now(), service_caller("intake")
        with transaction(self._factory, caller, now=now) as session:
            return receive_batch(session, batch, caller=caller, now=now)


def tell(database: Database, events: int) -> None:
    """Publish events at intake, four for each family, in one transaction."""
    now = clock.now()
    with database.session("intake", now=now) as session:
        for _ in range(events // 4):
            family = Family()
            for told in (
                family.applied("SUBMITTED", "2021-11-15"),
                family.applied("ACCEPTED", "2021-11-16", what="accepted"),
                family.benefits("opened", "CONFIRMED", "2021-11-23"),
                family.clocks("near", "2021-11-17"),
            ):
                said = told["event"]
                short = said["type"].removeprefix("cn.doudi.").removesuffix(".v1")
                publish(
                    session, caller=build_caller(), type=short, subject=said["subject"], division=said["division"],
                    data=said["data"], people=told["people"], now=now,
                )  # fmt: skip


def waiting(database: Database) -> int:
    """Count what is not delivered yet."""
    with everywhere(database.factory("intake")) as session:
        return session.scalars(select(func.count(OutboxMessage.id)).where(WAITING)).one()


def delivered_per_second(database: Database, events: int) -> float:
    """Let the running services deliver."""
    tell(database, events)
    began = time.perf_counter()
    while waiting(database):
        time.sleep(0.02)
    return events / (time.perf_counter() - began)


def captured(server: RunningServer, events: int) -> tuple[list[Statement], list[Statement]]:
    """Return the statements that publish events, and those that deliver them, of both sides in their order."""
    database = server.server.clone()
    statements: list[Statement] = []
    for service in ("intake", "alerts"):
        _listen(database.factory(service).kw["bind"], service, statements)
    tell(database, events)
    published = len(statements)
    together = make_together(InProcess(database))
    while deliver_next(database.factory("intake"), _alone, service="intake", now=clock.now(), together=together):
        pass
    database.close()
    return statements[:published], statements[published:]


def _alone(message: OutboxMessage) -> None:
    raise AssertionError(f"only batches were meant to be sent, not {message.topic}")


def _listen(engine: Any, service: str, statements: list[Statement]) -> None:
    def executing(_c: Any, _cursor: Any, text: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((service, text, parameters))

    event.listen(engine, "before_cursor_execute", executing)
    event.listen(engine, "commit", lambda _: statements.append((service, "", None)))


def seconds_of_replay(server: RunningServer, published: Sequence[Statement], delivering: Sequence[Statement]) -> float:
    """Replay on a database of its own; return the seconds that delivery took."""
    database = server.server.clone()
    sides = {service: _connect(database, service) for service in ("intake", "alerts")}
    _replay(sides, published)
    began = time.perf_counter()
    _replay(sides, delivering)
    took = time.perf_counter() - began
    for connection in sides.values():
        connection.close()
    database.close()
    return took


def _connect(database: Database, service: str) -> psycopg.Connection:
    return psycopg.connect(plain_url(database.service_url(service)), options=f"-csearch_path={service}")


def _replay(sides: dict[str, psycopg.Connection], statements: Sequence[Statement]) -> None:
    for service, text, parameters in statements:
        if not text:
            sides[service].commit()
        elif isinstance(parameters, list):
            sides[service].cursor().executemany(text, parameters)
        else:
            sides[service].execute(text, parameters)


def measure(events: int, report: Report) -> None:
    """Measure in turns and report."""
    install(KeyRing.parse(key_ring("")))
    with ExitStack() as undo:
        server = RunningServer(fast=False)
        undo.callback(server.close)
        published, delivering = captured(server, events)
        database = server.server.clone()
        undo.callback(database.close)
        folder = Path(tempfile.mkdtemp(prefix="doudi-bench-"))
        undo.callback(shutil.rmtree, folder)
        town = Town(database, folder, relays=())
        undo.callback(town.stop)
        town.start_all()
        delivered_per_second(database, events)
        rounds = [
            (delivered_per_second(database, events), events / seconds_of_replay(server, published, delivering))
            for _ in range(ROUNDS)
        ]
    ours, bare = (middle([one[side] for one in rounds]) for side in (0, 1))
    many = sum(1 for statement in delivering if statement[1])
    report.add(
        f"outbox deliveries over HTTP ({many / events:.2f} statements an event)", f"{ours:.0f}/s",
        f"same SQL, no HTTP {bare:.0f}/s", f"{middle([a / b for a, b in rounds]):.2f}",
        floor=ours >= 300, goal=ours >= 1_000, target="≥ 300, ≥ 1 000/s",
    )  # fmt: skip
