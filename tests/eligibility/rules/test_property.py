"""Property and its limits: at the limit is within it."""

import pytest

from services.eligibility.engine.codes import AssetExemption, AssetKind
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.rules import property as belongings
from services.eligibility.rules import property_limits, single_person
from services.eligibility.rules.book import BOOK

RULESET = Ruleset(BOOK, "2025-11-15")
SETS = [limits.word for limits in property_limits.LIMIT_SETS]
VEHICLES = [
    AssetExemption.VEHICLE_FOR_TREATMENT,
    AssetExemption.VEHICLE_FOR_REHABILITATION,
    AssetExemption.VEHICLE_FOR_LIVELIHOOD,
]
assert single_person is not None


@pytest.mark.parametrize("of", SETS)
@pytest.mark.parametrize(("owned", "within"), [(5399999, True), (5400000, True), (5400001, False)])
def test_value_is_measured_against_the_limit_of_all_persons_together(of, owned, within):
    for rule in (f"financial_assets_are_within_{of}_limit", f"other_assets_are_within_{of}_limit"):
        assert RULESET.plain[rule](owned, 3, 1800000) is within


@pytest.mark.parametrize("of", SETS)
@pytest.mark.parametrize(("owned", "limit", "within"), [(0, 0, True), (1, 0, False), (1, 1, True), (2, 1, False)])
@pytest.mark.parametrize("thing", ["vehicles", "houses", "businesses"])
def test_pieces_are_measured_against_their_number(of, owned, limit, within, thing):
    assert RULESET.plain[f"{thing}_are_within_{of}_limit"](owned, limit) is within


@pytest.mark.parametrize("of", SETS)
def test_every_limit_must_hold(of):
    rule = RULESET.plain[f"property_is_within_{of}_limits"]

    assert rule(True, True, True, True, True)
    for broken in range(5):
        assert not rule(*(place != broken for place in range(5)))


@pytest.mark.parametrize("of", SETS)
def test_each_set_is_bound_to_the_parameters_of_its_programme(of):
    rule = RULESET.rules[f"vehicles_are_within_{of}_limit"]

    assert [name for name, _ in rule.arguments] == ["vehicles", f"property_{of}_vehicles"]
    assert "some" not in rule.source + rule.says + rule.otherwise
    assert "some" not in RULESET.procedures[f"{of}_property_test"].source


def test_the_marginal_set_is_not_asked_for_before_the_circular():
    assert not Ruleset(BOOK, "2021-09-21").rules["vehicles_are_within_marginal_limit"].in_force
    assert Ruleset(BOOK, "2021-09-22").rules["vehicles_are_within_marginal_limit"].in_force
    assert Ruleset(BOOK, "2021-09-21").rules["vehicles_are_within_dibao_limit"].in_force


def test_what_is_exempt_adds_nothing():
    assert belongings.counted_value(AssetKind.DEPOSIT, 500, True) == 0
    assert belongings.counted_value(AssetKind.DEPOSIT, 500, False) == 500
    assert belongings.counted_piece(AssetKind.VEHICLE, True) == 0
    assert belongings.counted_piece(AssetKind.VEHICLE, False) == 1


@pytest.mark.parametrize("without", range(3))
def test_an_exemption_must_be_listed_suit_the_thing_and_not_be_used_up(without):
    assert belongings.is_exempt(AssetExemption.OWN_DWELLING, True, True, True)
    assert not belongings.is_exempt(AssetExemption.OWN_DWELLING, *(place != without for place in range(3)))


@pytest.mark.parametrize("kind", list(AssetKind))
def test_a_reason_suits_its_own_kinds_of_things_only(kind):
    suits = belongings.exemption_suits_asset
    is_money = kind <= AssetKind.INTERNET_FINANCE

    assert all(suits(reason, kind) is (kind == AssetKind.VEHICLE) for reason in VEHICLES)
    assert suits(AssetExemption.OWN_DWELLING, kind) is (kind == AssetKind.HOUSE)
    assert suits(AssetExemption.ASSISTANCE_SAVINGS, kind) is is_money
    assert suits(AssetExemption.HOUSE_SALE_WITHIN_A_YEAR, kind) is is_money
    assert suits(AssetExemption.PRODUCTION_MEANS, kind) is (
        kind in {AssetKind.VEHICLE, AssetKind.BUSINESS, AssetKind.OTHER_IMMOVABLE}
    )


@pytest.mark.parametrize(("exempted", "first"), [(0, True), (1, False), (2, False)])
def test_a_family_has_one_only_dwelling(exempted, first):
    assert belongings.is_first_dwelling(AssetExemption.OWN_DWELLING, exempted) is first
    assert belongings.is_first_dwelling(AssetExemption.PRODUCTION_MEANS, exempted)
    assert belongings.exempted_dwelling(AssetExemption.OWN_DWELLING, True) == 1
    assert belongings.exempted_dwelling(AssetExemption.OWN_DWELLING, False) == 0
    assert belongings.exempted_dwelling(AssetExemption.PRODUCTION_MEANS, True) == 0
