from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from shared.ids import new_id
from tests.shared.web import sample
from tests.support.database import Database


def read(client: TestClient) -> dict[str, float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {f"{one.name}{sorted(one.labels.items())}": one.value for family in families for one in family.samples}


def test_requests_are_counted_by_template_and_never_by_id(state_dir: Path) -> None:
    app = sample.sample(state_dir=state_dir)
    officer = sample.client(app, sample.token(state_dir))
    found = new_id()

    officer.get(f"/v1/things/{found}")
    officer.get(f"/v1/things/{new_id()}")
    officer.get(f"/wp-login/{found}")
    officer.request("BREW", "/v1/things")

    counted = read(officer)
    seen = "doudi_http_requests_total[('method', 'GET'), ('route', '/v1/things/{thing_id}'), ('status', '200')]"
    assert counted[seen] == 2
    assert counted["doudi_http_requests_total[('method', 'GET'), ('route', '(none)'), ('status', '404')]"] == 1
    assert counted["doudi_http_requests_total[('method', 'OTHER'), ('route', '/v1/things'), ('status', '405')]"] == 1
    assert str(found) not in officer.get("/metrics").text


def test_a_database_that_is_away_is_a_metric_and_not_a_fault(stranger: TestClient) -> None:
    assert read(stranger)["doudi_database_up[]"] == 0


def test_the_outbox_tells_how_far_behind_it_is(database: Database, state_dir: Path) -> None:
    with database.as_owner() as connection:
        connection.execute(
            "insert into intake.outbox_message"
            " (id, topic, payload, division, due_at, attempts, max_attempts, created_at)"
            " values (gen_random_uuid(), 't', '{}', '510411', now() - interval '2 minutes', 0, 20, now())"
        )

    counted = read(TestClient(sample.sample(database.factory("intake"), state_dir=state_dir)))

    assert counted["doudi_database_up[]"] == 1
    assert counted["doudi_outbox_due_messages[]"] == 1
    assert (counted["doudi_outbox_stuck_messages[]"], counted["doudi_outbox_dead_messages[]"]) == (0, 0)
    assert 119 < counted["doudi_outbox_lag_seconds[]"] < 180


def test_messages_given_up_and_messages_stuck_are_counted(database: Database, state_dir: Path) -> None:
    with database.as_owner() as connection:
        connection.execute(
            "insert into intake.outbox_message"
            " (id, topic, payload, division, due_at, attempts, max_attempts, created_at, last_error, dead_at)"
            " select gen_random_uuid(), 't', '{}', '510411', now() + interval '1 hour', 20, 20, now(), 'x', dead"
            " from unnest(array[now(), now(), null::timestamptz]) dead"
        )

    counted = read(TestClient(sample.sample(database.factory("intake"), state_dir=state_dir)))

    assert counted["doudi_outbox_dead_messages[]"] == 2
    assert counted["doudi_outbox_stuck_messages[]"] == 1
    assert counted["doudi_outbox_due_messages[]"] == 0
