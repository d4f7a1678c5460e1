"""Reading how long before its day something is told to early warning (提前提醒)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

REVIEW: Final = "REVIEW"
"""The review of a benefit, beside the limits, which go by their keys."""


@dataclass(frozen=True, slots=True)
class Lead:
    """So many days before, in the unit the limit itself counts; in force from a day on."""

    of: frozenset[str]
    days: int
    valid_from: date


def lead_days(of: str, on: date) -> int | None:
    """Return how many days before it is told, by the row in force on a day; None where there is none."""
    found = [lead for lead in _leads() if of in lead.of and lead.valid_from <= on]
    return max(found, key=lambda lead: lead.valid_from).days if found else None


@cache
def _leads() -> tuple[Lead, ...]:
    table = tomllib.loads(files(__package__).joinpath("leads.toml").read_text(encoding="utf-8"))
    return tuple(
        Lead(frozenset(row["of"]), row["days"], row.get("valid_from", table["valid_from"])) for row in table["lead"]
    )
