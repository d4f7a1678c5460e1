"""Pages of other origins: named ones may call, others learn nothing, and nobody is asked by default."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from shared.ids import new_id
from tests.shared.web import sample

PAGE = "https://front.example.gov.cn"
PATH = f"/v1/things/{new_id()}"
ASKED = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,if-match"}


@pytest.fixture(scope="module")
def open_to_pages(state_dir: Path) -> TestClient:
    """The sample service that two pages may call."""
    app = sample.sample(state_dir=state_dir, allowed_origins=f"https://other.example.gov.cn,{PAGE}")
    return sample.client(app, sample.token(state_dir, "TOWNSHIP_OFFICER", "510411101", subject="li"))


def test_a_named_page_may_send_a_change_with_token_and_version(open_to_pages: TestClient) -> None:
    asked = open_to_pages.options(PATH, headers={"Origin": PAGE, **ASKED})

    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, PAGE)
    assert "PATCH" in asked.headers["access-control-allow-methods"]
    assert asked.headers["access-control-allow-headers"] == "authorization,if-match"
    assert "access-control-allow-credentials" not in asked.headers


@pytest.mark.parametrize(("path", "status"), [(PATH, 200), ("/v1/nothing", 404)], ids=["an answer", "an error"])
def test_a_named_page_reads_answers_and_errors_and_their_headers(
    open_to_pages: TestClient, path: str, status: int
) -> None:
    answer = open_to_pages.get(path, headers={"Origin": PAGE})

    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, PAGE)
    assert {"ETag", "Location", "Retry-After"} <= set(answer.headers["access-control-expose-headers"].split(", "))


@pytest.mark.parametrize("origin", ["https://evil.example", f"{PAGE}.evil.example", "null", PAGE.replace("s:", ":")])
def test_any_other_page_gets_no_leave(open_to_pages: TestClient, origin: str) -> None:
    asked = open_to_pages.options(PATH, headers={"Origin": origin, **ASKED})
    answer = open_to_pages.get(PATH, headers={"Origin": origin})

    assert (asked.status_code, answer.status_code) == (204, 200)
    assert not any(name.startswith("access-control") for name in (*asked.headers, *answer.headers))


def test_by_default_no_page_gets_leave(officer: TestClient) -> None:
    asked = officer.options(PATH, headers={"Origin": PAGE, **ASKED})

    assert (asked.status_code, "access-control-allow-origin" in asked.headers) == (204, False)


@pytest.mark.parametrize("wrong", ["*", "front.example.gov.cn", f"{PAGE}/", f"{PAGE}, https://b.example", f"{PAGE},"])
def test_what_is_no_list_of_origins_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError, match="allowed_origins"):
        sample.settings(allowed_origins=wrong)
