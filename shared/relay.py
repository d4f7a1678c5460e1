"""The threads that deliver a service's messages, run its timers, number its audit log and events, and clear up."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Final, TypeVar

import structlog

from shared.audit_entries import Digest
from shared.clock import now as this_instant
from shared.db import SessionFactory
from shared.delivery import Send, Together, deliver_next
from shared.retention import Keep, purge
from shared.sequencer import sequence

__all__ = ["Relay", "drain"]

_PAUSE: Final = 0.5
_PAUSE_AFTER_FAILURE: Final = 5.0
_BETWEEN_PURGES: Final = timedelta(hours=1)

Carried = TypeVar("Carried")

_log = structlog.get_logger(__name__)


class Relay:
    """Runs inside a service or as a worker of its own; any number of replicas may run at once.

    One thread numbers and clears up, a few deliver. No order is kept between messages, not even about one thing: two of
    them may be on the wire at once. That is the promise of the outbox (a payload carries the state, the receiver keeps
    the message's id), which several replicas need anyway.
    """

    def __init__(
        self,
        factory: SessionFactory,
        send: Send,
        *,
        service: str,
        clock: Callable[[], datetime] = this_instant,
        digest: Digest = "SHA-256",
        keep: Keep | None = None,
        threads: int = 4,
        together: Together | None = None,
    ) -> None:
        self._factory = factory
        self._send = self._noting(send)
        self._together = {topic: self._noting(send_all) for topic, send_all in (together or {}).items()}
        self._service = service
        self._clock = clock
        self._digest: Digest = digest
        self._keep = keep or Keep()
        self._purged_at: datetime | None = None
        self._count = threads
        self._stopping = threading.Event()
        self._much_to_do = threading.Event()
        """Set while messages are found: only then do all threads look; a relay at rest asks once in a while."""
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin; a second start while running is refused."""
        if self._threads:
            raise RuntimeError("The relay is already running.")
        self._stopping.clear()
        self._much_to_do.clear()
        self._threads = [
            self._thread("numbers", self._number, before=lambda: None),
            self._thread("first", self._deliver, before=lambda: None),
            *(self._thread(str(n), self._deliver, before=self._wait_for_much) for n in range(2, self._count + 1)),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self, *, patience: float = 20) -> None:
        """Finish the messages in hand and end. One that takes longer is delivered again after its lease."""
        self._stopping.set()
        self._much_to_do.set()
        give_up_at = monotonic() + patience
        for thread in self._threads:
            thread.join(max(give_up_at - monotonic(), 0))
        self._threads = []

    def _thread(self, name: str, work: Callable[[], None], *, before: Callable[[], None]) -> threading.Thread:
        return threading.Thread(
            target=self._run, args=(work, before), name=f"relay-{self._service}-{name}", daemon=True
        )

    def _run(self, work: Callable[[], None], before: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            before()
            pause = _PAUSE
            try:
                work()
            except Exception as error:  # noqa: BLE001  whatever went wrong, the relay outlives it
                _log.warning("relay interrupted", service=self._service, error=type(error).__name__)
                pause = _PAUSE_AFTER_FAILURE
            self._stopping.wait(pause)

    def _wait_for_much(self) -> None:
        while not (self._much_to_do.wait(_PAUSE) or self._stopping.is_set()):
            pass

    def _deliver(self) -> None:
        """Deliver until nothing is due."""
        while not self._stopping.is_set() and deliver_next(
            self._factory, self._send, service=self._service, now=self._clock(), together=self._together
        ):
            pass
        self._much_to_do.clear()

    def _noting(self, send: Callable[[Carried], None]) -> Callable[[Carried], None]:
        """Send; there may be more where it came from, so let the others look while it is on the wire."""

        def noted(carried: Carried) -> None:
            self._much_to_do.set()
            send(carried)

        return noted

    def _number(self) -> None:
        """Give numbers to whatever has none, while others deliver: a peer that hangs does not hold up readers."""
        while not self._stopping.is_set() and sequence(self._factory, service=self._service, digest=self._digest):
            pass
        self._clear_up()

    def _clear_up(self) -> None:
        """Delete a batch of what was kept long enough in every round until none is left, and look again in an hour."""
        now = self._clock()
        due = self._purged_at is None or now - self._purged_at >= _BETWEEN_PURGES
        if due and not purge(self._factory, self._keep, now=now):
            self._purged_at = now


def drain(
    factory: SessionFactory,
    send: Send,
    *,
    service: str,
    now: datetime,
    digest: Digest = "SHA-256",
    together: Together | None = None,
) -> tuple[int, int]:
    """Deliver whatever is due at this instant and number everything; return how many of each. For tests and commands."""
    delivered = sequenced = 0
    while tried := deliver_next(factory, send, service=service, now=now, together=together):
        delivered += tried
    while rows := sequence(factory, service=service, digest=digest):
        sequenced += rows
    return delivered, sequenced
