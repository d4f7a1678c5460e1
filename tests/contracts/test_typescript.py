"""The client that integrators start from: generated from the frozen descriptions, strict, and at work on live services."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from demo import standards
from demo.desk import Desk
from tests.contracts.node import ROOT, run_node
from tests.support.database import Database
from tests.support.processes import Town

CLIENT = ROOT / "clients" / "typescript"
TSC = CLIENT / "node_modules" / "typescript" / "bin" / "tsc"


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    town = Town(database, tmp_path)
    town.start_all()
    yield town
    town.stop()


def test_it_is_strict_and_takes_an_application_to_its_decision(town: Town, tmp_path: Path) -> None:
    """One test, because the parts work in one folder: generate, compile, refuse a field that does not exist, run."""
    generated = run_node("generate.mjs", folder=CLIENT)
    assert generated.returncode == 0, generated.stderr
    compiled = run_node(TSC, folder=CLIENT)
    assert compiled.returncode == 0, compiled.stdout
    mistaken = compiled_with(CLIENT / "src" / f"{tmp_path.name}.ts", action="SUBMIT", x="1")
    assert "TS2353" in mistaken
    with httpx.Client(timeout=60) as http:
        standards.load(Desk(town.urls, http))

    done = run_node(
        "src/main.ts", folder=CLIENT, **{f"DOUDI_{name.upper()}_URL": url for name, url in town.urls.items()}
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{town.logs}"
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["state"], result["programme"], result["monthly_amount"]) == ("CONFIRMED", "DIBAO", "200.00")


def compiled_with(file: Path, **change: str) -> str:
    """Return what the compiler says of the client when a file of it makes such a change."""
    made = f"export const change: Change = {json.dumps(change)};"
    file.write_text(f'import type {{ Change }} from "./client.ts";\n{made}\n')
    try:
        return run_node(TSC, folder=CLIENT).stdout
    finally:
        file.unlink()
