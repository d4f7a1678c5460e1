"""Ledgers that are none, lie, or hide something: each refused with a sentence, or told row by row and column by column."""

import re
import resource
import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.build import key
from tests.support.ledger import HEADERS, build_applicant, build_child, build_ledger
from tests.walls.bad_input.world import SECRET, World, refused

IMPORTS = "/v1/imports"
PART = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WAGES = HEADERS.index("年工资性收入") + 1
SIGNED = HEADERS.index("授权签署日期") + 1


def send(world: World, content: bytes, name: str = "台账.xlsx") -> Any:
    return world.desk.township.post(IMPORTS, files={"file": (name, content)}, headers=key())


def told(world: World, content: bytes) -> list[tuple[int, str, str]]:
    """Return row, column and code of every fault of a ledger that was read."""
    answer = send(world, content)
    assert answer.status_code == 201, answer.text
    listed = world.desk.township.get(f"{IMPORTS}/{answer.json()['id']}/rows")
    assert SECRET not in listed.text
    rows = listed.json()["items"]
    return [(row["row_number"], error["column"], error["code"]) for row in rows for error in row["errors"]]


def changed(change: Callable[[Any], None], *rows: dict[str, Any]) -> bytes:
    """Return a ledger after a change of its sheet."""
    workbook = load_workbook(BytesIO(build_ledger(*(rows or (build_applicant(), build_child())))))
    change(workbook.active)
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def with_cell(column: int, value: Any, number_format: str = "General") -> bytes:
    def change(sheet: Any) -> None:
        cell = sheet.cell(2, column)
        cell.value, cell.number_format = value, number_format

    return changed(change, build_applicant())


def repacked(content: bytes, change: Callable[[bytes], bytes], part: str = PART) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


def with_formula(shown: str) -> bytes:
    """Return a ledger whose wages are a formula, with what a spreadsheet program stored as its outcome."""
    content = with_cell(WAGES, "=1+1")
    pattern = re.compile(rb"<c ([^>]*?)(?: t=\"\w+\")?><f>1\+1</f><v ?/?>(?:</v>)?</c>")
    made = repacked(content, lambda xml: pattern.sub(rb"<c \1 " + shown.encode() + rb"</c>", xml))
    assert made != repacked(content, lambda xml: xml)
    return made


def test_merged_cells_are_told_at_every_cell_they_hide(world: World) -> None:
    merged = changed(lambda sheet: sheet.merge_cells("A2:A3"))

    assert (3, "户编号", "merged") in told(world, merged)


def test_a_merge_over_the_whole_sheet_is_told_and_not_unfolded(world: World) -> None:
    ranges = b'</sheetData><mergeCells count="1"><mergeCell ref="AZ1:XFD1048576"/></mergeCells>'
    content = build_ledger(build_applicant())

    assert told(world, repacked(content, lambda xml: xml.replace(b"</sheetData>", ranges))) == []


@pytest.mark.parametrize(
    ("shown", "faults"),
    [
        ("><f>1+1</f><v>2</v>", []),
        ("><f>1+1</f><v></v>", [(2, "年工资性收入", "formula")]),
        ("><f>1+1</f>", [(2, "年工资性收入", "formula")]),
        (' t="e"><f>1/0</f><v>#DIV/0!</v>', [(2, "年工资性收入", "formula")]),
        (' t="e"><v>#N/A</v>', [(2, "年工资性收入", "formula")]),
        (' t="str"><f>IF(A1=1,"","")</f><v></v>', []),
    ],
    ids=["computed", "not computed", "without a value", "an error", "an error alone", "computed to nothing"],
)
def test_a_formula_counts_by_what_it_shows(world: World, shown: str, faults: list[Any]) -> None:
    assert [fault for fault in told(world, with_formula(shown)) if fault[2] != "already_applied"] == faults


def test_full_width_digits_are_taken_as_narrow_ones(world: World) -> None:
    wide = build_applicant(
        户编号="Ｈ１", 年工资性收入="１０，８００．５０", 授权签署日期="２０２１年１１月１日", 车辆数="０"
    )

    answer = send(world, build_ledger(wide))

    (row,) = world.desk.township.get(f"{IMPORTS}/{answer.json()['id']}/rows").json()["items"]
    application = world.desk.township.get(f"/v1/applications/{row['application_id']}").json()
    assert (row["household_key"], row["accepted"]) == ("H1", True)
    assert application["facts"]["income_items"][0]["amount"] == "10800.50"
    assert application["members"][0]["authorised_on"] == "2021-11-01"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_cell(SIGNED, "2021/11/1"), None),
        (with_cell(SIGNED, "20211101"), None),
        (with_cell(SIGNED, date(2021, 11, 1), "yyyy-mm-dd"), None),
        (with_cell(SIGNED, 44501, 'yyyy"年"m"月"d"日"'), None),
        (with_cell(SIGNED, 44501), "day"),
        (with_cell(SIGNED, 99999999, "yyyy-mm-dd"), "day"),
        (with_cell(SIGNED, "2021-02-30"), "day"),
        (with_cell(SIGNED, 0.5, "hh:mm"), "not_text"),
    ],
    ids=["text", "eight digits", "a date", "a serial shown as a date", "a bare serial", "beyond time", "30 February", "an hour"],
)  # fmt: skip
def test_a_day_is_text_or_a_serial_that_is_shown_as_a_date(world: World, content: bytes, code: str | None) -> None:
    assert told(world, content) == ([(2, "授权签署日期", code)] if code else [])


@pytest.mark.parametrize(
    "amount", [-1, -0.01, 1.234, "1.234", "-1.00", 1e10, "10000000000", "1e3", True, "NaN", 1e300], ids=str
)
def test_an_amount_that_is_none_is_told_at_its_cell(world: World, amount: Any) -> None:
    assert told(world, with_cell(WAGES, amount)) == [(2, "年工资性收入", "money")]


def hundred_thousand_rows() -> bytes:
    required = ("户编号", "村（社区）代码", "申请理由", "申请项目", "与申请人关系", "姓名", "公民身份号码")
    headings = "".join(
        f'<c r="{chr(65 + n)}1" t="inlineStr"><is><t>{name}</t></is></c>' for n, name in enumerate(required)
    )
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}"><v>1</v></c><c r="C{r}"><v>1</v></c></row>'
        for r in range(2, 100_002)
    )
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{NAMESPACE}"><sheetData><row r="1">{headings}</row>{rows}</sheetData></worksheet>'
    return repacked(build_ledger(build_applicant()), lambda _: sheet.encode())  # fmt: skip


def test_a_hundred_thousand_rows_are_refused_in_little_memory_with_the_limit(world: World) -> None:
    content = hundred_thousand_rows()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()

    with world.unchanged():
        problem = refused(send(world, content), 400, "ledger_refused")

    assert "5000行" in problem["detail"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024  # kilobytes
    assert time.monotonic() - started < 30


def of_other_parts(**parts: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def locked() -> bytes:
    """Return a ledger whose parts are marked as locked with a password of the archive."""
    content = bytearray(build_ledger(build_applicant()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = bytes(content).find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = bytes(content).find(mark, at + 4)
    return bytes(content)


def bomb() -> bytes:
    return repacked(build_ledger(build_applicant()), lambda _: b" " * (97 * 1024 * 1024))


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet><sheetData><row r="1"><c r="A1"><v>&c;</v></c></row></sheetData></worksheet>'  # fmt: skip
NO_LEDGER: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", ".xlsx"),
    "a text renamed": (lambda: "户编号,姓名\n1,张三".encode("gbk"), ".xlsx"),
    "a page renamed": (lambda: b"<html><table></table></html>", ".xlsx"),
    "an old .xls or a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "密码"),
    "a locked archive": (locked, ".xlsx"),
    "another archive": (lambda: of_other_parts(a=b"a"), ".xlsx"),
    "half a file": (lambda: build_ledger(build_applicant())[:-500], ".xlsx"),
    "a zip bomb": (bomb, "过大"),
    "entities": (lambda: repacked(build_ledger(build_applicant()), lambda _: ENTITIES), "缺少必需的列"),
    "a broken sheet": (lambda: repacked(build_ledger(build_applicant()), lambda xml: xml[:-40]), ""),
    "a title above the headings": (lambda: changed(lambda sheet: sheet.insert_rows(1)), "缺少必需的列"),
    "no rows": (build_ledger, "没有数据行"),
    "a person's number for a heading": (
        lambda: build_ledger(build_applicant(), headers=[*HEADERS, SECRET]), "不是模板的列名",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_LEDGER)
def test_a_file_that_is_no_ledger_is_refused_whole(world: World, name: str) -> None:
    make, says = NO_LEDGER[name]

    with world.unchanged():
        problem = refused(send(world, make()), 400, "ledger_refused")

    assert says in problem["detail"]


def test_a_ledger_is_known_by_its_content_and_not_by_its_name(world: World) -> None:
    for name in ("台账.txt", "a\x00\r\n.xlsx", "../../etc/passwd", "a" * 200):
        assert send(world, build_ledger(build_applicant()), name).status_code == 201
