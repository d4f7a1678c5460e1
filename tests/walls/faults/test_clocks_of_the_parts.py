"""The clocks of all services and relays go over midnight, a month's end and New Year, and back, while money and timers run."""

import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from demo import standards
from demo.actors import county_leader, county_officer
from demo.desk import Actor, Problem
from shared.database_urls import SERVICES
from tests.support.build import build_papers
from tests.support.database import Database
from tests.support.desk import COUNTY
from tests.support.processes import Town, until
from tests.support.stubborn import CLERK, StubbornDesk, hand_in, take_to_opinion
from tests.support.watch import Watch
from tests.support.wholeness import require_whole, until_settled

SOAK = bool(os.environ.get("SOAK"))
"""Whether there is time: then more families, a year of months, and a part killed at each line."""

FAMILIES = 12 if SOAK else 2
MONTHS = ["2021-12", *[f"2022-{month:02d}" for month in range(1, 13 if SOAK else 2)]]
AMOUNT = 200
"""Yuan for a person alone with 300 yuan a month where the line is 500."""

A, B, LEADER = county_officer(COUNTY), county_officer(COUNTY, "b"), county_leader(COUNTY)


class DeskOfNow(StubbornDesk):
    """A desk that asks for another token when its own is refused: it has ended, or does not hold yet."""

    def _ask(self, method: str, actor: Actor, path: str, **more: Any) -> Any:
        try:
            return super()._ask(method, actor, path, **more)
        except Problem as problem:
            if problem.status != 401:
                raise
            self._tokens.pop(actor, None)
            return super()._ask(method, actor, path, **more)

    def take(self, actor: Actor, path: str, action: str, **body: Any) -> dict[str, Any]:
        """Read a thing and take one step from what was read."""
        version = self.get(actor, path)["version"]
        return self.change(actor, f"{path}/transitions", {"action": action, **body}, version)


class Years:
    """The system by a clock that is moved, and what is done in it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.watch = database, Watch(folder / "clock")
        self.watch.set("2021-11-15T09:00:00+08:00")
        self.town = Town(database, folder, relays=SERVICES if SOAK else ["intake"], watch=self.watch)
        self.desk = DeskOfNow(self.town.urls)
        self._numbers, self._chance = count(100), random.Random(20210922)

    @contextmanager
    def over(self, day: str) -> Iterator[None]:
        """Set the clock just before the day begins, and let new cases come in until it has and what was to be done is."""
        begins = datetime.fromisoformat(f"{day}T00:00:00+08:00")
        self.watch.set((begins - timedelta(seconds=2)).isoformat())
        over = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            coming_in = pool.submit(self._bring_in, over)
            try:
                if SOAK:
                    self.town.kill(self._chance.choice(self.town.names))
                yield
                until(lambda: self.watch.now() >= begins, seconds=10, what=f"{day} begins")
            finally:
                over.set()
            assert coming_in.result() > 0
        self.require_whole()

    def require_whole(self) -> None:
        until_settled(self.database, now=self.watch.now)
        require_whole(self.database)

    def _bring_in(self, over: threading.Event) -> int:
        """Accept one new case after another, whose limits begin to run; return how many."""
        done = 0
        while not (done and over.wait(0.2)):
            self.accept_one()
            done += 1
        return done

    def accept_one(self) -> None:
        path = f"/v1/applications/{hand_in(self.desk, next(self._numbers))['id']}"
        self.desk.take(CLERK, path, "SUBMIT")
        self.desk.take(CLERK, path, "ACCEPT")

    def take_to_notice(self, number: int) -> str:
        """Bring the case of a family to its public notice; return its path."""
        made = hand_in(self.desk, number, annual_income="3600.00")
        take_to_opinion(self.desk, made, today=date(2021, 11, 15))
        path = f"/v1/applications/{made['id']}"
        self.await_determination(path)
        self.desk.take(CLERK, path, "GIVE_OPINION", in_favour=True, opinion="建议纳入")
        return path

    def confirm(self, path: str) -> None:
        self.desk.take(CLERK, path, "FORWARD", documents=build_papers("NOTICE_PHOTO"))
        self.await_determination(path)
        self.desk.take(A, path, "CONFIRM", lines=[{"programme": "DIBAO"}])

    def await_determination(self, path: str) -> None:
        until(lambda: self.desk.get(CLERK, path)["determination"] == "CURRENT", seconds=60, what="it is determined")

    def propose(self, month: str) -> dict[str, Any]:
        """Two officers ask for the batch of a month from before it begins until one has it; nobody gets a second one."""
        made: list[dict[str, Any]] = []
        wanted = {"county": COUNTY, "programme": "DIBAO", "month": month}

        def is_proposed(actor: Actor) -> bool:
            try:
                made.append(self.desk.create(actor, "/v1/payment-batches", json=wanted))
            except Problem as problem:
                if problem.code != "nothing_to_pay":
                    raise
            return bool(made)

        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(lambda actor: until(lambda: is_proposed(actor), seconds=60, what="a batch"), [A, B]):
                pass
        assert len(made) == 1
        return made[0]

    def pay(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Take a batch to its end; who proposed it does not check it."""
        path = f"/v1/payment-batches/{batch['id']}"
        proposer, checker = (A, B) if batch["prepared_by"] == A.subject else (B, A)
        self.desk.take(checker, path, "CHECK")
        self.desk.take(LEADER, path, "APPROVE")
        self.desk.take(proposer, path, "EXPORT")
        paid = {"result": "PAID", "paid_on": f"{self.watch.now().date()}"}
        lines = [{"position": position, **paid} for position in range(1, FAMILIES + 1)]
        seen = self.desk.take(proposer, path, "RECORD_RESULTS", lines=lines)
        return self.desk.take(checker, path, "RECONCILE", bank_paid=seen["paid"], bank_failed="0.00")


@pytest.fixture
def years(database: Database, tmp_path: Path) -> Iterator[Years]:
    years = Years(database, tmp_path)
    years.town.start_all()
    yield years
    years.town.stop()
    years.desk.http.close()


def test_each_month_is_paid_once_and_nothing_is_lost_whenever_a_day_a_month_or_a_year_begins(years: Years) -> None:
    standards.load(years.desk)
    cases = [years.take_to_notice(number) for number in range(FAMILIES)]
    with years.over("2021-11-23"):
        pass
    for path in cases:
        years.confirm(path)

    paid = []
    for month in MONTHS:
        with years.over(f"{month}-01"):
            batch = years.propose(month)
        paid.append(years.pay(batch))
    years.require_whole()
    years.watch.set((years.watch.now() - timedelta(hours=1)).isoformat())
    years.accept_one()
    years.require_whole()

    assert [(batch["month"], batch["state"], batch["paid"]) for batch in paid] == [
        (month, "RECONCILED", f"{FAMILIES * AMOUNT}.00") for month in MONTHS
    ]
    for benefit in years.desk.pages(A, "/v1/benefits"):
        entries = years.desk.pages(A, f"/v1/benefits/{benefit['id']}/months")
        assert sorted((entry["month"], entry["paid"], entry["status"]) for entry in entries) == [
            (month, f"{AMOUNT}.00", "PAID") for month in MONTHS
        ]
