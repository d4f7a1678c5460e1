"""The ledger to fill in (台账模板): headings, drop-downs, text columns, and a sheet that explains each column."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation

from services.intake.ledgers.columns import COLUMNS, Column
from services.intake.ledgers.reading import MOST_ROWS, SHEET
from shared.spreadsheets.neutral import neutral
from shared.spreadsheets.writing import HEADER_FILL, HEADER_FONT, REQUIRED_FILL, TEXT, column_letter

EXPLANATIONS: Final = "填写说明"
LISTS: Final = "代码表"

_NOTES: Final = (
    f"每人一行，同一户填相同的户编号；一次最多导入{MOST_ROWS}行。",
    "标题行不得改动；橙色标题的列必填。请勿合并单元格。",
    "不填表示不清楚，不会当作“没有”或“0”；确实没有的，按说明填0或“无”。",
    "一户中任何一行有误，整户退回，更正后可只导入退回的户。",
    "身份号码、银行账号、电话和代码列已设为文本，请勿改成数字，否则末几位会丢失。",
    "导入即表示申请书、承诺书和已填日期的核对授权书已由经办人取得并存档。",
)


def template(villages: Mapping[str, str]) -> bytes:
    """Return the template as .xlsx; ``villages`` are those of the official's place, by code."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET
    explanations, lists = workbook.create_sheet(EXPLANATIONS), workbook.create_sheet(LISTS)
    _write_headings(sheet)
    _write_explanations(explanations)
    choices = {column.key: column.choices for column in COLUMNS if column.choices}
    choices["division"] = tuple(f"{code} {name}" for code, name in villages.items())
    for position, (key, words) in enumerate(choices.items()):
        _write_list(sheet, lists, position, key, words)
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def _write_headings(sheet: Any) -> None:
    for position, column in enumerate(COLUMNS):
        letter = column_letter(position)
        dimension = sheet.column_dimensions[letter]
        dimension.width = column.width
        if column.as_text:
            dimension.number_format = TEXT
        cell = sheet[f"{letter}1"]
        cell.value = column.header
        cell.font, cell.fill = HEADER_FONT, REQUIRED_FILL if column.required else HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = "A2"


def _write_explanations(sheet: Any) -> None:
    for note in _NOTES:
        sheet.append([note])
    sheet.append([])
    sheet.append(["列", "是否必填", "说明"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    for column in COLUMNS:
        sheet.append([column.header, _required(column), neutral(column.hint)])
    for letter, width in (("A", 22), ("B", 12), ("C", 80)):
        sheet.column_dimensions[letter].width = width


def _required(column: Column) -> str:
    return "必填" if column.required else "可不填"


def _write_list(sheet: Any, lists: Any, position: int, key: str, words: tuple[str, ...]) -> None:
    """Write the words of one column into the sheet of lists and offer them in the ledger."""
    column = next(column for column in COLUMNS if column.key == key)
    letter = column_letter(position)
    lists.column_dimensions[letter].width = 24
    for row, word in enumerate((column.header, *words), start=1):
        lists[f"{letter}{row}"].value = neutral(word)
    if not words:
        return
    offered = DataValidation(
        type="list", formula1=f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}", allow_blank=True
    )
    offered.showErrorMessage = key not in {"programmes", "division"}
    offered.error = "请从下拉列表中选择"
    target = column_letter([column.key for column in COLUMNS].index(key))
    offered.add(f"{target}2:{target}{MOST_ROWS + 1}")
    sheet.add_data_validation(offered)
