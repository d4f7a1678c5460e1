"""Reading the policy files: the rows every database begins with. Read by the migrations and by tests."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any, TypedDict

from services.eligibility.engine.dictionary import PARAMETERS


class SeedRow(TypedDict):
    """One row of the parameter table, without what only the database knows."""

    key: str
    value: Any
    unit: str
    division: str
    residence: str | None
    valid_from: date
    valid_to: date | None
    clause: str | None
    document: str
    evidence: str
    status: str
    illustrative: bool


def seed_rows() -> list[SeedRow]:
    """Return every row of the policy files, each checked against the dictionary."""
    names = sorted(item.name for item in files(__package__).iterdir() if item.name.endswith(".toml"))
    return [row for name in names for row in _rows_of(name)]


def _rows_of(name: str) -> list[SeedRow]:
    table = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    common = {key: value for key, value in table.items() if key != "parameter"}
    return [_row({**common, **given}) for given in table["parameter"]]


def _row(given: dict[str, Any]) -> SeedRow:
    definition = PARAMETERS[given["key"]]
    definition.check(given["value"])
    return {
        "key": definition.key,
        "value": given["value"],
        "unit": definition.unit.value,
        "division": given["division"],
        "residence": given.get("residence"),
        "valid_from": given["valid_from"],
        "valid_to": given.get("valid_to"),
        "clause": given.get("clause"),
        "document": given["document"],
        "evidence": given["evidence"],
        "status": given["status"],
        "illustrative": False,
    }
