"""Talking to the running system over HTTP, as one person or another, at a moment of the month."""

import os
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import httpx

SERVICES: Final = {"intake": "DOUDI_INTAKE_URL", "eligibility": "DOUDI_ELIGIBILITY_URL", "alerts": "DOUDI_ALERTS_URL"}
PATIENCE: Final = 300.0
"""Seconds to wait for what comes in its own time."""

_FIRST_PAUSE: Final = 0.15
_LONGEST_PAUSE: Final = 1.0
_TRIES: Final = 3
_AWAY: Final = 503
_LONGEST_AWAY: Final = 5.0


class NobodyThere(RuntimeError):
    """No system answers."""


class Problem(RuntimeError):
    """The system refused a request."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("code", ""))
        places = "；".join(f"{error.get('pointer', '')} {error.get('code', '')}" for error in body.get("errors") or [])
        super().__init__(f"{status} {self.code} {body.get('detail', '')} {places}".strip())


class Impatient(RuntimeError):
    """Something that should have come by itself did not."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with a token."""

    role: str
    division: str
    subject: str
    person: str | None = None


@dataclass(slots=True)
class Desk:
    """The three services, and tokens for whoever acts. One desk serves several threads."""

    urls: dict[str, str]
    http: httpx.Client
    done: Counter[str] = field(default_factory=Counter)
    """How often each action was taken."""
    _tokens: dict[Actor, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls) -> "Desk":
        """Return a desk at the system that runs here; raise ``NobodyThere`` when a service does not answer."""
        urls = {
            name: os.environ.get(variable, f"http://127.0.0.1:{port}")
            for (name, variable), port in zip(SERVICES.items(), (8001, 8002, 8003), strict=True)
        }
        desk = cls(urls, httpx.Client(timeout=60, limits=httpx.Limits(max_connections=8)))
        for name, url in urls.items():
            try:
                ready = desk.http.get(f"{url}/readyz").status_code == 200
            except httpx.HTTPError:
                ready = False
            if not ready:
                raise NobodyThere(
                    f"{name} 服务（{url}）没有应答。请先在另一个终端运行 make run，就绪后再运行 make demo。"
                )
        return desk

    def get(self, actor: Actor, path: str, *, at: datetime | None = None, service: str = "intake") -> dict[str, Any]:
        """Read something."""
        body: dict[str, Any] = self._ask("GET", actor, path, at=at, service=service).json()
        return body

    def pages(self, actor: Actor, path: str) -> list[dict[str, Any]]:
        """Read a list to its end."""
        found: list[dict[str, Any]] = []
        after = ""
        while True:
            page = self.get(actor, f"{path}{'&' if '?' in path else '?'}limit=500{after}")
            found += page["items"]
            if page["next"] is None:
                return found
            after = f"&after={page['next']}"

    def create(self, actor: Actor, path: str, *, at: datetime | None = None, **more: Any) -> dict[str, Any]:
        """Make something new; a key lets a broken connection be repeated."""
        headers = {"Idempotency-Key": str(uuid4()), **more.pop("headers", {})}
        body: dict[str, Any] = self._ask("POST", actor, path, at=at, headers=headers, **more).json()
        return body

    def change(
        self,
        actor: Actor,
        path: str,
        body: dict[str, Any],
        version: int,
        *,
        at: datetime | None = None,
        method: str = "POST",
        service: str = "intake",
    ) -> dict[str, Any]:
        """Change something of which this version was read; a key lets a broken connection be repeated."""
        headers = {"If-Match": f'"v{version}"', "Idempotency-Key": str(uuid4())}
        answer = self._ask(method, actor, path, at=at, json=body, headers=headers, service=service)
        with self._lock:
            self.done[str(body.get("action", method))] += 1
        changed: dict[str, Any] = answer.json()
        return changed

    def download(self, actor: Actor, path: str) -> bytes:
        """Have a file made and take it away."""
        return self._ask("POST", actor, path).content

    def wait(self, what: str, check: Any) -> None:
        """Look again until it is so, less and less often, for five minutes at most."""
        until, pause = time.monotonic() + PATIENCE, _FIRST_PAUSE
        while not check():
            if time.monotonic() > until:
                raise Impatient(f"等待{what}超过 {PATIENCE:.0f} 秒")
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def _ask(
        self,
        method: str,
        actor: Actor,
        path: str,
        *,
        at: datetime | None = None,
        service: str = "intake",
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> httpx.Response:
        sent = {"Authorization": f"Bearer {self.token(actor)}", **(headers or {})}
        if at is not None:
            sent["X-Doudi-Now"] = at.isoformat()
        answer = self.send(service, method, path, headers=sent, **more)
        if answer.is_error:
            raise Problem(answer.status_code, answer.json())
        return answer

    def send(self, service: str, method: str, path: str, **more: Any) -> httpx.Response:
        """Send one request; a broken connection and a service that is briefly away are tried again."""
        for attempt in range(1, _TRIES + 1):
            try:
                answer = self.http.request(method, self.urls[service] + path, **more)
            except httpx.TransportError:
                if attempt == _TRIES:
                    raise
            else:
                if answer.status_code != _AWAY or attempt == _TRIES:
                    break
                time.sleep(min(float(answer.headers.get("retry-after", "1")), _LONGEST_AWAY))
        return answer

    def token(self, actor: Actor) -> str:
        """Return the token of somebody who acts."""
        with self._lock:
            if actor not in self._tokens:
                self._tokens[actor] = self._fetch(actor)
            return self._tokens[actor]

    def _fetch(self, actor: Actor) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": "dev",
            "role": actor.role,
            "division": actor.division,
            "sub": actor.subject,
        }
        if actor.person:
            form["person"] = actor.person
        answer = self.send("intake", "POST", "/oauth2/token", data=form)
        if answer.is_error:
            raise Problem(answer.status_code, answer.json())
        token: str = answer.json()["access_token"]
        return token
