"""Limits of property for 低保 (低保财产规定). Domain 4.3, PRO-03: a limit set for each programme."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import LAW_649, procedure, rule

SINCE = "2021-07-01"
LIMITS = f"{LAW_649}第十条"


@rule(
    "PRO-03",
    "金融资产符合低保限额",
    clause="2.1-a",
    law=LIMITS,
    since=SINCE,
    measures="financial_assets",
    says="金融资产 {financial_assets} 元，{persons} 人，每人不超过 {property_dibao_financial_per_person} 元，符合。",
    otherwise="金融资产 {financial_assets} 元，{persons} 人，每人超过 {property_dibao_financial_per_person} 元，不符合。",
)
def financial_assets_are_within_dibao_limit(
    financial_assets: Fen, persons: Whole, property_dibao_financial_per_person: Fen
) -> bool:
    """Financial assets within the 低保 limit per person (金融资产限额)."""
    return financial_assets <= property_dibao_financial_per_person * persons


@rule(
    "PRO-03",
    "机动车符合低保限额",
    clause="2.1-a",
    law=LIMITS,
    since=SINCE,
    measures="vehicles",
    says="非豁免机动车 {vehicles} 辆，不超过 {property_dibao_vehicles} 辆，符合。",
    otherwise="非豁免机动车 {vehicles} 辆，超过 {property_dibao_vehicles} 辆，不符合。",
)
def vehicles_are_within_dibao_limit(vehicles: Whole, property_dibao_vehicles: Whole) -> bool:
    """Vehicles that are not exempt within the 低保 limit (机动车限额)."""
    return vehicles <= property_dibao_vehicles


@rule(
    "PRO-03",
    "房屋符合低保限额",
    clause="2.1-a",
    law=LIMITS,
    since=SINCE,
    measures="houses",
    says="非豁免房屋 {houses} 套，不超过 {property_dibao_houses} 套，符合。",
    otherwise="非豁免房屋 {houses} 套，超过 {property_dibao_houses} 套，不符合。",
)
def houses_are_within_dibao_limit(houses: Whole, property_dibao_houses: Whole) -> bool:
    """Houses that are not exempt within the 低保 limit (房屋限额)."""
    return houses <= property_dibao_houses


@rule(
    "PRO-03",
    "市场主体符合低保限额",
    clause="2.1-a",
    law=LIMITS,
    since=SINCE,
    measures="businesses",
    says="登记的市场主体 {businesses} 个，不超过 {property_dibao_businesses} 个，符合。",
    otherwise="登记的市场主体 {businesses} 个，超过 {property_dibao_businesses} 个，不符合。",
)
def businesses_are_within_dibao_limit(businesses: Whole, property_dibao_businesses: Whole) -> bool:
    """Registered businesses within the 低保 limit (市场主体限额)."""
    return businesses <= property_dibao_businesses


@rule(
    "PRO-03",
    "其他定着物符合低保限额",
    clause="2.1-a",
    law=LIMITS,
    since=SINCE,
    measures="other_assets",
    says="林木等定着物 {other_assets} 元，{persons} 人，每人不超过 {property_dibao_other_per_person} 元，符合。",
    otherwise="林木等定着物 {other_assets} 元，{persons} 人，每人超过 {property_dibao_other_per_person} 元，不符合。",
)
def other_assets_are_within_dibao_limit(
    other_assets: Fen, persons: Whole, property_dibao_other_per_person: Fen
) -> bool:
    """Timber and the like within the 低保 limit per person (定着物限额)."""
    return other_assets <= property_dibao_other_per_person * persons


@rule(
    "PRO-03",
    "家庭财产符合低保规定",
    clause="2.1-a",
    law=LIMITS,
    since=SINCE,
    says="家庭财产符合低保规定。",
    otherwise="家庭财产不符合低保规定。",
)
def property_is_within_dibao_limits(
    financial_assets_are_within_dibao_limit: bool,
    vehicles_are_within_dibao_limit: bool,
    houses_are_within_dibao_limit: bool,
    businesses_are_within_dibao_limit: bool,
    other_assets_are_within_dibao_limit: bool,
) -> bool:
    """All limits of the 低保 set hold (低保财产)."""
    return (
        financial_assets_are_within_dibao_limit
        and vehicles_are_within_dibao_limit
        and houses_are_within_dibao_limit
        and businesses_are_within_dibao_limit
        and other_assets_are_within_dibao_limit
    )


@procedure(since=SINCE)
def dibao_property_test(owned: Any, persons: Any, P: Any) -> Any:
    """Try every limit of the 低保 set; a limit on pieces is asked for only where there is a piece."""
    vehicles_ok = True
    houses_ok = True
    businesses_ok = True
    other_ok = True
    if owned.vehicles > 0:
        vehicles_ok = vehicles_are_within_dibao_limit(owned.vehicles, P.property_dibao_vehicles)
    if owned.houses > 0:
        houses_ok = houses_are_within_dibao_limit(owned.houses, P.property_dibao_houses)
    if owned.businesses > 0:
        businesses_ok = businesses_are_within_dibao_limit(owned.businesses, P.property_dibao_businesses)
    if owned.other > 0:
        other_ok = other_assets_are_within_dibao_limit(owned.other, persons, P.property_dibao_other_per_person)
    return property_is_within_dibao_limits(
        financial_assets_are_within_dibao_limit(owned.financial, persons, P.property_dibao_financial_per_person),
        vehicles_ok,
        houses_ok,
        businesses_ok,
        other_ok,
    )
