"""The errors a caller may be told about. One handler in ``shared.web.problems`` renders them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. ``pointer`` is a JSON pointer; the value itself is never echoed."""

    pointer: str
    code: str
    message: str


class DomainError(Exception):
    """A request that is understood but cannot be carried out.

    A subclass states its HTTP status, a stable code and a Chinese title; the message is Chinese, for the officer,
    and never contains personal data.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "conflict"
    title: ClassVar[str] = "无法办理"

    def __init__(
        self,
        detail: str,
        *,
        rule: str | None = None,
        clause: str | None = None,
        errors: tuple[FieldError, ...] = (),
        allowed_actions: tuple[str, ...] | None = None,
        retry_after: int | None = None,
        afterwards: Callable[[Any], None] | None = None,
    ) -> None:
        super().__init__(detail)
        self.rule = rule
        self.clause = clause
        self.errors = errors
        self.allowed_actions = allowed_actions
        self.retry_after = retry_after
        self.afterwards = afterwards
        """What must be kept of a request although its refusal rolls it back: given a session of its own, before the caller
        is told. Where this fails, he is not told."""


class InvalidInput(DomainError):
    """The request is malformed; ``errors`` names every field."""

    status = 400
    code = "invalid_input"
    title = "请求内容不符合要求"


class Unauthenticated(DomainError):
    """No token, or one that is expired, forged or not for us."""

    status = 401
    code = "unauthenticated"
    title = "需要登录"


class Forbidden(DomainError):
    """The caller is known, but his role does not carry the scope, or four eyes forbid it."""

    status = 403
    code = "forbidden"
    title = "没有权限"


class NotFound(DomainError):
    """The thing named in the path does not exist, or is not the caller's to see."""

    status = 404
    code = "not_found"
    title = "未找到"


class WrongState(DomainError):
    """The action is not possible in the present state; ``allowed_actions`` says what is."""

    status = 409
    code = "wrong_state"
    title = "当前状态不能执行该操作"


class StaleVersion(DomainError):
    """Somebody else has changed the thing since it was read."""

    status = 412
    code = "stale_version"
    title = "内容已被他人更新，请重新读取"


class PreconditionRequired(DomainError):
    """A change must say which version it was made from."""

    status = 428
    code = "precondition_required"
    title = "缺少 If-Match"
    remedy: ClassVar[tuple[str, str]] = (
        "请先读取，再把答复中的 ETag 原样放入请求头 If-Match。",
        "Read the thing first and send its ETag back unchanged in the If-Match header.",
    )


class RuleRefused(DomainError):
    """Well formed, but a rule forbids it: ``rule`` and ``clause`` are always given."""

    status = 422
    code = "rule_refused"
    title = "不符合政策规定"


class Unavailable(DomainError):
    """Another service or the database cannot answer now; ``retry_after`` is in seconds."""

    status = 503
    code = "unavailable"
    title = "服务暂时不可用"


class PeerRefused(DomainError):
    """Another service of ours refused what we sent: a slip on our side that a person must look at."""

    status = 502
    code = "peer_refused"
    title = "相关服务拒绝了请求"

    def __init__(self, detail: str, *, final: bool = False) -> None:
        super().__init__(detail)
        self.final = final
        """What was sent is at fault, so that sending it again will not help."""
