import pytest
from starlette.testclient import TestClient

from shared.ids import new_id
from tests.shared.web.test_problems import problem

PATH = f"/v1/things/{new_id()}"
CHANGE = {"name": "甲乙", "amount": 1}


def test_a_thing_is_tagged_with_its_version(officer: TestClient) -> None:
    assert officer.get(PATH).headers["etag"] == '"v7"'


def test_a_change_from_a_known_version_is_made(officer: TestClient) -> None:
    answer = officer.patch(PATH, json=CHANGE, headers={"If-Match": '"v7"'})

    assert (answer.status_code, answer.headers["etag"]) == (200, '"v8"')


def test_a_change_without_a_version_is_refused(officer: TestClient) -> None:
    problem(officer.patch(PATH, json=CHANGE), 428, "precondition_required")


@pytest.mark.parametrize("tag", ["v7", '"7"', 'W/"v7"', "*", '"v7", "v8"', '"v-1"', '"v01"', '"v9999999999"', ""])
def test_a_malformed_version_is_refused(officer: TestClient, tag: str) -> None:
    problem(officer.patch(PATH, json=CHANGE, headers={"If-Match": tag}), 400, "malformed_if_match")
