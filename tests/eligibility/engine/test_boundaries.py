"""Where a numeric test turns, to the fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.engine.boundaries import boundaries, first_failing
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Unknown
from services.eligibility.rules.book import BOOK
from services.eligibility.rules.single_person import single_person_proposal

RULESET = Ruleset(BOOK, "2022-11-15")
assert single_person_proposal is not None


def of(name, *arguments):
    rule = RULESET.rules[name]
    return boundaries([Call(rule, arguments, RULESET.plain[name](*arguments), None)], RULESET)


def test_below_turns_at_the_line_itself():
    (found,) = of("income_is_below_dibao_line", 1799964, 3, 50000, 12)

    assert (found.last, found.turns_at, found.passed) == (1799999, 1800000, True)
    assert found.sentence == "核算期可支配收入低于 18000.00 元即符合（现为 17999.64 元）。"


def test_not_above_turns_a_fen_after_the_limit():
    (found,) = of("financial_assets_are_within_dibao_limit", 6000000, 3, 1800000)

    assert (found.last, found.turns_at, found.passed) == (5400000, 5400001, False)
    assert found.sentence == "家庭金融资产不超过 54000.00 元即符合（现为 60000.00 元）。"


def test_pieces_turn_at_their_number():
    (found,) = of("vehicles_are_within_dibao_limit", 1, 0)

    assert (found.last, found.turns_at) == (0, 1)
    assert found.sentence == "非豁免机动车不超过 0 即符合（现为 1）。"


def test_a_test_nothing_can_pass_says_so():
    (found,) = of("income_is_below_dibao_line", 0, 0, 50000, 12)

    assert (found.last, found.turns_at) == (None, 0)
    assert "无论多少都不符合" in found.sentence


def test_a_multiple_that_is_no_whole_fen_turns_at_the_next():
    (found,) = of("income_is_below_marginal_line", 0, 1, 3335, 1, 1501)

    assert found.turns_at == 5006
    assert RULESET.plain["income_is_below_marginal_line"](5005, 1, 3335, 1, 1501)


@pytest.mark.parametrize("income", [Unknown("/income_items", (0, 1))])
def test_an_unknown_value_has_no_boundary(income):
    rule = RULESET.rules["income_is_below_dibao_line"]

    assert boundaries([Call(rule, (income, 3, 50000, 12), income, None)], RULESET) == []


@given(st.integers(0, 10**13))
def test_the_first_failing_value_is_found_exactly(limit):
    assert first_failing(lambda value: value < limit) == limit


@given(st.integers(0, 10**12), st.integers(1, 50), st.integers(1, 10**7), st.integers(1, 5000))
def test_the_outcome_flips_on_the_boundary_and_not_beside_it(income, persons, line, multiplier):
    (found,) = of("income_is_below_marginal_line", income, persons, line, 12, multiplier)
    test = RULESET.plain["income_is_below_marginal_line"]

    assert not test(found.turns_at, persons, line, 12, multiplier)
    assert found.turns_at == 0 or test(found.turns_at - 1, persons, line, 12, multiplier)


def test_every_rule_that_measures_measures_an_argument_of_its_own():
    for rule in RULESET.rules.values():
        assert rule.measures is None or rule.measures in dict(rule.arguments)
