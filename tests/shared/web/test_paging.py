import pytest
from starlette.testclient import TestClient

from shared.ids import new_id
from shared.paging import cursor_of
from tests.shared.web.test_problems import errors, problem


def test_a_page_has_fifty_rows_unless_asked_otherwise(officer: TestClient) -> None:
    assert officer.get("/v1/things").json() == {"size": 50}


@pytest.mark.parametrize("limit", [1, 499, 500])
def test_up_to_five_hundred_rows_may_be_asked_for(officer: TestClient, limit: int) -> None:
    assert officer.get(f"/v1/things?limit={limit}").json() == {"size": limit}


@pytest.mark.parametrize("limit", ["0", "-1", "501", "many", "1.5", ""])
def test_other_lengths_are_refused(officer: TestClient, limit: str) -> None:
    assert set(errors(problem(officer.get(f"/v1/things?limit={limit}"), 400, "invalid_input"))) == {"/limit"}


def test_a_cursor_of_ours_is_taken(officer: TestClient) -> None:
    assert officer.get(f"/v1/things?after={cursor_of(new_id())}").status_code == 200


@pytest.mark.parametrize("cursor", ["x", "甲", "AAAA", "%00", "A" * 100])
def test_any_other_cursor_is_refused(officer: TestClient, cursor: str) -> None:
    body = problem(officer.get(f"/v1/things?after={cursor}"), 400, "invalid_input")

    assert (body["errors"][0]["in"], body["errors"][0]["pointer"]) == ("query", "/after")


def test_only_the_total_can_be_included(officer: TestClient) -> None:
    assert officer.get("/v1/things?include=total").status_code == 200
    problem(officer.get("/v1/things?include=everything"), 400, "invalid_input")
