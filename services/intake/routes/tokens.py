"""``/oauth2/token`` and what clients need to know of the issuer."""

import base64
import binascii
from datetime import datetime
from typing import Annotated
from urllib.parse import unquote_plus

from fastapi import APIRouter, Depends, Form, Request

from services.intake.actions import tokens as actions
from shared import clock
from shared.schemas.tokens import IssuerMetadata, PublicKeys, TokenGranted, TokenRequest

router = APIRouter(tags=["tokens"])


def _office(request: Request) -> actions.TokenOffice:
    state = request.app.state
    if not hasattr(state, "token_office"):
        state.token_office = actions.TokenOffice.of(state.settings)
    office: actions.TokenOffice = state.token_office
    return office


def _basic(request: Request) -> tuple[str, str] | None:
    """Return the client's name and secret from HTTP Basic, each form-encoded as RFC 6749 §2.3.1 has it."""
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        name, found, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (unquote_plus(name), unquote_plus(secret)) if kind.lower() == "basic" and found else None


OfficeDep = Annotated[actions.TokenOffice, Depends(_office)]
BasicDep = Annotated[tuple[str, str] | None, Depends(_basic)]
RealNowDep = Annotated[datetime, Depends(clock.now)]
"""The true time: a token lives in it even where a simulated one is set."""


@router.post("/oauth2/token", responses={401: {}, 403: {}})
def issue_token(
    wanted: Annotated[TokenRequest, Form()], office: OfficeDep, basic: BasicDep, now: RealNowDep
) -> TokenGranted:
    """签发访问令牌。

    客户端凭据模式（RFC 6749 §4.4），客户端编号和密钥用 HTTP Basic 或表单提供。开发环境另有公开客户端 `dev`：
    不需要密钥，可用表单项 `role`、`division`、`sub`、`person`、`department` 指定令牌内容。
    """
    return actions.issue_token(office, wanted, basic=basic, now=now)


@router.get("/.well-known/jwks.json")
def list_public_keys(office: OfficeDep) -> PublicKeys:
    """列出验证令牌的公钥。"""
    return actions.published_keys(office)


@router.get("/.well-known/oauth-authorization-server")
def describe_issuer(request: Request) -> IssuerMetadata:
    """说明令牌签发者。"""
    return actions.issuer_metadata(request.app.state.settings.issuer)
