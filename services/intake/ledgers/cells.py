"""What a cell of a ledger says (单元格): one reader for each kind of column, and why it cannot be read.

Officials type as their input method lets them: full-width digits, spaces, dates in five forms. What is plain is taken;
what is doubtful is refused with a sentence that says what to do, and never with what was written.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from shared.schemas.types import LARGEST_FEN, Code

Cell = Any
"""What the reader of the file gives: text, a number, true or false, a day."""

Read = Callable[[Cell], Any]

_EXACT: Final = 10**15
"""Beyond this a spreadsheet's numbers lose digits."""

_WIDE: Final = str.maketrans(
    {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)} | {"\u3000": " ", "\u00a0": " ", "。": ".", "￥": "¥"}
)
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
_AMOUNT: Final = re.compile(r"\d{1,10}(\.\d{1,2})?", re.ASCII)
_IDENTITY_NUMBER: Final = re.compile(
    r"\d{6}((19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]|\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}(?!\d))"
)
"""What could be an identity number of 18 or 15 digits, by the date in it."""

_FIRST_DAY: Final = date(1900, 1, 1)


class WrongCell(ValueError):
    """The cell cannot be read. The sentence is for the official and never repeats the cell."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell; blank means unknown."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell: Cell) -> str:
    """Return words as they stand: NFC, trimmed, inner breaks as spaces."""
    words = cell if isinstance(cell, str) else digits(cell)
    words = " ".join(unicodedata.normalize("NFC", words).split())
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} for character in words):
        raise WrongCell("forbidden_character", "含有不可见或不允许的字符，请重新键入")
    return words


def digits(cell: Cell) -> str:
    """Return a number that is a name (身份号码、账号、电话、代码) without spaces, in narrow characters."""
    if isinstance(cell, str):
        return _narrow(cell).replace(" ", "")
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise WrongCell("not_text", "应为文本，请将单元格设为文本格式后重新填写")
    if not abs(cell) < _EXACT or cell != int(cell):
        raise WrongCell("digits_lost", "被表格软件存成了数字，末几位已丢失，请将单元格设为文本格式后重新填写")
    return str(int(cell))


def key(cell: Cell) -> str:
    """Return what ties the rows of a household together (户编号): a short mark that is no personal data."""
    mark = digits(cell)
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", mark):
        raise WrongCell("household_key", "户编号应为1至32个字母、数字、“-”或“_”")
    if _IDENTITY_NUMBER.search(mark):
        raise WrongCell("household_key", "户编号不得使用公民身份号码")
    return mark


def village(cell: Cell) -> str:
    """Return the code of a village or community; its name may follow the code."""
    code = digits(cell)[:12]
    if not re.fullmatch(r"5104\d{8}", code, re.ASCII):
        raise WrongCell("division", "应为12位村（社区）代码，可从下拉列表选择")
    return code


def day(cell: Cell) -> date:
    """Return a date, stored as one or typed."""
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        found = _typed_day(digits(cell) if not isinstance(cell, bool) else "")
    if found is None or found < _FIRST_DAY or found.year > 2199:
        raise WrongCell("day", "应为日期，如 2021-09-22")
    return found


def _typed_day(typed: str) -> date | None:
    match = _DAY.fullmatch(typed)
    if match is None:
        return None
    year, month, of_month = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def fen(cell: Cell) -> int:
    """Return an amount of yuan in whole fen; a stored number may carry the noise of binary fractions."""
    wrong = WrongCell("money", "应为不小于0的金额（元），最多两位小数")
    amount = _typed_amount(cell) if isinstance(cell, str) else _stored_amount(cell)
    if amount is None or amount < 0:
        raise wrong
    value = int(amount.scaleb(2))
    if value >= LARGEST_FEN:
        raise wrong
    return value


def _typed_amount(cell: str) -> Decimal | None:
    typed = _narrow(cell).replace(" ", "").replace(",", "").removeprefix("¥").removesuffix("元")
    return Decimal(typed) if _AMOUNT.fullmatch(typed) else None


def _stored_amount(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool):
        return None
    try:
        stored = Decimal(repr(cell))
        rounded = stored.quantize(Decimal("0.01"))
        return rounded if abs(stored - rounded) < Decimal("0.000001") else None
    except InvalidOperation:
        return None


def count(cell: Cell) -> int:
    """Return a small number of things."""
    typed = digits(cell)
    if not re.fullmatch(r"\d{1,2}", typed, re.ASCII):
        raise WrongCell("count", "应为0至99的整数")
    return int(typed)


_FLAGS: Final = {"是": True, "否": False}


def flag(cell: Cell) -> bool:
    """Return yes or no (是、否)."""
    if isinstance(cell, bool):
        return cell
    answer = _FLAGS.get(text(cell))
    if answer is None:
        raise WrongCell("flag", "应填“是”或“否”")
    return answer


def one_of(table: Mapping[str, Any], *, also: Mapping[str, Any] | None = None) -> Read:
    """Return the reader of a column whose words stand for codes; ``also`` are words that are taken but not offered."""
    known = {_narrow(label): value for label, value in (dict(also or {}) | dict(table)).items()}

    def read(cell: Cell) -> Any:
        label = _narrow(text(cell))
        if label not in known:
            raise WrongCell("choice", "应为模板下拉列表中的一项")
        return known[label]

    return read


def some_of(table: Mapping[str, Any], *, also: Mapping[str, Any] | None = None) -> Read:
    """Return the reader of a column that names one or several of a list (多项用“、”分隔)."""
    one = one_of(table, also=also)

    def read(cell: Cell) -> list[Any]:
        chosen = [one(part) for part in re.split(r"[、,;/\s]+", _narrow(text(cell))) if part]
        if not chosen or len(set(chosen)) != len(chosen):
            raise WrongCell("choice", "应为模板下拉列表中的一项或几项，不得重复")
        return chosen

    return read


def labels(codes: type[Code]) -> dict[str, Code]:
    """Return the Chinese labels of a code table, each with its code."""
    return {code.zh: code for code in codes}


def short_labels(codes: type[Code]) -> dict[str, Code]:
    """Return what else stands for a code: itself, and its label without the remark in brackets."""
    return {str(code): code for code in codes} | {code.zh.partition("（")[0]: code for code in codes}


def heading(words: str) -> str:
    """Return a heading as headings are compared: without spaces, line breaks and a star that marks what is required."""
    return "".join(_narrow(words).split()).strip("*")


def _narrow(words: str) -> str:
    """Return the words with full-width letters, digits and signs made narrow, without spaces at the ends."""
    return words.translate(_WIDE).strip()
