"""How personal values look to everyone who has no reason to see them whole (脱敏, CONF-06)."""

import re
from collections.abc import Callable
from typing import Final

__all__ = [
    "Mask",
    "mask_address",
    "mask_bank_account",
    "mask_everything",
    "mask_id_number",
    "mask_name",
    "mask_phone",
]

Mask = Callable[[str], str]

_UP_TO_TOWNSHIP: Final = re.compile(r"^(.*?(?:自治县|区|县|市辖区))?.*?(?:街道|镇|乡)")
_UP_TO_COUNTY: Final = re.compile(r"^.*?(?:自治县|区|县)")


def mask_everything(text: str) -> str:  # noqa: ARG001  not even the length is told
    """Return stars alone."""
    return "******"


def mask_id_number(text: str) -> str:
    """Return a resident identity number as ``510402********1234``."""
    return _ends(text, head=6, tail=4)


def mask_phone(text: str) -> str:
    """Return a phone number as ``138****0000``."""
    return _ends(text, head=3, tail=4)


def mask_bank_account(text: str) -> str:
    """Return a bank account as ``************1234``."""
    return _ends(text, head=0, tail=4)


def mask_name(text: str) -> str:
    """Return a name as ``张*三``, and one of two characters as ``张*``."""
    if len(text) <= 2:
        return text[:1] + "*"
    return text[0] + "*" * (len(text) - 2) + text[-1]


def mask_address(text: str) -> str:
    """Return an address down to the township, or to the county where it names none: ``…仁和区大龙潭乡******``."""
    known = _UP_TO_TOWNSHIP.match(text) or _UP_TO_COUNTY.match(text)
    return (known[0] if known else "") + "******"


def _ends(text: str, *, head: int, tail: int) -> str:
    """Return the first and last characters with stars between; stars alone when little would stay hidden."""
    hidden = len(text) - head - tail
    if hidden < 4:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[-tail:]
