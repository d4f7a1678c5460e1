"""The thread that delivers a service's messages, runs its timers, sequences its audit log and events, and clears up."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from shared.audit_entries import Digest
from shared.clock import now as this_instant
from shared.db import SessionFactory
from shared.outbox import Send, deliver_next
from shared.retention import Keep, purge
from shared.sequencer import sequence

__all__ = ["Relay", "drain"]

_PAUSE: Final = 0.5
_PAUSE_AFTER_FAILURE: Final = 5.0
_DELIVERIES_BETWEEN: Final = 20
_BETWEEN_PURGES: Final = timedelta(hours=1)

_log = structlog.get_logger(__name__)


class Relay:
    """Runs inside a service or as a worker of its own; any number of replicas may run at once."""

    def __init__(
        self,
        factory: SessionFactory,
        send: Send,
        *,
        service: str,
        clock: Callable[[], datetime] = this_instant,
        digest: Digest = "SHA-256",
        keep: Keep | None = None,
    ) -> None:
        self._factory = factory
        self._send = send
        self._service = service
        self._clock = clock
        self._digest: Digest = digest
        self._keep = keep or Keep()
        self._purged_at: datetime | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; a second start while running is refused."""
        if self._thread is not None:
            raise RuntimeError("The relay is already running.")
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name=f"relay-{self._service}", daemon=True)
        self._thread.start()

    def stop(self, *, patience: float = 20) -> None:
        """Finish the message in hand and end. One that takes longer is delivered again after its lease."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(patience)
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = _PAUSE
            try:
                self._round()
            except Exception as error:  # noqa: BLE001  whatever went wrong, the relay outlives it
                # The text of a database error repeats parameters; its kind is enough, the database's own log has the rest.
                _log.warning("relay interrupted", service=self._service, error=type(error).__name__)
                pause = _PAUSE_AFTER_FAILURE
            self._stopping.wait(pause)

    def _round(self) -> None:
        """Deliver until nothing is due, numbering in between so that a long backlog does not hold up readers."""
        more = True
        while more and not self._stopping.is_set():
            more = all(self._deliver() for _ in range(_DELIVERIES_BETWEEN))
            while sequence(self._factory, service=self._service, digest=self._digest):
                pass
        self._clear_up()

    def _clear_up(self) -> None:
        """Delete a batch of what was kept long enough in every round until none is left, and look again in an hour."""
        now = self._clock()
        due = self._purged_at is None or now - self._purged_at >= _BETWEEN_PURGES
        if due and not purge(self._factory, self._keep, now=now):
            self._purged_at = now

    def _deliver(self) -> bool:
        return not self._stopping.is_set() and deliver_next(
            self._factory, self._send, service=self._service, now=self._clock()
        )


def drain(
    factory: SessionFactory, send: Send, *, service: str, now: datetime, digest: Digest = "SHA-256"
) -> tuple[int, int]:
    """Deliver whatever is due at this instant and number everything; return how many of each. For tests and commands."""
    delivered = sequenced = 0
    while deliver_next(factory, send, service=service, now=now):
        delivered += 1
    while rows := sequence(factory, service=service, digest=digest):
        sequenced += rows
    return delivered, sequenced
