"""The form in which a standard travels as a file: one document, read from .xlsx or YAML and written to either.

What is read is a plain document like the body of a request; it is checked by the same schema and the same rules.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO, Final

import yaml
from python_calamine import CalamineError, CalamineWorkbook

from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.values import Unit
from services.eligibility.errors import StandardFileRefused
from shared.spreadsheets import writing
from shared.spreadsheets.archive import SpreadsheetRefused, require_spreadsheet
from shared.spreadsheets.cells import is_number, text_of

Document = dict[str, Any]

_HEAD: Final = {
    "适用区划": "division", "标题": "title", "文号": "document", "生效日期": "valid_from", "理由": "reason"
}  # fmt: skip
_COLUMNS: Final = {
    "参数键": "key", "参数名称": None, "城乡": "residence", "参数值": "value", "失效日期": "valid_to",
    "依据条款": "clause", "依据说明": "evidence",
}  # fmt: skip
_RESIDENCES: Final = {"城市": "URBAN", "农村": "RURAL"}
_HEAD_SHEET, _VALUES_SHEET = "标准", "内容"
_WIDTHS: Final = (30, 36, 8, 40, 14, 12, 50)
_MOST_ROWS: Final = 200
_LARGEST_YAML: Final = 256 * 1024
_WHOLE: Final = {Unit.WHOLE, Unit.DAYS}


@dataclass(frozen=True, slots=True)
class Read:
    """What stood in a file, and in which row each value; a YAML file has no rows."""

    document: Document
    rows: list[int]


def read(file: BinaryIO) -> Read:
    """Return what a file says, whichever of the two kinds it is; raise ``StandardFileRefused`` for anything else."""
    file.seek(0)
    is_archive = file.read(2) == b"PK"
    file.seek(0)
    return _read_sheet(file) if is_archive else Read(_read_yaml(file.read(_LARGEST_YAML + 1)), [])


class _PlainLoader(yaml.SafeLoader):
    """YAML without what could surprise: no anchors, no key twice, amounts and days as they are written."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in {"float", "timestamp"}]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: ARG002
        names = [key.value for key, _ in node.value]
        if any(not isinstance(name, str) for name in names) or len(set(names)) != len(names):
            raise yaml.YAMLError("key twice")
        return super().construct_mapping(node, deep=True)


def _read_yaml(content: bytes) -> Document:
    if len(content) > _LARGEST_YAML:
        raise StandardFileRefused(f"文件过大，YAML 文件不得超过 {_LARGEST_YAML // 1024} KB")
    try:
        document = yaml.load(content.decode("utf-8-sig"), _PlainLoader)  # noqa: S506  a narrower SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        raise StandardFileRefused("文件不是可以读取的 .xlsx 表格或 YAML 文件（UTF-8，不含重复的键和引用）") from None
    if not isinstance(document, dict):
        raise StandardFileRefused("YAML 文件应为一份标准：division、title、document、valid_from、values")
    return document


def _read_sheet(file: BinaryIO) -> Read:
    try:
        unreadable = require_spreadsheet(file)
        with CalamineWorkbook.from_filelike(file) as workbook:
            head = list(workbook.get_sheet_by_name(_HEAD_SHEET).iter_rows())
            body = workbook.get_sheet_by_name(_VALUES_SHEET)
            rows = list(body.iter_rows())
            first_row = body.start[0] if body.start else 0
    except SpreadsheetRefused as refused:
        raise StandardFileRefused(str(refused)) from None
    except CalamineError:
        raise StandardFileRefused(
            f"表格应有“{_HEAD_SHEET}”和“{_VALUES_SHEET}”两个工作表，可先导出一份作为模板"
        ) from None
    if unreadable:
        raise StandardFileRefused(f"表格中有出错或尚未计算的公式（{min(unreadable)}），请改为文字后再导入")
    values = list(_values(rows, first_row))
    document = {_HEAD[name]: text_of(row[1]) for row in head if (name := text_of(row[0])) in _HEAD and _filled(row)}
    return Read(document | {"values": [value for _, value in values]}, [number for number, _ in values])


def _filled(row: list[Any]) -> bool:
    return len(row) > 1 and bool(text_of(row[1]))


def _values(rows: list[list[Any]], first_row: int) -> Iterator[tuple[int, Document]]:
    titles = [text_of(cell) for cell in rows[0]] if rows else []
    wrong = [title for title in _COLUMNS if titles.count(title) != 1]
    if wrong:
        raise StandardFileRefused(f"“{_VALUES_SHEET}”第{first_row + 1}行应为列名，缺少或重复：{'、'.join(wrong)}")
    if len(rows) > _MOST_ROWS + 1:
        raise StandardFileRefused(f"一份标准最多 {_MOST_ROWS} 行")
    for number, row in enumerate(rows[1:], start=first_row + 2):
        cells = {name: cell for title, cell in zip(titles, row, strict=False) if (name := _COLUMNS.get(title))}
        if any(text_of(cell) for cell in cells.values()):
            yield number, _value(cells)


def _value(cells: dict[str, Any]) -> Document:
    found: Document = {name: text_of(cell) for name, cell in cells.items() if text_of(cell)}
    if "residence" in found:
        found["residence"] = _RESIDENCES.get(found["residence"], found["residence"])
    if "value" in found:
        found["value"] = _as_written(found.get("key", ""), cells["value"])
    return found


def _as_written(key: str, cell: Any) -> Any:
    """Return a value as its key writes it: a whole number, yes or no, a table, else text."""
    definition, text = PARAMETERS.get(key), text_of(cell)
    if definition is None:
        return text
    if definition.unit in _WHOLE and text.isascii() and text.isdigit():
        return int(text)
    if definition.unit is Unit.FLAG and text in {"是", "否"}:
        return text == "是"
    if definition.unit is Unit.TABLE:
        with suppress(ValueError, RecursionError):
            return json.loads(text)
    if definition.unit is Unit.FEN and is_number(cell):
        return _yuan_in(text)
    return text


def _yuan_in(number: str) -> str:
    """Return an amount that a spreadsheet keeps as a number; one with parts of a fen stays as it is, and is refused."""
    amount = Decimal(number)
    rounded = amount.quantize(Decimal("0.01"))
    return str(rounded) if rounded == amount else number


def as_yaml(document: Document) -> bytes:
    """Return a document as YAML, in its own order."""
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()


def as_sheet(document: Document) -> bytes:
    """Return a document as .xlsx: the head on one sheet, a row for each value on another; no cell is ever a formula."""
    workbook = writing.new_workbook()
    head = writing.new_sheet(workbook, _HEAD_SHEET, (14, 60))
    for title, name in _HEAD.items():
        head.append([writing.text_cell(head, title), writing.text_cell(head, str(document.get(name) or ""))])
    sheet = writing.new_sheet(workbook, _VALUES_SHEET, _WIDTHS, frozen="A2")
    writing.append_header(sheet, _COLUMNS, required=(True, False, False, True, False, False, False))
    for value in document["values"]:
        sheet.append([writing.text_cell(sheet, text) for text in _cells(value)])
    return writing.content_of(workbook)


def _cells(value: Document) -> Iterator[str]:
    residences = {code: word for word, code in _RESIDENCES.items()}
    for title, name in _COLUMNS.items():
        if name is None:
            yield PARAMETERS[value["key"]].title
        elif name == "value":
            yield _shown(value[name])
        else:
            found = value.get(name) or ""
            yield residences.get(found, found) if title == "城乡" else found


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
