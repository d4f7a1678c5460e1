"""What is no JSON, or two things at once, at every route that reads a body."""

import json
from typing import Any

import pytest

from shared.web.body import MEBIBYTE
from tests.walls.bad_input.world import SECRET, World, filled, operations, refused

JSON = {"Content-Type": "application/json"}
BROKEN: dict[str, tuple[bytes, str | None]] = {
    "NaN": (b'{"a": {"b": NaN}}', "/a/b"),
    "Infinity": (b'{"a": [1, Infinity]}', "/a/1"),
    "minus Infinity": (b'{"a": -Infinity}', "/a"),
    "a number without end": (b'{"a": 1e999}', "/a"),
    "NUL": (b'{"a": "x\\u0000"}', "/a"),
    "NUL in a key": (b'{"a": {"\\u0000": 1}}', "/a"),
    "half a surrogate pair": (b'{"a": ["\\ud800"]}', "/a/0"),
    "the other half": (b'{"a": "\\uDC00x"}', "/a"),
    "a key twice": (b'{"a": {"b": 1, "b": 2}}', "/a/b"),
    "33 levels": (b'{"a": ' + b"[" * 32 + b"]" * 32 + b"}", "/a" + "/0" * 31),
    "100 000 levels": (b"[" * 100_000, None),
    "half a text": (b'{"a": 1', None),
    "two texts": (b"{} {}", None),
    "no UTF-8": (b'{"a": "\xff"}', None),
    "a byte order mark": (b"\xef\xbb\xbf{}", None),
    "a NUL byte": (b'{"a": "\x00"}', None),
    "5000 digits": (b'{"a": ' + b"9" * 5000 + b"}", None),
}
NO_OBJECT = (b"[]", b"null", b"1", b"true", b'"x"', b"")
OTHER_MEDIA = (
    "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "application/problem+json", "application/json; charset=gbk", "application/jsonx", "",
)  # fmt: skip
ROUTES = operations(with_json=True)


@pytest.mark.parametrize(("service", "method", "path"), ROUTES, ids=[" ".join(route) for route in ROUTES])
def test_a_body_that_is_not_plain_json_is_refused_at_every_route(
    world: World, service: str, method: str, path: str
) -> None:
    def send(content: bytes, **headers: str) -> Any:
        return world.send(service, method, filled(service, path), content=content, headers=JSON | headers)

    with world.unchanged():
        for raw, field in BROKEN.values():
            fields = [] if field is None else [field]
            problem = refused(send(raw), 400, "invalid_json", *fields)
            assert len(problem["errors"]) == len(fields)
        for raw in NO_OBJECT:
            assert send(raw, **{"If-Match": '"v1"'}).status_code in {400, 403}
        for media in OTHER_MEDIA:
            refused(send(b"{}", **{"Content-Type": media}), 415, "unsupported_media_type")
        refused(send(b"{}", **{"Content-Encoding": "gzip"}), 415, "unsupported_media_type")
        refused(send(b" " * (MEBIBYTE + 1)), 413, "body_too_large")
        refused(send(b" " * (10 * MEBIBYTE)), 413, "body_too_large")


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_the_place_is_told_in_both_languages_and_the_text_is_not(world: World, raw: tuple[bytes, str | None]) -> None:
    spoilt = raw[0].replace(b'"a"', json.dumps(SECRET).encode())
    how = {"content": spoilt, "headers": JSON | {"Accept-Language": "en"}}

    problem = refused(world.send("alerts", "POST", "/v1/received-events", **how), 400, "invalid_json")

    assert all(error["message"].isascii() and "{" not in error["message"] for error in problem["errors"])


def test_a_body_without_end_is_stopped_on_the_way(world: World) -> None:
    pieces = (b" " * 65536 for _ in range(160))

    refused(world.send("intake", "POST", "/v1/applications", content=pieces, headers=JSON), 413, "body_too_large")


@pytest.mark.parametrize("length", ["-1", "abc", "9" * 30, "1e3", "٣"])
def test_a_length_that_is_no_number_is_not_believed(world: World, length: str) -> None:
    headers = {"Content-Type": b"application/json", "Content-Length": length.encode()}

    with world.unchanged():
        answer = world.send("intake", "POST", "/v1/applications", content=b"{}", headers=headers)

    refused(answer, 400, "invalid_input", "/channel")
