"""Access tokens (访问令牌): verify them against the issuer's keys, read the caller from them, mint them for development.

``python -m shared.tokens mint TOWNSHIP_OFFICER 510411101`` prints a token signed with the development key.
"""

import argparse
import copy
import hashlib
import json
import os
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import Key, KeySet, KeySetSerialization, import_key
from joserfc.jws import JWSRegistry, extract_compact

from shared import clock
from shared.development import secret_files
from shared.errors import Unauthenticated
from shared.identity import SCOPES_OF, Caller, Role
from shared.ids import new_id
from shared.settings import CommonSettings

AUDIENCE: Final = "doudi"
ALGORITHMS: Final = ("ES256", "RS256", "Ed25519", "EdDSA")
"""What a signature may use. The list is ours, never the token's: ``none`` and shared secrets have no place in it."""

SKEW_SECONDS: Final = 60
REMEMBERED_SECONDS: Final = 60
REMEMBERED_TOKENS: Final = 2048
REFETCH_SECONDS: Final = 30
KEYS_LIVE_SECONDS: Final = 3600

KeySource = Callable[[], dict[str, Any]]
"""Where the issuer's public keys (a JWKS) come from."""


class InvalidToken(Unauthenticated):
    """The token is expired, forged, not for us, or says something impossible."""

    code = "invalid_token"
    title = "访问令牌无效"


class _Registry(JWSRegistry):
    """Takes the name that most issuers still use for Ed25519 without the library's advice to call it otherwise."""

    algorithms = {**JWSRegistry.algorithms, "EdDSA": copy.copy(JWSRegistry.algorithms["EdDSA"])}


_Registry.algorithms["EdDSA"].security_warning = None
_REGISTRY: Final = _Registry(algorithms=list(ALGORITHMS))


@dataclass(slots=True)
class Verifier:
    """Checks signature, issuer, audience and dates; remembers a good token for a minute."""

    issuer: str
    source: KeySource
    _keys: KeySet | None = None
    _fetched_at: int = 0
    _remembered: dict[bytes, tuple[float, Caller]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remembered(self, token: str, *, now: datetime) -> Caller | None:
        """Return the caller of a token checked within the last minute; never waits."""
        found = self._remembered.get(_digest(token))
        return found[1] if found and now.timestamp() < found[0] else None

    def caller(self, token: str, *, now: datetime) -> Caller:
        """Return whom this token speaks for; raise InvalidToken. May wait for the issuer's keys."""
        claims = self._claims(token, int(now.timestamp()))
        caller = caller_of(claims)
        if len(self._remembered) >= REMEMBERED_TOKENS:
            self._remembered.clear()
        until = min(now.timestamp() + REMEMBERED_SECONDS, float(claims["exp"]) + SKEW_SECONDS)
        self._remembered[_digest(token)] = (until, caller)
        return caller

    def _claims(self, token: str, now: int) -> dict[str, Any]:
        wanted = jwt.JWTClaimsRegistry(
            now=now,
            leeway=SKEW_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            head = extract_compact(token.encode("ascii")).headers()
            if str(head.get("typ", "JWT")).lower() not in {"jwt", "at+jwt"}:
                raise InvalidToken("访问令牌无效。")
            read = jwt.decode(token, self._key(head.get("kid"), now), list(ALGORITHMS), _REGISTRY)
            wanted.validate(read.claims)
        except ExpiredTokenError:
            raise InvalidToken("访问令牌已过期，请重新获取。") from None
        except (JoseError, ValueError, TypeError, KeyError):
            raise InvalidToken("访问令牌无效。") from None
        return read.claims

    def _key(self, kid: str | None, now: int) -> Key:
        """Return the issuer's key of this name, asking for the keys again when they are old or lack it."""
        with self._lock:
            age = now - self._fetched_at
            known = self._keys is not None and any(key.kid == kid for key in self._keys)
            if self._keys is None or age > KEYS_LIVE_SECONDS or (not known and age > REFETCH_SECONDS):
                self._keys = KeySet.import_key_set(cast("KeySetSerialization", self.source()))
                self._fetched_at = now
            return self._keys.get_by_kid(kid)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("ascii", "replace")).digest()


def caller_of(claims: dict[str, Any]) -> Caller:
    """Return the caller that verified claims describe; what is impossible is refused, never repaired."""
    role = _role(claims.get("role"))
    person = _person(claims.get("person"))
    if role is Role.VILLAGER and person is None:
        raise InvalidToken("群众身份的令牌须指明本人（person）。")
    subject = _text(claims, "sub") or ""
    return Caller(
        subject=subject,
        name=_text(claims, "name") or subject,
        role=role,
        division=division_of(claims.get("division")),
        scopes=_scopes(role, claims.get("scope")),
        client_id=_text(claims, "client_id") or subject,
        person=person,
        department=_text(claims, "department"),
        on_behalf_of=_text(claims, "on_behalf_of"),
    )


def _role(value: object) -> Role:
    try:
        return Role(cast("str", value))
    except ValueError:
        raise InvalidToken("令牌中的角色（role）无效。") from None


def _person(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        raise InvalidToken("令牌中的本人标识（person）无效。") from None


def _text(claims: dict[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is None or (isinstance(value, str) and 0 < len(value) <= 200 and value.isprintable()):
        return value
    raise InvalidToken(f"令牌中的 {name} 无效。")


def _scopes(role: Role, scope: object) -> frozenset[str]:
    """Return the role's scopes, narrowed to those the token names when it names any."""
    if scope is None:
        return SCOPES_OF[role]
    if not isinstance(scope, str):
        raise InvalidToken("令牌中的权限（scope）无效。")
    return SCOPES_OF[role] & frozenset(scope.split())


_PLACE: Final = re.compile(r"51(04(\d{2}(\d{3}(\d{3})?)?)?)?", re.ASCII)


def division_of(value: object) -> str:
    """Return the prefix of a division code (行政区划代码): ``"510400"`` → ``"5104"``; only this city and above."""
    text = value if isinstance(value, str) else ""
    for filled, zeros in ((12, 3), (9, 3), (6, 2), (4, 2)):
        if len(text) == filled and text.endswith("0" * zeros):
            text = text[:-zeros]
    if not _PLACE.fullmatch(text):
        raise InvalidToken("令牌中的行政区划（division）无效或不属于本市。")
    return text


@dataclass(frozen=True, slots=True)
class Issuer:
    """Signs tokens with our own key: in development, and where an operator has configured clients."""

    name: str
    key: Key

    def mint(
        self, role: str, division: str, *, now: datetime, subject: str = "dev", hours: float = 12, **claims: Any
    ) -> str:
        """Return a token; further claims (``name``, ``person``, ``scope``, …) are taken as given, None left out."""
        body = {
            "iss": self.name,
            "aud": AUDIENCE,
            "sub": subject,
            "role": str(role),
            "division": division,
            "iat": int(now.timestamp()),
            "nbf": int(now.timestamp()),
            "exp": int((now + timedelta(hours=hours)).timestamp()),
            "jti": str(new_id()),
            **{name: str(value) for name, value in claims.items() if value is not None},
        }
        algorithm = str(self.key.alg or "ES256")
        header = {"alg": algorithm, "kid": self.key.kid or "", "typ": "at+jwt"}
        return jwt.encode(header, body, self.key, [algorithm], _REGISTRY)

    def jwks(self) -> dict[str, Any]:
        """Return the public half of the key as a JWKS."""
        return {"keys": [self.key.as_dict(private=False)]}


def issuer_of(settings: CommonSettings) -> Issuer | None:
    """Return our own issuer: with the configured key, in development with the machine's, elsewhere none."""
    if settings.signing_key:
        text = settings.signing_key.get_secret_value()
    elif settings.environment == "development":
        text = secret_files(settings.state_dir / "secrets")["signing_key"].read_text(encoding="utf-8")
    else:
        return None
    return Issuer(settings.issuer, import_key(json.loads(text)))


def verifier_of(settings: CommonSettings, *, fetch: Callable[[str], dict[str, Any]]) -> Verifier:
    """Return what checks tokens: the issuer's keys by URL when one is set, else those of our own issuer."""
    if settings.jwks_url:
        url = settings.jwks_url
        return Verifier(settings.issuer, lambda: fetch(url))
    issuer = issuer_of(settings)
    if issuer is None:
        raise ValueError("缺少令牌签发者：请设置 DOUDI_JWKS_URL 或 DOUDI_SIGNING_KEY。")
    return Verifier(issuer.name, issuer.jwks)


def main(arguments: list[str] | None = None) -> None:
    """Print a development token."""
    parser = argparse.ArgumentParser(prog="python -m shared.tokens", description="签发开发用访问令牌")
    mint = parser.add_subparsers(dest="command", required=True).add_parser("mint", help="签发一个令牌")
    mint.add_argument("role", choices=[role.value for role in Role])
    mint.add_argument("division")
    mint.add_argument("--sub", default="dev")
    mint.add_argument("--name")
    mint.add_argument("--person", type=UUID)
    mint.add_argument("--department")
    mint.add_argument("--scope")
    mint.add_argument("--hours", type=float, default=12)
    given = parser.parse_args(arguments)
    if os.environ.get("DOUDI_ENVIRONMENT", "development") != "development":
        sys.exit("只有开发环境可以自行签发令牌。")
    issuer = issuer_of(CommonSettings(environment="development"))
    assert issuer is not None
    extra = {name: getattr(given, name) for name in ("name", "person", "department", "scope")}
    sys.stdout.write(
        issuer.mint(given.role, given.division, now=clock.now(), subject=given.sub, hours=given.hours, **extra) + "\n"
    )


if __name__ == "__main__":
    main()
