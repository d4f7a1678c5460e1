import hashlib
import re
from pathlib import Path

from starlette.testclient import TestClient

STATIC = Path(__file__).parents[3] / "shared" / "web" / "static"


def test_the_page_asks_nothing_of_the_outside(stranger: TestClient) -> None:
    page = stranger.get("/docs")

    assert 'lang="zh-CN"' in page.text
    assert "://" not in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe-eval" not in policy
    assert "<script>" not in page.text


def test_the_scripts_of_the_page_are_there_and_kept_for_long(stranger: TestClient) -> None:
    scripts = re.findall(r'src="([^"]+)"', stranger.get("/docs").text)

    assert len(scripts) == 2
    for script in scripts:
        answer = stranger.get(f"/{script}", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["content-encoding"] == "gzip"
        assert "immutable" in answer.headers["cache-control"]


def test_the_setup_is_chinese_and_offline(stranger: TestClient) -> None:
    setup = (STATIC / "init.js").read_text(encoding="utf-8")

    assert 'locale: "zh-CN"' in setup
    assert "withDefaultFonts: false" in setup
    assert "telemetry: false" in setup


def test_the_vendored_script_is_the_one_in_the_note() -> None:
    note = (STATIC / "NOTE.md").read_text(encoding="utf-8")

    assert hashlib.sha256((STATIC / "scalar-1.72.1.js").read_bytes()).hexdigest() in note


def test_a_client_that_reads_no_gzip_gets_the_script_as_it_is(stranger: TestClient) -> None:
    answer = stranger.get("/docs/scalar-1.72.1.js", headers={"Accept-Encoding": "identity"})

    assert "content-encoding" not in answer.headers
    assert answer.content == (STATIC / "scalar-1.72.1.js").read_bytes()


def test_the_document_names_the_service_as_the_reader_reaches_it(stranger: TestClient) -> None:
    (server,) = stranger.get("/openapi.json", headers={"Host": "doudi.example:8443"}).json()["servers"]

    assert server["url"] == "http://doudi.example:8443"


def test_the_document_is_revalidated_not_reloaded(stranger: TestClient) -> None:
    first = stranger.get("/openapi.json")

    again = stranger.get("/openapi.json", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
