"""Every error leaves as ``application/problem+json`` (RFC 9457), and none repeats what was sent."""

import uuid
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from shared import trace
from shared.errors import DomainError, FieldError, InvalidInput, NotFound, StaleVersion, Unauthenticated
from shared.tokens import InvalidToken
from shared.web import catalogue, errors, logs, methods, validation
from shared.web.language import CHINESE, ENGLISH, language_of

MEDIA_TYPE: Final = "application/problem+json"


def response_for(error: DomainError, scope: Scope) -> Response:
    """Return the answer that tells this error, in the language of the request."""
    language = language_of(Headers(scope=scope).get("accept-language"))
    body = orjson.dumps(_members(error, english=language == ENGLISH))
    headers = {"Content-Language": language, "Vary": "Accept-Language", **_headers(error, scope)}
    return Response(body, error.status, headers, MEDIA_TYPE)


def _members(error: DomainError, *, english: bool) -> dict[str, Any]:
    trace_id = trace.trace_id() or ""
    given = {
        "rule": error.rule,
        "clause": error.clause,
        "allowed_actions": error.allowed_actions,
        "error": getattr(error, "oauth_error", None),  # RFC 6749 §5.2, for clients of the token endpoint
    }
    return {
        "type": f"/problems/{error.code}",
        "title": catalogue.title_en(type(error)) if english else error.title,
        "status": error.status,
        "detail": getattr(error, "detail_en", None) or str(error) if english else str(error),
        "instance": f"urn:uuid:{uuid.UUID(trace_id)}" if trace_id else "about:blank",
        "code": error.code,
        "errors": [_field(field, english=english) for field in error.errors],
        "trace_id": trace_id,
        **{name: value for name, value in given.items() if value is not None},
    }


def _field(field: FieldError, *, english: bool) -> dict[str, str]:
    message = getattr(field, "message_en", "") if english else ""
    place = getattr(field, "place", "body")
    return {"in": place, "pointer": field.pointer, "code": field.code, "message": message or field.message}


def _headers(error: DomainError, scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    if challenge := getattr(error, "challenge", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer" + (' error="invalid_token"' if isinstance(error, InvalidToken) else "")
    if isinstance(error, errors.InsufficientScope):
        headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{" ".join(error.missing)}"'
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = ", ".join(methods.allowed(scope))
    if error.retry_after is not None or error.status == 503:
        headers["Retry-After"] = str(error.retry_after or 5)
    return headers


def understood(error: Exception) -> DomainError | None:
    """Return what a caller may be told about an exception that is not ours; None when it is a fault of ours."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, RequestValidationError):
        return validation.refused(error)
    if isinstance(error, HTTPException):
        return _of_framework(error)
    if isinstance(error, StaleDataError):
        return StaleVersion("内容已被他人更新，请重新读取后再提交。")
    if isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and _is_the_servers(error)):
        return errors.DatabaseUnavailable("数据库暂时不可用，请稍后重试。", retry_after=2)
    return None


def _is_the_servers(error: DBAPIError) -> bool:
    """Whether the database failed, not our statement: it is away, full, or in trouble itself (SQLSTATE class XX)."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return isinstance(error, OperationalError) or error.connection_invalidated or state.startswith("XX")


def _of_framework(error: HTTPException) -> DomainError | None:
    """Return our error for one the framework raised; what it says in ``detail`` may echo the input and is dropped."""
    if isinstance(error.__cause__, DomainError):  # raised while the framework read a form
        return error.__cause__
    known: dict[int, DomainError] = {
        400: InvalidInput("请求内容无法读取。"),
        404: NotFound("没有这个地址。"),
        405: errors.MethodNotAllowed("该地址不支持这个请求方法。"),
        413: errors.BodyTooLarge("请求内容过大。"),
        415: errors.UnsupportedMedia("不支持的内容类型。"),
    }
    return known.get(error.status_code)


async def _answer(request: Request, error: Exception) -> Response:
    told = understood(error)
    if told is None:
        raise error
    if isinstance(error, DBAPIError | PoolTimeout):
        logs.log.error("database", error=error)
    return response_for(told, request.scope)


def install(app: FastAPI) -> None:
    """Let this application answer every error with a problem; what is not understood goes on to ``edge``."""
    for kind in (DomainError, RequestValidationError, HTTPException, StaleDataError, DBAPIError, PoolTimeout):
        app.add_exception_handler(kind, _answer)


__all__ = ["CHINESE", "MEDIA_TYPE", "install", "response_for", "understood"]
