"""Power cuts in the middle of 200 applications: what was acknowledged is there once, and every event had its effect once."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.support.database import Database
from tests.support.processes import Town
from tests.support.stubborn import StubbornDesk, hand_in, take_to_opinion
from tests.support.wholeness import count, require_whole, until_settled

APPLICATIONS = 200
TO_VERIFICATION = 40
KILLS = 10
SEED = 20210922


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    town = Town(database, tmp_path)
    town.start_all()
    yield town
    town.stop()


@pytest.fixture
def desk(town: Town) -> Iterator[StubbornDesk]:
    desk = StubbornDesk(town.urls)
    yield desk
    desk.http.close()


def bring_in(desk: StubbornDesk, number: int) -> str:
    """Hand in an application, and take some as far as the verification; return the id that was acknowledged."""
    made = hand_in(desk, number)
    if number < TO_VERIFICATION:
        take_to_opinion(desk, made)
    return str(made["id"])


def test_nothing_is_lost_and_nothing_is_doubled(town: Town, desk: StubbornDesk, database: Database) -> None:
    over = threading.Event()

    with ThreadPoolExecutor(5) as pool:
        vandal = pool.submit(_kill_now_and_then, town, over)
        acknowledged = list(pool.map(partial(bring_in, desk), range(APPLICATIONS)))
        over.set()
        assert vandal.result() == KILLS
    until_settled(database)

    assert len(set(acknowledged)) == APPLICATIONS
    with database.as_owner() as owner:
        stored = [str(row[0]) for row in owner.execute("select id from intake.application").fetchall()]
        assert sorted(stored) == sorted(acknowledged)
        assert count(owner, "intake.household") == count(owner, "intake.person") == APPLICATIONS
        told = count(owner, "intake.event")
        assert count(owner, "alerts.audit_entry where action = 'event.received'") == told
        assert count(owner, "intake.determination") == count(owner, "eligibility.determination") == TO_VERIFICATION
    require_whole(database)


def _kill_now_and_then(town: Town, over: threading.Event) -> int:
    """Kill a process again and again while the applications come in; return how often."""
    chance = random.Random(SEED)
    for _ in range(KILLS):
        town.kill(chance.choice(["intake", "intake", "intake relay", "eligibility", "alerts"]))
        over.wait(chance.uniform(0.5, 2))
    return KILLS
