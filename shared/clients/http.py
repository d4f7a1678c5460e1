"""One HTTP client for each peer: its address, deadlines, our token, the trace, and whom we act for."""

from collections.abc import Callable
from typing import Any, Final

import httpx

from shared import trace
from shared.errors import PeerRefused, Unavailable

TIMEOUT: Final = httpx.Timeout(5, connect=1, pool=2)
LIMITS: Final = httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=4)
"""A kept connection must end here before the server ends it there (after 5 s), or a call would hit a closed one."""

DOWN: Final = {502, 503, 504}

_NOT_ABOUT_WHAT_WAS_SENT: Final = {401, 403, 408, 425, 429}
"""Refusals of the sender or of the moment: the same message may well be taken later."""


class PeerClient(httpx.Client):
    """Says that a peer is unavailable in our own words, whatever went wrong on the way."""

    def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        """Send one request; raise Unavailable when nobody answers in time."""
        try:
            return super().send(request, **how)
        except httpx.TransportError:
            raise Unavailable("相关服务暂时没有响应，请稍后重试。", retry_after=5) from None


def make_client(
    base_url: str, *, token: Callable[[], str], timeout: httpx.Timeout = TIMEOUT, retries: int = 1
) -> httpx.Client:
    """Return the client for one peer; make one per peer and keep it. Only failed connections are tried again."""
    transport = httpx.HTTPTransport(retries=retries, limits=LIMITS)
    client = PeerClient(base_url=base_url, timeout=timeout, transport=transport, follow_redirects=False)
    return dressed(client, token=token)


def dressed(client: httpx.Client, *, token: Callable[[], str]) -> httpx.Client:
    """Let a client carry our token, trace and principal on every call, and raise when a peer is down or refuses."""

    def carry(request: httpx.Request) -> None:
        request.headers.setdefault("Authorization", f"Bearer {token()}")
        span, subject = trace.current(), trace.acting_for()
        if span is not None:
            request.headers.setdefault("traceparent", span.header)
        if subject is not None and not subject.startswith("service:"):
            request.headers.setdefault("On-Behalf-Of", subject)

    def refuse(response: httpx.Response) -> None:
        if response.status_code in DOWN:
            wait = response.headers.get("Retry-After", "")
            raise Unavailable("相关服务暂时不可用，请稍后重试。", retry_after=int(wait) if wait.isdigit() else 5)
        if response.is_error:
            response.read()
            raise PeerRefused(_why(response), final=_is_final(response))

    client.event_hooks = {"request": [carry], "response": [refuse]}
    return client


def _is_final(response: httpx.Response) -> bool:
    return response.is_client_error and response.status_code not in _NOT_ABOUT_WHAT_WAS_SENT


def _why(response: httpx.Response) -> str:
    """Return status, code and the fields a peer named, for whoever looks after undelivered messages; no values."""
    try:
        problem = response.json()
        places = " ".join(f"{error['pointer']}:{error['code']}" for error in problem.get("errors", [])[:10])
        return f"{response.status_code} {problem['code']} {problem.get('rule') or ''} {places}".strip()
    except (ValueError, KeyError, TypeError, AttributeError):
        return str(response.status_code)
