from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from shared.audit import AuditEntry
from shared.events import Event
from tests.support.build import build_id_number, key
from tests.support.desk import COUNTY, TOWNSHIP, Desk
from tests.support.ledger import build_applicant, build_child, build_ledger

IMPORTS = "/v1/imports"


def send(desk: Desk, content: bytes, *, client: Any = None, headers: Any = None) -> Any:
    return (client or desk.township).post(IMPORTS, files={"file": ("台账.xlsx", content)}, headers=headers or key())


def sent(desk: Desk, *rows: dict[str, Any]) -> Any:
    response = send(desk, build_ledger(*rows))
    assert response.status_code == 201, response.text
    return response.json()


def rows_of(desk: Desk, batch: Any, query: str = "") -> Any:
    return desk.township.get(f"{IMPORTS}/{batch['id']}/rows{query}").json()["items"]


def total(desk: Desk, path: str) -> int:
    count: int = desk.township.get(f"{path}?include=total").json()["total"]
    return count


def test_a_household_becomes_an_application_as_at_the_counter(desk: Desk) -> None:
    batch = sent(desk, build_applicant(存款=1200.5, 车辆数=1), build_child())

    assert (batch["row_count"], batch["accepted_count"], batch["refused_count"]) == (2, 2, 0)
    (application_id,) = {row["application_id"] for row in rows_of(desk, batch)}
    application = desk.township.get(f"/v1/applications/{application_id}").json()
    assert (application["channel"], application["state"], application["programmes"]) == ("IMPORT", "DRAFT", ["DIBAO"])
    assert [document["kind"] for document in application["documents"]] == [
        "APPLICATION_FORM", "COMMITMENT", "AUTHORISATION",
    ]  # fmt: skip
    assert [member["authorised_on"] for member in application["members"]] == ["2021-11-01", None]
    facts = application["facts"]
    assert (facts["residence"], facts["applicant"]) == ("RURAL", "M1")
    assert facts["members"][1]["relation"] == "CHILD"
    assert facts["members"][1]["birth_date"] == "2009-09-20"
    assert [(item["kind"], item["person"], item["amount"]) for item in facts["income_items"]] == [
        ("WAGES", "M1", "10800.00")
    ]
    assert [(asset["kind"], asset["value"]) for asset in facts["assets"]] == [("DEPOSIT", "1200.50"), ("VEHICLE", None)]


def test_an_imported_application_can_be_handed_in(desk: Desk) -> None:
    batch = sent(desk, build_applicant(), build_child())
    (application_id,) = {row["application_id"] for row in rows_of(desk, batch)}

    assert desk.must(desk.township, {"id": application_id}, "SUBMIT")["state"] == "SUBMITTED"


def test_a_wrong_row_refuses_its_household_and_no_other(desk: Desk) -> None:
    wrong = build_applicant("H2", 公民身份号码="510411197603120011", 姓名="李秀英")
    batch = sent(desk, build_applicant("H1"), wrong, build_child("H2"))

    assert (batch["accepted_count"], batch["refused_count"]) == (1, 2)
    first, second, third = rows_of(desk, batch)
    assert (first["row_number"], first["accepted"], first["errors"]) == (2, True, [])
    assert (second["row_number"], second["household_key"], second["application_id"]) == (3, "H2", None)
    assert [(error["column"], error["code"]) for error in second["errors"]] == [
        ("公民身份号码", "identity_number_check_digit")
    ]
    assert [error["message"] for error in third["errors"]] == ["同户第3行有误，整户退回"]
    assert [row["row_number"] for row in rows_of(desk, batch, "?accepted=false")] == [3, 4]
    assert total(desk, "/v1/applications") == 1
    assert total(desk, "/v1/people") == 1


def test_every_fault_of_a_household_is_told_at_once(desk: Desk) -> None:
    applicant = build_applicant() | {"村（社区）代码": "5104", "存款": None, "申请理由": None}
    child = build_child(姓名="小", 学段="幼儿园", 年工资性收入=-1, 联系电话="不详")

    batch = sent(desk, applicant, child)

    first, second = rows_of(desk, batch)
    assert {error["column"] for error in first["errors"]} == {"村（社区）代码", "存款", "申请理由"}
    assert {error["column"] for error in second["errors"]} == {"学段", "年工资性收入"}


@pytest.mark.parametrize(
    ("but", "column"),
    [
        ({"姓名": "张"}, "姓名"),
        ({"联系电话": "不详"}, "联系电话"),
        ({"银行账号": "1234567"}, "银行账号"),
        ({"村（社区）代码": "510421101200"}, "村（社区）代码"),
        ({"村（社区）代码": "510411101999"}, "村（社区）代码"),
        ({"申请理由": "张三，身份证号510411197603120037"}, "申请理由"),
        ({"公民身份号码": build_id_number("20991231")}, "公民身份号码"),
    ],
    ids=["name", "phone", "account", "another county", "no such village", "number in free text", "not yet born"],
)
def test_what_the_counter_refuses_is_told_about_its_cell(desk: Desk, but: dict[str, Any], column: str) -> None:
    batch = sent(desk, build_applicant(**but))

    (row,) = rows_of(desk, batch)
    assert [error["column"] for error in row["errors"]] == [column]
    assert not row["errors"][0]["message"].isascii()
    assert total(desk, "/v1/applications") == 0


def test_no_error_repeats_a_number_or_a_name(desk: Desk) -> None:
    number = "510411197603120011"
    batch = sent(desk, build_applicant(number, 公民身份号码=number, 姓名="张建国1"))

    told = desk.township.get(f"{IMPORTS}/{batch['id']}/rows").text
    assert number not in told
    assert "张建国" not in told
    assert rows_of(desk, batch)[0]["household_key"] == ""


def test_the_same_file_again_doubles_nothing(desk: Desk) -> None:
    content = build_ledger(build_applicant(), build_child())
    first = send(desk, content)

    again = send(desk, content)

    assert (first.json()["accepted_count"], again.json()["refused_count"]) == (2, 2)
    assert first.json()["sha256"] == again.json()["sha256"]
    assert rows_of(desk, again.json())[0]["errors"] == [
        {"column": None, "code": "already_applied", "message": "该家庭已有同一救助项目的在办申请"}
    ]
    assert total(desk, "/v1/applications") == 1


def test_the_same_key_again_imports_once(desk: Desk) -> None:
    content, once = build_ledger(build_applicant()), key()

    first, again = send(desk, content, headers=once), send(desk, content, headers=once)
    other = send(desk, build_ledger(build_applicant("H9")), headers=once)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json()["id"] == again.json()["id"]
    assert first.headers["location"] == f"{IMPORTS}/{first.json()['id']}"
    missing = desk.township.post(IMPORTS, files={"file": ("a.xlsx", content)})
    assert missing.json()["code"] == "idempotency_key_missing"


@pytest.mark.parametrize("content", [b"", b"id,name\n1,2", b"PK\x03\x04broken"], ids=["empty", "csv", "broken archive"])
def test_a_file_that_is_no_spreadsheet_is_refused_whole(desk: Desk, content: bytes) -> None:
    refused = send(desk, content)

    assert (refused.status_code, refused.json()["code"]) == (400, "ledger_refused")
    assert total(desk, IMPORTS) == 0


def test_a_file_over_ten_megabytes_is_refused(desk: Desk) -> None:
    assert send(desk, b"PK\x03\x04" + b"x" * (10 * 1024 * 1024 + 20_000)).status_code == 413


def test_only_those_who_import_see_imports_of_their_place(desk: Desk) -> None:
    batch = sent(desk, build_applicant())
    neighbour = desk.client("TOWNSHIP_OFFICER", "510411102", "neighbour-1")

    for path in ("", "/rows", "/report"):
        assert neighbour.get(f"{IMPORTS}/{batch['id']}{path}").status_code == 404
        assert desk.leader.get(f"{IMPORTS}/{batch['id']}{path}").status_code == 403
    assert neighbour.get(IMPORTS).json()["items"] == []
    assert desk.county.get(f"{IMPORTS}/{batch['id']}").json() == batch
    assert send(desk, build_ledger(build_applicant()), client=desk.leader).status_code == 403
    assert desk.township.get(f"{IMPORTS}/{uuid4()}").status_code == 404


def test_a_township_cannot_import_for_another(desk: Desk) -> None:
    neighbour = desk.client("TOWNSHIP_OFFICER", "510411102", "neighbour-1")

    refused = send(desk, build_ledger(build_applicant()), client=neighbour).json()

    (row,) = neighbour.get(f"{IMPORTS}/{refused['id']}/rows").json()["items"]
    assert [(error["column"], error["code"]) for error in row["errors"]] == [("村（社区）代码", "division")]


def test_an_import_is_audited_and_told_without_personal_data(desk: Desk) -> None:
    batch = sent(desk, build_applicant(), build_applicant("H2", 姓名=None))

    with desk.city.session("intake") as session:
        (event,) = session.scalars(select(Event).where(Event.type == "cn.doudi.import.finished.v1"))
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "import.finished"))
    assert event.data == {"import_id": batch["id"], "rows": 2, "accepted": 1, "refused": 1}
    assert (entry.subject, entry.new["sha256"]) == ("township-1", batch["sha256"])


def test_the_report_lists_each_reason_with_its_row(desk: Desk) -> None:
    batch = sent(desk, build_applicant("H1"), build_applicant("H2", 姓名=None), build_child("H2"))

    answer = desk.township.get(f"{IMPORTS}/{batch['id']}/report")

    assert answer.headers["content-disposition"] == f'attachment; filename="import-{batch["id"]}.xlsx"'
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["行号", "户编号", "列", "原因"],
        [3, "H2", "姓名", "必填"],
        [4, "H2", None, "同户第3行有误，整户退回"],
    ]


def test_the_template_offers_the_villages_of_ones_own_place(desk: Desk) -> None:
    answer = desk.township.get(f"{IMPORTS}/template")
    of_county = desk.client("COUNTY_OFFICER", COUNTY, "county-1").get(f"{IMPORTS}/template")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="ledger-template.xlsx"'
    own, all_of_county = villages(answer.content), villages(of_county.content)
    assert own
    assert all(village.startswith(TOWNSHIP) for village in own)
    assert len(all_of_county) > len(own)


def villages(content: bytes) -> list[str]:
    lists = load_workbook(BytesIO(content))["代码表"]
    (column,) = [column for column in lists.iter_cols(values_only=True) if column[0] == "村（社区）代码"]
    return [str(village) for village in column[1:] if village]


def test_the_template_filled_in_is_taken_in(desk: Desk) -> None:
    workbook = load_workbook(BytesIO(desk.township.get(f"{IMPORTS}/template").content))
    sheet = workbook["台账"]
    headers = [cell.value for cell in sheet[1]]
    applicant = build_applicant(**{"村（社区）代码": villages(desk.township.get(f"{IMPORTS}/template").content)[0]})
    for row in (applicant, build_child()):
        sheet.append([row.get(str(header)) for header in headers])
    written = BytesIO()
    workbook.save(written)

    answer = send(desk, written.getvalue())

    assert (answer.status_code, answer.json()["accepted_count"]) == (201, 2)
