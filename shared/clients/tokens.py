"""Tokens over HTTP: the issuer's public keys, and a service's own token (客户端凭据)."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Self

import httpx

from shared import clock
from shared.errors import Unavailable
from shared.settings import CommonSettings

TIMEOUT: Final = httpx.Timeout(5, connect=2)
RENEW_BEFORE: Final = timedelta(minutes=1)


def fetch_jwks(url: str) -> dict[str, Any]:
    """Return the keys an issuer publishes; raise Unavailable when it does not answer."""
    try:
        answer = httpx.get(url, timeout=TIMEOUT)
        answer.raise_for_status()
        keys: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        raise Unavailable("无法取得令牌签发者的公钥，请稍后重试。", retry_after=10) from None
    return keys


class ServiceTokens:
    """The token of the service itself, fetched by client credentials and kept until shortly before it ends."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        token_url: str,
        client_id: str,
        client_secret: str,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._http = http
        self._now = now
        self._url = token_url
        self._credentials = (client_id, client_secret)
        self._token = ""
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._lock = threading.Lock()

    @classmethod
    def of(cls, settings: CommonSettings, *, service: str) -> Self:
        """Return the tokens of a service as its settings say."""
        url = settings.token_url or f"{settings.issuer}/oauth2/token"
        secret = settings.client_secret.get_secret_value() if settings.client_secret else ""
        return cls(httpx.Client(), token_url=url, client_id=service, client_secret=secret)

    def token(self) -> str:
        """Return a token that is good for another minute at least; raise Unavailable when none can be had."""
        with self._lock:
            now = self._now()
            # A clock that was set back finds a token that begins later, which everybody refuses until then.
            if self._since is None or self._until is None or not self._since <= now < self._until:
                self._token, lifetime = self._fetch()
                self._since, self._until = now, now + max(lifetime - RENEW_BEFORE, timedelta(0))
            return self._token

    def _fetch(self) -> tuple[str, timedelta]:
        try:
            answer = self._http.post(
                self._url, data={"grant_type": "client_credentials"}, auth=self._credentials, timeout=TIMEOUT
            )
            granted = answer.raise_for_status().json()
            return str(granted["access_token"]), timedelta(seconds=int(granted["expires_in"]))
        except (httpx.HTTPError, ValueError, KeyError):
            raise Unavailable("无法取得本服务的访问令牌，请稍后重试。", retry_after=10) from None
