"""The refusals that every service's HTTP face can give, whatever the case is about."""

from dataclasses import dataclass
from typing import ClassVar

from shared.errors import DomainError, FieldError, Forbidden, InvalidInput, Unavailable


@dataclass(frozen=True, slots=True)
class PlacedError(FieldError):
    """A wrong value outside the body: ``place`` is query, path or header."""

    place: str = "body"


class InvalidJson(InvalidInput):
    """The body is not JSON as RFC 8259 has it, or uses what different readers understand differently."""

    code = "invalid_json"
    title = "请求内容不是合法的 JSON"
    remedy: ClassVar[tuple[str, str]] = (
        "请以 UTF-8 发送一个完整的 JSON；键不得重复，不得含 NaN、Infinity、空字符（NUL）或不成对的代理字符，嵌套不超过 32 层。",
        "Send one complete UTF-8 JSON text without duplicate keys, NaN, Infinity, NUL or lone surrogates, at most 32 levels deep.",
    )


class InsufficientScope(Forbidden):
    """The token does not carry the scope that this operation needs."""

    code = "insufficient_scope"
    title = "令牌没有该操作所需的权限"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"需要权限：{'、'.join(missing)}。")
        self.missing = missing


class MethodNotAllowed(DomainError):
    """The path exists, but not with this method; ``Allow`` lists those it has."""

    status = 405
    code = "method_not_allowed"
    title = "不支持该请求方法"


class BodyTooLarge(DomainError):
    """The body is larger than this operation takes."""

    status = 413
    code = "body_too_large"
    title = "请求内容过大"


class UnsupportedMedia(DomainError):
    """The body has a media type or encoding that this operation does not read."""

    status = 415
    code = "unsupported_media_type"
    title = "不支持的内容类型"


class IdempotencyKeyMissing(InvalidInput):
    """A repeat of this operation would create or pay twice, so it must carry an Idempotency-Key."""

    code = "idempotency_key_missing"
    title = "缺少 Idempotency-Key"
    remedy: ClassVar[tuple[str, str]] = (
        "请在请求头 Idempotency-Key 中给出一个新的 UUID；重试同一请求时使用同一个值。",
        "Send a new UUID in the Idempotency-Key header, and the same one again when you retry.",
    )


class MalformedPrecondition(InvalidInput):
    """If-Match must hold one ETag of ours."""

    code = "malformed_if_match"
    title = "If-Match 格式不正确"


class ClockHeaderRefused(InvalidInput):
    """X-Doudi-Now sets the clock of a development system; a real one has the real time only."""

    code = "clock_header_refused"
    title = "不接受指定时间"


class InternalError(DomainError):
    """A fault of ours. Nothing was changed; the trace id finds it in the logs."""

    status = 500
    code = "internal_error"
    title = "系统内部错误"


class DatabaseUnavailable(Unavailable):
    """The database did not answer in time; nothing was changed."""

    code = "database_unavailable"
    title = "数据库暂时不可用"
