import hashlib

import pytest
from starlette.testclient import TestClient

from shared.ids import new_id
from tests.shared.web.test_problems import problem

PATH = f"/v1/things/{new_id()}"
CHANGE = {"name": "甲乙", "amount": 1}


def test_a_thing_is_tagged_with_its_version_and_what_is_shown(officer: TestClient) -> None:
    answer = officer.get(PATH)

    digest = hashlib.sha256(answer.content).hexdigest()[:16]
    assert answer.headers["etag"] == f'"v7-{digest}"'


@pytest.mark.parametrize("tag", ['"v7"', '"7"', '"v7-0123456789abcdef"', '"7-0123456789abcdef"'])
def test_a_change_from_a_known_version_is_made_whatever_was_shown_with_it(officer: TestClient, tag: str) -> None:
    answer = officer.patch(PATH, json=CHANGE, headers={"If-Match": tag})

    assert answer.status_code == 200
    assert answer.headers["etag"].startswith('"v8-')


def test_the_same_version_that_shows_something_else_is_not_unchanged(officer: TestClient) -> None:
    shown = officer.get(PATH).headers["etag"]

    same = officer.get(PATH, headers={"If-None-Match": shown})
    other = officer.get(PATH, headers={"If-None-Match": shown[:-2] + ('0"' if shown[-2] != "0" else '1"')})

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", shown)
    assert (other.status_code, other.headers["etag"]) == (200, shown)


def test_a_change_without_a_version_is_refused(officer: TestClient) -> None:
    problem(officer.patch(PATH, json=CHANGE), 428, "precondition_required")


@pytest.mark.parametrize(
    "tag",
    [
        "v7",
        "7",
        'W/"v7"',
        '"v7-"',
        '"v7-012345678"',
        '"v7-0123456789ABCDEF"',
        "*",
        '"v7", "v8"',
        '"v-1"',
        '"v01"',
        '"v9999999999"',
        "",
    ],
)
def test_a_malformed_version_is_refused(officer: TestClient, tag: str) -> None:
    problem(officer.patch(PATH, json=CHANGE, headers={"If-Match": tag}), 400, "malformed_if_match")
