from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from services.intake.ledgers.columns import COLUMNS
from services.intake.ledgers.payment_list import ListedPayment, payment_list
from services.intake.ledgers.reading import read_ledger
from services.intake.ledgers.refusals import RefusedRow, refusal_report
from services.intake.ledgers.template import template
from shared.spreadsheets.writing import column_letter
from tests.support.ledger import build_applicant


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def test_columns_are_lettered_past_z() -> None:
    assert [column_letter(position) for position in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_a_payee_that_looks_like_a_formula_stays_text() -> None:
    content = payment_list([ListedPayment(1, '=HYPERLINK("http://x","张")', "=1", 60_000, "2021-11", "@乡")])

    sheet = opened(content).worksheets[0]
    assert [(cell.data_type, cell.value) for cell in (sheet["B2"], sheet["C2"], sheet["F2"])] == [
        ("s", """'=HYPERLINK("http://x","张")"""),
        ("s", "'=1"),
        ("s", "'@乡"),
    ]


def test_the_sum_is_exact_to_the_fen() -> None:
    payments = [ListedPayment(position, "张建国", "6217", 10, "2021-11", "") for position in range(1, 4)]

    sheet = opened(payment_list(payments)).worksheets[0]
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == [0.1, 0.1, 0.1, 0.3]
    assert sheet["D5"].number_format == "0.00"


def test_a_line_does_not_show_its_account_in_logs() -> None:
    assert "6217" not in repr(ListedPayment(1, "张建国", "6217", 10, "2021-11", ""))


def test_a_report_has_a_line_for_each_reason() -> None:
    sheet = opened(
        refusal_report([RefusedRow(3, "=1", "姓名", "必填"), RefusedRow(3, "=1", None, "整户退回")])
    ).worksheets[0]

    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["行号", "户编号", "列", "原因"],
        [3, "'=1", "姓名", "必填"],
        [3, "'=1", None, "整户退回"],
    ]


def test_the_template_has_headings_text_columns_and_drop_downs() -> None:
    workbook = opened(template({"510411101200": "大田社区"}))

    sheet = workbook["台账"]
    assert [cell.value for cell in sheet[1]] == [column.header for column in COLUMNS]
    assert sheet.freeze_panes == "A2"
    formats = {
        column.header: sheet.column_dimensions[column_letter(n)].number_format for n, column in enumerate(COLUMNS)
    }
    assert {header for header, form in formats.items() if form == "@"} == {
        column.header for column in COLUMNS if column.as_text
    }
    offered = {str(validation.sqref): validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert len(offered) == sum(bool(column.choices) for column in COLUMNS) + 1
    assert "C2:C5001" in offered
    explained = [row[0] for row in workbook["填写说明"].iter_rows(values_only=True)]
    assert {column.header for column in COLUMNS} <= set(explained)


def test_every_drop_down_offers_what_the_ledger_takes() -> None:
    workbook = opened(template({"510411101200": "大田社区"}))

    for column in workbook["代码表"].iter_cols(values_only=True):
        reader = next(known for known in COLUMNS if known.header == column[0])
        for word in column[1:]:
            assert word is None or reader.read(word) is not None or word == "无"


def test_a_template_filled_in_is_read() -> None:
    workbook = opened(template({}))
    applicant = build_applicant()
    workbook["台账"].append([applicant.get(column.header) for column in COLUMNS])
    written = BytesIO()
    workbook.save(written)

    (row,) = read_ledger(written)

    assert (row.number, row.errors, row.values["division"]) == (2, [], applicant["村（社区）代码"])
