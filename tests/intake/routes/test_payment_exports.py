from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select

from services.intake.models.people import Disclosure
from shared.audit import AuditEntry
from shared.events import Event
from tests.support.desk import Desk
from tests.support.payroll import open_benefit, paid, proposed, sent, stepped

BATCHES = "/v1/payment-batches"


def test_the_bank_gets_full_accounts_as_text_and_the_sum(desk: Desk) -> None:
    open_benefit(desk, name="张建国", amount=60_001)
    open_benefit(desk, name="李秀英", amount=40_000, household={"bank_account": None})
    open_benefit(desk, name="王德全", amount=32_050)
    batch = sent(desk)

    answer = desk.county.post(f"{BATCHES}/{batch['id']}/exports")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["content-disposition"] == f'attachment; filename="{batch["number"]}.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["序号", "户名", "银行账号", "金额", "月份", "乡镇"]
    assert [row[:5] for row in rows[1:-1]] == [
        [1, "张建国", "6217000000000000001", 600.01, "2021-11"],
        [3, "王德全", "6217000000000000001", 320.5, "2021-11"],
    ]
    assert rows[1][5]
    assert (rows[-1][0], rows[-1][3]) == ("合计", 920.51)
    assert sheet["C2"].number_format == "@"


def test_every_export_is_answerable_to_everybody_in_it(desk: Desk) -> None:
    open_benefit(desk, name="张建国")
    open_benefit(desk, name="李秀英", household={"account_holder": "王德全"})
    open_benefit(desk, name="阿依古丽", household={"bank_account": None})
    batch = sent(desk)

    for _ in range(2):
        assert desk.county.post(f"{BATCHES}/{batch['id']}/exports").status_code == 200

    with desk.city.session("intake") as session:
        looks = list(session.scalars(select(Disclosure)))
        entries = list(session.scalars(select(AuditEntry).where(AuditEntry.action == "payment_batch.disclosed")))
    assert len(looks) == 4
    assert len({look.person_id for look in looks}) == 2
    assert {(look.purpose, look.subject, tuple(look.fields)) for look in looks} == {
        ("PAYMENT", "county-1", ("bank_account",))
    }
    assert [entry.new for entry in entries] == [{"purpose": "PAYMENT", "people": 2, "lines": 2}] * 2


def test_a_batch_that_was_not_exported_has_no_list(desk: Desk) -> None:
    open_benefit(desk)
    batch = proposed(desk)

    refused = desk.county.post(f"{BATCHES}/{batch['id']}/exports")

    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")


def test_no_account_stands_in_audit_events_or_history(desk: Desk) -> None:
    open_benefit(desk)
    batch = sent(desk)
    desk.county.post(f"{BATCHES}/{batch['id']}/exports")
    stepped(desk.county, batch, "RECORD_RESULTS", lines=[paid(1)])

    with desk.city.session("intake") as session:
        written = [str((entry.old, entry.new, entry.reason)) for entry in session.scalars(select(AuditEntry))]
        written += [str(event.data) for event in session.scalars(select(Event))]
    written.append(desk.county.get(f"{BATCHES}/{batch['id']}/transitions").text)
    assert not any("6217000000000000001" in text or "张建国" in text for text in written)
