import zipfile
from io import BytesIO
from typing import Any

import pytest

from services.intake.errors import LedgerRefused
from services.intake.ledgers.reading import LedgerRow, read_ledger
from shared.spreadsheets import archive
from tests.support.ledger import HEADERS, build_applicant, build_child, build_ledger


def read(content: bytes) -> list[LedgerRow]:
    return list(read_ledger(BytesIO(content)))


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Return the file with parts replaced or added; a dot in a name stands for a slash, as in ``xl.a_xml``."""
    changed = {name.replace(".", "/").replace("_", "."): part for name, part in parts.items()}
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            new.writestr(name, part)
    return written.getvalue()


def refusal_of(content: bytes) -> str:
    with pytest.raises(LedgerRefused) as refused:
        read(content)
    return str(refused.value)


SHEET = "xl.worksheets.sheet1_xml"


def sheet_xml(cells: str) -> bytes:
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{name}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    rows = read(build_ledger(build_applicant(), {}, build_child()))

    assert [row.number for row in rows] == [2, 4]
    assert rows[0].values["name"] == "张建国"
    assert rows[0].errors == []


def test_a_blank_cell_is_unknown_and_nought_is_nought() -> None:
    (row,) = read(build_ledger(build_applicant(存款=0, 车辆数=None, 住址="  ")))

    assert row.values["deposits"] == 0
    assert "vehicles" not in row.values
    assert "address" not in row.values


def test_headings_may_stand_in_any_order_and_facts_may_be_left_out() -> None:
    headers = [header for header in reversed(HEADERS) if header not in {"住址", "学段"}]

    (row,) = read(build_ledger(build_applicant(), headers=headers))

    assert row.values["name"] == "张建国"
    assert "student_level" not in row.values


def test_a_heading_is_known_by_its_words(tmp_path: Any) -> None:
    headers = [{"村（社区）代码": " 村(社区)\n代码*"}.get(header, header) for header in HEADERS]
    row = build_applicant()
    row[" 村(社区)\n代码*"] = row["村（社区）代码"]

    (read_row,) = read(build_ledger(row, headers=headers))

    assert read_row.values["division"] == row["村（社区）代码"]


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ([*HEADERS, "张建国"], "不是模板的列名"),
        ([*HEADERS, "姓名"], "重复"),
        ([header for header in HEADERS if header != "姓名"], "缺少必需的列：姓名"),
    ],
    ids=["unknown", "twice", "missing"],
)
def test_headings_that_are_not_the_templates_are_refused_without_being_repeated(headers: list[str], says: str) -> None:
    told = refusal_of(build_ledger(build_applicant(), headers=headers))

    assert says in told
    assert "张建国" not in told


def test_a_value_beside_the_columns_is_told() -> None:
    headers = [*HEADERS, None]

    (row,) = read(build_ledger(build_applicant() | {None: "x"}, headers=headers))  # type: ignore[arg-type]

    assert [(error.column, error.code) for error in row.errors] == [(None, "outside")]


def test_the_sheet_named_ledger_is_read_wherever_it_stands() -> None:
    assert read(build_ledger(build_applicant(), title="Sheet1"))


def test_a_ledger_without_rows_is_refused() -> None:
    assert "没有数据行" in refusal_of(build_ledger())


@pytest.mark.parametrize(("rows", "taken"), [(4999, True), (5000, True), (5001, False)])
def test_five_thousand_rows_are_the_most(rows: int, taken: bool) -> None:
    content = build_ledger(*({"户编号": str(number)} for number in range(rows)))

    if taken:
        assert len(read(content)) == rows
    else:
        assert "5000行" in refusal_of(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"PK\x03\x04" + b"x" * 100, b"\xd0\xcf\x11\xe0", b"<html>"],
    ids=["empty", "magic alone", "noise", "old format", "html"],
)
def test_what_is_no_xlsx_is_refused(content: bytes) -> None:
    assert ".xlsx" in refusal_of(content)


def test_an_archive_of_something_else_is_refused() -> None:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as other:
        other.writestr("a.txt", "a")

    assert ".xlsx" in refusal_of(written.getvalue())


def test_a_workbook_with_macros_is_refused() -> None:
    assert "宏" in refusal_of(repacked(build_ledger(build_applicant()), **{"xl.vbaProject_bin": b"x"}))


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    bomb = repacked(build_ledger(build_applicant()), **{"xl.bomb_xml": b" " * (97 * 1024 * 1024)})

    assert len(bomb) < 1024 * 1024
    assert "过大" in refusal_of(bomb)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(repacked(build_ledger(build_applicant()), **{"xl.bomb_xml": b" " * (97 * 1024 * 1024)}))
    size = (97 * 1024 * 1024).to_bytes(4, "little")
    lying = bytes(bomb).replace(size, (10).to_bytes(4, "little"))

    assert lying != bytes(bomb)
    assert refusal_of(lying)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'/></row><row r='1048576'><c t='n'\n r = 'xfd1048576'><v>1</v></c></row>",
    ],
    ids=["plain", "other quotes and case"],
)
def test_a_cell_far_out_is_refused_before_the_empty_ones_are_made(cells: str) -> None:
    assert "过大" in refusal_of(repacked(build_ledger(build_applicant()), **{SHEET: sheet_xml(cells)}))


def test_a_cell_that_does_not_say_where_it_stands_is_refused() -> None:
    cells = '<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'

    assert ".xlsx" in refusal_of(repacked(build_ledger(build_applicant()), **{SHEET: sheet_xml(cells)}))


def test_cells_are_found_across_the_pieces_in_which_a_part_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = build_ledger(*(build_applicant(str(number)) for number in range(20)))

    for piece in (7, 64, 1000):
        monkeypatch.setattr(archive, "_PIECE", piece)
        archive.require_spreadsheet(BytesIO(content))
