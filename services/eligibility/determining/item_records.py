"""Items of a member as rules see them: income, deductions, property, rigid expenditure, sudden events, benefits held."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.eligibility.engine import codes
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.engine.values import day_number, month_number
from shared.schemas.fact_codes import AssetKind, IncomeKind
from shared.schemas.facts import Asset, CurrentBenefit, HouseholdFacts, IncomeItem

BOUNDLESS = 10**11
"""An unknown amount is tried at nothing and at a thousand million yuan; in between no outcome differs from both."""

_EXEMPTIBLE = {IncomeKind.RELATIVES_SUPPORT, IncomeKind.DEEMED_LABOUR}
"""Kinds an officer may leave out (INC-17, INC-18); of others nobody asks whether he has."""

_PIECES = {AssetKind.VEHICLE, AssetKind.HOUSE, AssetKind.BUSINESS}


@dataclass(frozen=True, slots=True)
class IncomeRecord:
    """One income item."""

    kind: int
    amount: Any
    costs: Any
    transfers_out: Any
    is_exempted: Any
    local_item: str


@dataclass(frozen=True, slots=True)
class DeductionRecord:
    """One claimed deduction."""

    kind: int
    amount: Any
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class AssetRecord:
    """One thing owned."""

    kind: int
    value: Any
    claims_exemption: bool
    exemption: int
    exemption_code: str


@dataclass(frozen=True, slots=True)
class RigidExpenditureRecord:
    """One item of rigid expenditure (GX-05)."""

    kind: int
    amount: Any
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class SuddenEventRecord:
    """One event that made life very hard (LS-01); one that names nobody concerns the whole household."""

    kind: int
    loss: Any
    happened_on: Any
    concerns_household: bool


@dataclass(frozen=True, slots=True)
class BenefitRecord:
    """One benefit held on the day asked for; ``programme`` is OTHER for an allowance the matrix does not know."""

    programme: int
    amount: Any
    since_month: int
    end_month: int
    in_grace: bool
    is_of_household: bool
    grace_used: bool
    amount_before_grace: Any


def income_of(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[IncomeRecord, ...]:
    """Return a member's income; a list that nobody gave may come to nothing or to anything."""
    if facts.income_items is None:
        amount = assumed.value("/income_items", (0, BOUNDLESS))
        return (IncomeRecord(int(codes.IncomeKind.OTHER), amount, 0, 0, False, ""),)
    return tuple(
        _income_item(item, f"/income_items/{index}", assumed)
        for index, item in enumerate(facts.income_items)
        if item.person == ref
    )


def _income_item(item: IncomeItem, at: str, assumed: Assumptions) -> IncomeRecord:
    amount = assumed.value(f"{at}/amount", (0, BOUNDLESS)) if item.amount is None else item.amount
    costs: Any = item.costs or 0
    if item.costs is None and item.kind is IncomeKind.BUSINESS:
        costs = assumed.value(f"{at}/costs", (0, BOUNDLESS if item.amount is None else item.amount))
    exempted: Any = bool(item.exempted)
    if item.exempted is None and item.kind in _EXEMPTIBLE:
        exempted = assumed.value(f"{at}/exempted", (False, True))
    return IncomeRecord(
        kind=int(codes.IncomeKind[item.kind]),
        amount=amount,
        costs=costs,
        transfers_out=item.transfers_out or 0,
        is_exempted=exempted,
        local_item=item.local_item or "",
    )


def deductions_of(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[DeductionRecord, ...]:
    """Return what is claimed against a member's income."""
    return tuple(
        DeductionRecord(
            kind=int(codes.DeductionKind[item.kind]),
            amount=assumed.value(f"/deduction_items/{index}/amount", (0, BOUNDLESS))
            if item.amount is None
            else item.amount,
            has_evidence=bool(item.evidence),
        )
        for index, item in enumerate(facts.deduction_items)
        if item.person == ref
    )


def assets_of(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[AssetRecord, ...]:
    """Return what a member owns; a list that nobody gave may come to nothing or to anything."""
    if facts.assets is None:
        value = assumed.value("/assets", (0, BOUNDLESS))
        return (
            AssetRecord(int(codes.AssetKind.DEPOSIT), value, claims_exemption=False, exemption=0, exemption_code=""),
        )
    return tuple(
        _asset(asset, f"/assets/{index}/value", assumed)
        for index, asset in enumerate(facts.assets)
        if asset.person == ref
    )


def _asset(asset: Asset, fact: str, assumed: Assumptions) -> AssetRecord:
    value: Any = asset.value or 0
    if asset.value is None and asset.kind not in _PIECES:
        value = assumed.value(fact, (0, BOUNDLESS))
    claimed = asset.exemption
    return AssetRecord(
        kind=int(codes.AssetKind[asset.kind]),
        value=value,
        claims_exemption=claimed is not None,
        exemption=int(codes.AssetExemption[claimed]) if claimed else 0,
        exemption_code=claimed or "",
    )


def rigid_expenditure_of(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[RigidExpenditureRecord, ...]:
    """Return a member's rigid expenditure; a list that nobody gave may come to nothing or to anything."""
    if facts.rigid_expenditure_items is None:
        amount = assumed.value("/rigid_expenditure_items", (0, BOUNDLESS))
        return (RigidExpenditureRecord(int(codes.RigidExpenditureKind.OTHER), amount, has_evidence=True),)
    return tuple(
        RigidExpenditureRecord(
            kind=int(codes.RigidExpenditureKind[item.kind]),
            amount=_amount(item.amount, f"/rigid_expenditure_items/{index}/amount", assumed),
            has_evidence=bool(item.evidence),
        )
        for index, item in enumerate(facts.rigid_expenditure_items)
        if item.person == ref
    )


def sudden_events_of(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[SuddenEventRecord, ...]:
    """Return the events of a member; those that name nobody stand with the applicant. Not told, there is none: a claim."""
    return tuple(
        SuddenEventRecord(
            kind=int(codes.SuddenEventKind[event.kind]),
            loss=_amount(event.loss, f"/sudden_events/{index}/loss", assumed),
            happened_on=day_number(event.happened_on) if event.happened_on else 0,
            concerns_household=event.person is None,
        )
        for index, event in enumerate(facts.sudden_events or [])
        if (event.person or facts.applicant) == ref
    )


def benefits_of(facts: HouseholdFacts, ref: str | None, as_of: date, assumed: Assumptions) -> tuple[BenefitRecord, ...]:
    """Return what a member, or the household for ``None``, receives on the day asked for."""
    return tuple(
        _benefit(benefit, f"/current_benefits/{index}", assumed)
        for index, benefit in enumerate(facts.current_benefits)
        if benefit.person == ref and holds_on(as_of, benefit.start_on, benefit.end_on)
    )


def _benefit(benefit: CurrentBenefit, at: str, assumed: Assumptions) -> BenefitRecord:
    known = codes.AssistanceProgramme.__members__
    before: Any = benefit.amount_before_grace or 0
    if benefit.in_grace:
        before = _amount(benefit.amount_before_grace, f"{at}/amount_before_grace", assumed)
    return BenefitRecord(
        programme=int(known.get(benefit.programme, codes.AssistanceProgramme.OTHER)),
        amount=_amount(benefit.monthly_amount, f"{at}/monthly_amount", assumed),
        since_month=month_number(benefit.start_on),
        end_month=month_number(benefit.end_on) if benefit.end_on else 0,
        in_grace=benefit.in_grace,
        is_of_household=benefit.person is None,
        grace_used=benefit.grace_used,
        amount_before_grace=before,
    )


def _amount(given: int | None, fact: str, assumed: Assumptions) -> Any:
    return assumed.value(fact, (0, BOUNDLESS)) if given is None else given


def holds_on(day: date, first: date, last: date | None) -> bool:
    """Return whether a status or a benefit holds on a day: its first and its last day belong to it, no last is no end.

    The articles behind HH-06…HH-08 and 4.13 say who is left out and name no day on which he has to be. That it is the
    day asked for, both ends included, is a choice of this product and is made here for all of them; what follows from
    it is a rule and a step.
    """
    return first <= day and (last is None or day <= last)
