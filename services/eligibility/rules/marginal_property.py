"""Limits of property for marginal families (低保边缘家庭财产规定). Clause 3.1-a; domain 4.3 and 4.5, PRO-03, BY-03."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import LAW_649, procedure, rule

SINCE = "2021-07-01"
LIMITS = f"{LAW_649}第十条"


@rule(
    "PRO-03",
    "金融资产符合低保边缘限额",
    clause="3.1-a",
    law=LIMITS,
    since=SINCE,
    measures="financial_assets",
    says="金融资产 {financial_assets} 元，{persons} 人，每人不超过 {property_marginal_financial_per_person} 元，符合。",
    otherwise="金融资产 {financial_assets} 元，{persons} 人，每人超过 {property_marginal_financial_per_person} 元，不符合。",
)
def financial_assets_are_within_marginal_limit(
    financial_assets: Fen, persons: Whole, property_marginal_financial_per_person: Fen
) -> bool:
    """Financial assets within the marginal limit per person (金融资产限额)."""
    return financial_assets <= property_marginal_financial_per_person * persons


@rule(
    "PRO-03",
    "机动车符合低保边缘限额",
    clause="3.1-a",
    law=LIMITS,
    since=SINCE,
    measures="vehicles",
    says="非豁免机动车 {vehicles} 辆，不超过 {property_marginal_vehicles} 辆，符合。",
    otherwise="非豁免机动车 {vehicles} 辆，超过 {property_marginal_vehicles} 辆，不符合。",
)
def vehicles_are_within_marginal_limit(vehicles: Whole, property_marginal_vehicles: Whole) -> bool:
    """Vehicles that are not exempt within the marginal limit (机动车限额)."""
    return vehicles <= property_marginal_vehicles


@rule(
    "PRO-03",
    "房屋符合低保边缘限额",
    clause="3.1-a",
    law=LIMITS,
    since=SINCE,
    measures="houses",
    says="非豁免房屋 {houses} 套，不超过 {property_marginal_houses} 套，符合。",
    otherwise="非豁免房屋 {houses} 套，超过 {property_marginal_houses} 套，不符合。",
)
def houses_are_within_marginal_limit(houses: Whole, property_marginal_houses: Whole) -> bool:
    """Houses that are not exempt within the marginal limit (房屋限额)."""
    return houses <= property_marginal_houses


@rule(
    "PRO-03",
    "市场主体符合低保边缘限额",
    clause="3.1-a",
    law=LIMITS,
    since=SINCE,
    measures="businesses",
    says="登记的市场主体 {businesses} 个，不超过 {property_marginal_businesses} 个，符合。",
    otherwise="登记的市场主体 {businesses} 个，超过 {property_marginal_businesses} 个，不符合。",
)
def businesses_are_within_marginal_limit(businesses: Whole, property_marginal_businesses: Whole) -> bool:
    """Registered businesses within the marginal limit (市场主体限额)."""
    return businesses <= property_marginal_businesses


@rule(
    "PRO-03",
    "其他定着物符合低保边缘限额",
    clause="3.1-a",
    law=LIMITS,
    since=SINCE,
    measures="other_assets",
    says="林木等定着物 {other_assets} 元，{persons} 人，每人不超过 {property_marginal_other_per_person} 元，符合。",
    otherwise="林木等定着物 {other_assets} 元，{persons} 人，每人超过 {property_marginal_other_per_person} 元，不符合。",
)
def other_assets_are_within_marginal_limit(
    other_assets: Fen, persons: Whole, property_marginal_other_per_person: Fen
) -> bool:
    """Timber and the like within the marginal limit per person (定着物限额)."""
    return other_assets <= property_marginal_other_per_person * persons


@rule(
    "BY-03",
    "家庭财产符合低保边缘家庭规定",
    clause="3.1-a",
    law=LIMITS,
    since=SINCE,
    says="家庭财产符合低保边缘家庭规定。",
    otherwise="家庭财产不符合低保边缘家庭规定。",
)
def property_is_within_marginal_limits(
    financial_assets_are_within_marginal_limit: bool,
    vehicles_are_within_marginal_limit: bool,
    houses_are_within_marginal_limit: bool,
    businesses_are_within_marginal_limit: bool,
    other_assets_are_within_marginal_limit: bool,
) -> bool:
    """All limits of the marginal set hold (低保边缘家庭财产)."""
    return (
        financial_assets_are_within_marginal_limit
        and vehicles_are_within_marginal_limit
        and houses_are_within_marginal_limit
        and businesses_are_within_marginal_limit
        and other_assets_are_within_marginal_limit
    )


@procedure(since=SINCE)
def marginal_property_test(owned: Any, persons: Any, P: Any) -> Any:
    """Try every limit of the marginal set; a limit on pieces is asked for only where there is a piece."""
    vehicles_ok = True
    houses_ok = True
    businesses_ok = True
    other_ok = True
    if owned.vehicles > 0:
        vehicles_ok = vehicles_are_within_marginal_limit(owned.vehicles, P.property_marginal_vehicles)
    if owned.houses > 0:
        houses_ok = houses_are_within_marginal_limit(owned.houses, P.property_marginal_houses)
    if owned.businesses > 0:
        businesses_ok = businesses_are_within_marginal_limit(owned.businesses, P.property_marginal_businesses)
    if owned.other > 0:
        other_ok = other_assets_are_within_marginal_limit(owned.other, persons, P.property_marginal_other_per_person)
    return property_is_within_marginal_limits(
        financial_assets_are_within_marginal_limit(owned.financial, persons, P.property_marginal_financial_per_person),
        vehicles_ok,
        houses_ok,
        businesses_ok,
        other_ok,
    )
