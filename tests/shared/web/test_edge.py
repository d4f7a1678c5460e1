import re

import pytest
from starlette.testclient import TestClient

from shared.ids import new_id

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_head_answers_like_get_without_a_body(officer: TestClient) -> None:
    path = f"/v1/things/{new_id()}"

    head, get = officer.head(path), officer.get(path)

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))
    assert head.headers["etag"] == get.headers["etag"]


def test_head_works_on_the_pages_of_the_platform_too(stranger: TestClient) -> None:
    for path in ("/livez", "/docs", "/openapi.json", "/problems", "/metrics"):
        assert stranger.head(path).status_code == 200
        assert stranger.head(path).content == b""


def test_options_tells_the_methods_without_a_token(stranger: TestClient) -> None:
    answer = stranger.options(f"/v1/things/{new_id()}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"


def test_options_of_nothing_is_not_found(stranger: TestClient) -> None:
    assert stranger.options("/nowhere").status_code == 404


def test_the_callers_trace_is_followed(officer: TestClient) -> None:
    answer = officer.get("/v1/things/moment", headers={"traceparent": PARENT})

    version, trace_id, span_id, flags = answer.headers["traceresponse"].split("-")
    assert (version, trace_id, flags) == ("00", "4bf92f3577b34da6a3ce929d0e0e4736", "01")
    assert span_id != "00f067aa0ba902b7"
    assert answer.json()["trace_id"] == trace_id


def test_an_unsampled_trace_stays_unsampled(officer: TestClient) -> None:
    answer = officer.get("/livez", headers={"traceparent": PARENT[:-1] + "0"})

    assert answer.headers["traceresponse"].endswith("-00")


def test_a_later_version_of_the_header_is_read(officer: TestClient) -> None:
    answer = officer.get("/livez", headers={"traceparent": "01" + PARENT[2:] + "-more"})

    assert "4bf92f3577b34da6a3ce929d0e0e4736" in answer.headers["traceresponse"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "x",
        PARENT.upper(),
        PARENT + "-more",
        "ff" + PARENT[2:],
        PARENT.replace("4bf92f3577b34da6a3ce929d0e0e4736", "0" * 32),
        PARENT.replace("00f067aa0ba902b7", "0" * 16),
        PARENT[:-2],
    ],
)
def test_a_malformed_trace_is_started_anew(officer: TestClient, header: str) -> None:
    answer = officer.get("/livez", headers={"traceparent": header})

    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", answer.headers["traceresponse"])
    assert "4bf92f3577b34da6" not in answer.headers["traceresponse"]


def test_every_answer_names_the_version_and_is_not_stored(officer: TestClient) -> None:
    for answer in (officer.get("/v1/things/moment"), officer.get("/nowhere"), officer.options("/v1/things")):
        assert answer.headers["api-version"] == "0.1.0"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unchanged_thing_is_not_sent_again(officer: TestClient) -> None:
    path = f"/v1/things/{new_id()}"

    tag = officer.get(path).headers["etag"]

    same = officer.get(path, headers={"If-None-Match": f'W/{tag}, "x"'})
    version_alone = officer.get(path, headers={"If-None-Match": '"v7"'})

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert version_alone.status_code == 200
