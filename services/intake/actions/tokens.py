"""Give access tokens (签发访问令牌): to clients an operator has configured, and to anybody on a development machine."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.intake.errors import (
    InvalidClient,
    InvalidScope,
    InvalidTokenRequest,
    TokensNotIssuedHere,
    UnsupportedGrant,
)
from shared.database_urls import SERVICES
from shared.identity import CITY, SCOPES, SCOPES_OF, Role
from shared.schemas.tokens import IssuerMetadata, PublicKeys, TokenGranted, TokenRequest
from shared.settings import CommonSettings
from shared.tokens import InvalidToken, Issuer, caller_of, division_of, issuer_of

LIFETIME_HOURS: Final = 1
DEVELOPMENT_LIFETIME_HOURS: Final = 12
"""A working day: long enough that nobody who tries the sandbox must fetch a token twice."""

PUBLIC_CLIENT: Final = "dev"


@dataclass(frozen=True, slots=True)
class Client:
    """A system that may fetch tokens, and what its tokens say."""

    name: str
    secret_hash: bytes
    role: Role
    division: str
    department: str | None = None

    @classmethod
    def configured(cls, name: str, given: Mapping[str, Any]) -> "Client":
        """Read one entry of ``DOUDI_CLIENTS``: ``secret`` or ``secret_sha256``, ``role``, ``division``, ``department``."""
        own = {"role": Role.SERVICE, "division": CITY} if name in SERVICES else {}
        entry = {**own, **given}
        hashed = entry.get("secret_sha256") or hashlib.sha256(entry["secret"].encode()).hexdigest()
        division = division_of(entry["division"])
        return cls(name, bytes.fromhex(hashed), Role(entry["role"]), division, entry.get("department"))

    def has(self, secret: str) -> bool:
        """Say whether this is the client's secret, in the same time whatever it is."""
        return hmac.compare_digest(self.secret_hash, hashlib.sha256(secret.encode()).digest())


@dataclass(frozen=True, slots=True)
class TokenOffice:
    """Our own issuer and those it serves; read from the settings once."""

    issuer: Issuer | None
    clients: Mapping[str, Client]
    development: bool

    @classmethod
    def of(cls, settings: CommonSettings) -> "TokenOffice":
        """Return the office that these settings describe; a client that cannot be read is an error of the operator."""
        listed = json.loads(settings.clients.get_secret_value()) if settings.clients else {}
        clients = {name: Client.configured(name, given) for name, given in listed.items()}
        development = settings.environment == "development"
        return cls(issuer_of(settings) if development or clients else None, clients, development)


def issue_token(
    office: TokenOffice, request: TokenRequest, *, basic: tuple[str, str] | None, now: datetime
) -> TokenGranted:
    """Return a token for a client that shows its secret, or on a development machine for any role asked for."""
    if office.issuer is None:
        raise TokensNotIssuedHere("本系统不签发访问令牌，请向统一认证平台申请。")
    if request.grant_type != "client_credentials":
        raise UnsupportedGrant("grant_type 只支持 client_credentials。")
    name, secret = basic or (request.client_id or "", request.client_secret or "")
    if office.development and name == PUBLIC_CLIENT:
        return _for_development(office.issuer, request, now)
    client = office.clients.get(name)
    if client is None or not client.has(secret):
        raise InvalidClient("客户端编号或密钥不正确。")
    return _for_client(office.issuer, client, request, now)


def _for_client(issuer: Issuer, client: Client, request: TokenRequest, now: datetime) -> TokenGranted:
    beyond = set((request.scope or "").split()) - SCOPES_OF[client.role]
    if beyond:
        raise InvalidScope("申请的权限超出该客户端的范围。")
    subject = f"service:{client.name}" if client.role is Role.SERVICE else client.name
    claims = {"client_id": client.name, "department": client.department, "scope": request.scope}
    token = issuer.mint(client.role, client.division, now=now, subject=subject, hours=LIFETIME_HOURS, **claims)
    return _granted(token, LIFETIME_HOURS, client.role, request)


def _for_development(issuer: Issuer, request: TokenRequest, now: datetime) -> TokenGranted:
    """Return a token that says whatever a developer wants to try, as long as the services would take it."""
    claims = {
        "sub": request.sub or "dev",
        "role": request.role or Role.TOWNSHIP_OFFICER,
        "division": request.division or CITY,
        "person": str(request.person) if request.person else None,
        "department": request.department,
        "scope": request.scope,
    }
    try:
        caller = caller_of(claims)
    except InvalidToken as reason:
        raise InvalidTokenRequest(str(reason)) from None
    extra = {name: claims[name] for name in ("person", "department", "scope")} | {"client_id": PUBLIC_CLIENT}
    hours = DEVELOPMENT_LIFETIME_HOURS
    token = issuer.mint(caller.role, caller.division, now=now, subject=caller.subject, hours=hours, **extra)
    return _granted(token, hours, caller.role, request)


def _granted(token: str, hours: int, role: Role, request: TokenRequest) -> TokenGranted:
    scope = " ".join(sorted(SCOPES_OF[role] & set((request.scope or " ".join(SCOPES)).split())))
    return TokenGranted(access_token=token, token_type="Bearer", expires_in=hours * 3600, scope=scope)  # noqa: S106


def published_keys(office: TokenOffice) -> PublicKeys:
    """Return the public keys of our own issuer; none when another one is trusted."""
    return PublicKeys.model_validate(office.issuer.jwks() if office.issuer else {"keys": []})


def issuer_metadata(issuer: str) -> IssuerMetadata:
    """Return what RFC 8414 tells clients of the issuer at this address."""
    return IssuerMetadata(
        issuer=issuer,
        token_endpoint=f"{issuer}/oauth2/token",
        jwks_uri=f"{issuer}/.well-known/jwks.json",
        grant_types_supported=["client_credentials"],
        response_types_supported=[],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post", "none"],
        scopes_supported=sorted(SCOPES),
    )
