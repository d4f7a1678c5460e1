"""What each problem code means and what to do about it, in Chinese and English: ``GET /problems``."""

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import Field

from shared.errors import DomainError, NotFound
from shared.schemas.types import View
from shared.web import errors as web_errors

__all__ = ["router", "web_errors"]

router = APIRouter(prefix="/problems", tags=["platform"])

_REMEDY: Final[dict[int, tuple[str, str]]] = {
    400: ("请按 errors 中逐项列出的位置修改后重新提交。", "Correct each place listed in errors and send it again."),
    401: ("请重新获取访问令牌后再试。", "Get a new access token and try again."),
    403: (
        "请由具有该权限或另一位经办人员办理。",
        "Ask somebody who has this permission, or a second person, to do it.",
    ),
    404: (
        "请核对编号；不在您管辖范围内的内容同样显示为未找到。",
        "Check the id; what is outside your place is also shown as not found.",
    ),
    405: ("请使用 Allow 列出的方法。", "Use one of the methods listed in Allow."),
    409: ("请重新读取，按 allowed_actions 中列出的操作办理。", "Read it again and choose one of allowed_actions."),
    412: ("请重新读取最新内容，确认后再提交。", "Read the newest version, check your change and send it again."),
    413: ("请缩小内容或分批提交。", "Send less, or in several parts."),
    415: (
        "请以 application/json 提交（上传文件的接口除外）。",
        "Send application/json, except where a file is uploaded.",
    ),
    422: ("请查看 rule 和 clause 指明的政策条款。", "See the rule and the clause of the circular that are named."),
    428: ("请先读取，再带上版本提交。", "Read it first and send its version along."),
    500: (
        "请将 trace_id 告知运行维护人员；内容未作任何改动。",
        "Tell the operators the trace_id; nothing was changed.",
    ),
    503: (
        "请按 Retry-After 稍后重试；同一 Idempotency-Key 不会重复办理。",
        "Try again after Retry-After; one Idempotency-Key never acts twice.",
    ),
}


class ProblemKind(View):
    """One problem code (错误代码) explained."""

    code: Annotated[str, Field(title="代码")]
    type: Annotated[str, Field(title="说明地址")]
    status: Annotated[int, Field(title="HTTP 状态码")]
    title: Annotated[str, Field(title="标题")]
    title_en: Annotated[str, Field(title="英文标题")]
    remedy: Annotated[str, Field(title="处理办法")]
    remedy_en: Annotated[str, Field(title="英文处理办法")]


class ProblemKinds(View):
    """Every problem code of this service."""

    items: Annotated[list[ProblemKind], Field(title="全部代码")]


class UnknownProblem(NotFound):
    """No problem of this service has this code."""

    code = "unknown_problem"
    title = "没有这个错误代码"


def kind_of(error: type[DomainError]) -> ProblemKind:
    """Return the explanation of one class of errors; it may bring its own ``remedy`` (Chinese, English)."""
    remedy, remedy_en = getattr(error, "remedy", _REMEDY.get(error.status, _REMEDY[400]))
    return ProblemKind(
        code=error.code,
        type=f"/problems/{error.code}",
        status=error.status,
        title=error.title,
        title_en=title_en(error),
        remedy=remedy,
        remedy_en=remedy_en,
    )


def title_en(error: type[DomainError]) -> str:
    """Return the English title: the first line of the class's docstring."""
    return (error.__doc__ or error.__name__).strip().partition("\n")[0]


def kinds() -> dict[str, ProblemKind]:
    """Return every code known to this process; where classes share a code, the most general one explains it."""
    found: dict[str, ProblemKind] = {}
    for error in _below(DomainError):
        found.setdefault(error.code, kind_of(error))
    return dict(sorted(found.items()))


def _below(error: type[DomainError]) -> Iterator[type[DomainError]]:
    """Walk the classes level by level, so that the general ones come first."""
    level = [error]
    while level:
        yield from level
        level = [child for parent in level for child in parent.__subclasses__()]


@router.get("")
def list_problems() -> ProblemKinds:
    """列出全部错误代码及处理办法。"""
    return ProblemKinds(items=list(kinds().values()))


@router.get("/{code}")
def explain_problem(code: Annotated[str, Field(max_length=100)]) -> ProblemKind:
    """说明一个错误代码的含义和处理办法。"""
    kind = kinds().get(code)
    if kind is None:
        raise UnknownProblem("没有这个错误代码。")
    return kind
