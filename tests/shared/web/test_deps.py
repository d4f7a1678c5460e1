from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import APIRouter
from sqlalchemy import event, text
from starlette.testclient import TestClient

from shared.errors import RuleRefused
from shared.identity import Caller
from shared.web.deps import CallerDep, NowDep, SessionDep, needs
from tests.shared.web import sample
from tests.shared.web.test_problems import problem
from tests.support.database import Database

Operator = Annotated[Caller, needs("messages:operate")]
router = APIRouter(prefix="/v1/rows")

_INSERT = text(
    "insert into idempotency_key (client, route, key, fingerprint, status, created_at)"
    " values (:client, 'r', 'k', '', 200, :now)"
)


@router.post("", status_code=201)
def make_row(session: SessionDep, caller: CallerDep, now: NowDep) -> sample.Size:
    """写一行。"""
    session.execute(_INSERT, {"client": caller.subject, "now": now})
    return sample.Size(size=1)


@router.post("/failures")
def fail_after_writing(session: SessionDep, caller: CallerDep, now: NowDep) -> sample.Size:
    """写一行之后出错。"""
    session.execute(_INSERT, {"client": caller.subject, "now": now})
    raise RuntimeError


@router.post("/refusals/{kind}")
def refuse_and_keep(kind: str, session: SessionDep, caller: CallerDep, now: NowDep) -> sample.Size:
    """拒绝，但留下记录。"""
    kept = _INSERT if kind == "kept" else text("select 1 / 0")
    session.execute(_INSERT, {"client": "rolled back", "now": now})
    raise RuleRefused(
        "已在外县享受。", rule="HH-11", clause="2.1-g",
        afterwards=lambda own: own.execute(kept, {"client": caller.subject, "now": now}),
    )  # fmt: skip


@router.post("/operations")
def operate(session: SessionDep, caller: Operator) -> sample.Size:
    """需要专门权限。"""
    return sample.Size(size=1)


@router.get("/places")
def read_places(session: SessionDep) -> list[str]:
    """本次事务的地方。"""
    return [session.execute(text("select current_setting('doudi.places')")).scalar_one()]


@pytest.fixture
def rows(database: Database, state_dir: Path) -> Iterator[TestClient]:
    app = sample.sample(database.factory("intake"), (router,), state_dir=state_dir)
    return sample.client(app, sample.token(state_dir, "TOWNSHIP_OFFICER", "510411101", subject="li"))


def stored(database: Database) -> int:
    with database.as_owner() as connection:
        row = connection.execute("select count(*) from intake.idempotency_key").fetchone()
    assert row is not None
    return int(row[0])


def test_the_transaction_is_committed_before_the_answer(rows: TestClient, database: Database) -> None:
    assert rows.post("/v1/rows").status_code == 201

    assert stored(database) == 1


def test_a_commit_that_fails_is_a_500_and_stores_nothing(rows: TestClient, database: Database) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("disk full")

    factory = database.factory("intake")
    event.listen(factory, "before_commit", fail)
    answer = rows.post("/v1/rows")
    event.remove(factory, "before_commit", fail)

    problem(answer, 500, "internal_error")
    assert stored(database) == 0


def test_a_fault_after_writing_stores_nothing(rows: TestClient, database: Database) -> None:
    problem(rows.post("/v1/rows/failures"), 500, "internal_error")

    assert stored(database) == 0


def test_what_a_refusal_wants_kept_is_kept_when_all_else_is_rolled_back(rows: TestClient, database: Database) -> None:
    problem(rows.post("/v1/rows/refusals/kept"), 422, "rule_refused")

    with database.as_owner() as connection:
        assert connection.execute("select client from intake.idempotency_key").fetchall() == [("li",)]


def test_nobody_is_told_what_could_not_be_written_down(rows: TestClient, database: Database) -> None:
    answer = rows.post("/v1/rows/refusals/lost")

    assert answer.status_code == 500
    assert "外县" not in answer.text
    assert stored(database) == 0


def test_the_transaction_knows_the_callers_place(rows: TestClient) -> None:
    assert rows.get("/v1/rows/places").json() == ["510411101"]


def test_a_missing_scope_is_named(rows: TestClient) -> None:
    answer = rows.post("/v1/rows/operations")

    problem(answer, 403, "insufficient_scope")
    assert answer.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="messages:operate"'


def test_a_database_that_is_not_there_is_a_503(officer: TestClient, state_dir: Path) -> None:
    app = sample.sample(routers=(router,), state_dir=state_dir)
    away = sample.client(app, sample.token(state_dir))

    answer = away.post("/v1/rows")

    problem(answer, 503, "database_unavailable")
    assert answer.headers["retry-after"] == "2"


def test_a_lock_that_is_not_granted_in_time_is_a_503(rows: TestClient, database: Database) -> None:
    with database.as_owner() as connection:
        connection.execute("alter role doudi_intake set lock_timeout = '50ms'")
        connection.execute("begin")
        connection.execute("lock table intake.idempotency_key in access exclusive mode")
        answer = rows.post("/v1/rows")
        connection.execute("rollback")
        connection.execute("alter role doudi_intake reset lock_timeout")

    problem(answer, 503, "database_unavailable")


def test_without_a_token_nothing_is_answered(stranger: TestClient) -> None:
    answer = stranger.get("/v1/things/moment")

    problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("given", ["Bearer x", "Bearer", "Basic eDp5", "Bearer a.b.c", "Bearer é.b.c"])
def test_what_is_no_token_is_refused(stranger: TestClient, given: str) -> None:
    answer = stranger.get("/v1/things/moment", headers={"Authorization": given.encode()})

    assert answer.status_code == 401


def test_a_forged_token_says_invalid_token(stranger: TestClient, state_dir: Path) -> None:
    forged = sample.token(state_dir)[:-4] + "AAAA"

    answer = stranger.get("/v1/things/moment", headers={"Authorization": f"Bearer {forged}"})

    problem(answer, 401, "invalid_token")
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_a_service_may_act_for_somebody_else(stranger: TestClient, state_dir: Path) -> None:
    service = sample.token(state_dir, "SERVICE", subject="service:alerts")

    headers = {"Authorization": f"Bearer {service}", "On-Behalf-Of": "li"}

    assert stranger.get("/v1/things/moment", headers=headers).json()["acts_for"] == "li"


def test_nobody_else_may(officer: TestClient) -> None:
    assert officer.get("/v1/things/moment", headers={"On-Behalf-Of": "wang"}).json()["acts_for"] == "li"


def test_a_development_system_takes_the_time_it_is_told(officer: TestClient) -> None:
    answer = officer.get("/v1/things/moment", headers={"X-Doudi-Now": "2021-09-22T01:00:00Z"})

    assert answer.json()["now"] == "2021-09-22T09:00:00+08:00"


@pytest.mark.parametrize("given", ["yesterday", "2021-09-22T09:00:00", "2021-09-22", "0001-01-01T00:00:00Z", ""])
def test_a_time_that_is_none_is_refused(officer: TestClient, given: str) -> None:
    problem(officer.get("/v1/things/moment", headers={"X-Doudi-Now": given}), 400, "clock_header_refused")


def test_a_real_system_does_not_take_a_time(state_dir: Path) -> None:
    app = sample.sample(state_dir=state_dir)
    app.state.development = False
    real = sample.client(app, sample.token(state_dir))

    answer = real.get("/v1/things/moment", headers={"X-Doudi-Now": "2021-09-22T01:00:00Z"})

    problem(answer, 400, "clock_header_refused")


def test_a_scope_that_does_not_exist_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="no:such"):
        needs("no:such")
