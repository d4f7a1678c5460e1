"""Which programmes hang on a parameter is read from their own procedures."""

import pytest

from services.eligibility.determining.touched import programmes_with
from shared.schemas.determination_codes import Programme


@pytest.mark.parametrize(
    ("key", "programmes"),
    [
        ("lb.line", {Programme.DIBAO, Programme.MARGINAL, Programme.DIBAO_SINGLE_PERSON}),
        ("lb.bands", {Programme.DIBAO}),
        ("single.ratio", {Programme.DIBAO_SINGLE_PERSON}),
        ("payment.day", set()),
    ],
)
def test_a_parameter_touches_the_programmes_that_ask_for_it(key: str, programmes: set[Programme]) -> None:
    found = set(programmes_with([key], "2022-01-01"))

    assert found >= programmes
    assert (found == set()) == (programmes == set())


def test_before_a_programme_is_in_force_it_is_not_touched() -> None:
    assert Programme.DIBAO_SINGLE_PERSON not in programmes_with(["lb.line"], "2020-01-01")
