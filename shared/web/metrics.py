"""Metrics (Prometheus): how many requests, how long, how far behind the outbox is. Never an id in a label."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from shared import outbox
from shared.db import SessionFactory, transaction
from shared.identity import service_caller

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The metrics of one service."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        labels = ("route", "method", "status")
        self._requests = Counter("doudi_http_requests_total", "Requests answered.", labels, registry=self.registry)
        self._seconds = Histogram(
            "doudi_http_request_duration_seconds",
            "Time from a request to its answer.",
            ("route", "method"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._due = Gauge("doudi_outbox_due_messages", "Messages whose time has come.", registry=self.registry)
        self._stuck = Gauge(
            "doudi_outbox_stuck_messages",
            "Messages that failed many times and are still tried.",
            registry=self.registry,
        )
        self._dead = Gauge("doudi_outbox_dead_messages", "Messages given up.", registry=self.registry)
        self._lag = Gauge(
            "doudi_outbox_lag_seconds", "How long the oldest due message has been waiting.", registry=self.registry
        )
        self._database = Gauge("doudi_database_up", "Whether the database answered.", registry=self.registry)
        Gauge("doudi_service_info", "Which service this is.", ("service",), registry=self.registry).labels(service).set(
            1
        )
        ProcessCollector(registry=self.registry)
        self._children: dict[tuple[str, str, int], tuple[Callable[[], None], Callable[[float], None]]] = {}

    def observe(self, *, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request. ``route`` is the template, so that there are only as many series as routes."""
        name = method if method in METHODS else "OTHER"
        found = self._children.get((route, name, status))
        if found is None:
            count = self._requests.labels(route, name, str(status)).inc
            found = self._children[route, name, status] = (count, self._seconds.labels(route, name).observe)
        found[0]()
        found[1](seconds)

    def read(self, factory: SessionFactory, *, service: str, now: datetime) -> bytes:
        """Return everything in Prometheus' text form; a database that does not answer is itself a metric."""
        try:
            with transaction(factory, service_caller(service), now=now) as session:
                lag = outbox.lag(session, now)
        except Exception:  # noqa: BLE001  the other metrics matter most when the database is down
            self._database.set(0)
        else:
            self._database.set(1)
            self._due.set(lag.due)
            self._stuck.set(lag.stuck)
            self._dead.set(lag.dead)
            self._lag.set(lag.oldest.total_seconds())
        return generate_latest(self.registry)
