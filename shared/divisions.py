"""Administrative divisions (行政区划) of Panzhihua: city, counties, townships and villages by their codes. Pure.

A code contains its ancestors: 6 digits are the county, 9 the township, 12 the village; the city is written ``5104``,
as scopes write it. Codes have dates, because townships are merged (clause 1.2-e).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from shared.schemas.divisions import DivisionKind, DivisionLevel

_FILE: Final = Path(__file__).parent / "divisions.json"
_LENGTHS: Final = (4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Division:
    """One place under one code."""

    code: str
    name: str
    level: DivisionLevel
    parent: str | None
    kind: DivisionKind
    valid_from: date | None = None
    """First day of the code; None when it is older than our records."""
    valid_to: date | None = None
    """Last day of the code; None while it is in use."""
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """A place that another answers for from a day on (撤并)."""

    from_code: str
    to_code: str
    effective_on: date


class Divisions:
    """A table of divisions, asked by code. Immutable."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._by_code: Final = {division.code: division for division in sorted(divisions, key=lambda d: d.code)}

    def is_known(self, code: str) -> bool:
        """Tell whether the code is in the table, whatever its dates."""
        return code in self._by_code

    def ancestors(self, code: str) -> list[Division]:
        """Return the divisions above, the city first."""
        return [self._by_code[above] for above in _path(code)[:-1] if above in self._by_code]

    def full_name(self, code: str) -> str:
        """Return the name with all its ancestors (攀枝花市仁和区…); a place unknown here keeps its code."""
        division = self._by_code.get(code)
        return "".join(above.name for above in self.ancestors(code)) + (division.name if division else code)

    def all(self) -> list[Division]:
        """Return every division by code, so that each comes after the one it lies in."""
        return list(self._by_code.values())


def parent_of(code: str) -> str | None:
    """Return the code of the division directly above, None for the city; raise ValueError for what is no code."""
    path = _path(code)
    return path[-2] if len(path) > 1 else None


def successor_of(code: str, on: date, successions: Iterable[Succession]) -> str:
    """Return the code that answers for ``code`` on a day, through any chain of mergers (clause 1.2-e).

    Of two successions of one code the later in force holds. A chain never goes back in time, so a place that was
    merged and later set up again answers for itself; one that comes round on a single day ends before it does.
    """
    known = sorted((s for s in successions if s.effective_on <= on), key=lambda s: s.effective_on)
    since, seen = date.min, {code}
    while step := next((s for s in reversed(known) if s.from_code == code and s.effective_on >= since), None):
        seen = seen if step.effective_on == since else {code}
        if step.to_code in seen and step.effective_on == since:
            break
        code, since = step.to_code, step.effective_on
        seen.add(code)
    return code


def predecessors_of(code: str, on: date, successions: Iterable[Succession]) -> set[str]:
    """Return every code that ``code`` answers for on a day besides itself, through any chain (clause 1.2-e)."""
    known = list(successions)
    merged = {succession.from_code for succession in known} - {code}
    return {old for old in merged if successor_of(old, on, known) == code}


@cache
def built_in() -> Divisions:
    """Return the divisions delivered with the product (statistical codes, 2023 edition)."""
    records = json.loads(_FILE.read_text("utf-8"))["divisions"]
    return Divisions(
        Division(
            code=record["code"],
            name=record["name"],
            level=DivisionLevel[record["level"]],
            parent=parent_of(record["code"]),
            kind=DivisionKind[record["kind"]],
        )
        for record in records
    )


def _path(code: str) -> list[str]:
    """Return the codes from the city down to this one."""
    if len(code) not in _LENGTHS or not (code.isascii() and code.isdigit()):
        raise ValueError(f"行政区划代码应为4、6、9或12位数字：{code}")
    return [code[:length] for length in _LENGTHS if length <= len(code)]
