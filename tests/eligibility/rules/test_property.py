"""Property and its limits: at the limit is within it."""

import pytest

from services.eligibility.engine.codes import AssetKind
from services.eligibility.rules import dibao_property, marginal_property
from services.eligibility.rules import property as belongings

SETS = [(dibao_property, "dibao"), (marginal_property, "marginal")]


@pytest.mark.parametrize(("module", "of"), SETS)
@pytest.mark.parametrize(("owned", "within"), [(5399999, True), (5400000, True), (5400001, False)])
def test_value_is_measured_against_the_limit_of_all_persons_together(module, of, owned, within):
    for rule in (f"financial_assets_are_within_{of}_limit", f"other_assets_are_within_{of}_limit"):
        assert getattr(module, rule)(owned, 3, 1800000) is within


@pytest.mark.parametrize(("module", "of"), SETS)
@pytest.mark.parametrize(("owned", "limit", "within"), [(0, 0, True), (1, 0, False), (1, 1, True), (2, 1, False)])
@pytest.mark.parametrize("thing", ["vehicles", "houses", "businesses"])
def test_pieces_are_measured_against_their_number(module, of, owned, limit, within, thing):
    assert getattr(module, f"{thing}_are_within_{of}_limit")(owned, limit) is within


@pytest.mark.parametrize(("module", "of"), SETS)
def test_every_limit_must_hold(module, of):
    rule = getattr(module, f"property_is_within_{of}_limits")

    assert rule(True, True, True, True, True)
    for broken in range(5):
        assert not rule(*(place != broken for place in range(5)))


def test_what_is_exempt_adds_nothing():
    assert belongings.counted_value(AssetKind.DEPOSIT, 500, belongings.is_exempt(True)) == 0
    assert belongings.counted_value(AssetKind.DEPOSIT, 500, belongings.is_exempt(False)) == 500
    assert belongings.counted_piece(AssetKind.VEHICLE, True) == 0
    assert belongings.counted_piece(AssetKind.VEHICLE, False) == 1
