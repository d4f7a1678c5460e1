"""Methods, paths, queries, headers and forms that a route does not have, over all three services."""

import pytest

from tests.support.build import key
from tests.support.ledger import build_applicant, build_ledger
from tests.walls.bad_input.world import CONTRACTS, SECRET, SERVICES, World, filled, operations, refused

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND")
LISTS = [
    (service, path) for service, method, path in operations() if method == "GET" and "limit" in {
        parameter.get("name") for parameter in CONTRACTS[service]["paths"][path]["get"].get("parameters", [])
    }
]  # fmt: skip
IMPORTS = "/v1/imports"


def methods_of(service: str, path: str) -> set[str]:
    return {method.upper() for method in CONTRACTS[service]["paths"][path]}


@pytest.mark.parametrize("service", SERVICES)
def test_every_path_tells_its_methods_and_refuses_all_others(world: World, service: str) -> None:
    with world.unchanged():
        for path in CONTRACTS[service]["paths"]:
            known = methods_of(service, path)
            allow = ", ".join(sorted(known | {"OPTIONS"} | ({"HEAD"} if "GET" in known else set())))
            told = world.send(service, "OPTIONS", filled(service, path))
            assert (told.status_code, told.headers.get("allow"), told.content) == (204, allow, b""), path
            for method in (*METHODS, "HEAD"):
                if method not in known and not (method == "HEAD" and "GET" in known):
                    answer = world.send(service, method, filled(service, path))
                    assert (answer.status_code, answer.headers.get("allow")) == (405, allow), (method, path)
                    assert method == "HEAD" or refused(answer, 405, "method_not_allowed")


@pytest.mark.parametrize("service", SERVICES)
def test_head_is_get_without_the_content_and_changes_nothing(world: World, service: str) -> None:
    with world.unchanged():
        for path in CONTRACTS[service]["paths"]:
            if "GET" in methods_of(service, path):
                url = filled(service, path)
                head, get = world.send(service, "HEAD", url), world.send(service, "GET", url)
                assert (head.status_code, head.content) == (get.status_code, b""), path
                assert head.headers["content-type"] == get.headers["content-type"]
                assert get.status_code < 500


@pytest.mark.parametrize("service", SERVICES)
def test_a_path_written_otherwise_is_no_path(world: World, service: str) -> None:
    with world.unchanged():
        for path in CONTRACTS[service]["paths"]:
            url = filled(service, path)
            for other in (f"{url}/", f"/{url}", url.upper(), f"{url}%00", f"{url}%2F", f"{url}/%2e%2e/x"):
                answer = world.send(service, "GET", other)
                assert answer.status_code in {400, 404}, other
                assert "location" not in answer.headers
                refused(answer, answer.status_code, answer.json()["code"])


@pytest.mark.parametrize(
    ("service", "path", "status", "code", "field"),
    [
        ("intake", "/v1/applications/x", 400, "invalid_input", "/application_id"),
        ("intake", f"/v1/people/{SECRET}", 400, "invalid_input", "/person_id"),
        ("intake", "/v1/people/" + "0" * 33, 400, "invalid_input", "/person_id"),
        ("intake", "/v1/households/%F0%9F%98%80", 400, "invalid_input", "/household_id"),
        ("intake", "/v1/applications/%00", 404, "not_found", None),
        ("intake", "/v1/divisions/5104%EF%BC%91%EF%BC%91", 400, "invalid_input", "/code"),
        ("intake", "/v1/divisions/511402", 400, "invalid_input", "/code"),
        ("intake", "/v1/divisions/510499", 404, "division_not_found", None),
        ("intake", "/v1/divisions/5104" + "1" * 9000, 400, "invalid_input", "/code"),
        ("intake", "/v1/divisions/%FF", 400, "invalid_input", "/code"),
        ("intake", "/v1/calendar-years/1999", 400, "invalid_input", "/year"),
        ("intake", "/v1/calendar-years/" + "9" * 5000, 400, "invalid_input", "/year"),
        ("intake", "/v1/calendar-days/2021-02-29", 400, "invalid_input", "/day"),
        ("intake", "/v1/calendar-days/1e999", 400, "invalid_input", "/day"),
        ("intake", f"/v1/applications?{SECRET}=1", 400, "invalid_input", "/?"),
        ("intake", "/v1/applications?state=DRAFT&state=DRAFT", 400, "invalid_input", "/state"),
        ("intake", f"/v1/applications?state={SECRET}", 400, "invalid_input", "/state"),
        ("intake", "/v1/applications?division=%00", 400, "invalid_input", "/division"),
        ("intake", "/v1/applications?division=%ED%A0%80", 400, "invalid_input", "/division"),
        ("intake", "/v1/applications?due_before=10000-01-01", 400, "invalid_input", "/due_before"),
        ("intake", "/v1/payment-batches?month=2021-13", 400, "invalid_input", "/month"),
        ("intake", "/v1/payment-batches?month=%EF%BC%92021-01", 400, "invalid_input", "/month"),
        ("eligibility", "/v1/parameters?known_at=0001-01-01T00:00:00%2B14:00", 400, "invalid_input", "/known_at"),
        ("eligibility", "/v1/parameters?known_at=9999-12-31T23:59:59-14:00", 400, "invalid_input", "/known_at"),
        ("eligibility", "/v1/parameters?key=nosuch", 400, "invalid_input", "/key"),
        ("eligibility", "/v1/parameters?key=lb.lines", 400, "invalid_input", "/key"),
        ("eligibility", "/v1/rules?clause=zzz", 400, "invalid_input", "/clause"),
        ("eligibility", "/v1/rules?clause=2.1-z", 400, "invalid_input", "/clause"),
        ("eligibility", "/v1/parameters?known_at=1600000000", 400, "invalid_input", "/known_at"),
        ("eligibility", "/v1/parameters?on=0001-01-01", 400, "invalid_input", "/on"),
        ("eligibility", "/v1/rules/" + "A" * 5000, 400, "invalid_input", "/rule_id"),
        ("alerts", "/v1/received-events?subject=x", 400, "invalid_input", "/subject"),
        ("alerts", "/v1/events?after=-1", 400, "invalid_input", "/after"),
        ("alerts", "/v1/events?after=99999999999999999999999", 400, "invalid_input", "/after"),
    ],
)
def test_what_stands_in_an_address_is_checked_and_named(
    world: World, service: str, path: str, status: int, code: str, field: str | None
) -> None:
    refused(world.send(service, "GET", path), status, code, *([field] if field else []))


@pytest.mark.parametrize(("service", "path"), LISTS, ids=[" ".join(one) for one in LISTS])
def test_every_list_refuses_strange_filters_limits_and_cursors(world: World, service: str, path: str) -> None:
    url = filled(service, path)
    limits = [f"limit={limit}" for limit in ("0", "-1", "501", "x", "1e3", "", "９", "9" * 400)]
    for query in (*limits, "after=nonsense!", "after=%00", "after=", "colour=red", "limit=1&limit=1", "%00=1", "=1"):
        answer = world.send(service, "GET", f"{url}?{query}")
        assert answer.status_code in {400, 403}, query  # a filter is refused by the route, a value once scope is clear
        problem = refused(answer, answer.status_code, answer.json()["code"])
        if problem["code"] == "invalid_input":
            name = query.partition("=")[0]
            assert problem["errors"][0]["pointer"] == (f"/{name}" if name.isalpha() else "/?"), query


def test_an_answer_does_not_grow_with_the_number_of_strange_filters(world: World) -> None:
    answer = world.send("intake", "GET", "/v1/applications?" + "a=1&" * 5000)

    assert len(refused(answer, 400, "invalid_input", "/a")["errors"]) == 100


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\x00b", "é", "a b", "", "x" * 256, "x" * 100_000])
def test_a_key_is_one_line_of_visible_characters(world: World, value: str) -> None:
    with world.unchanged():
        for service, path in (
            ("intake", "/v1/applications"), ("eligibility", "/v1/standards"), ("alerts", "/v1/received-events"),
        ):  # fmt: skip
            headers = {"Idempotency-Key": value.encode("latin-1")}
            answer = world.send(service, "POST", path, json={}, headers=headers)
            refused(answer, 400, "invalid_input", "/Idempotency-Key")
            assert "x-evil" not in answer.headers


@pytest.mark.parametrize(
    "value", ["00-" + "a" * 32 + "-" + "b" * 16 + "-01\r\nX-Evil: 1", "01-" + "a" * 32 + "-" + "b" * 16 + "-01-\nx", SECRET,
              "x" * 100_000]
)  # fmt: skip
def test_a_trace_that_is_none_is_not_carried_on(world: World, value: str) -> None:
    for service in SERVICES:
        answer = world.send(service, "GET", "/v1/nothing", headers={"traceparent": value.encode()})
        refused(answer, 404, "not_found")
        assert len(answer.headers["traceresponse"]) == 55
        assert "a" * 32 not in answer.headers["traceresponse"]
        assert "x-evil" not in answer.headers


@pytest.mark.parametrize("name", ["Accept-Language", "If-None-Match", "On-Behalf-Of", "User-Agent", "X-Nothing"])
def test_a_header_of_any_length_harms_nothing(world: World, name: str) -> None:
    for value in (b"x" * 1_000_000, b'"v1",' * 20_000, b"zh;q=" + b"9" * 5000, b"\xff\xfe", b""):
        answer = world.send("intake", "GET", "/v1/applications/{application}", headers={name: value})
        assert answer.status_code in {200, 304}


@pytest.mark.parametrize("value", ["v1", 'W/"v1"', "*", '"v1", "v2"', '"v-1"', '"v٣"', '"v' + "9" * 5000 + '"', ""])
def test_a_version_that_is_none_is_refused(world: World, value: str) -> None:
    with world.unchanged():
        for service, method, path in (
            ("intake", "POST", "/v1/applications/{application}/transitions"),
            ("eligibility", "PATCH", "/v1/standards/{standard}"),
        ):
            headers = {"If-Match": value.encode()}
            body = {"action": "SUBMIT"} if service == "intake" else {"title": "另题"}
            refused(world.send(service, method, path, json=body, headers=headers), 400, "malformed_if_match")


LEDGER = ("a.xlsx", build_ledger(build_applicant()))


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ([("file", LEDGER), ("note", (None, "x"))], "/note"),
        ([("file", LEDGER), ("other", LEDGER)], "/other"),
        ([("file", LEDGER), ("file", LEDGER)], "/file"),
        ([("file", LEDGER), (SECRET, (None, "x"))], "/?"),
        ([("other", LEDGER)], "/other"),
        ([("file", (None, "text"))], "/file"),
    ],
    ids=["a field more", "a file more", "the file twice", "a name that tells", "another name", "text for a file"],
)
def test_a_form_has_its_parts_and_no_others(world: World, parts: list[tuple[str, object]], field: str) -> None:
    with world.unchanged():
        answer = world.desk.township.post(IMPORTS, files=parts, headers=key())

    refused(answer, 400, "invalid_input", field)


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=x", 400),
        (b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n' * 3000, "multipart/form-data; boundary=x", 400),
        (b"--x\r\na: " + b"b" * 100_000 + b"\r\n\r\n", "multipart/form-data; boundary=x", 400),
        (b"x", "multipart/form-data; charset=utf-16; boundary=x", 415),
        (b"{}", "application/json", 415),
        (b"PK", "application/zip", 415),
    ],
    ids=["no boundary", "another boundary", "3000 parts", "a long header", "UTF-16", "JSON", "the bare file"],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_refused(world: World, content: bytes, media: str, status: int) -> None:
    with world.unchanged():
        answer = world.desk.township.post(IMPORTS, content=content, headers=key() | {"Content-Type": media})

    refused(answer, status, "invalid_input" if status == 400 else "unsupported_media_type")
