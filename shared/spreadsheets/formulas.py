"""Cells that show nothing though something stands in them (公式): not yet computed, or computed to an error.

The reader gives them as blank, and blank means unknown in a ledger; so they are found in the file itself. The patterns
are bounded, so that no file makes them slow.
"""

import re
from collections.abc import Iterator
from typing import Final

_TAG: Final = rb"(?:\w+:)?"
_FORMULA: Final = re.compile(
    rb"<" + _TAG + rb"c\s([^<>]{0,300})>\s*"
    rb"<" + _TAG + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</" + _TAG + rb"f>)\s*"
    rb"(?:<" + _TAG + rb"v\s*/>\s*|<" + _TAG + rb"v>\s*</" + _TAG + rb"v>\s*)?"
    rb"</" + _TAG + rb"c>"
)  # fmt: skip
_ERROR: Final = re.compile(rb"<" + _TAG + rb"""c\s([^<>]{0,300}\bt\s{0,9}=\s{0,9}["']e["'][^<>]{0,300})>""")
_WORDS: Final = re.compile(rb"""\bt\s*=\s*["']str["']""")
"""A formula that was computed to no words at all; its cell is blank as others are."""
_PLACE: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4}\d{1,9})["']""")


def cut(xml: bytes) -> int:
    """Return where the last cell begins, so that pieces of a part hold whole cells; else where the last tag does."""
    begun = max(xml.rfind(b"<c "), xml.rfind(b":c "))
    cell = xml.rfind(b"<", 0, begun + 1)
    return cell if cell > 0 else max(xml.rfind(b"<"), 0)


def unreadable_cells(xml: bytes) -> Iterator[str]:
    """Yield the places (``AA2``) of formulas without a value and of errors such as ``#DIV/0!``."""
    of_formulas = (match[1] for match in _FORMULA.finditer(xml) if not _WORDS.search(match[1]))
    of_errors = (match[1] for match in _ERROR.finditer(xml))
    for attributes in (*of_formulas, *of_errors):
        place = _PLACE.search(attributes)
        if place is not None:
            yield place[1].decode().upper()
