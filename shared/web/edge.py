"""The outermost ring of a service: trace, HEAD and OPTIONS, faults, common headers, metrics and the log line.

One plain ASGI middleware, because each further one costs every request; the parts live in modules of their own.
"""

from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import trace
from shared.web import etag, logs, methods, problems
from shared.web.errors import InternalError
from shared.web.metrics import Metrics

NO_ROUTE: Final = "(none)"


class Edge:
    """Stands around every request of a service."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, version: str) -> None:
        self._app = app
        self._metrics = metrics
        self._version = version.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; what is no request passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with trace.entered(trace.Trace.following(Headers(scope=scope).get("traceparent"))) as span:
            answer = Answer(send, scope["method"], Headers(scope=scope).get("if-none-match"), span, self._version)
            started = perf_counter()
            scope.setdefault("state", {})
            try:
                await self._handle(scope, receive, answer)
            finally:
                self._note(scope, answer, perf_counter() - started)

    async def _handle(self, scope: Scope, receive: Receive, answer: "Answer") -> None:
        if answer.method == "HEAD":
            scope["method"] = "GET"
        try:
            if answer.method == "OPTIONS" and (known := methods.allowed(scope)):
                await answer.options(known)
            else:
                await self._app(scope, receive, answer.send)
        except Exception as error:
            logs.log.error("fault", error=error)
            if answer.status:  # too late to say anything else
                raise
            fault = InternalError("系统内部错误，请将 trace_id 告知运行维护人员。")
            await problems.response_for(fault, scope)(scope, receive, answer.send)

    def _note(self, scope: Scope, answer: "Answer", seconds: float) -> None:
        route = getattr(scope.get("route"), "path_format", NO_ROUTE)
        caller = scope["state"].get("caller")
        status = answer.status or 500
        self._metrics.observe(route=route, method=answer.method, status=status, seconds=seconds)
        logs.request_line(route=route, method=answer.method, status=status, seconds=seconds, caller=caller)


@dataclass(slots=True)
class Answer:
    """What goes back: our headers are added, HEAD and an unchanged thing lose the body."""

    to: Send
    method: str
    if_none_match: str | None
    span: trace.Trace
    version: bytes
    status: int = 0
    _without_body: bool = field(default=False)
    _held: Message | None = field(default=None)

    async def send(self, message: Message) -> None:
        """Pass one message on. A beginning whose ETag lacks the digest of the body waits for the body."""
        if message["type"] == "http.response.start":
            self._held = message if any(_is_incomplete(pair) for pair in message["headers"]) else None
            if self._held is not None:
                return
        elif self._held is not None:
            start, self._held = self._held, None
            await self.to(self._begun(_tagged_by(start, message)))
        if message["type"] == "http.response.start":
            message = self._begun(message)
        elif self._without_body and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.to(message)

    def _begun(self, message: Message) -> Message:
        headers = list(message["headers"])
        names = dict(headers)
        self.status = message["status"]
        if self.status == 200 and self.if_none_match and names.get(b"etag", b"").decode() in self._known_tags():
            self.status = 304
            headers = [pair for pair in headers if pair[0] not in {b"content-length", b"content-type"}]
        self._without_body = self.method == "HEAD" or self.status == 304
        if b"cache-control" not in names:
            headers.append((b"cache-control", b"no-store"))
        headers += [
            (b"api-version", self.version),
            (b"traceresponse", self.span.header.encode()),
            (b"x-content-type-options", b"nosniff"),
        ]
        return {**message, "status": self.status, "headers": headers}

    def _known_tags(self) -> set[str]:
        return {tag.strip().removeprefix("W/") for tag in (self.if_none_match or "").split(",")} - {""}

    async def options(self, known: list[str]) -> None:
        """Answer OPTIONS."""
        headers = [(b"allow", ", ".join(known).encode())]
        await self.send({"type": "http.response.start", "status": 204, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})


def _is_incomplete(pair: tuple[bytes, bytes]) -> bool:
    return pair[0] == b"etag" and etag.is_version_alone(pair[1])


def _tagged_by(start: Message, first: Message) -> Message:
    """Return the beginning with its tag completed from the body, where that is sent in one piece, as JSON always is."""
    if first.get("more_body"):
        return start
    body = first.get("body", b"")
    headers = [
        (name, etag.with_content(value, body)) if _is_incomplete((name, value)) else (name, value)
        for name, value in start["headers"]
    ]
    return {**start, "headers": headers}
