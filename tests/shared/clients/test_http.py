import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from shared import trace
from shared.clients.http import make_client
from shared.clients.tokens import ServiceTokens, fetch_jwks
from shared.clock import SHANGHAI
from shared.errors import PeerRefused, Unavailable


class Peer(BaseHTTPRequestHandler):
    """Answers what its path says, and remembers what it was sent."""

    seen: list[dict[str, str]]
    granted = 0

    def do_GET(self) -> None:
        type(self).seen.append({name.lower(): value for name, value in self.headers.items()})
        status = int(self.path.strip("/") or 200)
        self.send_response(status)
        if status == 503:
            self.send_header("Retry-After", "9")
        self.end_headers()

    def do_POST(self) -> None:
        type(self).granted += 1
        type(self).seen.append({"body": self.rfile.read(int(self.headers["Content-Length"])).decode()})
        self.send_response(200 if self.headers.get("Authorization") else 401)
        self.end_headers()
        lifetime = 3600 if self.path == "/long" else 30
        self.wfile.write(f'{{"access_token":"t{self.granted}","expires_in":{lifetime}}}'.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def peer() -> Iterator[str]:
    Peer.seen, Peer.granted = [], 0
    server = HTTPServer(("127.0.0.1", 0), Peer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_call_carries_token_trace_and_principal(peer: str) -> None:
    span = trace.Trace.begin()

    with make_client(peer, token=lambda: "abc") as client, trace.entered(span, acting_for="li"):
        client.get("/")

    (sent,) = Peer.seen
    assert (sent["authorization"], sent["traceparent"], sent["on-behalf-of"]) == ("Bearer abc", span.header, "li")


def test_a_service_acts_on_behalf_of_nobody(peer: str) -> None:
    with (
        make_client(peer, token=lambda: "abc") as client,
        trace.entered(trace.Trace.begin(), acting_for="service:alerts"),
    ):
        client.get("/")

    assert "on-behalf-of" not in Peer.seen[0]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_peer_that_is_down_is_unavailable(peer: str, status: int) -> None:
    with make_client(peer, token=lambda: "abc") as client, pytest.raises(Unavailable) as told:
        client.get(f"/{status}")

    assert told.value.retry_after == (9 if status == 503 else 5)


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (404, True), (409, True), (422, True), (401, False), (403, False), (429, False),
                          (500, False)],
)  # fmt: skip
def test_a_peer_that_refuses_is_told_apart_and_whether_for_good(peer: str, status: int, final: bool) -> None:
    with make_client(peer, token=lambda: "abc") as client, pytest.raises(PeerRefused, match=str(status)) as refusal:
        client.get(f"/{status}")

    assert refusal.value.final is final


def test_a_peer_that_is_not_there_is_unavailable() -> None:
    client = make_client("http://127.0.0.1:9", token=lambda: "abc", retries=0)

    with client, pytest.raises(Unavailable):
        client.get("/")


def test_a_peer_that_does_not_answer_in_time_is_unavailable() -> None:
    with HTTPServer(("127.0.0.1", 0), Peer) as silent:
        client = make_client(f"http://127.0.0.1:{silent.server_port}", token=lambda: "abc", timeout=httpx.Timeout(0.1))
        with client, pytest.raises(Unavailable):
            client.get("/")


def test_a_service_token_is_fetched_once_while_it_lives(peer: str) -> None:
    with httpx.Client() as http:
        long = ServiceTokens(http, token_url=f"{peer}/long", client_id="alerts", client_secret="s")
        short = ServiceTokens(http, token_url=f"{peer}/short", client_id="alerts", client_secret="s")

        assert [long.token(), long.token()] == ["t1", "t1"]
        assert [short.token(), short.token()] == ["t2", "t3"]
    assert Peer.seen[0]["body"] == "grant_type=client_credentials"


def test_a_clock_that_is_set_back_finds_no_token_that_begins_later(peer: str) -> None:
    begun = datetime(2022, 1, 1, tzinfo=SHANGHAI)
    moments = [begun, begun, begun - timedelta(seconds=1), begun - timedelta(seconds=1)]
    with httpx.Client() as http:
        tokens = ServiceTokens(
            http, token_url=f"{peer}/long", client_id="alerts", client_secret="s", now=iter(moments).__next__
        )

        assert [tokens.token() for _ in moments] == ["t1", "t1", "t2", "t2"]


def test_an_issuer_that_does_not_answer_is_unavailable() -> None:
    tokens = ServiceTokens(httpx.Client(), token_url="http://127.0.0.1:9", client_id="alerts", client_secret="s")

    with pytest.raises(Unavailable):
        tokens.token()
    with pytest.raises(Unavailable):
        fetch_jwks("http://127.0.0.1:9/jwks")
