"""Plain JSON for what is kept outside a table's own columns: messages, events, the audit log."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from shared.clock import SHANGHAI
from shared.personal import Secret

__all__ = ["plain", "plain_object"]


def plain(value: object) -> Any:
    """Return the value as JSON keeps it; refuse personal data and whatever could lose exactness.

    A ``Secret`` is refused, because what is written here is read by others and kept for years. A float is refused,
    because an amount is whole fen and a ratio permille.
    """
    match value:
        case None | bool() | str() | int() if not isinstance(value, Enum):
            return value
        case Enum():
            return plain(value.value)
        case Mapping():
            return plain_object(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return _written_out(value)


def plain_object(value: Mapping[str, object]) -> dict[str, Any]:
    """Return a mapping as a JSON object."""
    return {str(name): plain(part) for name, part in value.items()}


def _written_out(value: object) -> str:
    """Return what JSON has no form of its own for."""
    match value:
        case datetime() if value.tzinfo is not None:
            return value.astimezone(SHANGHAI).isoformat()
        case datetime():
            raise TypeError("An instant without a time zone is no instant.")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Secret():
            raise TypeError("Personal data do not belong in messages, events or the audit log.")
        case _:
            raise TypeError(f"{type(value).__name__} has no exact form in JSON.")
