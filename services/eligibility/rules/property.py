"""What the family owns and what of it counts (家庭财产). Domain 4.3, PRO-01, PRO-02; limits stand with each programme."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import AssetKind
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import LAW_57, Belongings, procedure, rule

SINCE = "2021-07-01"


@rule(
    "PRO-02",
    "生活、生产必需财产的豁免",
    clause="2.1-a",
    law=f"{LAW_57}第十四条",
    since=SINCE,
    says="所主张的理由在豁免清单内，不计入财产。",
    otherwise="所主张的理由不在豁免清单内，计入财产。",
)
def is_exempt(property_exemptions: bool) -> bool:
    """Whether the reason claimed for a thing is on the list of exemptions (豁免)."""
    return property_exemptions


@rule(
    "PRO-01",
    "计入的财产价值",
    clause="2.1-a",
    law=f"{LAW_57}第十四条",
    since=SINCE,
    says="{asset_kind}，价值 {value} 元，计入 {counted_value} 元。",
)
def counted_value(asset_kind: AssetKind, value: Fen, is_exempt: bool) -> Fen:  # noqa: ARG001  the step names the kind
    """What a thing counted by value adds (计入价值)."""
    return 0 if is_exempt else value


@rule(
    "PRO-01",
    "计入的财产件数",
    clause="2.1-a",
    law=f"{LAW_57}第十四条",
    since=SINCE,
    says="{asset_kind}，计入 {counted_piece} 件。",
)
def counted_piece(asset_kind: AssetKind, is_exempt: bool) -> Whole:  # noqa: ARG001  the step names the kind
    """What a vehicle, house or business adds (计入件数)."""
    return 0 if is_exempt else 1


@procedure(since=SINCE)
def belongings_of(m: Any, P: Any) -> Any:
    """Go through what one member owns, exempting what is claimed and listed."""
    financial = 0
    vehicles = 0
    houses = 0
    businesses = 0
    other = 0
    for asset in m.assets:
        exempt = False
        if asset.claims_exemption:
            exempt = is_exempt(P.property_exemptions[asset.exemption])
        if asset.kind == AssetKind.VEHICLE:
            vehicles += counted_piece(asset.kind, exempt)
        elif asset.kind == AssetKind.HOUSE:
            houses += counted_piece(asset.kind, exempt)
        elif asset.kind == AssetKind.BUSINESS:
            businesses += counted_piece(asset.kind, exempt)
        elif asset.kind == AssetKind.OTHER_IMMOVABLE:
            other += counted_value(asset.kind, asset.value, exempt)
        else:
            financial += counted_value(asset.kind, asset.value, exempt)
    return Belongings(financial, vehicles, houses, businesses, other)
