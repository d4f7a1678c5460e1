import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from shared import delivery, outbox
from shared.db import everywhere
from shared.errors import PeerRefused
from shared.ids import new_id
from shared.web import logs
from tests.shared.web import sample
from tests.support.database import Database

SECRET = "510411199001011234"


@pytest.fixture
def real(state_dir: Path) -> Iterator[TestClient]:
    """The sample service, logging as it would in production."""
    app = sample.sample(state_dir=state_dir)
    logs.configure(service="intake", level="info", show_messages=False)
    yield sample.client(app, sample.token(state_dir, "TOWNSHIP_OFFICER", "510411101", subject="li", name="李四"))
    sample.sample(state_dir=state_dir)


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


def test_a_request_is_one_line_without_anything_personal(real: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    found = str(new_id())
    answer = real.get(f"/v1/things/{found}?x={SECRET}")

    (line,) = lines(capfd)
    trace_id = answer.headers["traceresponse"].split("-")[1]
    kept = {name: line[name] for name in ("level", "service", "event", "route", "method", "status", "trace_id")}
    assert kept == {
        "level": "info",
        "service": "intake",
        "event": "request",
        "route": "/v1/things/{thing_id}",
        "method": "GET",
        "status": 400,
        "trace_id": trace_id,
    }
    assert not any(secret in str(line) for secret in (SECRET, found, "李四"))


def test_the_line_tells_the_callers_role_and_place(real: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    real.get("/v1/things/moment")

    (line,) = lines(capfd)
    assert (line["role"], line["division"], line["client"]) == ("TOWNSHIP_OFFICER", "510411101", "li")
    assert line["ms"] > 0


def test_a_fault_tells_where_but_not_the_words(real: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    real.get("/v1/things/refusals/bug")

    fault, request = lines(capfd)
    assert (fault["event"], fault["error"], request["status"]) == ("fault", "RuntimeError", 500)
    assert any("refuse" in place for place in fault["stack"])
    assert SECRET not in str(fault)


def test_probes_do_not_fill_the_log(real: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    real.get("/livez")

    assert lines(capfd) == []


def test_libraries_log_the_same_way(real: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("uvicorn.error").warning("half a %s", "sentence")
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("some.library").exception("failed")

    first, second = lines(capfd)
    assert (first["logger"], first["event"], first["level"]) == ("uvicorn.error", "half a sentence", "warning")
    assert (second["error"], second["level"]) == ("ValueError", "error")
    assert SECRET not in str(second)


def test_why_a_message_was_not_delivered_stands_in_the_line(
    real: TestClient, database: Database, now: datetime, capfd: pytest.CaptureFixture[str]
) -> None:
    factory = database.factory("intake")
    with everywhere(factory) as session:
        outbox.enqueue(session, topic="event.published", payload={}, division="5104", now=now)

    def refuse(_: outbox.OutboxMessage) -> None:
        raise PeerRefused("403 insufficient_scope")

    delivery.deliver_next(factory, refuse, service="intake", now=now)

    (line,) = lines(capfd)
    assert (line["event"], line["topic"], line["attempt"]) == ("message not delivered", "event.published", 1)
    assert line["error"] == "PeerRefused peer_refused: 403 insufficient_scope"
