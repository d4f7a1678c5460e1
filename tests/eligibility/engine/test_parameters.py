"""Dated parameters: which row holds, what is missing, what a value must look like."""

from datetime import date

import pytest

from services.eligibility.engine import codes
from services.eligibility.engine.dictionary import PARAMETER_NAMES, PARAMETERS
from services.eligibility.engine.parameters import MissingParameter, Numbers, ParameterSet
from services.eligibility.policy.seed import seed_rows
from shared.schemas import fact_codes
from tests.support.questions import row

ON = date(2021, 11, 15)


def in_force(*rows, division="510411", on=ON):
    return ParameterSet.in_force(rows, division=division, on=on)


def test_the_countys_own_row_comes_before_the_citys():
    city, county = row("lb.line", "480.00", division="5104"), row("lb.line", "500.00")

    assert in_force(city, county).number("lb.line", "RURAL") == 50000
    assert in_force(city, county, division="510421").number("lb.line", "RURAL") == 48000


def test_a_township_takes_its_countys_row():
    assert in_force(row("lb.line", "500.00"), division="510411101").number("lb.line", "RURAL") == 50000


def test_the_row_of_a_residence_comes_before_the_one_for_both():
    both, urban = row("lb.line", "500.00"), row("lb.line", "700.00", residence="URBAN")

    assert in_force(both, urban).number("lb.line", "URBAN") == 70000
    assert in_force(both, urban).number("lb.line", "RURAL") == 50000


@pytest.mark.parametrize(("on", "value"), [("2021-12-31", 50000), ("2022-01-01", 53050)])
def test_a_row_holds_from_its_first_day_to_the_day_before_its_last(on, value):
    old = row("lb.line", "500.00", valid_to=date(2022, 1, 1))
    new = row("lb.line", "530.50", valid_from=date(2022, 1, 1))

    assert in_force(old, new, on=date.fromisoformat(on)).number("lb.line", "RURAL") == value


def test_two_rows_of_one_place_and_day_are_refused():
    with pytest.raises(ValueError, match=r"two rows of lb\.line"):
        in_force(row("lb.line", "500.00"), row("lb.line", "510.00"))


def test_what_nobody_published_is_missing_and_never_guessed():
    empty = in_force(row("lb.line", "500.00", residence="URBAN"))

    with pytest.raises(MissingParameter, match=r"lb\.line"):
        empty.number("lb.line", "RURAL")


def test_a_procedure_finds_every_missing_key_in_one_pass():
    numbers = Numbers(in_force(), "RURAL")

    assert not (numbers.lb_line * 12 < 5)
    assert numbers.property_exemptions["OWN_DWELLING"] is not None
    assert numbers.missing == ["lb.line", "property.exemptions"]


def test_the_hash_names_the_rows_and_not_their_order():
    one, other = row("lb.line", "500.00"), row("income.period_months", 12)

    assert in_force(one, other).hash == in_force(other, one).hash
    assert in_force(one, other).hash != in_force(row("lb.line", "500.01"), other).hash
    assert in_force(one, other).hash != in_force(row("lb.line", "500.00", document="另一文号"), other).hash


def test_a_what_if_replaces_rows_and_leaves_the_rest():
    changed = in_force(row("lb.line", "500.00"), row("income.period_months", 12)).with_values(
        [row("lb.line", "550.00")]
    )

    assert changed.number("lb.line", "RURAL") == 55000
    assert changed.number("income.period_months", "RURAL") == 12


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("lb.line", "500"),
        ("lb.line", 500),
        ("lb.line", "0.00"),
        ("marginal.multiplier", 2),
        ("marginal.multiplier", "0.0"),
        ("income.period_months", 0),
        ("income.period_months", "12"),
        ("rounding.amount", "UP"),
        ("notice.count_start_day", 1),
        ("income.exclude_central_pension.until", "2025-13-01"),
        ("property.exemptions", "OWN_DWELLING"),
        ("property.exemptions", [1]),
        ("lb.bands", [{"income_below": "200.00"}]),
        (
            "lb.bands",
            [{"income_below": "300.00", "per_person": "1.00"}, {"income_below": "200.00", "per_person": "2.00"}],
        ),
    ],
)
def test_a_value_that_does_not_suit_its_key_is_refused(key, wrong):
    with pytest.raises(ValueError, match=r"."):
        PARAMETERS[key].check(wrong)


def test_a_signature_name_stands_for_one_key_only():
    assert len(PARAMETER_NAMES) == len(PARAMETERS)


def test_every_seeded_row_suits_the_dictionary_and_says_where_it_comes_from():
    rows = seed_rows()

    assert {row["key"] for row in rows} <= set(PARAMETERS)
    assert all(row["document"] and row["evidence"] for row in rows)
    assert {row["status"] for row in rows if row["document"].startswith("产品默认值")} == {"UNCONFIRMED"}


def test_the_circulars_own_numbers_are_seeded_from_its_day():
    circular = {row["key"]: row["value"] for row in seed_rows() if row["document"] == "攀民政〔2021〕61号"}

    assert circular["marginal.multiplier"] == "2.0"
    assert circular["tk.floor_multiplier"] == "1.3"
    assert circular["grace.max_months"] == 12


@pytest.mark.parametrize(
    "name",
    [
        "Residence",
        "Relation",
        "StudentLevel",
        "LabourAbility",
        "DisabilityKind",
        "IncomeKind",
        "DeductionKind",
        "AssetKind",
    ],
)
def test_the_codes_of_the_wire_are_the_codes_of_the_rules(name):
    assert {code.value for code in getattr(fact_codes, name)} == {code.name for code in getattr(codes, name)}
