"""A backup restored into an empty database is the same database: its rows, its walls, its chain; services start on it."""

from pathlib import Path

import pytest

from migrations.__main__ import main as migrations_main
from migrations.backups import BackupError, NotEmpty, backup, restore
from shared.audit import verify
from shared.database_urls import SERVICES
from shared.db import everywhere, schema_is_at_head
from tests.support.city import Apps, City
from tests.support.database import Database
from tests.support.desk import Desk
from tests.support.schema import rows_of, schema_of
from tests.support.stubborn import build_numbered


def test_what_was_backed_up_is_there_again_row_for_row_and_work_goes_on(
    apps: Apps, city: City, empty: Database, tmp_path: Path
) -> None:
    desk, file = Desk(city), tmp_path / "doudi.dump"
    made = desk.township.post("/v1/applications", json=build_numbered(1), headers={"Idempotency-Key": "k-1"}).json()
    desk.to_opinion(made)
    city.deliver()
    kept = rows_of(city.database)

    backup(city.database.url, file)
    after = Desk(city)
    after.township.post("/v1/applications", json=build_numbered(2), headers={"Idempotency-Key": "k-2"})
    restore(empty.url, file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert rows_of(empty) == kept
    assert schema_of(empty) == schema_of(city.database)
    for service in SERVICES:
        with everywhere(empty.factory(service)) as session:
            assert schema_is_at_head(session)
            proof = verify(session)
        assert (proof.first_broken, proof.unsequenced) == (None, 0)
    restored = Desk(City(apps, empty))
    read = restored.read(restored.township, made)
    assert (read.status_code, read.json()["state"]) == (200, "OPINION")


def test_nothing_is_restored_over_data(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "doudi.dump"
    backup(database.url, file)
    before = rows_of(database)

    with pytest.raises(NotEmpty, match="intake"):
        restore(database.url, file)

    assert rows_of(database) == before


def test_a_damaged_backup_leaves_the_database_empty(database: Database, empty: Database, tmp_path: Path) -> None:
    file = tmp_path / "doudi.dump"
    backup(database.url, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 2 // 3])

    with pytest.raises(BackupError):
        restore(empty.url, file)

    assert rows_of(empty) == {}


def test_a_backup_that_fails_leaves_no_file(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url.replace(database.name, "nowhere"))

    status = migrations_main(["backup", str(tmp_path / "doudi.dump")])

    assert status == 2
    assert "nowhere" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
