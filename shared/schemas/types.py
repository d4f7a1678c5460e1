"""Types on the wire: money, days, instants, months, whole numbers, codes with labels.

JSON is taken strictly: ``true`` is no number, ``"12"`` is no number, a number is no date.
"""

import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, LiteralString, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from shared.clock import SHANGHAI
from shared.schemas.free_text import checked_line, checked_text

LARGEST_FEN = 10**12
"""Bound of any amount taken in, which stays below it (ten billion yuan): products of rules then stay within 64 bits."""

LARGEST_SUM_FEN = 10**15
"""Bound of any amount handed out, which stays below it: the sum of as many items as one question may hold."""

_YUAN = re.compile(r"\d{1,10}\.\d{2}", re.ASCII)
_SUM = re.compile(r"-?\d{1,13}\.\d{2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)
_MONTH = re.compile(r"(19|20|21)\d{2}-(0[1-9]|1[0-2])", re.ASCII)


def yuan(fen: int) -> str:
    """Return an amount in fen as a decimal string of yuan, exactly: 123456 → ``"1234.56"``."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole}.{rest:02d}"


def fen(amount: str) -> int:
    """Return a decimal string of yuan with two places in fen; raise ValueError for anything else."""
    if not _YUAN.fullmatch(amount):
        raise ValueError(amount)
    return int(amount.replace(".", ""))


def _money_in(value: object) -> int:
    if isinstance(value, str):
        try:
            return fen(value)
        except ValueError:
            pass
    raise PydanticCustomError("money", '金额应为两位小数的字符串，单位元，如 "600.00"，不得为负，最大 9999999999.99')


def _money_out(value: object) -> int:
    """Take fen from our own rows, or the string another service wrote; differences may be negative, sums large."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _SUM.fullmatch(value):
        return int(value.replace(".", ""))
    return _money_in(value)


_MONEY_SCHEMA = {"type": "string", "pattern": r"^\d{1,10}\.\d{2}$", "maxLength": 13, "examples": ["600.00"]}

Money = Annotated[
    int, BeforeValidator(_money_in), PlainSerializer(yuan, return_type=str), WithJsonSchema(_MONEY_SCHEMA)
]
"""An amount taken in: ``"600.00"`` on the wire, whole fen inside; ``"9999999999.99"`` is the largest."""

MoneyOut = Annotated[
    int,
    BeforeValidator(_money_out),
    PlainSerializer(yuan, return_type=str),
    WithJsonSchema({**_MONEY_SCHEMA, "pattern": r"^-?\d{1,13}\.\d{2}$", "maxLength": 17}),
]
"""An amount handed out: whole fen inside, ``"600.00"`` on the wire; wider than what is taken in, for sums."""


def _day(value: object) -> object:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("day", "日期格式应为 YYYY-MM-DD")
    if not isinstance(value, str | date) or isinstance(value, datetime):
        raise PydanticCustomError("day", "日期应为 YYYY-MM-DD 格式的字符串")
    return value


def _in_reach(value: date) -> date:
    """Keep days where the calendar and every period reckoned from them exist."""
    if not date(1900, 1, 1) <= value <= date(2199, 12, 31):
        raise PydanticCustomError("day_out_of_reach", "日期应在 1900-01-01 至 2199-12-31 之间")
    return value


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_in_reach)]
"""A civil date, ``"2021-09-22"``."""


def _instant_in(value: object) -> object:
    """Take what is written as an instant and no bare number, in which Pydantic would see seconds since 1970."""
    if not isinstance(value, datetime) and not (isinstance(value, str) and _INSTANT.fullmatch(value)):
        raise PydanticCustomError("instant", "时间应为带时区的 RFC 3339 字符串，如 2021-09-22T09:00:00+08:00")
    return value


def _instant(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise PydanticCustomError("instant", "时间应带时区，如 2021-09-22T09:00:00+08:00")
    if not 1900 <= value.year < 2200:
        raise PydanticCustomError("instant_out_of_reach", "时间应在 1900 年至 2199 年之间")
    return value.astimezone(SHANGHAI)


Instant = Annotated[datetime, BeforeValidator(_instant_in), AfterValidator(_instant)]
"""An instant with offset +08:00."""


def _month(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return value
    raise PydanticCustomError("month", "月份格式应为 YYYY-MM")


YearMonth = Annotated[
    str,
    BeforeValidator(_month),
    WithJsonSchema({"type": "string", "pattern": r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])$", "examples": ["2022-01"]}),
]
"""A month, ``"2022-01"``; a date in a row stands for its month."""


def first_day_of(month: str) -> date:
    """Return the day that stands for a month in a row: ``"2022-01"`` is 2022-01-01."""
    return date.fromisoformat(f"{month}-01")


Whole = Annotated[int, Strict(), Field(ge=0, le=2**31 - 1)]
"""A whole number, not negative; strings and booleans are refused."""

Flag = Annotated[bool, Strict()]
"""True or false and nothing that merely looks like it."""


def _name(value: str) -> str:
    name = unicodedata.normalize("NFC", value).strip()
    if not 2 <= len(name) <= 50 or not all(_may_stand_in_a_name(character) for character in name):
        raise PydanticCustomError("name", "姓名应为 2–50 个文字，可含间隔号“·”")
    return name


def _may_stand_in_a_name(character: str) -> bool:
    """Letters and marks of any script, the middle dot and a plain space (Yi and Lisu names, 彝族、傈僳族姓名)."""
    return unicodedata.category(character)[0] in {"L", "M"} or character in "·•‧・ "


PersonName = Annotated[str, AfterValidator(_name), Field(max_length=100)]
"""A person's name: NFC, 2-50 characters of any script, with ``·``."""

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(checked_text)
]
"""A sentence or paragraph somebody wrote."""

ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(checked_line)
]
"""A title, number or remark of one line."""

DivisionCode = Annotated[str, StringConstraints(pattern=r"^5104[0-9]{2}([0-9]{3}([0-9]{3})?)?$")]
"""A county (6), township (9) or village (12 digits) of Panzhihua."""


def fault_at(code: LiteralString, sentence: LiteralString, *path: str | int) -> PydanticCustomError:
    """Return the error of a check that looks at several values, placed at the one at fault below what was checked."""
    return PydanticCustomError(code, sentence, {"at": path})


class Code(StrEnum):
    """A code of the wire with its Chinese and English labels: ``DRAFT = "DRAFT", "草稿", "Draft"``."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Make the member; the labels go beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Name and describe every value, in the forms that generators and docs pages read."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema["x-enum-varnames"] = [member.value for member in cls]
        schema["x-enum-descriptions"] = [f"{member.zh} {member.en}" for member in cls]
        schema["x-enumDescriptions"] = {member.value: f"{member.zh} {member.en}" for member in cls}
        rows = "\n".join(f"| {member.value} | {member.zh} | {member.en} |" for member in cls)
        schema["description"] = f"| 代码 | 含义 | Meaning |\n|---|---|---|\n{rows}"
        return schema


class Body(BaseModel):
    """Base of what callers send: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """Base of what we answer: made from rows; what has a default is always written, so generated clients see no optional fields."""

    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)


def _masked(value: object) -> object:
    """Show a secret masked; a string that is already masked passes."""
    return getattr(value, "masked", value)


Masked = Annotated[str, BeforeValidator(_masked)]
"""Personal data going out: masked, always."""
