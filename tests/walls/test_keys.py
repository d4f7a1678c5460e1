"""Keys that go round while the services work, and keys that are wrong: said at the start, before anything is written."""

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from migrations import resealing
from services.alerts.config import Settings as AlertsSettings
from services.eligibility.config import Settings as EligibilitySettings
from services.intake.config import Settings as IntakeSettings
from services.intake.models.people import Household
from shared import personal, serving
from shared.database_urls import SERVICES
from shared.db import everywhere
from shared.personal import KeyRing, KeyRingError, Secret, install
from shared.sealing_keys import SealingKey, require_ring
from tests.support.database import Database

SETTINGS: dict[str, Any] = {"intake": IntakeSettings, "eligibility": EligibilitySettings, "alerts": AlertsSettings}
TOWNSHIP = "510411101"


def written(current: str, index: int = 9, **keys: int) -> str:
    """Return a ring in JSON; each key is one byte repeated."""
    known = {name: b64encode(bytes([fill]) * 32).decode() for name, fill in keys.items()}
    return json.dumps({"current": current, "keys": known, "index": b64encode(bytes([index]) * 32).decode()})


def ring(current: str, index: int = 9, **keys: int) -> KeyRing:
    return KeyRing.parse(written(current, index, **keys))


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    before = personal._installed  # noqa: SLF001  put back afterwards
    yield
    personal._installed = before  # noqa: SLF001


def require(database: Database, presented: KeyRing, service: str = "intake") -> None:
    with everywhere(database.factory(service)) as session:
        require_ring(session, presented)


def noted(database: Database) -> set[str]:
    with everywhere(database.factory("intake")) as session:
        return set(session.scalars(select(SealingKey.name)))


def test_a_ring_that_grew_is_welcome_and_its_new_key_is_noted(database: Database) -> None:
    require(database, ring("k1", k1=1))
    require(database, ring("k1", k1=1, k2=2))
    require(database, ring("k2", k1=1, k2=2))

    assert noted(database) == {"", "k1", "k2"}


@pytest.mark.parametrize(
    ("presented", "complaint"),
    [
        (ring("k2", k2=2), "sealed with the key 'k1', which is not in the key ring"),
        (ring("k1", k1=3), "do not open with the key 'k1'"),
        (ring("k1", index=8, k1=1), '"index" of the key ring is not the one'),
    ],
)
def test_a_lost_a_wrong_and_another_index_key_are_each_named(
    database: Database, presented: KeyRing, complaint: str
) -> None:
    require(database, ring("k1", k1=1))

    with pytest.raises(KeyRingError, match=complaint):
        require(database, presented)
    assert noted(database) == {"", "k1"}


def start(service: str, database: Database, monkeypatch: pytest.MonkeyPatch, key_ring: str, part: str = "serve") -> Any:
    """Start a service as its command does, up to the point where it would take work; return what it got that far with."""
    begun: list[Any] = []
    monkeypatch.setattr("sys.argv", [service, part])
    monkeypatch.setattr(serving, "serve", lambda app, _settings: begun.append(app))
    monkeypatch.setattr(serving, "work", begun.append)
    monkeypatch.setattr(serving.logs, "configure", lambda **_: None)
    environment = {"ENVIRONMENT": "development", "KEY_RING": key_ring}
    environment[f"{service.upper()}_DATABASE_URL"] = database.service_url(service)
    for name, value in environment.items():
        monkeypatch.setenv(f"DOUDI_{name}", value)
    serving.main(service, SETTINGS[service], lambda _: "app", lambda _: "relay")  # type: ignore[arg-type, return-value]
    return begun


@pytest.mark.parametrize("part", ["serve", "worker"])
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (written("k2", k2=2), "'k1', which is not in the key ring"),
        (written("k1", k1=3), "'k1'"),
        ('{"current": "k1"}', "must be JSON"),
    ],
)
def test_a_service_does_not_start_with_a_wrong_or_lost_key(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], service: str, part: str,
    wrong: str, complaint: str,
) -> None:  # fmt: skip
    assert start(service, database, monkeypatch, written("k1", k1=1), part)

    with pytest.raises(SystemExit) as refused:
        start(service, database, monkeypatch, wrong, part)

    said = capsys.readouterr().err
    assert refused.value.code == serving.WRONG_CONFIGURATION
    assert complaint in said
    assert "Traceback" not in said
    assert b64encode(bytes([1]) * 32).decode() not in said


@pytest.mark.parametrize("part", ["serve", "worker"])
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_does_not_start_on_a_newer_a_foreign_or_an_absent_database(
    database: Database, empty: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    service: str, part: str,
) -> None:  # fmt: skip
    with database.as_owner() as owner:
        owner.execute("update public.alembic_version set version_num = '9999'")

    newer = refusal(service, database, monkeypatch, capsys, part)
    foreign = refusal(service, empty, monkeypatch, capsys, part)
    monkeypatch.setattr(empty, "service_url", lambda _: "postgresql+psycopg://doudi@127.0.0.1:1/doudi")
    absent = refusal(service, empty, monkeypatch, capsys, part)

    assert newer == foreign
    assert newer.startswith("数据库结构不是本版本所需的版本")
    assert absent.startswith("数据库连接不上：")
    with database.as_owner() as owner:
        assert owner.execute(f"select count(*) from {service}.sealing_key").fetchone() == (0,)


def refusal(
    service: str, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], part: str
) -> str:
    """Return the one sentence with which a start without the right database is refused."""
    with pytest.raises(SystemExit) as refused:
        start(service, database, monkeypatch, written("k1", k1=1), part)
    said = capsys.readouterr().err
    assert refused.value.code == serving.NO_DATABASE
    assert len(said.splitlines()) == 1
    return said


def test_data_are_resealed_while_a_service_goes_on_writing(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "_BATCH", 3)
    install(ring("k1", k1=1))
    require(database, ring("k1", k1=1))
    with database.session("intake", now=now) as session:
        homes = [
            Household(division=TOWNSHIP, residence="RURAL", address=Secret(f"{n}号"), created_at=now) for n in range(40)
        ]
        session.add_all(homes)
        session.flush()
        ids = [home.id for home in homes]
    install(ring("k2", k1=1, k2=2))
    require(database, ring("k2", k1=1, k2=2))
    done = threading.Event()
    last = {}

    def write() -> None:
        turn = 0
        while not done.is_set():
            home = ids[turn % len(ids)]
            with database.session("intake", now=now) as session:
                session.get_one(Household, home).address = Secret(f"第{turn}次")
            last[home] = f"第{turn}次"
            turn += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = resealing.reseal_everything(database.url)
        again = resealing.reseal_everything(database.url)
    finally:
        done.set()
        writer.join()

    install(ring("k2", k2=2))
    require(database, ring("k2", k2=2))
    with database.session("intake", now=now) as session:
        kept = {home.id: home.address and home.address.reveal() for home in session.scalars(select(Household))}
    assert kept == {home: last.get(home, f"{n}号") for n, home in enumerate(ids)}
    assert last, "something was written meanwhile"
    assert counts["intake.household.address"] > 0
    assert again["intake.household.address"] == 0
    assert noted(database) == {"", "k2"}
