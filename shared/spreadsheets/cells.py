"""What a cell says, as the text that was typed."""

from datetime import date, datetime
from typing import Any


def is_number(cell: Any) -> bool:
    """Tell whether the spreadsheet keeps the cell as a number."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def text_of(cell: Any) -> str:
    """Return the text of a cell: a day as in ISO 8601, a number with the digits that were typed, blank as nothing."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
