"""The oracle is a measure beside the product and under another licence: nothing of the product knows it."""

from pathlib import Path

import pytest


@pytest.mark.parametrize("part", ["services", "shared", "migrations", "demo", "deploy", "Dockerfile"])
def test_no_part_of_the_product_names_the_oracle(part):
    whole = Path(part)
    files = (
        [whole] if whole.is_file() else [each for each in whole.rglob("*") if each.suffix in {".py", ".toml", ".sh"}]
    )

    assert files or part == "deploy"
    assert [str(each) for each in files if "openfisca" in each.read_text("utf-8").lower()] == []
    assert [str(each) for each in files if "benchmarks" in each.read_text("utf-8") and each.suffix == ".py"] == []


def test_one_lock_names_it_and_pins_everything_by_hash():
    locks = {each.name: each.read_text("utf-8") for each in Path("requirements").glob("*.lock")}

    assert [name for name, text in locks.items() if "openfisca-core" in text] == ["oracle.lock"]
    assert "://" not in locks["oracle.lock"]
    pinned = [line for line in locks["oracle.lock"].splitlines() if line and not line.startswith(" ")]
    assert all(line.endswith("\\") and "==" in line for line in pinned)
