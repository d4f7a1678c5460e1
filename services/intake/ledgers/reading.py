"""Reading a ledger (读取台账): the file, its headings, its rows. A row is a mapping of column to value, with its errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from services.intake.errors import LedgerRefused
from services.intake.ledgers import cells
from services.intake.ledgers.columns import BY_KEY, COLUMNS, Column
from services.intake.ledgers.refusals import RowError
from shared.spreadsheets.archive import SpreadsheetRefused, SpreadsheetTooLarge, require_spreadsheet
from shared.spreadsheets.writing import column_letter

SHEET: Final = "台账"
MOST_ROWS: Final = 5000
_TOO_LARGE: Final = f"表格过大，一次最多导入{MOST_ROWS}行，请把数据复制到新的模板中，分批导入"

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of merged cells, counted from 0."""

_BY_HEADER: Final = {cells.heading(column.header): column for column in COLUMNS}


@dataclass(slots=True)
class LedgerRow:
    """One person's row: what could be read, and what could not."""

    number: int
    """As the spreadsheet numbers it."""
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, key: str | None, code: str, message: str) -> None:
        """Note why the row cannot be taken in."""
        self.errors.append(RowError(self.number, BY_KEY[key].header if key else None, code, message))


@dataclass(frozen=True, slots=True)
class HiddenCells:
    """Cells that read as blank and are not: formulas that show nothing, and all but the first of merged ones."""

    unreadable: frozenset[str]
    merged: list[Range]
    offset: int
    """Blank columns before the first, which the reader leaves out."""

    def at(self, number: int, position: int) -> tuple[str, str] | None:
        """Return code and sentence for what a blank cell hides; None where it is blank indeed."""
        column = position + self.offset
        if f"{column_letter(column)}{number}" in self.unreadable:
            return "formula", "公式出错或尚未计算，请改为数值或文字后重新填写"
        if any(top <= number - 1 <= low and left <= column <= right for (top, left), (low, right) in self.merged):
            return "merged", "单元格是合并的，请取消合并并逐行填写"
        return None


def read_ledger(file: BinaryIO) -> Iterator[LedgerRow]:
    """Yield the rows that are not blank; raise ``LedgerRefused`` for a file that is no ledger or has too many."""
    unreadable = _looked_through(file)
    with _opened(file) as sheet:
        rows = sheet.iter_rows()
        offset = sheet.start[1] if sheet.start else 0
        columns = _columns_of(next(rows, []), offset=offset)
        hidden = HiddenCells(unreadable, _merged(sheet), offset)
        found = 0
        for number, row in enumerate(rows, start=2):
            if all(cells.is_blank(cell) for cell in row):
                continue
            found += 1
            if found > MOST_ROWS:
                raise LedgerRefused(f"一次最多导入{MOST_ROWS}行，请分批导入")
            yield _read_row(number, row, columns, hidden)
    if not found:
        raise LedgerRefused("台账中没有数据行")


def _looked_through(file: BinaryIO) -> frozenset[str]:
    try:
        return require_spreadsheet(file)
    except SpreadsheetTooLarge:
        raise LedgerRefused(_TOO_LARGE) from None
    except SpreadsheetRefused as refused:
        raise LedgerRefused(str(refused)) from None


@contextmanager
def _opened(file: BinaryIO) -> Iterator[CalamineSheet]:
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            name = SHEET if SHEET in workbook.sheet_names else workbook.sheet_names[0]
            sheet = workbook.get_sheet_by_name(name)
    except (CalamineError, IndexError):
        raise LedgerRefused("文件不是可以读取的 .xlsx 表格，请从模板另存为 .xlsx 后再导入") from None
    yield sheet


def _columns_of(headings: list[Any], *, offset: int) -> Mapping[int, Column]:
    """Return which column stands where; headings that are not the template's are named by their letter, not repeated."""
    found: dict[int, Column] = {}
    wrong: list[str] = []
    for position, heading in enumerate(headings):
        column = _BY_HEADER.get(cells.heading(heading)) if isinstance(heading, str) else None
        if column is not None and column not in found.values():
            found[position] = column
        elif not cells.is_blank(heading):
            wrong.append(column_letter(position + offset))
    if wrong:
        raise LedgerRefused(f"第1行应为模板的列名，{'、'.join(wrong[:20])}列不是模板的列名或者重复")
    missing = [column.header for column in COLUMNS if column.required and column not in found.values()]
    if missing:
        raise LedgerRefused(f"缺少必需的列：{'、'.join(missing)}")
    return found


def _merged(sheet: CalamineSheet) -> list[Range]:
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > MOST_ROWS:
        raise LedgerRefused("合并单元格过多，请取消合并并逐行填写后再导入")
    return ranges


def _read_row(number: int, row: list[Any], columns: Mapping[int, Column], hidden: "HiddenCells") -> LedgerRow:
    read = LedgerRow(number)
    for position, cell in enumerate(row):
        column = columns.get(position)
        if cells.is_blank(cell):
            if column is not None and (why := hidden.at(number, position)):
                read.refuse(column.key, *why)
            continue
        if column is None:
            read.refuse(None, "outside", "数据超出了模板的列")
            continue
        try:
            read.values[column.key] = column.read(cell)
        except cells.WrongCell as error:
            read.refuse(column.key, error.code, str(error))
    return read
