"""Numbers of people who do not exist: identity numbers, telephones, accounts. Check digits are right, owners there are none."""

from datetime import date
from typing import Final

AREA: Final = "510499"
"""Looks like a county of Panzhihua and never was one, so that no number made here can be anybody's."""

_BLOCKS: Final = 100
"""Seeds 100 apart share a block; those between never make the same number."""


def check_character(first: str) -> str:
    """Return the eighteenth character of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first))
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def identity_number(born: date, *, male: bool, seed: int, turn: int) -> str:
    """Return an identity number of the block that belongs to the seed; ``turn`` 0 to 4 tells people of one day apart."""
    order = ((turn % 5) * _BLOCKS + seed % _BLOCKS) * 2 + (1 if male else 0)
    first = f"{AREA}{born:%Y%m%d}{order:03d}"
    return first + check_character(first)


def account(serial: int) -> str:
    """Return a bank card number of 19 digits under a prefix that no bank issues, with its Luhn digit."""
    first = f"900099{serial:012d}"
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(first), start=1)]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return first + str(-total % 10)


def phone(serial: int) -> str:
    """Return a mobile number of a range that is kept free."""
    return f"100{serial % 100_000_000:08d}"
