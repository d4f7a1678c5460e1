"""From confirmed benefits to money in accounts: a batch for each county and programme, reconciled to the fen."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from demo import actors
from demo.case import Case
from demo.desk import Desk, Impatient
from demo.month import Month
from demo.plots import TOWNSHIPS

_PAID: Final = ("DIBAO", "DIBAO_SINGLE_PERSON")
"""低保边缘 carries no money."""

_FAILS_EVERY: Final = 17
_WHY: Final = ("NAME_DIFFERS", "ACCOUNT_CLOSED", "ACCOUNT_NOT_FOUND")


@dataclass(slots=True)
class Benefits:
    """The benefits that the demo's cases led to."""

    cases: dict[str, Case]
    """By the id of the file (案卷); of two cases of one family, the later one."""
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """A batch as it ended."""

    seen: dict[str, Any]
    lines: list[dict[str, Any]]
    file: Path
    sum_in_file: str


def await_active(desk: Desk, cases: list[Case]) -> Benefits:
    """Wait until every benefit of the cases is in force: their month has begun, the timers need a moment."""
    found = Benefits({case.seen["case_id"]: case for case in cases if case.state == "CONFIRMED"})
    for county in {township[:6] for township in TOWNSHIPS}:
        officer = actors.county_officer(county)

        def none_waits(officer: Any = officer) -> bool:
            waiting = desk.pages(officer, "/v1/benefits?state=CONFIRMED")
            return not any(row["case_id"] in found.cases for row in waiting)

        desk.wait("待遇生效", none_waits)
        found.rows += [row for row in desk.pages(officer, "/v1/benefits") if row["case_id"] in found.cases]
    return found


def stop_and_review(desk: Desk, benefits: Benefits, today: date) -> list[Case]:
    """Stop two benefits, review a third and keep it, call the review of a fourth; return the cases of the stopped ones."""
    chosen = [row for row in benefits.rows if row["programme"] == "DIBAO"][:4]
    if len(chosen) < 4:
        raise Impatient("确认的低保待遇太少，无法继续演示；各件的情况见上")
    for row in chosen[:2]:
        stop = {"action": "STOP", "reason": "VOLUNTARY", "happened_on": f"{today}", "note": "家庭收入好转，自愿退出"}
        _change_benefit(desk, row, stop)
    for row in chosen[2:]:
        _change_benefit(desk, row, {"action": "CALL_REVIEW", "note": "家庭人口发生变化"})
    _change_benefit(desk, chosen[2], {"action": "KEEP", "note": "复核后收入无明显变化，继续救助"})
    return [benefits.cases[row["case_id"]] for row in chosen[:2]]


def _change_benefit(desk: Desk, row: dict[str, Any], body: dict[str, Any]) -> None:
    officer = actors.county_officer(row["division"][:6])
    row |= desk.change(officer, f"/v1/benefits/{row['id']}/transitions", body, row["version"])


def pay(desk: Desk, month: Month, today: date, folder: Path) -> list[Batch]:
    """Pay the month: in each county one batch for each programme that carries money."""
    batches: list[Batch] = []
    for county in dict.fromkeys(township[:6] for township in TOWNSHIPS):
        for programme in _PAID:
            first = not batches
            batches.append(pay_one(desk, county, programme, month.paid_month, today, folder, cancel_first=first))
    return batches


def pay_one(
    desk: Desk, county: str, programme: str, month: str, today: date, folder: Path, *, cancel_first: bool = False
) -> Batch:
    """Pay one programme of a county: proposed, checked and approved by three people, exported, entered, reconciled."""
    a, b, leader = actors.county_officer(county), actors.county_officer(county, "b"), actors.county_leader(county)
    wanted = {"county": county, "programme": programme, "month": month}
    seen = desk.create(a, "/v1/payment-batches", json=wanted)
    if cancel_first:
        _step(desk, a, seen, "CANCEL", reason="编制后发现遗漏，撤销重编")
        seen = desk.create(a, "/v1/payment-batches", json=wanted)
    seen = _step(desk, b, seen, "CHECK")
    seen = _step(desk, leader, seen, "APPROVE")
    seen = _step(desk, a, seen, "EXPORT")
    file, total = _export(desk, a, seen, folder)
    lines = desk.pages(a, f"/v1/payment-batches/{seen['id']}/lines")
    seen = _step(desk, a, seen, "RECORD_RESULTS", lines=[_result(line, today) for line in lines])
    returned = f"{Decimal(seen['failed']) - Decimal(seen['unsent']):.2f}"
    seen = _step(desk, b, seen, "RECONCILE", bank_paid=seen["paid"], bank_failed=returned)
    return Batch(seen, desk.pages(a, f"/v1/payment-batches/{seen['id']}/lines"), file, total)


def _step(desk: Desk, actor: Any, seen: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    path = f"/v1/payment-batches/{seen['id']}/transitions"
    return desk.change(actor, path, {"action": action, **body}, seen["version"])


def _export(desk: Desk, actor: Any, seen: dict[str, Any], folder: Path) -> tuple[Path, str]:
    """Save the list for the bank; return where it lies and the sum in its last row."""
    content = desk.download(actor, f"/v1/payment-batches/{seen['id']}/exports")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{seen['number']}.xlsx"
    file.touch(mode=0o600)
    file.write_bytes(content)
    rows = list(load_workbook(BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True))
    return file, f"{rows[-1][3]:.2f}"


def _result(line: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what the bank did: a few lines come back."""
    position = line["position"]
    if position % _FAILS_EVERY:
        return {"position": position, "result": "PAID", "paid_on": f"{today}"}
    return {"position": position, "result": "FAILED", "failure_reason": _WHY[position // _FAILS_EVERY % len(_WHY)]}
