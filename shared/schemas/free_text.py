"""What free text may not hold: numbers that are kept encrypted elsewhere, and characters that nobody sees.

Free text is shown, written into histories and kept for ever. A number has its own field, where it is sealed and masked.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, LiteralString, NamedTuple

from pydantic_core import PydanticCustomError

_GAP: Final = r"[ \t\-‐-―−]{0,3}"
"""What may stand between the digits of a number: nothing, a blank, a hyphen or a dash, or one between blanks."""


def _spread(*digits: str) -> str:
    """Return the pattern of digits that gaps may separate."""
    return _GAP.join(digits)


_ALONE: Final = r"(?<!\d)(?<!\d[\-‐-―−])"
"""No number begins in the middle of another, nor at the month of a date."""

_DIGIT: Final = r"\d"
_PROVINCES: Final = ("1[1-5]", "2[1-3]", "3[1-7]", "4[1-6]", "5[0-4]", "6[1-5]", "7[1]", "8[1-3]")
_AREA: Final = _spread(f"(?:{'|'.join(_spread(one[0], one[1:]) for one in _PROVINCES)})", *[_DIGIT] * 4)
_CENTURY: Final = f"(?:{_spread('1', '[89]')}|{_spread('2', '0')})"
_MONTH: Final = f"(?:{_spread('0', '[1-9]')}|{_spread('1', '[0-2]')})"
_DAY: Final = f"(?:{_spread('0', '[1-9]')}|{_spread('[12]', _DIGIT)}|{_spread('3', '[01]')})"
_BORN: Final = _spread(_DIGIT, _DIGIT, _MONTH, _DAY)
_OF_CERTIFICATE: Final = f"(?:{_GAP}{_spread('[1-7]', '[1-4]')})?"
"""Kind and grade, which a disability certificate (残疾人证) adds to its holder's number."""

_IDENTITY_NUMBER: Final = "|".join(
    (
        r"(?<!\d)\d{17}[\dX](?!\d)",
        _ALONE + _spread(_AREA, _CENTURY, _BORN, *[_DIGIT] * 3, r"[\dX]") + _OF_CERTIFICATE + r"(?!\d)",
        _ALONE + _spread(_AREA, _BORN, *[_DIGIT] * 3) + r"(?!\d)",
    )
)
_MOBILE_NUMBER: Final = rf"(?<!\d)(?:(?:00)?86{_GAP})?" + _spread(r"1[3-9]\d", r"\d{4}", r"\d{4}") + r"(?!\d)"
_BANK_CARD: Final = "|".join(
    # A serial number or a row of years begins with 19 or 20, which no card does.
    (
        r"(?<!\d)(?!19|20)\d{16,19}(?!\d)",
        _ALONE + r"(?!19|20)" + _spread(*[r"\d{4}"] * 4) + rf"(?:{_GAP}\d{{1,3}})?(?!\d)",
    )
)


class _Number(NamedTuple):
    """A kind of number, how it is found, and what is said of it."""

    code: LiteralString
    pattern: re.Pattern[str]
    sentence: LiteralString


_NUMBERS: Final = (
    _Number(
        "identity_number_in_text",
        re.compile(_IDENTITY_NUMBER, re.ASCII | re.IGNORECASE),
        "说明文字中不得填写公民身份号码（含15位号码、残疾人证号），请填入“公民身份号码”一项",
    ),
    _Number(
        "phone_number_in_text",
        re.compile(_MOBILE_NUMBER, re.ASCII),
        "说明文字中不得填写手机号码，请填入“联系电话”一项",
    ),
    _Number(
        "bank_card_in_text",
        re.compile(_BANK_CARD, re.ASCII),
        "说明文字中不得填写银行卡号，请填入“银行账号”一项",
    ),
)
_FEWEST_DIGITS: Final = 11
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_BREAK: Final = re.compile(r"[\t\n]")


def checked_text(value: str) -> str:
    """Return a text that may have lines, or raise where it holds what it must not."""
    return _checked(value.replace("\r\n", "\n"))


def checked_line(value: str) -> str:
    """Return a text of one line, or raise where it holds what it must not."""
    if _BREAK.search(value):
        raise PydanticCustomError("control_character", "应为一行文字，不得含换行、制表符")
    return _checked(value)


def _checked(value: str) -> str:
    if _UNSEEN.search(value):
        raise PydanticCustomError("control_character", "不得含控制字符或改变文字方向的字符")
    for number in _numbers_in(value):
        raise PydanticCustomError(number.code, number.sentence)
    return value


def _numbers_in(value: str) -> Iterator[_Number]:
    """Yield the kinds of number a text holds, however wide its digits are and whatever invisible stands between them."""
    if sum(map(str.isdecimal, value)) < _FEWEST_DIGITS:
        return
    plain = "".join(c for c in unicodedata.normalize("NFKC", value) if unicodedata.category(c) != "Cf")
    yield from (number for number in _NUMBERS if number.pattern.search(plain))
