"""A frozen rule text read back from where it was kept."""

import json

import pytest

from services.eligibility.actions.determine_runs import ruleset_on
from services.eligibility.engine.book import BookError
from services.eligibility.engine.ruleset import Ruleset


@pytest.fixture(scope="module")
def frozen():
    return ruleset_on("2021-11-15")


def kept(ruleset):
    """Return the description as the database gives it back."""
    return json.loads(json.dumps(ruleset.described()))


def test_what_is_read_back_is_the_same_rule_set(frozen):
    read = Ruleset.stored(frozen.text, kept(frozen))

    assert (read.version, read.rules) == (frozen.version, frozen.rules)
    assert {each.name: each.source for each in read.procedures.values()} == {
        each.name: each.source for each in frozen.procedures.values()
    }
    assert read.programmes.keys() == frozen.programmes.keys()


@pytest.mark.parametrize(
    "added",
    [
        "import os",
        "from os import system",
        "__import__('os').system('true')",
        "x = open('/etc/passwd')",
        "class Innocent(IntEnum):\n    A = __import__('os')",
        "class Innocent(print('x')):\n    A = 1",
        "@print\ndef innocent():\n    return 1",
        "def stranger():\n    return 1",
        "Record = namedtuple('Record', ['a'], module=print('x'))",
    ],
)
def test_a_text_that_holds_anything_else_is_not_run(frozen, added, capsys):
    with pytest.raises(BookError):
        Ruleset.stored(f"{frozen.text}\n\n{added}\n", kept(frozen))

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("persons, lb_line", "persons: print('x'), lb_line"),
        ("income_period_months):", "income_period_months=print('x')):"),
        ("income_period_months):", "income_period_months) -> print('x'):"),
        ("    return ", "    print('x')\n    return "),
    ],
)
def test_a_rule_rewritten_beyond_its_language_is_not_run(frozen, old, new, capsys):
    before, head, rest = frozen.text.partition("def income_is_below_dibao_line(")
    assert old in rest

    with pytest.raises(BookError):
        Ruleset.stored(before + head + rest.replace(old, new, 1), kept(frozen))

    assert capsys.readouterr().out == ""


def test_a_description_of_other_rules_does_not_fit(frozen):
    with pytest.raises(BookError):
        Ruleset.stored(frozen.text, kept(frozen)[1:])
