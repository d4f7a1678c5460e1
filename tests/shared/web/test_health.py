from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.shared.web import sample
from tests.support.database import Database


def test_a_service_without_its_database_lives_but_is_not_ready(stranger: TestClient) -> None:
    assert (stranger.get("/livez").status_code, stranger.get("/livez").text) == (200, "ok\n")
    assert (stranger.get("/readyz").status_code, stranger.get("/readyz").text) == (503, "not ready\n")


def test_a_service_with_its_database_is_ready(database: Database, state_dir: Path) -> None:
    ready = TestClient(sample.sample(database.factory("intake"), state_dir=state_dir))

    answer = ready.get("/readyz?verbose")

    assert answer.status_code == 200
    assert answer.text == "[+]serving\n[+]database\n[+]schema\n[+]outbox\n[+]dead_letters\nready\n"


def test_a_schema_that_is_not_at_head_is_not_ready(database: Database, state_dir: Path) -> None:
    with database.as_owner() as connection:
        connection.execute("update public.alembic_version set version_num = '0000'")

    answer = TestClient(sample.sample(database.factory("intake"), state_dir=state_dir)).get("/readyz?verbose=1")

    assert (answer.status_code, answer.text.splitlines()[2]) == (503, "[-]schema")


def test_messages_that_wait_too_long_are_told_but_do_not_stop_the_service(database: Database, state_dir: Path) -> None:
    with database.as_owner() as connection:
        connection.execute(
            "insert into intake.outbox_message"
            " (id, topic, payload, division, due_at, attempts, max_attempts, created_at)"
            " values (gen_random_uuid(), 't', '{}', '510411', now() - interval '11 minutes', 0, 20, now())"
        )

    answer = TestClient(sample.sample(database.factory("intake"), state_dir=state_dir)).get("/readyz?verbose")

    assert (answer.status_code, answer.text.splitlines()[3]) == (200, "[-]outbox")


@pytest.mark.parametrize(("dead_at", "attempts", "told"), [("now()", 20, "dead_letters"), ("null", 10, "outbox")])
def test_messages_given_up_or_failing_are_told_but_do_not_stop_the_service(
    database: Database, state_dir: Path, dead_at: str, attempts: int, told: str
) -> None:
    with database.as_owner() as connection:
        connection.execute(
            "insert into intake.outbox_message"  # type: ignore[arg-type]
            " (id, topic, payload, division, due_at, attempts, max_attempts, created_at, last_error, dead_at)"
            f" values (gen_random_uuid(), 't', '{{}}', '510411', now() + interval '1 hour', {attempts}, 20, now(), 'x',"
            f" {dead_at})"
        )

    answer = TestClient(sample.sample(database.factory("intake"), state_dir=state_dir)).get("/readyz?verbose")

    assert answer.status_code == 200
    assert [line for line in answer.text.splitlines() if line.startswith("[-]")] == [f"[-]{told}"]


def test_a_service_that_is_stopping_is_not_ready(database: Database, state_dir: Path) -> None:
    app = sample.sample(database.factory("intake"), state_dir=state_dir)
    app.state.draining.set()

    assert TestClient(app).get("/readyz").status_code == 503
    assert TestClient(app).get("/livez").status_code == 200
