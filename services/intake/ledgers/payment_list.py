"""The list that goes to the bank (银行代发清单): every line with an account, and the sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.spreadsheets.writing import append_header, content_of, money_cell, new_sheet, new_workbook, text_cell

HEADERS: Final = ("序号", "户名", "银行账号", "金额", "月份", "乡镇")
_WIDTHS: Final = (8, 16, 26, 12, 10, 22)


@dataclass(frozen=True, slots=True)
class ListedPayment:
    """One line as the bank gets it."""

    position: int
    """Number of the line in the batch; results come back under it, so it is kept even where lines are left out."""
    payee: str
    bank_account: str
    amount_fen: int
    month: str
    township: str

    def __repr__(self) -> str:
        return f"ListedPayment(position={self.position}, …)"


def payment_list(payments: Iterable[ListedPayment]) -> bytes:
    """Return the list as .xlsx; the last row is the sum (合计)."""
    workbook = new_workbook()
    sheet = new_sheet(workbook, "发放清单", _WIDTHS, frozen="A2")
    append_header(sheet, HEADERS)
    total = 0
    for payment in payments:
        total += payment.amount_fen
        sheet.append(
            [
                payment.position,
                text_cell(sheet, payment.payee),
                text_cell(sheet, payment.bank_account),
                money_cell(sheet, payment.amount_fen),
                text_cell(sheet, payment.month),
                text_cell(sheet, payment.township),
            ]
        )
    sheet.append([text_cell(sheet, "合计"), None, None, money_cell(sheet, total), None, None])
    return content_of(workbook)
