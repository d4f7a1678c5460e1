"""The words of the glossary stand where it says."""

import importlib
import re
from pathlib import Path

import pytest

GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| 中文")
]
NAMES = [(chinese, name) for chinese, _, names in ROWS for name in re.findall(r"`([^`]+)`", names)]


@pytest.mark.parametrize(("chinese", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_word_stands_in_the_code_where_the_glossary_says(chinese, name):
    assert found(name) is not None, chinese


def found(name):
    """Import as much of a dotted name as is a module, and take the rest from it."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            thing = getattr(thing, part, None)
        return thing
    return None


def test_every_row_has_a_chinese_and_an_english_word_and_says_where_it_stands():
    for row in ROWS:
        assert len(row) == 3
        assert all(row)
        assert row[2] == "–" or row[2].startswith("`")


@pytest.mark.parametrize("column", [0, 1], ids=["Chinese", "English"])
def test_no_word_is_explained_twice(column):
    words = [row[column] for row in ROWS]

    assert len(words) == len(set(words))
