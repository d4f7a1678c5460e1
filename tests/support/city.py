"""The three services in one process, on one database, wired to one another as in production but without sockets."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select

from services.alerts.app import create_app as create_alerts
from services.alerts.config import Settings as AlertsSettings
from services.eligibility.app import create_app as create_eligibility
from services.eligibility.config import Settings as EligibilitySettings
from services.eligibility.outbox import make_send as make_send_of_eligibility
from services.intake.app import create_app as create_intake
from services.intake.config import Settings as IntakeSettings
from services.intake.outbox import make_send, make_together
from shared import clock
from shared.clients.alerts import AlertsClient
from shared.clients.eligibility import EligibilityClient
from shared.clients.http import dressed
from shared.clients.intake import IntakeClient
from shared.database_urls import SERVICES
from shared.db import Session, SessionFactory, everywhere
from shared.delivery import Send, Together
from shared.errors import Unavailable
from shared.identity import CITY, Role
from shared.outbox import OutboxMessage
from shared.relay import drain
from shared.tokens import Issuer, issuer_of
from tests.support.database import Database


@dataclass(frozen=True)
class Apps:
    """The applications, made once for many tests; each test lends them its database."""

    by_name: dict[str, FastAPI]
    issuer: Issuer

    @classmethod
    def create(cls, state_dir: Path) -> "Apps":
        common: dict[str, Any] = {
            "environment": "development",
            "relay": False,
            "state_dir": state_dir,
            "log_level": "error",
            "database_url": SecretStr("postgresql+psycopg://nobody@127.0.0.1:1/nothing"),
        }
        intake = create_intake(IntakeSettings(**common))
        issuer = issuer_of(intake.state.settings)
        assert issuer is not None
        eligibility = create_eligibility(EligibilitySettings(**common))
        alerts = create_alerts(AlertsSettings(**common))
        return cls({"intake": intake, "eligibility": eligibility, "alerts": alerts}, issuer)


@dataclass(frozen=True)
class Clients:
    """One caller at the three doors."""

    intake: TestClient
    eligibility: TestClient
    alerts: TestClient


class City:
    """Panzhihua on one's desk: ``city.as_(Role.TOWNSHIP_OFFICER, "510411101").intake.post(...)``, ``city.deliver()``."""

    def __init__(self, apps: Apps, database: Database) -> None:
        self.database = database
        self.apps = apps.by_name
        self.down: set[str] = set()
        """Services that do not answer the others: ``city.down.add("eligibility")``."""
        self._issuer = apps.issuer
        self._at: datetime | None = None
        for service, app in self.apps.items():
            app.state.session_factory = database.factory(service)
        anybody = self._clients({})
        self.intake, self.eligibility, self.alerts = anybody.intake, anybody.eligibility, anybody.alerts
        self._senders, self._together = self._make_senders()

    def as_(
        self,
        role: Role | str,
        division: str = CITY,
        *,
        subject: str | None = None,
        at: datetime | None = None,
        **claims: Any,
    ) -> Clients:
        """Return the doors as this caller finds them, at this time; the time stays for ``deliver``."""
        self._at = at or self._at
        token = self.token(role, division, subject=subject or f"{role}:{division}", **claims)
        headers = {"Authorization": f"Bearer {token}"}
        return self._clients(headers | ({"X-Doudi-Now": at.isoformat()} if at else {}))

    def token(self, role: Role | str, division: str = CITY, *, subject: str, **claims: Any) -> str:
        return self._issuer.mint(str(role), division, now=clock.now(), subject=subject, **claims)

    def deliver(self, *, at: datetime | None = None, failures: bool = False) -> int:
        """Let every relay run until nothing is due at this time; return how many messages were tried.

        A message that cannot be delivered fails the test, unless ``failures`` are what it is about.
        """
        self._at = at or self._at
        tried = 0
        while delivered := sum(self._drain(service) for service in SERVICES):
            tried += delivered
        failed = [f"{service}: {m.topic}: {m.last_error}" for service in SERVICES for m in self._failed(service)]
        assert failures or not failed, "\n".join(failed)
        return tried

    def sender(self, service: str) -> Send:
        """Return how a service delivers one message."""
        return self._senders[service]

    def factory(self, service: str) -> SessionFactory:
        return self.database.factory(service)

    def session(self, service: str, **how: Any) -> AbstractContextManager[Session]:
        """Open a transaction of a service, for looking at what it wrote."""
        return self.database.session(service, now=self._now(), **how)

    def _now(self) -> datetime:
        return self._at or clock.now()

    def _drain(self, service: str) -> int:
        delivered, _ = drain(
            self.factory(service),
            self._senders[service],
            service=service,
            now=self._now(),
            together=self._together if service == "intake" else None,
        )
        return delivered

    def _failed(self, service: str) -> list[OutboxMessage]:
        with everywhere(self.factory(service)) as session:
            return list(session.scalars(select(OutboxMessage).where(OutboxMessage.last_error.is_not(None))))

    def _clients(self, headers: dict[str, str]) -> Clients:
        return Clients(*(TestClient(self.apps[service], headers=headers) for service in SERVICES))

    def _make_senders(self) -> tuple[dict[str, Send], Together]:
        alerts = AlertsClient(self._peer("alerts", caller="intake"))
        to_intake = make_send(
            self.factory("intake"),
            eligibility=EligibilityClient(self._peer("eligibility", caller="intake")),
            alerts=alerts,
            clock=self._now,
        )
        to_others = make_send_of_eligibility(
            self.factory("eligibility"),
            self.apps["eligibility"].state.settings,
            intake=IntakeClient(self._peer("intake", caller="eligibility")),
            clock=self._now,
        )
        senders = {"intake": to_intake, "eligibility": to_others, "alerts": _refuse}
        return senders, make_together(alerts)

    def _peer(self, service: str, *, caller: str) -> Any:
        """Return the client by which one service calls another: our own, over no wire, at the time of the test."""
        token = partial(self.token, Role.SERVICE, subject=f"service:{caller}", client_id=caller)
        client: Any = dressed(TestClient(self.apps[service]), token=token)  # type: ignore[arg-type]  # httpx2 is the same
        hooks: dict[str, list[Callable[..., Any]]] = client.event_hooks
        client.event_hooks = hooks | {"request": [*hooks["request"], partial(self._on_the_way, service)]}
        return client

    def _on_the_way(self, service: str, request: Any) -> None:
        if service in self.down:
            raise Unavailable("相关服务暂时不可用，请稍后重试。", retry_after=5)
        if self._at is not None:
            request.headers["X-Doudi-Now"] = self._at.isoformat()


def _refuse(message: OutboxMessage) -> None:
    raise ValueError(f"alerts sends nothing yet: {message.topic}")
