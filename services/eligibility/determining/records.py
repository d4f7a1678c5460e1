"""Facts as rules see them: whole numbers, and an Unknown wherever nobody has said anything."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.eligibility.determining.disability_records import disability_group, disability_of
from services.eligibility.determining.item_records import (
    AssetRecord,
    BenefitRecord,
    DeductionRecord,
    IncomeRecord,
    PastReliefRecord,
    RigidExpenditureRecord,
    SuddenEventRecord,
    assets_of,
    benefits_of,
    deductions_of,
    holds_on,
    income_of,
    past_relief_of,
    rigid_expenditure_of,
    sudden_events_of,
)
from services.eligibility.determining.parent_records import OfParents, parents_of
from services.eligibility.determining.relative_records import OLDEST, RelativeRecord, ages, relatives_of
from services.eligibility.engine import codes
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.engine.values import day_number, month_number
from shared.schemas.determination_codes import DeterminationReason
from shared.schemas.determinations import DeterminationRequest
from shared.schemas.fact_codes import LabourAbility, PersonStatusKind, Relation
from shared.schemas.facts import HouseholdFacts, Member

_BY_LAW = {Relation.SELF, Relation.SPOUSE, Relation.CHILD, Relation.PARENT}
_OF_WHAT_IS_HELD = {DeterminationReason.REVIEW, DeterminationReason.STANDARD_CHANGE}
_CUSTODY = {PersonStatusKind.IN_PRISON, PersonStatusKind.COMPULSORY_DETOXIFICATION}


@dataclass(frozen=True, slots=True)
class Published:
    """Which standards are published where only one of two readings can be taken."""

    central_pension: bool
    orphans_standard_alone: bool
    """The standard of orphans, and none of de facto unattended children: these then follow it (SW-08)."""


ALL_PUBLISHED = Published(central_pension=True, orphans_standard_alone=False)


@dataclass(frozen=True, slots=True)
class MemberRecord(OfParents):
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
    holds_orphans_allowance: bool
    income_items: tuple[IncomeRecord, ...]
    deduction_items: tuple[DeductionRecord, ...]
    assets: tuple[AssetRecord, ...]
    rigid_expenditure_items: tuple[RigidExpenditureRecord, ...]
    sudden_events: tuple[SuddenEventRecord, ...]
    relatives: tuple[RelativeRecord, ...]
    benefits: tuple[BenefitRecord, ...]
    self_care_items_not_reached: Any
    long_term_care_needed: Any
    placement: Any
    job_refusals_in_a_row: Any
    wishes_institution: Any
    is_lifted_out_of_poverty: bool
    died_on: int
    died_month: int
    certificate_cancelled_on: int
    disability_group: str
    is_registered_elsewhere: bool
    parents_cannot_be_found: bool
    guardianship_at_fault: bool
    is_in_prison: Any
    lacks_civil_capacity: bool
    has_contract_land: bool
    was_relocated_to_town: bool
    child_programme_chosen: int
    wishes_to_leave_tekun: bool


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    """What is true of the household and the case as a whole; days are whole numbers, 0 while not known."""

    residence: int
    recorded_residence: Any
    as_of: int
    accepted_on: int
    handed_in_on: int
    decided_month: int
    is_decided: bool
    central_pension_is_published: bool
    handed_in_month: int
    is_handed_in: bool
    decided_on: int
    is_review: bool
    is_standard_change: bool
    standard_month: int
    is_stable: Any
    months_above_line: int
    grace_months: int
    benefits: tuple[BenefitRecord, ...]
    follows_orphans_standard: bool
    past_relief: tuple[PastReliefRecord, ...]
    claims_relief_group: bool
    relief_group: str


def household_record(
    residence: str,
    request: DeterminationRequest,
    assumed: Assumptions,
    *,
    recorded_residence: Any = None,
    published: Published = ALL_PUBLISHED,
) -> HouseholdRecord:
    """Return the case as rules see it; the month of the day asked for stands in for one not known yet.

    ``residence`` is the one whose standards apply; ``recorded_residence``, where another is recorded.
    """
    dates, as_of, review = request.dates, request.as_of, request.review
    stable = review.stable_attested if review is not None else False
    if stable is None and review is not None and review.months_above_line is not None:
        stable = False  # nobody attests it where the months speak (D-09)
    return HouseholdRecord(
        residence=codes.Residence[residence],
        recorded_residence=codes.Residence[residence] if recorded_residence is None else recorded_residence,
        as_of=day_number(as_of),
        accepted_on=day_number(dates.accepted_on) if dates.accepted_on else 0,
        handed_in_on=day_number(dates.handed_in_on) if dates.handed_in_on else 0,
        decided_month=month_number(dates.decided_on or as_of),
        is_decided=dates.decided_on is not None,
        central_pension_is_published=published.central_pension,
        handed_in_month=month_number(dates.handed_in_on or as_of),
        is_handed_in=dates.handed_in_on is not None,
        decided_on=day_number(dates.decided_on or as_of),
        is_review=request.reason in _OF_WHAT_IS_HELD,
        is_standard_change=request.reason is DeterminationReason.STANDARD_CHANGE,
        standard_month=month_number((review.standard_since if review is not None else None) or as_of),
        is_stable=assumed.value("/review/stable_attested", (False, True)) if stable is None else stable,
        months_above_line=(review.months_above_line or 0) if review is not None else 0,
        grace_months=(review.grace_months or 0) if review is not None else 0,
        benefits=benefits_of(request.facts, None, as_of, assumed),
        follows_orphans_standard=published.orphans_standard_alone,
        past_relief=past_relief_of(request.facts),
        claims_relief_group=request.facts.relief_group is not None,
        relief_group=request.facts.relief_group or "",
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
        birth_day=day_number(born) if born else assumed.value(f"{at}/birth_date", ages(as_of)),
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
        holds_orphans_allowance=any(
            each.programme == codes.AssistanceProgramme.ORPHAN
            for each in benefits_of(facts, member.ref, as_of, assumed)
        ),
        income_items=income_of(facts, member.ref, assumed),
        deduction_items=deductions_of(facts, member.ref, assumed),
        assets=assets_of(facts, member.ref, assumed),
        rigid_expenditure_items=rigid_expenditure_of(facts, member.ref, assumed),
        sudden_events=sudden_events_of(facts, member.ref, assumed),
        relatives=relatives_of(facts, member.ref, as_of, assumed),
        benefits=benefits_of(facts, member.ref, as_of, assumed),
        self_care_items_not_reached=known("self_care_items_not_reached", 0, 6),
        long_term_care_needed=known("long_term_care_needed", False, True),
        placement=codes.PlacementKind[member.placement] if member.placement else known("placement", 1, 2, 3),
        job_refusals_in_a_row=known("job_refusals_in_a_row", 0, 99) if _must_take_work(facts, member, as_of) else 0,
        wishes_institution=known("wishes_institution", False, True),
        is_lifted_out_of_poverty=member.lifted_out_of_poverty is True,
        died_on=day_number(member.died_on) if member.died_on else 0,
        died_month=month_number(member.died_on) if member.died_on else 0,
        disability_group=disability_group(member.disability),
        is_registered_elsewhere=member.registered_at is not None and member.registered_at[:4] != facts.division[:4],
        parents_cannot_be_found=bool(member.parents_cannot_be_found),
        guardianship_at_fault=bool(member.guardianship_at_fault),
        **parents_of(facts, place, as_of, assumed),
        lacks_civil_capacity=member.lacks_civil_capacity is True,
        has_contract_land=member.has_contract_land is True,
        was_relocated_to_town=member.relocated_to_town is True,
        child_programme_chosen=codes.AssistanceProgramme[member.child_programme or "NONE"],
        wishes_to_leave_tekun=member.leaves_tekun is True,
        **_status(member, at, as_of, assumed),
        **disability_of(member.disability, at, assumed),
    )


def _must_take_work(facts: HouseholdFacts, member: Member, as_of: date) -> bool:
    """Return whether refusals can matter: of a family that holds 低保, and of one not known to be at work or unable (LB-12)."""
    able = member.labour_ability in {None, LabourAbility.FULL}
    return able and member.employed is not True and _holds(facts, member.ref, "DIBAO", as_of)


def _status(member: Member, at: str, as_of: date, assumed: Assumptions) -> dict[str, Any]:
    """Circumstances of HH-06…HH-08; not known, they may be none, custody, or years in a religious place."""
    if member.statuses is None:
        return {
            "is_in_custody": assumed.value(f"{at}/statuses", (False, True, False)),
            "is_in_prison": assumed.value(f"{at}/statuses", (False, True, False)),
            "clergy_since": assumed.value(f"{at}/statuses", (0, 0, OLDEST)),
            "is_declared_missing": False,
            "is_on_provincial_list": False,
        }
    now = [status for status in member.statuses if holds_on(as_of, status.since, status.until)]
    kinds = {status.kind for status in now}
    away = [status.since for status in now if status.kind is PersonStatusKind.CLERGY_AWAY]
    return {
        "is_in_custody": bool(kinds & _CUSTODY),
        "is_in_prison": PersonStatusKind.IN_PRISON in kinds,
        "clergy_since": day_number(min(away)) if away else 0,
        "is_declared_missing": PersonStatusKind.DECLARED_MISSING in kinds,
        "is_on_provincial_list": PersonStatusKind.LEFT_OUT_BY_PROVINCE in kinds,
    }


def _holds(facts: HouseholdFacts, ref: str, programme: str, as_of: date) -> bool:
    return any(
        benefit.programme == programme
        and benefit.person in {ref, None}
        and holds_on(as_of, benefit.start_on, benefit.end_on)
        for benefit in facts.current_benefits
    )
