"""Values as rules see them (whole numbers) and as people write them (strings of yuan, dates, codes)."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

FRACTION = 1000
"""Ratios are permille."""

LARGEST = 10**12
"""Bound of every amount in fen, so that no product of the rules leaves 64 bits."""

_YUAN = re.compile(r"\d{1,10}\.\d{2}", re.ASCII)
_RATIO = re.compile(r"\d{1,6}(\.\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Unit(StrEnum):
    """What a whole number of the data dictionary means."""

    FEN = "FEN"
    PERMILLE = "PERMILLE"
    WHOLE = "WHOLE"
    ENUM = "ENUM"
    DAYS = "DAYS"
    FLAG = "FLAG"
    DATE = "DATE"
    MONTH = "MONTH"
    TABLE = "TABLE"
    TEXT = "TEXT"


Fen = Annotated[int, Unit.FEN]
"""An amount of money (金额, 分)."""
Permille = Annotated[int, Unit.PERMILLE]
"""A ratio (千分数)."""
Whole = Annotated[int, Unit.WHOLE]
"""A count (个数)."""
DayNumber = Annotated[int, Unit.DATE]
"""A date as the whole number 20211115, which compares as the date does (日期)."""
Text = Annotated[str, Unit.TEXT]
"""A code somebody wrote, such as that of a local list: a rule may name it in its sentence and does nothing else with it."""
Month = Annotated[int, Unit.MONTH]
"""A month, counted as year × 12 + month − 1 (月份)."""


def yuan(fen: int) -> str:
    """Return fen as a decimal string of yuan, exactly: 123456 → ``"1234.56"``."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def fen(text: object) -> int:
    """Return a decimal string of yuan with two places in fen."""
    if not isinstance(text, str) or not _YUAN.fullmatch(text):
        raise ValueError('金额应为两位小数的字符串，如 "600.00"')
    amount = int(text.replace(".", ""))
    if amount > LARGEST:
        raise ValueError("金额不得超过一百亿元")
    return amount


def permille(text: object) -> int:
    """Return a ratio written as a decimal with up to three places (``"2.0"``) in permille."""
    if not isinstance(text, str) or not _RATIO.fullmatch(text):
        raise ValueError('比例应为至多三位小数的字符串，如 "2.0"')
    whole, _, rest = text.partition(".")
    return int(whole) * FRACTION + int(rest.ljust(3, "0"))


def ratio(value: int) -> str:
    """Return permille as a decimal string: 2000 → ``"2.0"``."""
    whole, rest = divmod(value, FRACTION)
    return f"{whole}.{f'{rest:03d}'.rstrip('0') or '0'}"


def day_number(day: date) -> int:
    """Return a date as the whole number 20211115, which compares as the date does."""
    return day.year * 10000 + day.month * 100 + day.day


def month_number(day: date) -> int:
    """Return the month of a date as a whole number that can be counted on."""
    return day.year * 12 + day.month - 1


def month_text(month: int) -> str:
    """Return a counted month as ``"2022-01"``."""
    year, index = divmod(month, 12)
    return f"{year:04d}-{index + 1:02d}"


def _day(text: object) -> int:
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise ValueError('日期应为 "2021-09-22" 格式的字符串')
    return day_number(date.fromisoformat(text))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 2**31 - 1:
        raise ValueError("应为非负整数")
    return value


def _flag(value: object) -> int:
    if not isinstance(value, bool):
        raise ValueError("应为 true 或 false")  # noqa: TRY004  what an officer wrote is wrong, not our code
    return int(value)


def _choice(value: object, choices: Mapping[str, int]) -> int:
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"应为 {'、'.join(choices)} 之一")
    return choices[value]


def to_whole(value: object, unit: Unit, choices: Mapping[str, int]) -> int:
    """Return a written value as the whole number rules reckon with; ValueError says in Chinese what is wrong."""
    readers: dict[Unit, Any] = {Unit.FEN: fen, Unit.PERMILLE: permille, Unit.DATE: _day, Unit.FLAG: _flag}
    if unit is Unit.ENUM:
        return _choice(value, choices)
    return int(readers.get(unit, _whole)(value))


def to_text(value: int, unit: Unit, choices: Mapping[str, int]) -> str | int | bool:
    """Return a whole number as people write it: the inverse of ``to_whole``."""
    if unit is Unit.ENUM:
        return next((name for name, number in choices.items() if number == value), value)
    writer = _WRITERS.get(unit)
    return value if writer is None else writer(value)


def _day_text(number: int) -> str:
    return f"{number // 10000:04d}-{number // 100 % 100:02d}-{number % 100:02d}" if number else "无"


_WRITERS: dict[Unit, Callable[[int], str | bool]] = {
    Unit.FEN: yuan,
    Unit.PERMILLE: ratio,
    Unit.MONTH: month_text,
    Unit.FLAG: bool,
    Unit.DATE: _day_text,
}
