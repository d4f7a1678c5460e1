"""The overlap matrix of 4.13, cell by cell."""

from itertools import product

import pytest

from services.eligibility.determining.combinations import Matrix, Option
from services.eligibility.determining.recipes import RECIPES, ruleset_on
from shared.schemas.determination_codes import Programme

MATRIX = Matrix(ruleset_on("2025-03-10"))
APART = {
    ("DIBAO", "MARGINAL"),
    ("DIBAO", "RIGID"),
    ("MARGINAL", "RIGID"),
    ("DIBAO", "DIBAO_SINGLE_PERSON"),
    ("RIGID", "DIBAO_SINGLE_PERSON"),
    *(("TEKUN", other) for other in ("DIBAO", "DIBAO_SINGLE_PERSON", "MARGINAL", "RIGID", "ORPHAN")),
    *(("TEKUN", other) for other in ("DISABILITY_LIVING", "DISABILITY_CARE")),
    *(("ORPHAN", other) for other in ("DIBAO", "DIBAO_SINGLE_PERSON", "DISABILITY_LIVING", "DEFACTO_CHILD")),
}
"""Programmes of one person or family that cannot be held in one month; all others can."""


def option(programme, person="A", **but):
    return Option(programme, person if RECIPES[programme].for_persons else None, 100, counted=frozenset("A"), **but)


@pytest.mark.parametrize("pair", list(product(RECIPES, repeat=2)), ids="-".join)
def test_a_cell_of_the_matrix_holds_in_both_orders(pair):
    one, other = pair
    apart = (one.value, other.value) in APART or (other.value, one.value) in APART

    assert MATRIX.excludes(option(one), option(other)) is apart


@pytest.mark.parametrize("pair", list(product(RECIPES, repeat=2)), ids="-".join)
def test_what_another_person_holds_keeps_nobody_out(pair):
    one, other = pair
    if RECIPES[one].for_persons:
        assert not MATRIX.excludes(option(one, "B"), option(other))
    else:
        assert MATRIX.excludes(option(one), option(other)) is MATRIX.excludes(option(other), option(one))


def test_the_child_subsidy_keeps_the_living_subsidy_out_only_in_full():
    living = option(Programme.DISABILITY_LIVING)

    assert MATRIX.excludes(option(Programme.DEFACTO_CHILD, is_full=True), living)
    assert not MATRIX.excludes(option(Programme.DEFACTO_CHILD), living)


def test_one_family_is_not_taken_in_in_two_ways():
    whole, rest = option(Programme.TEMPORARY), option(Programme.TEMPORARY, without=frozenset("A"))

    assert MATRIX.excludes(whole, rest)
    assert not MATRIX.excludes(whole, whole)
