"""Text that a spreadsheet shows and never carries out (公式注入防护)."""

import re
from typing import Final

_STARTS_A_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What Excel, WPS or a later CSV may read as the beginning of a formula; input methods write the wide forms."""

_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML has no place for."""


def neutral(text: str) -> str:
    """Return the text so that no program takes it for a formula: an apostrophe stands before a dangerous beginning."""
    clean = _UNWRITABLE.sub("", text)
    return f"'{clean}" if clean.lstrip(" \u3000")[:1] in _STARTS_A_FORMULA else clean
