"""Each import contract is broken once, in a copy of the tree, to show that it holds."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}
VIOLATIONS = [
    ("independence", "services.alerts.config", "services.intake.config"),
    ("shared", "shared.ids", "services.intake.config"),
    ("layers", "services.intake.queries", "services.intake.actions"),
    ("layers", "services.intake.models", "services.intake.queries"),
    ("layers", "services.eligibility.rules", "services.eligibility.actions"),
    ("layers", "services.eligibility.determining", "services.eligibility.actions"),
    ("layers", "services.intake.helpers", "services.intake.config"),
    ("pure-rules", "services.eligibility.rules", "sqlalchemy"),
    ("pure-rules", "services.eligibility.rules", "shared.db"),
    ("pure-rules", "services.intake.rules", "shared.relay"),
    ("pure-rules", "services.eligibility.determining", "services.eligibility.queries"),
    ("sql", "services.intake.actions", "sqlalchemy"),
    ("sql", "services.eligibility.routes", "sqlalchemy.orm"),
    ("web", "services.intake.actions", "fastapi"),
    ("web", "services.eligibility.queries", "shared.web"),
    ("http", "services.eligibility.routes", "httpx"),
    ("no-call-in-transaction", "services.intake.actions", "shared.clients"),
    ("schemas", "shared.schemas.paging", "shared.db"),
    ("schemas", "shared.schemas.codes", "shared.identity"),
    ("routes-carry", "services.eligibility.routes", "services.eligibility.rules"),
    ("routes-carry", "services.eligibility.routes", "services.eligibility.determining"),
    ("stand-alone", "services.eligibility.engine", "shared.db"),
    ("stand-alone", "shared.calendar", "shared.settings"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    copy = tmp_path_factory.mktemp("tree")
    for package in ("services", "shared"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(tree, *contracts):
    """Run lint-imports in a tree, as CI does; return whether all is kept and what it printed."""
    chosen = [argument for contract in contracts for argument in ("--contract", contract)]
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache", *chosen],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode == 0, run.stdout + run.stderr


def file_of(tree, module):
    """Return the file of a module, whether it is a package or not, and even if it is still to be made."""
    path = tree.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_the_tree_as_it_is_keeps_every_contract(tree):
    kept, printed = lint(tree)

    assert kept, printed
    assert all(f"{name} KEPT" in printed for name in CONTRACTS.values())


@pytest.mark.parametrize(("contract", "importer", "imported"), VIOLATIONS, ids=lambda value: value)
def test_a_violating_import_breaks_its_contract(tree, contract, importer, imported):
    file = file_of(tree, importer)
    before = file.read_text("utf-8") if file.exists() else None
    file.write_text((before or "") + f"\nimport {imported}\n", "utf-8")

    kept, printed = lint(tree, contract)

    file.unlink() if before is None else file.write_text(before, "utf-8")
    assert not kept
    assert f"{CONTRACTS[contract]} BROKEN" in printed
    assert importer in printed


def test_every_contract_is_tried():
    assert {contract for contract, _, _ in VIOLATIONS} == set(CONTRACTS)
