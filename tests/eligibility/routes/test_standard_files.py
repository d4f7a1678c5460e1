"""Standards as files: taken away, taken in as a draft, refused with the row at fault."""

import io
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.standards import draft, line, publish, publish_as_two

URL = "/v1/standard-files"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ["参数键", "参数名称", "城乡", "参数值", "失效日期", "依据条款", "依据说明"]
LINE = ["lb.line", "低保标准", "农村", "500.00", None, None, None]


def build_file(*rows: list[Any], **head: Any) -> bytes:
    """A file as an official fills it in: only what differs need be said."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "标准"
    said = {"适用区划": "510411", "标题": "农村低保标准", "文号": "试〔2021〕1号", "生效日期": "2021-10-01"} | head
    for pair in said.items():
        sheet.append(pair)
    values = workbook.create_sheet("内容")
    for row in (COLUMNS, *(rows or [LINE])):
        values.append(row)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def send(client: Any, content: bytes, path: str = "", name: str = "标准.xlsx", key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client.post(URL + path, files={"file": (name, content)}, headers=headers)


def test_a_file_becomes_a_draft_that_another_person_publishes(li, wang):
    content = build_file(
        LINE, ["lb.bands", "", None, '[{"income_below": "500.00", "per_person": "300.00"}]', *[None] * 3]
    )

    made = send(li, content, key="one")
    again = send(li, content, key="one")

    assert made.status_code == 201, made.text
    assert (made.json()["state"], again.json()["id"]) == ("DRAFT", made.json()["id"])
    assert {answer.headers["location"] for answer in (made, again)} == {f"/v1/standards/{made.json()['id']}"}
    assert [value["value"] for value in made.json()["values"]] == [
        "500.00",
        [{"income_below": "500.00", "per_person": "300.00"}],
    ]
    assert (publish(li, made).status_code, publish(wang, made).status_code) == (403, 200)


@pytest.mark.parametrize("kind", ["xlsx", "yaml"])
def test_what_is_exported_can_be_taken_in_again(li, wang, kind):
    flag = {"key": "notice.count_start_day", "value": True}
    table = {"key": "lb.bands", "value": [{"income_below": "700.00", "per_person": "300.00"}]}
    values = [line("500.00"), line("700.00", "URBAN"), flag, table, {"key": "payment.day", "value": 5}]
    publish_as_two(li, wang, division="5104", values=values)
    publish_as_two(li, wang, values=[line("600.00")])

    file = li.get(URL, params={"division": "5104", "on": "2021-11-01", "format": kind})
    made = send(li, file.content, name=f"a.{kind}")
    early = li.get(URL, params={"division": "5104", "on": "2021-09-30", "format": kind})

    assert file.status_code == 200, file.text
    assert made.status_code == 201, made.text
    written = {(value["key"], value["residence"]): value["value"] for value in made.json()["values"]}
    assert written == {(value["key"], value.get("residence")): value["value"] for value in values}
    assert send(li, early.content, name=f"a.{kind}").status_code == 400


def test_no_cell_of_an_export_is_a_formula(li, wang):
    evidence = '=HYPERLINK("http://x","y")'
    publish_as_two(li, wang, values=[line("500.00", evidence=evidence)], document="@试1号")

    file = li.get(URL, params={"division": "510411", "on": "2021-11-01"}).content

    cells = [cell for sheet in load_workbook(io.BytesIO(file)) for row in sheet for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert {"'" + evidence, "'@试1号"} <= {cell.value for cell in cells}


def test_a_dry_run_names_rows_and_what_stands_against_publishing_and_keeps_nothing(li, wang):
    publish_as_two(li, wang, values=[line("500.00")])

    lower = build_file([*LINE[:3], "499.99", *LINE[4:]], 生效日期="2022-01-01")
    good, falls = send(li, build_file(), "/checks"), send(li, lower, "/checks")
    wrong = send(li, build_file(LINE, [None] * 7, ["lb.lines", "", None, "1.00", None, None, None]), "/checks")

    assert (good.status_code, good.json()) == (200, {"value_count": 1, "against_publication": []})
    assert "下调标准须写明理由" in falls.json()["against_publication"][0]
    assert wrong.status_code == 400
    assert [error["message"] for error in wrong.json()["errors"]] == ["第4行：没有这个参数，参数键见参数字典"]
    assert [row["state"] for row in li.get("/v1/standards").json()["items"]] == ["PUBLISHED"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["lb.line", "", "农村", "500", *[None] * 3], "第2行："),
        (["lb.line", "", "城乡", "500.00", *[None] * 3], "第2行：应为下列之一"),
        (["lb.line", "", "农村", None, *[None] * 3], "第2行：必填"),
        (["lb.line", "", "农村", "500.00", "下个月", None, None], "第2行："),
        (["lb.line", "", "农村", 500.005, *[None] * 3], "第2行："),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_its_row(li, row, message):
    refused = send(li, build_file(row))

    assert refused.status_code == 400
    assert message in refused.json()["errors"][0]["message"]


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build_file())) as good, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bad:
        for part in good.infolist():
            bad.writestr(part, good.read(part))
        bad.writestr("xl/media/big.bin", b"\0" * (100 * 1024 * 1024))
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not an archive",
        b"- a list",
        b"a: &x [1]\nb: *x",
        b"title: a\ntitle: b",
        b"[" * 5000,
        b"\xff\xfe",
        b"a: " + b"x" * 300_000,
        b"!!python/object/apply:os.system ['true']",
    ],
)
def test_what_is_no_standard_is_refused_as_a_file(li, content):
    refused = send(li, content)

    assert (refused.status_code, refused.json()["code"]) == (400, "standard_file_refused")


def test_a_bomb_and_a_sheet_of_another_kind_are_refused(li):
    other = io.BytesIO()
    Workbook().save(other)

    for content in (bomb(), other.getvalue()):
        refused = send(li, content)
        assert (refused.status_code, refused.json()["code"]) == (400, "standard_file_refused")


def test_only_who_drafts_takes_in_a_file_and_only_for_his_own_place(as_, li):
    county = as_("POLICY_OFFICER", "510422")

    assert send(county, build_file()).json()["code"] == "place_not_found"
    assert send(as_("AUDITOR"), build_file()).status_code == 403
    assert draft(li).status_code == 201
    assert li.get(URL, params={"division": "510499"}).status_code == 404
