"""The demo's month while everything is killed in turn: what was acknowledged stays, nothing is doubled, the fen agree."""

import os
import random
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx

from demo import ledger, payments, standards, wire
from demo.case import Case
from demo.check import expected_lines
from demo.desk import Desk
from demo.families import Maker
from demo.month import Month, month_before
from demo.play import Player
from demo.plots import TOWNSHIPS
from demo.turns import WAYS
from shared import calendar, clock
from shared.database_urls import SERVICES
from tests.support.plant import Plant
from tests.support.planted import hidden_in, places_of
from tests.support.stubborn import StubbornDesk
from tests.support.wholeness import count, require_whole, until_settled
from tests.system.test_demo import ENDS, case_of

SEED = 20210922
SOAK = bool(os.environ.get("SOAK"))
"""Whether there is time: then every way of a case is played, and something struck after every third request."""

WAYS_PLAYED = tuple(WAYS) if SOAK else ("straight", "supplement", "recheck_fits", "resurvey", "withdrawn_during_notice")
REQUESTS_BETWEEN = 3 if SOAK else 12
MOST_BLOWS = 400 if SOAK else 8
"""At least so many as there are parts, so that each has its turn."""


class Outcome:
    """What the demo was told."""

    def __init__(self, cases: list[Case], batch: payments.Batch) -> None:
        self.cases, self.batch = cases, batch


def play(desk: Desk, month: Month, folder: Path, over: threading.Event) -> Outcome:
    """A family for each way, and two by ledger; then the payment of the month."""
    try:
        maker = Maker(7, today=month.days[0])
        channels = ("WINDOW", "ONLINE", "VILLAGE_AGENT", "ACTIVE_DISCOVERY")
        cases = [case_of(maker, month, way, number=n, channel=channels[n % 4]) for n, way in enumerate(WAYS_PLAYED)]
        cases += [case_of(maker, month, "straight", number=n, channel="IMPORT") for n in range(40, 42)]
        standards.load(desk)
        ledger.bring_in(desk, cases, month)
        Player(desk, month, lambda _line: None).play(cases)
        payments.await_active(desk, cases)
        today = clock.now().date()
        return Outcome(cases, payments.pay_one(desk, TOWNSHIPS[0][:6], "DIBAO", month.paid_month, today, folder))
    finally:
        over.set()


def strike_until(over: threading.Event, plant: Plant, desk: StubbornDesk) -> list[str]:
    """Strike after every so many requests, in the middle of one; return what was struck. Every part has its turn."""
    chance, struck, seen = random.Random(SEED), [], desk.sent
    while len(struck) < MOST_BLOWS and not over.is_set():
        if not struck or desk.sent >= seen + REQUESTS_BETWEEN:
            over.wait(chance.uniform(0, 0.1))
            victims = plant.victims
            victim = victims[len(struck)] if len(struck) < len(victims) else chance.choice(victims)
            plant.strike(victim)
            struck.append(victim)
            seen = desk.sent
        plant.town.revive()
        over.wait(0.01)
    return struck


def test_a_month_under_fire_comes_out_as_in_peace(plant: Plant, desk: StubbornDesk, tmp_path: Path) -> None:
    month = month_before(clock.now().date(), is_working=calendar.built_in().is_working_day)
    over = threading.Event()

    with ThreadPoolExecutor(1) as pool:
        played: Future[Outcome] = pool.submit(play, desk, month, tmp_path, over)
        struck = strike_until(over, plant, desk)
        outcome = played.result()
    until_settled(plant.database)

    assert set(struck) == set(plant.victims)
    assert [case.trouble for case in outcome.cases if case.trouble] == []
    assert [case.state for case in outcome.cases] == [ENDS.get(case.plot, "CONFIRMED") for case in outcome.cases]
    require_paid(outcome)
    with plant.database.as_owner() as owner:
        assert count(owner, "intake.application") == count(owner, "intake.household") == len(outcome.cases)
        assert count(owner, "intake.payment_batch") == 1
    require_whole(plant.database)
    require_discreet(plant, outcome)


def require_discreet(plant: Plant, outcome: Outcome) -> None:
    """No number, telephone, account or address of the families stands in any column, log line or metric."""
    families = [case.family for case in outcome.cases]
    secrets = {person.number for family in families for person in family.people}
    secrets |= {said for family in families for said in (family.account, family.phone, wire.address(family))}
    logs = [file.read_text(errors="replace") for file in plant.folder.glob("*.log")]
    metrics = [httpx.get(f"{url}/metrics").text for url in plant.town.urls.values()]

    assert len(secrets) >= 4 * len(families)
    with plant.database.as_owner() as owner:
        assert places_of(owner, secrets) == set()
    assert len(logs) > len(SERVICES)
    assert hidden_in("".join(logs + metrics), secrets) == set()


def require_paid(outcome: Outcome) -> None:
    """Every confirmed amount, and the sum in the bank's file, is what was worked out on paper."""
    due = 0
    for case in outcome.cases:
        if case.state == "CONFIRMED":
            worked_out = {programme: amount for (programme, _), amount in expected_lines(case).items()}
            paid = {line["programme"]: line["monthly_amount"] for line in case.seen["lines"] if line["confirmed"]}
            assert paid == {programme: wire.yuan(amount) for programme, amount in worked_out.items()}
            due += worked_out["DIBAO"]
    assert outcome.batch.seen["state"] == "RECONCILED"
    assert outcome.batch.seen["total"] == outcome.batch.sum_in_file == wire.yuan(due)
