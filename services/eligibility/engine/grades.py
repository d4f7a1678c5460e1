"""Grades of temporary assistance (临时救助档次, LS-06): a table with a shape of its own, checked and read.

A row holds for a cause and for losses strictly above ``loss_over`` (without it for any), and gives exactly one of
``ratio`` (of the loss), ``fixed`` (yuan) and ``lines`` (times the 低保 line); ``cap_lines`` is the most it comes to.
Lines are taken for each counted person with ``per_person`` and for so many ``months`` (one unless said).
"""

from dataclasses import dataclass
from typing import Any

from services.eligibility.engine.codes import SuddenEventKind
from services.eligibility.engine.values import fen, permille

_GIVES = {"ratio": permille, "fixed": fen, "lines": permille}
_MAY = {"loss_over", "cap_lines", "per_person", "months"}
_ANY_LOSS = -1
"""Below every loss: a grade without a bound holds for a loss of nothing too, and comes last."""


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade as rules reckon with it: fen and permille, 0 where a number is not given."""

    cause: int
    is_bounded: bool
    loss_over: int
    ratio: int
    fixed: int
    lines: int
    cap_lines: int
    per_person: bool
    months: int


def check(table: list[Any]) -> None:
    """Raise ValueError with a Chinese sentence when the written table does not suit."""
    lowest: dict[int, int] = {}
    for grade in read(table):
        if lowest.get(grade.cause, grade.loss_over + 1) <= grade.loss_over:
            raise ValueError("同一事由的各档应按损失从高到低排列，不设下限的在最后")
        lowest[grade.cause] = grade.loss_over


def read(table: list[Any]) -> tuple[Grade, ...]:
    """Return the grades of a written table, in its order: the first that holds is taken."""
    return tuple(_grade(row) for row in table)


def _grade(row: Any) -> Grade:
    if not isinstance(row, dict) or "cause" not in row or set(row) - _MAY - set(_GIVES) - {"cause"}:
        raise ValueError("每档应含 cause，并只含 loss_over、ratio、fixed、lines、cap_lines、per_person、months")
    given = [name for name in _GIVES if name in row]
    if len(given) != 1:
        raise ValueError("每档应在 ratio、fixed、lines 中恰好填一项")
    if row["cause"] not in SuddenEventKind.__members__:
        raise ValueError(f"cause 应为 {'、'.join(SuddenEventKind.__members__)} 之一")
    amounts = {name: reader(row[name]) if name in row else 0 for name, reader in _GIVES.items()}
    return Grade(
        cause=int(SuddenEventKind[row["cause"]]),
        is_bounded="loss_over" in row,
        loss_over=fen(row["loss_over"]) if "loss_over" in row else _ANY_LOSS,
        cap_lines=_cap(row),
        per_person=_flag(row.get("per_person", False)),
        months=_months(row.get("months", 1)),
        **amounts,
    )


def _cap(row: dict[str, Any]) -> int:
    cap = permille(row["cap_lines"]) if "cap_lines" in row else 0
    if "cap_lines" in row and cap == 0:
        raise ValueError("cap_lines 应大于零")
    return cap


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("per_person 应为 true 或 false")  # noqa: TRY004  what an officer wrote is wrong, not our code
    return value


def _months(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 12:
        raise ValueError("months 应为 1 至 12 的整数")
    return value
