"""A frozen rule text read back from where it was kept."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.eligibility.determining.recipes import ruleset_on
from services.eligibility.engine.book import BookError
from services.eligibility.engine.ruleset import Ruleset


@pytest.fixture(scope="module")
def frozen():
    return ruleset_on("2021-11-15")


def kept(ruleset):
    """Return the description as the database gives it back."""
    return json.loads(json.dumps(ruleset.described))


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
        "Record = namedtuple('Record', 'a b')",
        "Record = namedtuple('Record', ['_a'])",
        "Record = namedtuple('Record', ['a', 'a'])",
        "Record = namedtuple('Record', ['class'])",
        "class Innocent(IntEnum, metaclass=print):\n    A = 1",
        "class Innocent(IntEnum, object):\n    A = 1",
        "class Innocent:\n    A = 1",
        "class Innocent(IntEnum):\n    A = 'x'",
        "class Innocent(IntEnum):\n    A = True",
        "class Innocent(IntEnum):\n    A = B = 1",
        "class Innocent(IntEnum):\n    A = 1\n    A = 2",
        "class Innocent(IntEnum):\n    __class__ = 1",
        "class Innocent(IntEnum):\n    _missing_ = 1",
        "class Innocent(IntEnum):\n    mro = 1",
        "class min(IntEnum):\n    A = 1",
        "IntEnum = namedtuple('IntEnum', ['a'])",
        "from enum import IntEnum as namedtuple",
        "from .enum import IntEnum",
        "\x00",
        "(" * 5000,
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


@pytest.mark.parametrize("hidden", ["P.__class__.__base__", "P._rows", "__name__", "household.income.__class__"])
def test_no_name_that_begins_with_an_underscore_is_run(frozen, hidden):
    before, head, rest = frozen.text.partition("def determine_dibao(")
    first = rest.index("\n") + 1

    with pytest.raises(BookError):
        Ruleset.stored(f"{before}{head}{rest[:first]}    x = {hidden}\n{rest[first:]}", kept(frozen))


@pytest.mark.parametrize("target", ["P.lb_line", "members[0]", "household.place"])
def test_a_value_is_given_to_plain_names_only(frozen, target):
    before, head, rest = frozen.text.partition("def determine_dibao(")
    first = rest.index("\n") + 1

    with pytest.raises(BookError):
        Ruleset.stored(f"{before}{head}{rest[:first]}    {target} = 1\n{rest[first:]}", kept(frozen))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), length=st.integers(0, 60), put=st.text(max_size=40))
def test_a_text_that_somebody_wrote_in_is_run_only_when_it_still_reads_as_rules(frozen, place, length, put):
    place %= len(frozen.text)
    changed = frozen.text[:place] + put + frozen.text[place + length :]

    try:
        read = Ruleset.stored(changed, kept(frozen))
    except BookError:
        return
    assert read.version != frozen.version or changed == frozen.text


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), value=st.none() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2))
def test_a_description_that_somebody_wrote_in_is_refused_or_read_and_nothing_else(frozen, data, value):
    described = kept(frozen)
    rule = data.draw(st.sampled_from(described))
    rule[data.draw(st.sampled_from(sorted(rule)))] = value

    try:
        Ruleset.stored(frozen.text, described)
    except BookError:
        return


def test_a_description_of_other_rules_does_not_fit(frozen):
    with pytest.raises(BookError):
        Ruleset.stored(frozen.text, kept(frozen)[1:])
