"""The trace a piece of work belongs to (W3C Trace Context), and whom it is done for; both travel with every call.

Knows no web framework, so that the outbox, the audit log and the HTTP clients can read and restore it.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Self

_TRACEPARENT: Final = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_NOTHING: Final = {"0" * 32, "0" * 16, "ff"}
"""Values that the standard forbids: a trace or span of zeros, and version ff."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One span of a trace: the id everybody shares, our own part of it, and whether it is sampled."""

    trace_id: str
    span_id: str
    sampled: bool = True

    @classmethod
    def begin(cls, trace_id: str | None = None) -> Self:
        """Return a new span of this trace, or of a new one."""
        return cls(trace_id or secrets.token_hex(16), secrets.token_hex(8))

    @classmethod
    def following(cls, traceparent: str | None) -> Self:
        """Return a span of the caller's trace; a missing or malformed header starts a new trace."""
        match = _TRACEPARENT.fullmatch(traceparent or "")
        if match is None or _NOTHING & set(match.group(1, 2, 3)) or (match[1] == "00" and match[5]):
            return cls.begin()
        return cls(match[2], secrets.token_hex(8), bool(int(match[4], 16) & 1))

    @property
    def header(self) -> str:
        """The value of ``traceparent`` for calls we make, and of ``traceresponse`` for answers we give."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)
_acting_for: ContextVar[str | None] = ContextVar("acting_for", default=None)


def current() -> Trace | None:
    """Return the trace of the work at hand, if any."""
    return _trace.get()


def trace_id() -> str | None:
    """Return the id under which this work is found in the logs, if any."""
    trace = _trace.get()
    return trace.trace_id if trace else None


def acting_for() -> str | None:
    """Return the subject for whom this work is done: the caller of the request, or whom he acts for."""
    return _acting_for.get()


def act_for(subject: str | None) -> None:
    """Note for whom the rest of this request is done."""
    _acting_for.set(subject)


@contextmanager
def entered(trace: Trace, *, acting_for: str | None = None) -> Iterator[Trace]:
    """Work within this trace, for this person; afterwards everything is as before."""
    before, whom_before = _trace.set(trace), _acting_for.set(acting_for)
    try:
        yield trace
    finally:
        _trace.reset(before)
        _acting_for.reset(whom_before)
