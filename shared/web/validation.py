"""What is wrong with a request, field by field, in Chinese and English; never the value itself.

A schema's own checks raise ``PydanticCustomError`` with a Chinese sentence, or a ``ValueError`` that carries ``code``;
the text of any other exception is not passed on, because it may quote the input.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi.exceptions import RequestValidationError

from shared.errors import DomainError, InvalidInput, PreconditionRequired
from shared.web.errors import IdempotencyKeyMissing, MalformedPrecondition, PlacedError

MOST_FAULTS: Final = 100
"""Faults named in one answer, which must not grow with what is sent."""

_MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "missing": ("必填", "Required"),
    "extra_forbidden": ("没有这个字段", "Unknown field"),
    "model_type": ("应为对象", "Should be an object"),
    "model_attributes_type": ("应为对象", "Should be an object"),
    "dataclass_type": ("应为对象", "Should be an object"),
    "dict_type": ("应为对象", "Should be an object"),
    "list_type": ("应为数组", "Should be an array"),
    "tuple_type": ("应为数组", "Should be an array"),
    "set_type": ("应为数组", "Should be an array"),
    "frozen_set_type": ("应为数组", "Should be an array"),
    "none_required": ("应为空", "Should be null"),
    "greater_than": ("应大于 {gt}", "Should be greater than {gt}"),
    "greater_than_equal": ("不得小于 {ge}", "Should be at least {ge}"),
    "less_than": ("应小于 {lt}", "Should be less than {lt}"),
    "less_than_equal": ("不得大于 {le}", "Should be at most {le}"),
    "multiple_of": ("应为 {multiple_of} 的倍数", "Should be a multiple of {multiple_of}"),
    "finite_number": ("应为有限的数", "Should be a finite number"),
    "too_short": ("至少 {min_length} 项", "Should have at least {min_length} items"),
    "too_long": ("至多 {max_length} 项", "Should have at most {max_length} items"),
    "string_type": ("应为字符串", "Should be a string"),
    "string_unicode": ("应为合法的 Unicode 文字", "Should be valid Unicode text"),
    "string_too_short": ("至少 {min_length} 个字符", "Should have at least {min_length} characters"),
    "string_too_long": ("至多 {max_length} 个字符", "Should have at most {max_length} characters"),
    "string_pattern_mismatch": ("格式不正确，应符合 {pattern}", "Should match {pattern}"),
    "string_not_ascii": ("只能含 ASCII 字符", "Should contain ASCII characters only"),
    "enum": ("应为下列之一：{expected}", "Should be one of: {expected}"),
    "literal_error": ("应为下列之一：{expected}", "Should be one of: {expected}"),
    "bool_type": ("应为 true 或 false", "Should be true or false"),
    "bool_parsing": ("应为 true 或 false", "Should be true or false"),
    "int_type": ("应为整数", "Should be a whole number"),
    "int_parsing": ("应为整数", "Should be a whole number"),
    "int_parsing_size": ("数值过大", "Too large a number"),
    "int_from_float": ("应为整数", "Should be a whole number"),
    "float_type": ("应为数", "Should be a number"),
    "float_parsing": ("应为数", "Should be a number"),
    "bytes_too_long": ("至多 {max_length} 字节", "Should have at most {max_length} bytes"),
    "date_type": ("应为 YYYY-MM-DD 格式的日期", "Should be a date, YYYY-MM-DD"),
    "date_parsing": ("应为 YYYY-MM-DD 格式的日期", "Should be a date, YYYY-MM-DD"),
    "date_from_datetime_parsing": ("应为 YYYY-MM-DD 格式的日期", "Should be a date, YYYY-MM-DD"),
    "date_from_datetime_inexact": ("应为日期，不含时间", "Should be a date without a time"),
    "datetime_type": ("应为带时区的 RFC 3339 时间", "Should be an RFC 3339 instant with offset"),
    "datetime_parsing": ("应为带时区的 RFC 3339 时间", "Should be an RFC 3339 instant with offset"),
    "datetime_from_date_parsing": ("应为带时区的 RFC 3339 时间", "Should be an RFC 3339 instant with offset"),
    "datetime_object_invalid": ("应为带时区的 RFC 3339 时间", "Should be an RFC 3339 instant with offset"),
    "timezone_aware": ("应带时区", "Should carry an offset"),
    "union_tag_invalid": (
        "{discriminator} 应为下列之一：{expected_tags}",
        "{discriminator} should be one of: {expected_tags}",
    ),
    "union_tag_not_found": ("缺少 {discriminator}", "{discriminator} is required"),
    "url_parsing": ("应为网址", "Should be a URL"),
    "url_scheme": ("网址应以 {expected_schemes} 开头", "URL scheme should be {expected_schemes}"),
    "uuid_type": ("应为 UUID", "Should be a UUID"),
    "uuid_parsing": ("应为 UUID", "Should be a UUID"),
    "uuid_version": ("应为第 {expected_version} 版 UUID", "Should be a UUID of version {expected_version}"),
    "decimal_type": ("应为十进制数", "Should be a decimal number"),
    "decimal_parsing": ("应为十进制数", "Should be a decimal number"),
    "decimal_max_digits": ("至多 {max_digits} 位数字", "Should have at most {max_digits} digits"),
    "decimal_max_places": ("至多 {decimal_places} 位小数", "Should have at most {decimal_places} decimal places"),
    "unknown_parameter": ("没有这个查询参数", "Unknown query parameter"),
    "repeated_parameter": ("该查询参数只能出现一次", "This query parameter may appear only once"),
    "repeated_part": ("该部分只能出现一次", "This part may appear only once"),
    "not_finite": ("数值应为有限的数，不得为 NaN 或 Infinity", "Should be a finite number, not NaN or Infinity"),
    "duplicate_key": ("键重复", "Duplicate key"),
    "forbidden_text": (
        "含有空字符（NUL）或不成对的代理字符",
        "Contains NUL or an unpaired surrogate",
    ),
    "too_deep": ("嵌套不得超过 {levels} 层", "Should be nested at most {levels} levels deep"),
    "forbidden_character": ("含有不允许的字符（NUL）", "Contains a character that is not allowed (NUL)"),
}

_GENERAL: Final = ("内容不符合要求", "Not acceptable")
_OUR_OWN: Final = {"value_error", "assertion_error"}
_TELLABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,63}")
"""What a name in a pointer may look like; anything else a caller made up could itself be personal data."""


@dataclass(frozen=True, slots=True)
class FoundError(PlacedError):
    """One thing wrong, in both languages."""

    message_en: str = ""


def found(code: str, *path: object, place: str = "body", context: Mapping[str, Any] | None = None) -> FoundError:
    """Return the description of one error at one place."""
    chinese, english = (text.format_map(_Context(context or {})) for text in _MESSAGES.get(code, _GENERAL))
    return FoundError(pointer=pointer(path), code=code, message=chinese, place=place, message_en=english)


class _Context(dict[str, Any]):
    """Fills a sentence with the limits of a field; a limit that is not known is left out."""

    def __missing__(self, key: str) -> str:
        return "…"


def pointer(path: Sequence[object]) -> str:
    """Return a JSON pointer (RFC 6901); a name that no schema could have is shown as ``?``."""
    return "".join(f"/{part if isinstance(part, int) or _TELLABLE.fullmatch(str(part)) else '?'}" for part in path)


def refused(error: RequestValidationError) -> DomainError:
    """Return everything that FastAPI and Pydantic found wrong with a request, as one problem."""
    faults = error.errors()
    places = {(fault["type"], *fault["loc"]) for fault in faults}
    if ("missing", "header", "If-Match") in places:
        return PreconditionRequired("修改前须先读取，并在 If-Match 中带上版本。")
    if any(place[1:] == ("header", "If-Match") for place in places):
        return MalformedPrecondition('If-Match 应为读取时得到的一个 ETag，如 "v3"。')
    if ("missing", "header", "Idempotency-Key") in places:
        return IdempotencyKeyMissing("该操作须带 Idempotency-Key。", errors=tuple(_each(faults, error.body)))
    return InvalidInput("请求内容不符合要求，详见 errors。", errors=tuple(_each(faults, error.body)))


def _each(faults: Sequence[Any], body: object) -> list[FoundError]:
    return [_one(fault, body) for fault in faults[:MOST_FAULTS]]


def _one(fault: Mapping[str, Any], body: object) -> FoundError:
    place, *path = fault["loc"]
    if place == "body":
        path = [*_in_body(path, body, absent=fault["type"] == "missing"), *fault.get("ctx", {}).get("at", ())]
    code = str(fault["type"])
    cause = fault.get("ctx", {}).get("error")
    if code in _OUR_OWN:
        code = getattr(cause, "code", "invalid_value")
        text = str(cause) if hasattr(cause, "code") else _GENERAL[0]
        return FoundError(pointer(path), code, text, place, "" if hasattr(cause, "code") else _GENERAL[1])
    if code not in _MESSAGES and _is_custom(fault):
        return FoundError(pointer(path), code, str(fault["msg"]), place)
    limits = _limits(fault.get("ctx", {}))
    if code.startswith("union_tag_"):
        path = [*path, limits["discriminator"]]
    return found(code, *path, place=place, context=limits)


def _is_custom(fault: Mapping[str, Any]) -> bool:
    """Say whether a schema of ours wrote the sentence; Pydantic's own sentences are English, ours are not."""
    return not str(fault["msg"]).isascii()


def _limits(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the limits named in a sentence, without what the caller sent (``tag``)."""
    return {name: _plain(str(value)) for name, value in context.items() if name not in {"tag", "error"}}


def _plain(text: str) -> str:
    """Write a limit as people do: a list of codes without quotes, a date without Python around it."""
    day = re.fullmatch(r"datetime\.date\((\d+), (\d+), (\d+)\)", text)
    if day:
        return "{:04}-{:02}-{:02}".format(*map(int, day.groups()))
    return text.replace("', '", "、").replace("' or '", "、").strip("'")


def _in_body(path: Sequence[object], body: object, *, absent: bool) -> list[object]:
    """Return the path through the body as it was sent, without the names of union members that Pydantic adds."""
    here, real = body, []
    for position, part in enumerate(path):
        inside = isinstance(here, Mapping) and part in here
        within = isinstance(here, list) and isinstance(part, int) and part < len(here)
        if inside or within:
            here = here[part]  # type: ignore[index]
            real.append(part)
        elif absent and position == len(path) - 1:
            real.append(part)
    return real
