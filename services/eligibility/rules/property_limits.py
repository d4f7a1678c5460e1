"""Limits of property, one set for each programme (家庭财产限额). Clauses 2.1-a and 3.1-a; domain 4.3 and 4.5, PRO-03, BY-03.

Each rule is written once and entered for every programme: ``some`` in its names becomes the programme's word.
"""

# ruff: noqa: N803  P is the parameter table in every procedure

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import BOOK, LAW_57, LAW_649, LAW_GX

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class LimitSet:
    """For whom a set of limits is: the word in names, the Chinese word, the rule that sums it up, clause, law and date."""

    word: str
    name: str
    id: str
    clause: str
    law: str
    since: str
    before: bool | None = None


LIMIT_SETS = (
    LimitSet("dibao", "低保", "PRO-03", "2.1-a", f"{LAW_649}第十条", "2021-07-01"),
    LimitSet("tekun", "特困", "TK-06", "2.2-a", "《特困人员认定办法》（民发〔2021〕43号）第七条", "2021-07-01"),
    LimitSet("marginal", "低保边缘", "BY-03", "3.1-a", f"{LAW_57}第八条", "2021-09-22", before=False),
    LimitSet("rigid", "刚性支出", "GX-03", "3.2-j", f"{LAW_GX}第四条第三项", "2025-01-01"),
)


def _limit(title: str, *, says: str, otherwise: str, measures: str | None = None) -> Callable[[Function], Function]:
    """Enter a rule for every set; ``%`` in its words is the name of the set, ``some`` its word."""

    def enter(function: Function) -> Function:
        for each in LIMIT_SETS:
            BOOK.rule(
                "PRO-03" if measures else each.id,
                _said(title, each),
                clause=each.clause,
                law=each.law,
                since=each.since,
                before=each.before,
                says=_said(says, each),
                otherwise=_said(otherwise, each),
                measures=measures,
                bound=each.word,
            )(function)
        return function

    return enter


def _said(words: str, limits: LimitSet) -> str:
    return words.replace("%", limits.name).replace("_some_", f"_{limits.word}_")


@_limit(
    "金融资产符合%限额",
    measures="financial_assets",
    says="金融资产 {financial_assets} 元，{persons} 人，人均不超过 {property_some_financial_per_person} 元，符合。",
    otherwise="金融资产 {financial_assets} 元，{persons} 人，人均超过 {property_some_financial_per_person} 元，不符合。",
)
def financial_assets_are_within_some_limit(
    financial_assets: Fen, persons: Whole, property_some_financial_per_person: Fen
) -> bool:
    """Financial assets within the limit per person (金融资产限额). Clauses 2.1-a and 3.1-a."""
    return financial_assets <= property_some_financial_per_person * persons


@_limit(
    "机动车符合%限额",
    measures="vehicles",
    says="非豁免机动车 {vehicles} 辆，不超过 {property_some_vehicles} 辆，符合。",
    otherwise="非豁免机动车 {vehicles} 辆，超过 {property_some_vehicles} 辆，不符合。",
)
def vehicles_are_within_some_limit(vehicles: Whole, property_some_vehicles: Whole) -> bool:
    """Vehicles that are not exempt within the limit (机动车限额). Clauses 2.1-a and 3.1-a."""
    return vehicles <= property_some_vehicles


@_limit(
    "房屋符合%限额",
    measures="houses",
    says="非豁免房屋 {houses} 套，不超过 {property_some_houses} 套，符合。",
    otherwise="非豁免房屋 {houses} 套，超过 {property_some_houses} 套，不符合。",
)
def houses_are_within_some_limit(houses: Whole, property_some_houses: Whole) -> bool:
    """Houses that are not exempt within the limit (房屋限额). Clauses 2.1-a and 3.1-a."""
    return houses <= property_some_houses


@_limit(
    "市场主体符合%限额",
    measures="businesses",
    says="登记的市场主体 {businesses} 个，不超过 {property_some_businesses} 个，符合。",
    otherwise="登记的市场主体 {businesses} 个，超过 {property_some_businesses} 个，不符合。",
)
def businesses_are_within_some_limit(businesses: Whole, property_some_businesses: Whole) -> bool:
    """Registered businesses within the limit (市场主体限额). Clauses 2.1-a and 3.1-a."""
    return businesses <= property_some_businesses


@_limit(
    "其他定着物符合%限额",
    measures="other_assets",
    says="林木等定着物 {other_assets} 元，{persons} 人，人均不超过 {property_some_other_per_person} 元，符合。",
    otherwise="林木等定着物 {other_assets} 元，{persons} 人，人均超过 {property_some_other_per_person} 元，不符合。",
)
def other_assets_are_within_some_limit(other_assets: Fen, persons: Whole, property_some_other_per_person: Fen) -> bool:
    """Timber and the like within the limit per person (定着物限额). Clauses 2.1-a and 3.1-a."""
    return other_assets <= property_some_other_per_person * persons


@_limit("家庭财产符合%规定", says="家庭财产符合%规定。", otherwise="家庭财产不符合%规定。")
def property_is_within_some_limits(
    financial_assets_are_within_some_limit: bool,
    vehicles_are_within_some_limit: bool,
    houses_are_within_some_limit: bool,
    businesses_are_within_some_limit: bool,
    other_assets_are_within_some_limit: bool,
) -> bool:
    """All limits of the set hold (财产规定). Clauses 2.1-a and 3.1-a."""
    return (
        financial_assets_are_within_some_limit
        and vehicles_are_within_some_limit
        and houses_are_within_some_limit
        and businesses_are_within_some_limit
        and other_assets_are_within_some_limit
    )


def some_property_test(owned: Any, persons: Any, P: Any) -> Any:
    """Try every limit of the set; a limit on pieces is asked for only where there is a piece."""
    vehicles_ok = True
    houses_ok = True
    businesses_ok = True
    other_ok = True
    if owned.vehicles > 0:
        vehicles_ok = vehicles_are_within_some_limit(owned.vehicles, P.property_some_vehicles)
    if owned.houses > 0:
        houses_ok = houses_are_within_some_limit(owned.houses, P.property_some_houses)
    if owned.businesses > 0:
        businesses_ok = businesses_are_within_some_limit(owned.businesses, P.property_some_businesses)
    if owned.other > 0:
        other_ok = other_assets_are_within_some_limit(owned.other, persons, P.property_some_other_per_person)
    return property_is_within_some_limits(
        financial_assets_are_within_some_limit(owned.financial, persons, P.property_some_financial_per_person),
        vehicles_ok,
        houses_ok,
        businesses_ok,
        other_ok,
    )


for _limits in LIMIT_SETS:
    BOOK.procedure(since="2021-07-01" if _limits.before is not None else _limits.since, bound=_limits.word)(
        some_property_test
    )

dibao_property_test = marginal_property_test = tekun_property_test = rigid_property_test = some_property_test
"""The names under which procedures call the test; the frozen text has one version for each programme."""
