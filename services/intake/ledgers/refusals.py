"""What a ledger row is refused for, and the report of it (退回清单). Never the refused content itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.spreadsheets.writing import append_header, content_of, new_sheet, new_workbook, text_cell, wrapped_cell

HEADERS: Final = ("行号", "户编号", "列", "原因")
_WIDTHS: Final = (8, 16, 24, 80)


@dataclass(frozen=True, slots=True)
class RowError:
    """One reason why a row is refused; ``column`` is its heading, None when no single cell is at fault."""

    row: int
    column: str | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A line of the report."""

    row: int
    household_key: str
    column: str | None
    message: str


def refusal_report(refused: Iterable[RefusedRow]) -> bytes:
    """Return the report as .xlsx, one line for each reason."""
    workbook = new_workbook()
    sheet = new_sheet(workbook, "退回清单", _WIDTHS, frozen="A2")
    append_header(sheet, HEADERS)
    for reason in refused:
        sheet.append(
            [
                reason.row,
                text_cell(sheet, reason.household_key),
                text_cell(sheet, reason.column or ""),
                wrapped_cell(sheet, reason.message),
            ]
        )
    return content_of(workbook)
