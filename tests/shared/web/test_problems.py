from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.testclient import TestClient

from shared.web.problems import understood

THING = {"name": "甲", "colour": "RED", "parts": []}
SECRET = "510411199001011234"


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The body, after checking what every problem has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "instance", "code", "errors", "trace_id"} <= set(body)
    assert (body["status"], body["code"], body["type"]) == (status, code, f"/problems/{code}")
    assert body["instance"] == f"urn:uuid:{body['trace_id'][:8]}-{body['instance'][18:]}"
    assert answer.headers["traceresponse"].split("-")[1] == body["trace_id"]
    return body


def errors(body: dict[str, Any]) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in body["errors"]}


def test_an_unknown_path_is_a_problem(officer: TestClient) -> None:
    problem(officer.get("/nowhere"), 404, "not_found")


def test_a_trailing_slash_is_not_redirected(officer: TestClient) -> None:
    problem(officer.get("/v1/things/", follow_redirects=False), 404, "not_found")


def test_an_unknown_method_is_a_problem_with_every_allowed_method(officer: TestClient) -> None:
    answer = officer.put("/v1/things")

    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_allow_names_the_methods_of_all_routes_of_a_path_with_parameters(officer: TestClient) -> None:
    answer = officer.put("/v1/things/01a2093f-9862-7c0c-ae03-b0814332a933")

    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"


def test_every_wrong_field_is_named_with_pointer_code_and_chinese_message(officer: TestClient) -> None:
    body = {"name": "", "parts": [{"name": "甲乙", "amount": True}, {"name": "甲", "amount": 1, "colour": SECRET}]}

    answer = officer.post("/v1/things", json=body)

    told = problem(answer, 400, "invalid_input")
    assert errors(told) == {
        "/name": "string_too_short",
        "/colour": "missing",
        "/parts/0/amount": "int_type",
        "/parts/1/name": "string_too_short",
        "/parts/1/colour": "extra_forbidden",
    }
    assert {"in": "body", "pointer": "/colour", "code": "missing", "message": "必填"} in told["errors"]
    assert SECRET not in answer.text


def test_a_field_that_looks_like_personal_data_is_not_repeated(officer: TestClient) -> None:
    answer = officer.post("/v1/things", json={**THING, SECRET: 1})

    assert errors(problem(answer, 400, "invalid_input")) == {"/?": "extra_forbidden"}
    assert SECRET not in answer.text


def test_a_body_that_is_no_object_is_refused_without_a_fault(officer: TestClient) -> None:
    for body in ([], "甲", 1, None, True):
        problem(officer.post("/v1/things", json=body), 400, "invalid_input")


def test_a_missing_body_is_refused(officer: TestClient) -> None:
    body = problem(officer.post("/v1/things"), 400, "invalid_input")

    assert errors(body) == {"": "missing"}


def test_messages_are_english_where_english_is_asked_for(officer: TestClient) -> None:
    answer = officer.post("/v1/things", json={**THING, "colour": "GREEN"}, headers={"Accept-Language": "en-GB"})

    told = problem(answer, 400, "invalid_input")
    assert told["errors"][0]["message"] == "Should be one of: RED、BLUE"
    assert told["title"].isascii()
    assert answer.headers["content-language"] == "en"


def test_pointers_leave_out_the_names_of_union_members(officer: TestClient) -> None:
    path = "/v1/things/01a2093f-9862-7c0c-ae03-b0814332a933/transitions"

    too_long = problem(officer.post(path, json={"action": "SUBMIT", "reason": "长" * 51}), 400, "invalid_input")
    absent = problem(officer.post(path, json={"action": "SUBMIT"}), 400, "invalid_input")
    unknown = problem(officer.post(path, json={"action": SECRET}), 400, "invalid_input")

    assert errors(too_long) == {"/reason": "string_too_long"}
    assert errors(absent) == {"/reason": "missing"}
    assert errors(unknown) == {"/action": "union_tag_invalid"}
    assert SECRET not in str(unknown)


def test_a_limit_that_is_a_date_is_told_as_one(officer: TestClient) -> None:
    body = problem(officer.get("/v1/things?since=1899-12-31"), 400, "invalid_input")

    assert body["errors"][0]["message"] == "不得小于 1900-01-01"


def test_a_wrong_path_parameter_is_named(officer: TestClient) -> None:
    body = problem(officer.get(f"/v1/things/{SECRET}"), 400, "invalid_input")

    assert body["errors"] == [{"in": "path", "pointer": "/thing_id", "code": "uuid_parsing", "message": "应为 UUID"}]


def test_a_rule_that_refuses_is_named_with_its_clause(officer: TestClient) -> None:
    body = problem(officer.get("/v1/things/refusals/rule"), 422, "rule_refused")

    assert (body["rule"], body["clause"], body["detail"]) == ("DB-05", "2.1-i", "收入超过标准。")


def test_a_wrong_state_says_what_can_be_done(officer: TestClient) -> None:
    body = problem(officer.get("/v1/things/refusals/state"), 409, "wrong_state")

    assert body["allowed_actions"] == ["WITHDRAW"]


def test_what_is_down_says_when_to_come_again(officer: TestClient) -> None:
    answer = officer.get("/v1/things/refusals/down")

    problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "7"


@pytest.mark.parametrize("kind", ["bug", "custom"])
def test_a_fault_of_ours_tells_the_trace_id_and_nothing_else(officer: TestClient, kind: str) -> None:
    answer = officer.get(f"/v1/things/refusals/{kind}")

    problem(answer, 500, "internal_error")
    assert SECRET not in answer.text


def test_every_code_is_explained_in_both_languages(stranger: TestClient) -> None:
    kinds = stranger.get("/problems").json()["items"]

    assert {"invalid_input", "not_found", "internal_error", "wrong_state"} <= {kind["code"] for kind in kinds}
    for kind in kinds:
        assert stranger.get(kind["type"]).json() == kind
        assert not kind["title"].isascii()
        assert not kind["remedy"].isascii()
        assert kind["title_en"].isascii()
        assert kind["remedy_en"].isascii()


def test_an_unknown_code_is_a_problem_itself(stranger: TestClient) -> None:
    problem(stranger.get("/problems/no_such_code"), 404, "unknown_problem")


def test_what_the_database_says_is_understood() -> None:
    stale = understood(StaleDataError("UPDATE statement on table 'x' expected to update 1 row(s)"))
    crowded = understood(PoolTimeout("QueuePool limit"))
    down = understood(OperationalError("select 1", {"id_number": SECRET}, Exception("server closed the connection")))

    assert (stale.status, crowded.status, down.status) == (412, 503, 503)  # type: ignore[union-attr]
    assert (crowded.retry_after, down.retry_after) == (2, 2)  # type: ignore[union-attr]
    assert SECRET not in str(down)


def test_other_faults_are_not_told() -> None:
    assert understood(IntegrityError("insert", {}, Exception("Key (id_number)=…"))) is None
    assert understood(KeyError("x")) is None
