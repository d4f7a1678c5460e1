"""Writing a sheet row by row, so that a long one needs little memory (写出表格)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from shared.schemas.types import yuan
from shared.spreadsheets.neutral import neutral

TEXT: Final = "@"
"""Number format of a column whose digits are text: Excel then keeps all eighteen of them."""

MONEY: Final = "0.00"
HEADER_FONT: Final = Font(bold=True)
HEADER_FILL: Final = PatternFill("solid", fgColor="DDEBF7")
REQUIRED_FILL: Final = PatternFill("solid", fgColor="FCE4D6")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")


def new_workbook() -> Workbook:
    """Return a workbook that is written once, from the first row to the last."""
    return Workbook(write_only=True)


def new_sheet(workbook: Workbook, title: str, widths: Sequence[int], *, frozen: str | None = None) -> Any:
    """Return a new sheet with these column widths; ``frozen`` names the first cell that scrolls."""
    sheet = workbook.create_sheet(title)
    for position, width in enumerate(widths):
        sheet.column_dimensions[column_letter(position)].width = width
    if frozen is not None:
        sheet.freeze_panes = frozen
    return sheet


def column_letter(position: int) -> str:
    """Return the letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def append_header(sheet: Any, titles: Iterable[str], *, required: Sequence[bool] = ()) -> None:
    """Write the first row; what must be filled in has its own colour."""
    cells = []
    for position, title in enumerate(titles):
        cell = _cell(sheet, title)
        cell.font = HEADER_FONT
        cell.fill = REQUIRED_FILL if position < len(required) and required[position] else HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cells.append(cell)
    sheet.append(cells)


def text_cell(sheet: Any, text: str) -> Any:
    """Return a cell of text in text format, for digits that are no number."""
    cell = _cell(sheet, text)
    cell.number_format = TEXT
    return cell


def wrapped_cell(sheet: Any, text: str) -> Any:
    """Return a cell of text that breaks its lines."""
    cell = _cell(sheet, text)
    cell.alignment = _WRAPPED
    return cell


def money_cell(sheet: Any, fen: int) -> Any:
    """Return a cell with an amount in yuan, exactly."""
    cell = WriteOnlyCell(sheet, value=Decimal(yuan(fen)))  # type: ignore[arg-type]  # it writes any number
    cell.number_format = MONEY
    return cell


def _cell(sheet: Any, text: str) -> Any:
    """Return a cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=neutral(text))
    cell.data_type = "s"
    return cell


def content_of(workbook: Workbook) -> bytes:
    """Return the finished file."""
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()
