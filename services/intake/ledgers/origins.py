"""From which cell a part of an application came (出处), so that an error about the part is told about the cell."""

from collections.abc import Sequence
from typing import Any

from services.intake.ledgers.columns import BY_KEY
from services.intake.ledgers.reading import LedgerRow


class Origins:
    """Rows and columns by the path of what was made from them; what has no cell of its own is the applicant's."""

    def __init__(self, applicant: LedgerRow) -> None:
        self._applicant = applicant
        self._cells: dict[tuple[Any, ...], tuple[LedgerRow, str]] = {}

    def note(self, path: tuple[Any, ...], row: LedgerRow, key: str) -> None:
        """Remember the cell a part came from."""
        self._cells[path] = row, key

    def refuse(self, path: Sequence[Any], code: str, message: str) -> None:
        """Tell an error about a part where its cell is. Sentences in English are a library's and are put in our words."""
        row, key = self._cell(tuple(path))
        if message.isascii():
            message = f"内容不符合要求：{BY_KEY[key].hint}" if key else "内容不符合要求"
        row.refuse(key, code, message)

    def _cell(self, path: tuple[Any, ...]) -> tuple[LedgerRow, str | None]:
        for length in range(len(path), 0, -1):
            if path[:length] in self._cells:
                return self._cells[path[:length]]
        return self._applicant, None


def path_of(pointer: str) -> tuple[str | int, ...]:
    """Return the path that a JSON pointer stands for."""
    return tuple(int(part) if part.isdecimal() else part for part in pointer.split("/")[1:])
