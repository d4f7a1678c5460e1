import pytest
from starlette.testclient import TestClient

from shared.web import body
from shared.web.errors import InvalidJson
from tests.shared.web import sample
from tests.shared.web.test_problems import problem

JSON = {"Content-Type": "application/json"}


def nested(depth: int) -> bytes:
    """A JSON text of arrays within arrays."""
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":"\\u0000"}',
        b'{"\\u0000":1}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\uDC00x"}',
        b'{"a":"\xff"}',
        b'{"a":"\x00"}',
        b'{"a":1',
        b"",
        b" ",
        b"\xef\xbb\xbf{}",
        b"{} {}",
        b"9" * 5000,
        nested(33),
        nested(100_000),
    ],
)
def test_ambiguous_or_broken_json_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidJson):
        body.parse(raw)


def test_thirty_two_levels_are_read() -> None:
    assert body.parse(nested(32)) is not None


def test_a_surrogate_pair_and_an_escaped_backslash_are_read() -> None:
    assert body.parse(b'["\\ud83d\\ude00", "\\\\u0000"]') == ["\U0001f600", "\\u0000"]


@pytest.mark.parametrize("raw", [b'{"name":"a","name":"b"}', b'{"note":NaN}', b'{"note":1e999}', b"{", b"[" * 50_000])
def test_broken_json_is_a_problem(officer: TestClient, raw: bytes) -> None:
    problem(officer.post("/v1/things", content=raw, headers=JSON), 400, "invalid_json")


@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=gbk", ""]
)
def test_other_media_types_are_refused(officer: TestClient, media: str) -> None:
    problem(officer.post("/v1/things", content=b"{}", headers={"Content-Type": media}), 415, "unsupported_media_type")


def test_a_charset_of_utf_8_is_read(officer: TestClient) -> None:
    raw = '{"name":"甲","colour":"RED","parts":[]}'.encode()

    answer = officer.post("/v1/things", content=raw, headers={"Content-Type": 'Application/JSON; charset="UTF-8"'})

    assert answer.status_code == 201


def test_a_compressed_body_is_refused(officer: TestClient) -> None:
    answer = officer.post("/v1/things", content=b"{}", headers={**JSON, "Content-Encoding": "gzip"})

    problem(answer, 415, "unsupported_media_type")


def sized(size: int) -> bytes:
    empty = b'{"name":"a","colour":"RED","parts":[],"note":""}'
    return empty[:-2] + b"x" * (size - len(empty)) + b'"}'


def test_a_body_of_exactly_one_mebibyte_is_read(officer: TestClient) -> None:
    assert officer.post("/v1/things", content=sized(body.MEBIBYTE), headers=JSON).status_code == 201


def test_one_byte_more_is_too_large(officer: TestClient) -> None:
    problem(officer.post("/v1/things", content=sized(body.MEBIBYTE + 1), headers=JSON), 413, "body_too_large")


def test_a_large_body_without_a_length_is_stopped_on_the_way(officer: TestClient) -> None:
    pieces = (b" " * 65536 for _ in range(17))

    problem(officer.post("/v1/things", content=pieces, headers=JSON), 413, "body_too_large")


FILES = "/v1/things/01a2093f-9862-7c0c-ae03-b0814332a933/files"


def test_an_upload_may_be_as_large_as_its_route_says(officer: TestClient) -> None:
    answer = officer.post(FILES, files={"file": ("a.xlsx", b"x" * (sample.BIG - 1000))})

    assert answer.json() == {"size": sample.BIG - 1000}


def test_an_upload_larger_than_its_route_says_is_refused(officer: TestClient) -> None:
    problem(officer.post(FILES, files={"file": ("a.xlsx", b"x" * sample.BIG)}), 413, "body_too_large")


def test_json_where_a_file_is_wanted_is_refused(officer: TestClient) -> None:
    problem(officer.post(FILES, json={}), 415, "unsupported_media_type")
