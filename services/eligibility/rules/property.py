"""What the family owns and what of it counts (家庭财产). Domain 4.3, PRO-01, PRO-02; limits stand with each programme."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import AssetExemption, AssetKind
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import LAW_57, Belongings, procedure, rule

SINCE = "2021-07-01"


@rule(
    "PRO-02",
    "豁免理由与财产类别相符",
    clause="2.1-a",
    law=f"{LAW_57}第十四条",
    since=SINCE,
    says="{asset_kind}可以主张“{asset_exemption}”。",
    otherwise="{asset_kind}不能主张“{asset_exemption}”。",
)
def exemption_suits_asset(asset_exemption: AssetExemption, asset_kind: AssetKind) -> bool:
    """A reason for vehicles is given for a vehicle, that of the dwelling for a house, savings for money (理由相符)."""
    return (
        asset_kind == AssetKind.VEHICLE
        if asset_exemption <= AssetExemption.VEHICLE_FOR_LIVELIHOOD
        else asset_kind == AssetKind.HOUSE
        if asset_exemption == AssetExemption.OWN_DWELLING
        else (
            asset_kind == AssetKind.VEHICLE
            or asset_kind == AssetKind.BUSINESS
            or asset_kind == AssetKind.OTHER_IMMOVABLE
        )
        if asset_exemption == AssetExemption.PRODUCTION_MEANS
        else asset_kind <= AssetKind.INTERNET_FINANCE
    )


@rule(
    "PRO-02",
    "唯一自住住房只豁免一套",
    clause="2.1-a",
    law=f"{LAW_57}第十四条",
    since=SINCE,
    says="没有超过唯一自住住房一套的限制。",
    otherwise="已有 {dwellings_exempted} 套作为唯一自住住房豁免，不再豁免。",
)
def is_first_dwelling(asset_exemption: AssetExemption, dwellings_exempted: Whole) -> bool:
    """A family has one only dwelling (唯一住房)."""
    return asset_exemption != AssetExemption.OWN_DWELLING or dwellings_exempted == 0


@rule(
    "PRO-02",
    "豁免的自住住房",
    clause="2.1-a",
    law=f"{LAW_57}第十四条",
    since=SINCE,
    says="豁免的唯一自住住房 {exempted_dwelling} 套。",
)
def exempted_dwelling(asset_exemption: AssetExemption, is_exempt: bool) -> Whole:
    """What an exemption uses up of the one dwelling (豁免套数)."""
    return 1 if is_exempt and asset_exemption == AssetExemption.OWN_DWELLING else 0


@rule(
    "PRO-02",
    "生活、生产必需财产的豁免",
    clause="2.1-a",
    law=f"{LAW_57}第十四条",
    since=SINCE,
    says="主张“{asset_exemption}”，在豁免清单内，不计入财产。",
    otherwise="主张“{asset_exemption}”，不予豁免，计入财产。",
)
def is_exempt(
    asset_exemption: AssetExemption,  # noqa: ARG001  the step names the reason
    property_exemptions: bool,
    exemption_suits_asset: bool,
    is_first_dwelling: bool,
) -> bool:
    """Whether the reason claimed is on the list, suits the thing, and has not been used up (豁免)."""
    return property_exemptions and exemption_suits_asset and is_first_dwelling


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
def exemption_of(asset: Any, dwellings_exempted: Any, P: Any) -> Any:
    """Whether the reason claimed for one thing is granted."""
    return is_exempt(
        asset.exemption,
        P.property_exemptions[asset.exemption_code],
        exemption_suits_asset(asset.exemption, asset.kind),
        is_first_dwelling(asset.exemption, dwellings_exempted),
    )


@procedure(since=SINCE)
def belongings_of(m: Any, dwellings_exempted: Any, P: Any) -> Any:
    """Go through what one member owns, exempting what is claimed and listed; the family has one only dwelling."""
    financial = 0
    vehicles = 0
    houses = 0
    businesses = 0
    other = 0
    dwellings = 0
    for asset in m.assets:
        exempt = False
        if asset.claims_exemption:
            exempt = exemption_of(asset, dwellings_exempted + dwellings, P)
            if asset.exemption == AssetExemption.OWN_DWELLING:
                dwellings += exempted_dwelling(asset.exemption, exempt)
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
    return Belongings(financial, vehicles, houses, businesses, other, dwellings)
