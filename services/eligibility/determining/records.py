"""Facts as rules see them: whole numbers, and an Unknown wherever nobody has said anything."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.eligibility.engine import codes
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.engine.values import day_number, month_number
from shared.schemas.determinations import CaseDates
from shared.schemas.fact_codes import AssetKind, DisabilityKind, IncomeKind, PersonStatusKind, Relation
from shared.schemas.facts import Asset, HouseholdFacts, IncomeItem, Member

BOUNDLESS = 10**11
"""An unknown amount is tried at nothing and at a thousand million yuan; in between no outcome differs from both."""

_OLDEST = 18800101
_NO_END = 99991231
_WITHOUT_DAYS = {"certificate_issued_on": 0, "certificate_expires_on": _NO_END}
_BY_LAW = {Relation.SELF, Relation.SPOUSE, Relation.CHILD, Relation.PARENT}
_PIECES = {AssetKind.VEHICLE, AssetKind.HOUSE, AssetKind.BUSINESS}
_CUSTODY = {PersonStatusKind.IN_PRISON, PersonStatusKind.COMPULSORY_DETOXIFICATION}


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
class MemberRecord:
    """One member; ``place`` is his place in the request and names him in the trace."""

    place: int
    relation: int
    birth_day: Any
    student_level: Any
    can_live_independently: Any
    has_support_duty: Any
    lives_apart: Any
    clergy_since: Any
    is_in_custody: Any
    is_declared_missing: bool
    is_on_provincial_list: bool
    labour_ability: Any
    is_employed: Any
    disability_kind: Any
    disability_grade: Any
    certificate_issued_on: int
    certificate_expires_on: int
    serious_illness_recognised: Any
    claims_special_group: bool
    special_group: str
    in_tekun: bool
    income_items: tuple[IncomeRecord, ...]
    deduction_items: tuple[DeductionRecord, ...]
    assets: tuple[AssetRecord, ...]


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    """What is true of the household and the case as a whole; days are whole numbers, 0 while not known."""

    residence: int
    as_of: int
    accepted_on: int
    handed_in_on: int
    decided_month: int
    is_decided: bool
    central_pension_is_published: bool


def household_record(
    residence: str, dates: CaseDates, as_of: date, *, central_pension_is_published: bool = True
) -> HouseholdRecord:
    """Return the case as rules see it; the month of the day asked for stands in for that of the confirmation."""
    return HouseholdRecord(
        residence=codes.Residence[residence],
        as_of=day_number(as_of),
        accepted_on=day_number(dates.accepted_on) if dates.accepted_on else 0,
        handed_in_on=day_number(dates.handed_in_on) if dates.handed_in_on else 0,
        decided_month=month_number(dates.decided_on or as_of),
        is_decided=dates.decided_on is not None,
        central_pension_is_published=central_pension_is_published,
    )


def member_record(facts: HouseholdFacts, place: int, as_of: date, assumed: Assumptions) -> MemberRecord:
    """Return one member as rules see him; he is named by his place in the request."""
    at, member = f"/members/{place}", facts.members[place]

    def known(field: str, *values: Any) -> Any:
        given = getattr(member, field)
        return assumed.value(f"{at}/{field}", values) if given is None else given

    born = member.birth_date
    level, labour = member.student_level, member.labour_ability
    return MemberRecord(
        place=place,
        relation=codes.Relation[member.relation],
        birth_day=day_number(born) if born else assumed.value(f"{at}/birth_date", (day_number(as_of), _OLDEST)),
        student_level=codes.StudentLevel[level] if level else known("student_level", 0, codes.StudentLevel.BACHELOR),
        can_live_independently=known("can_live_independently", True, False),
        has_support_duty=True if member.relation in _BY_LAW else known("has_support_duty", False, True),
        lives_apart=known("lives_apart", False, True),
        labour_ability=codes.LabourAbility[labour] if labour else known("labour_ability", 1, codes.LabourAbility.LOST),
        is_employed=known("employed", False, True),
        serious_illness_recognised=known("serious_illness_recognised", False, True),
        claims_special_group=member.special_group is not None,
        special_group=member.special_group or "",
        in_tekun=_holds(facts, member.ref, "TEKUN", as_of),
        income_items=_income(facts, member.ref, assumed),
        deduction_items=_deductions(facts, member.ref, assumed),
        assets=_assets(facts, member.ref, assumed),
        **_status(member, at, as_of, assumed),
        **_disability(member, at, assumed),
    )


def _status(member: Member, at: str, as_of: date, assumed: Assumptions) -> dict[str, Any]:
    """Circumstances of HH-06…HH-08; not known, they may be none, custody, or years in a religious place."""
    if member.statuses is None:
        return {
            "is_in_custody": assumed.value(f"{at}/statuses", (False, True, False)),
            "clergy_since": assumed.value(f"{at}/statuses", (0, 0, _OLDEST)),
            "is_declared_missing": False,
            "is_on_provincial_list": False,
        }
    now = [status for status in member.statuses if holds_on(as_of, status.since, status.until)]
    kinds = {status.kind for status in now}
    away = [status.since for status in now if status.kind is PersonStatusKind.CLERGY_AWAY]
    return {
        "is_in_custody": bool(kinds & _CUSTODY),
        "clergy_since": day_number(min(away)) if away else 0,
        "is_declared_missing": PersonStatusKind.DECLARED_MISSING in kinds,
        "is_on_provincial_list": PersonStatusKind.LEFT_OUT_BY_PROVINCE in kinds,
    }


def holds_on(day: date, first: date, last: date | None) -> bool:
    """Return whether a status or a benefit holds on a day: its first and its last day belong to it, no last is no end.

    The articles behind HH-06…HH-08 and 4.13 say who is left out and name no day on which he has to be. That it is the
    day asked for, both ends included, is a choice of this product and is made here for all of them; what follows from
    it is a rule and a step.
    """
    return first <= day and (last is None or day <= last)


def _disability(member: Member, at: str, assumed: Assumptions) -> dict[str, Any]:
    """Disability certificate; not known, there may be none or a severe one that holds."""
    held = member.disability
    if held is None:
        fact = f"{at}/disability"
        return {
            "disability_kind": assumed.value(fact, (0, int(codes.DisabilityKind.PHYSICAL))),
            "disability_grade": assumed.value(fact, (0, 1)),
            **_WITHOUT_DAYS,
        }
    if held.kind is DisabilityKind.NONE:
        return {"disability_kind": 0, "disability_grade": 0, **_WITHOUT_DAYS}
    grade = assumed.value(f"{at}/disability/grade", (4, 1)) if held.grade is None else held.grade
    return {
        "disability_kind": int(codes.DisabilityKind[held.kind]),
        "disability_grade": grade,
        "certificate_issued_on": day_number(held.issued_on) if held.issued_on else 0,
        "certificate_expires_on": day_number(held.expires_on) if held.expires_on else _NO_END,
    }


def _income(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[IncomeRecord, ...]:
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
    exempted = assumed.value(f"{at}/exempted", (False, True)) if item.exempted is None else item.exempted
    return IncomeRecord(
        kind=int(codes.IncomeKind[item.kind]),
        amount=amount,
        costs=costs,
        transfers_out=item.transfers_out or 0,
        is_exempted=exempted,
        local_item=item.local_item or "",
    )


def _deductions(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[DeductionRecord, ...]:
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


def _assets(facts: HouseholdFacts, ref: str, assumed: Assumptions) -> tuple[AssetRecord, ...]:
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


def _holds(facts: HouseholdFacts, ref: str, programme: str, as_of: date) -> bool:
    return any(
        benefit.programme == programme
        and benefit.person in {ref, None}
        and holds_on(as_of, benefit.start_on, benefit.end_on)
        for benefit in facts.current_benefits
    )
