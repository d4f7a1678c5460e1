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


@pytest.fixture(scope="module")
def generated() -> None:
    done = run_node("generate.mjs", folder=CLIENT)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    town = Town(database, tmp_path)
    town.start_all()
    yield town
    town.stop()


@pytest.mark.usefixtures("generated")
def test_it_compiles_strictly_and_takes_an_application_to_its_decision(town: Town) -> None:
    compiled = run_node(TSC, folder=CLIENT)
    assert compiled.returncode == 0, compiled.stdout
    with httpx.Client(timeout=60) as http:
        standards.load(Desk(town.urls, http))

    done = run_node(
        "src/main.ts", folder=CLIENT, **{f"DOUDI_{name.upper()}_URL": url for name, url in town.urls.items()}
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{town.logs}"
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["state"], result["programme"], result["monthly_amount"]) == ("CONFIRMED", "DIBAO", "200.00")


@pytest.mark.usefixtures("generated")
def test_a_field_that_does_not_exist_does_not_compile(tmp_path: Path) -> None:
    wrong = CLIENT / "src" / f"{tmp_path.name}.ts"
    wrong.write_text(
        'import type { Change } from "./client.ts";\nexport const c: Change = { action: "SUBMIT", x: 1 };\n'
    )
    try:
        compiled = run_node(TSC, folder=CLIENT)
    finally:
        wrong.unlink()

    assert compiled.returncode != 0
    assert "TS2353" in compiled.stdout
