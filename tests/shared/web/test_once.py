from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import APIRouter, File, Form, UploadFile
from sqlalchemy import text
from starlette.testclient import TestClient

from shared import clock
from shared.db import Session
from shared.ids import new_id
from shared.retention import Keep, purge
from shared.web.deps import SessionDep
from shared.web.once import MaybeOnceDep, OnceDep
from tests.shared.web import sample
from tests.shared.web.test_problems import problem
from tests.support.database import Database

router = APIRouter(prefix="/v1/notes")
KEY = {"Idempotency-Key": "7b8e1f3c"}

arrived, released = Event(), Event()


def write(session: Session, name: str) -> sample.ThingDetail:
    """Store something real in the same transaction, so that a rollback would show."""
    made = new_id()
    session.execute(
        text(
            "insert into idempotency_key (client, route, key, fingerprint, status, created_at)"
            " values (:name, 'effect', :id, '', 200, now())"
        ),
        {"name": name, "id": str(made)},
    )
    return sample.thing(id=made, name=name, version=1)


def read(_: UUID) -> sample.ThingDetail:
    return sample.thing(id=_, name="乙", version=2)


@router.post("", status_code=201)
def make_note(new: sample.NewThing, once: OnceDep, session: SessionDep) -> sample.ThingDetail:
    """新建。"""
    return once.create(make=lambda: write(session, new.name), again=read)


@router.post("/slow", status_code=201)
def make_slowly(once: OnceDep, session: SessionDep) -> sample.ThingDetail:
    """慢慢新建。"""

    def slowly() -> sample.ThingDetail:
        arrived.set()
        released.wait(10)
        return write(session, "慢")

    return once.create(make=slowly, again=read)


@router.post("/{note_id}/remarks")
def remark(note_id: UUID, new: sample.Part, once: MaybeOnceDep, session: SessionDep) -> sample.ThingDetail:
    """补充。"""
    return once.maybe(make=lambda: write(session, new.name), again=read)


@router.post("/files", status_code=201)
def make_file(
    file: Annotated[UploadFile, File()], kind: Annotated[str, Form()], once: OnceDep, session: SessionDep
) -> sample.ThingDetail:
    """上传。"""
    return once.create(make=lambda: write(session, file.file.read().decode() + kind), again=read)


@router.post("/failures", status_code=201)
def fail(once: OnceDep, session: SessionDep) -> sample.ThingDetail:
    """写过之后出错。"""

    def make() -> sample.ThingDetail:
        write(session, "错")
        raise RuntimeError

    return once.create(make=make, again=read)


@pytest.fixture
def notes(database: Database, state_dir: Path) -> Iterator[TestClient]:
    app = sample.sample(database.factory("intake"), (router,), state_dir=state_dir)
    return sample.client(app, sample.token(state_dir, subject="li"))


def effects(database: Database) -> int:
    with database.as_owner() as connection:
        query = "select count(*) from intake.idempotency_key where route = 'effect'"
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def new(name: str = "甲") -> dict[str, Any]:
    return {"name": name, "colour": "RED", "parts": []}


def test_a_repeat_makes_nothing_and_shows_the_thing_as_it_is_now(notes: TestClient, database: Database) -> None:
    first = notes.post("/v1/notes", json=new(), headers=KEY)
    again = notes.post("/v1/notes", json=new(), headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert (first.json()["name"], again.json()["name"]) == ("甲", "乙")
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert effects(database) == 1


def test_a_key_used_on_a_day_long_past_is_as_new_as_any(notes: TestClient, database: Database) -> None:
    """What a simulated time would make old from the first is not cleared away before it is repeated."""
    past = KEY | {"X-Doudi-Now": "2021-11-01T09:00:00+08:00"}
    first = notes.post("/v1/notes", json=new(), headers=past)
    purge(database.factory("intake"), Keep(), now=clock.now())
    second = notes.post("/v1/notes", json=new(), headers=past)

    assert (first.status_code, second.status_code, effects(database)) == (201, 201, 1)
    assert second.headers["idempotent-replayed"] == "true"


def test_what_is_made_has_location_and_etag(notes: TestClient) -> None:
    first = notes.post("/v1/notes", json=new(), headers=KEY)
    again = notes.post("/v1/notes", json=new(), headers=KEY)

    assert first.headers["location"] == again.headers["location"] == f"/v1/notes/{first.json()['id']}"
    assert first.headers["etag"].startswith('"v1-')
    assert again.headers["etag"].startswith('"v2-')


def test_the_same_json_written_otherwise_is_the_same_request(notes: TestClient, database: Database) -> None:
    headers = {**KEY, "Content-Type": "application/json"}
    notes.post("/v1/notes", json=new(), headers=KEY)

    other = ' {"parts": [], "colour": "RED", "name": "\\u7532"}'
    again = notes.post("/v1/notes", content=other, headers=headers)

    assert again.headers["idempotent-replayed"] == "true"
    assert effects(database) == 1


def test_the_same_key_with_another_body_is_refused(notes: TestClient, database: Database) -> None:
    notes.post("/v1/notes", json=new(), headers=KEY)

    problem(notes.post("/v1/notes", json=new("丙"), headers=KEY), 422, "idempotency_key_reused")
    assert effects(database) == 1


def test_the_same_key_at_another_route_or_client_is_another_request(
    notes: TestClient, database: Database, state_dir: Path
) -> None:
    other = sample.client(notes.app, sample.token(state_dir, subject="wang"))  # type: ignore[arg-type]
    body = {"name": "甲乙", "amount": 1}

    notes.post("/v1/notes", json=new(), headers=KEY)
    other.post("/v1/notes", json=new(), headers=KEY)
    notes.post(f"/v1/notes/{new_id()}/remarks", json=body, headers=KEY)

    assert effects(database) == 3


def test_two_users_of_one_client_have_keys_of_their_own(notes: TestClient, database: Database, state_dir: Path) -> None:
    """Neither learns that the other has used a key."""
    li, wang = (
        sample.client(notes.app, sample.token(state_dir, subject=subject, client_id="front-end"))  # type: ignore[arg-type]
        for subject in ("li", "wang")
    )

    answers = [user.post("/v1/notes", json=new(name), headers=KEY) for user, name in ((li, "甲"), (wang, "丙"))]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert ["idempotent-replayed" in answer.headers for answer in answers] == [False, False]
    assert effects(database) == 2


def test_another_path_parameter_is_another_request(notes: TestClient) -> None:
    body = {"name": "甲乙", "amount": 1}

    assert notes.post(f"/v1/notes/{new_id()}/remarks", json=body, headers=KEY).status_code == 200
    answer = notes.post(f"/v1/notes/{new_id()}/remarks", json=body, headers=KEY)

    problem(answer, 422, "idempotency_key_reused")


def test_a_required_key_that_is_missing_is_named(notes: TestClient) -> None:
    body = problem(notes.post("/v1/notes", json=new()), 400, "idempotency_key_missing")

    assert body["errors"][0]["pointer"] == "/Idempotency-Key"


@pytest.mark.parametrize("key", ["", " ", "a b", "键".encode(), "x" * 256])
def test_a_key_that_is_not_visible_ascii_is_refused(notes: TestClient, key: str) -> None:
    answer = notes.post("/v1/notes", json=new(), headers={"Idempotency-Key": key})

    problem(answer, 400, "invalid_input")


def test_a_key_of_255_characters_is_taken(notes: TestClient) -> None:
    assert notes.post("/v1/notes", json=new(), headers={"Idempotency-Key": "x" * 255}).status_code == 201


def test_where_the_key_is_optional_each_call_without_one_acts(notes: TestClient, database: Database) -> None:
    body = {"name": "甲乙", "amount": 1}
    path = f"/v1/notes/{new_id()}/remarks"

    notes.post(path, json=body)
    notes.post(path, json=body)

    assert effects(database) == 2


def test_an_upload_repeated_with_another_boundary_is_the_same_request(notes: TestClient, database: Database) -> None:
    for _ in range(2):
        answer = notes.post("/v1/notes/files", files={"file": ("a", b"x")}, data={"kind": "k"}, headers=KEY)
        assert answer.status_code == 201

    other = notes.post("/v1/notes/files", files={"file": ("a", b"y")}, data={"kind": "k"}, headers=KEY)

    problem(other, 422, "idempotency_key_reused")
    assert effects(database) == 1


def test_a_first_request_that_fails_leaves_the_key_free(notes: TestClient, database: Database) -> None:
    problem(notes.post("/v1/notes/failures", headers=KEY), 500, "internal_error")
    problem(notes.post("/v1/notes/failures", headers=KEY), 500, "internal_error")

    assert effects(database) == 0


def test_a_repeat_while_the_first_is_running_is_told_to_wait(notes: TestClient, database: Database) -> None:
    with ThreadPoolExecutor(1) as other_thread:
        first = other_thread.submit(notes.post, "/v1/notes/slow", headers=KEY)
        assert arrived.wait(10)
        second = notes.post("/v1/notes/slow", headers=KEY)
        released.set()

    problem(second, 409, "request_in_progress")
    assert first.result().status_code == 201
    assert effects(database) == 1
