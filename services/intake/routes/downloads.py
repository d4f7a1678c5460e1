"""Files that callers take away (下载): spreadsheets, never cached, named without personal data."""

from typing import Any, Final

from fastapi import Response

SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SPREADSHEET_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {SPREADSHEET: {"schema": {"type": "string", "format": "binary"}}}, "description": "表格（.xlsx）"}
}
"""What the OpenAPI document says of such an answer."""


class Spreadsheet(Response):
    """An .xlsx file."""

    media_type = SPREADSHEET


def spreadsheet(name: str, content: bytes) -> Spreadsheet:
    """Return a file to be saved under this name (ASCII)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Spreadsheet(content, headers=headers)
