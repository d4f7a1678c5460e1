"""Logs: one JSON object a line on standard output, library messages included; never names, numbers, queries or bodies."""

import logging
import os
import traceback
from collections.abc import MutableMapping
from typing import Any, Final

import orjson
import structlog

from shared import clock, trace
from shared.identity import Caller

log: Final = structlog.stdlib.get_logger("doudi")

_ROUTINE: Final = {"/livez", "/readyz", "/metrics"}
"""Asked every few seconds by machines; a line for each would bury the others."""

_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class _Output:
    """Writes each line in one piece, so that lines of several threads never mix."""

    def msg(self, line: bytes) -> None:
        """Write one line."""
        os.write(1, line + b"\n")

    debug = info = warning = error = critical = exception = msg


def configure(*, service: str, level: str, show_messages: bool) -> None:
    """Send our own lines and those of every library to one place in one form.

    ``show_messages`` keeps the text of exceptions, which may quote a row: for synthetic people only.
    """

    def common(_: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        found = {"time": clock.now().isoformat(timespec="milliseconds"), "level": method, "service": service}
        trace_id = trace.trace_id()
        return {**found, **({"trace_id": trace_id} if trace_id else {}), **event}

    def render(_: object, __: str, event: MutableMapping[str, Any]) -> bytes:
        error = event.get("error")
        if isinstance(error, BaseException):
            event.update(told(error, with_message=show_messages))
        return orjson.dumps(event, default=str)

    structlog.configure(
        processors=[common, render],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=lambda *_: _Output(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, _Libraries)] + [_Libraries()]
    root.setLevel(max(_LEVELS[level], logging.INFO))
    for noisy in ("httpx", "httpx2", "httpcore", "httpcore2", "uvicorn.access", "sqlalchemy.engine"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


class _Libraries(logging.Handler):
    """Passes on what libraries log through the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        told_by = {"logger": record.name, **({"error": error} if error else {})}
        log.log(record.levelno, record.getMessage(), **told_by)


def told(error: BaseException, *, with_message: bool) -> dict[str, Any]:
    """Return an exception's kind and where it happened, and its words only where no real person can be in them."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    causes = [type(cause).__name__ for cause in _chain(error)]
    words = {"message": str(error)} if with_message else {}
    return {"error": type(error).__qualname__, "causes": causes, **words, "stack": places[-25:]}


def _chain(error: BaseException) -> list[BaseException]:
    cause = error.__cause__ or error.__context__
    return [cause, *_chain(cause)] if cause is not None else []


def request_line(*, route: str, method: str, status: int, seconds: float, caller: Caller | None) -> None:
    """Write the one line of a request."""
    who = {"role": caller.role.value, "division": caller.division, "client": caller.client_id} if caller else {}
    write = log.debug if route in _ROUTINE and status < 400 else log.info
    write("request", route=route, method=method, status=status, ms=round(seconds * 1000, 2), **who)
