"""Who receives what in the whole city (HH-11): claimed with a decision, asked before one, and told with care.

Whoever is told that a person receives something elsewhere learns the programme and the county, and his look is written
down for the person, even where it ends in a refusal.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from services.intake.actions.disclosures import record_disclosure
from services.intake.errors import AlreadyBeneficiary
from services.intake.models.applications import Application, ApplicationMember
from services.intake.queries import people as queries
from services.intake.queries import reference
from services.intake.queries.people import Claim
from services.intake.rules.claims import bars_hand_in, exclude_each_other, exclusion_groups
from shared.db import Session
from shared.identity import Caller
from shared.schemas.codes import DisclosurePurpose
from shared.schemas.determination_codes import Programme
from shared.schemas.determinations import ProgrammeResult
from shared.schemas.people import DisclosureRequest

Look = Callable[[Session], None]

_MOST_BENEFITS = 100
_LOOK = DisclosureRequest(purpose=DisclosurePurpose.CASE_WORK, reason="HH-11 同类待遇查重")


def check_hand_in(session: Session, application: Application, *, caller: Caller, now: datetime) -> None:
    """Raise ``AlreadyBeneficiary`` when the applicant himself receives already whatever he asks for.

    Whom else a programme would count is known only when it is decided; then everybody counted is asked about.
    """
    held = queries.claims_of(session, [application.applicant.id_number_index])
    in_vain = [
        next((claim for claim in held if bars_hand_in(claim.programme, wanted)), None)
        for wanted in application.programmes
    ]
    if in_vain and in_vain[0] is not None and None not in in_vain:
        raise _already(session, application, in_vain[0], caller=caller, now=now)


def wait_for_people(session: Session, application: Application) -> None:
    """Let decisions about the same people come one after the other, whatever each claims for whom."""
    queries.lock_people(session, _indexes(application.members))


def claim_programme(
    session: Session,
    application: Application,
    result: ProgrammeResult,
    *,
    benefit_id: UUID,
    caller: Caller,
    now: datetime,
) -> None:
    """Claim a programme for everybody the benefit is for; raise ``AlreadyBeneficiary`` when one of them cannot have it."""
    programme = result.programme.value
    taken = queries.make_claims(
        session,
        _indexes(concerned(application, result.unit.person, result)),
        exclusion_groups(programme),
        programme=programme,
        county=application.county,
        benefit_id=benefit_id,
    )
    if taken is not None:
        raise _already(session, application, taken, caller=caller, now=now)


def concerned(
    application: Application, person_ref: str | None, result: ProgrammeResult | None
) -> list[ApplicationMember]:
    """Return whom a benefit would be for: the person named, else who counts; everybody while that is not known."""
    counted = None if result is None else {member.person for member in result.counted_members if member.counted}
    refs = counted if person_ref is None else {person_ref}
    return [member for member in application.members if refs is None or member.ref in refs]


def standing_claim(session: Session, programme: str, members: list[ApplicationMember]) -> Claim | None:
    """Return what one of these people receives that excludes the programme, if anything."""
    held = queries.claims_of(session, _indexes(members))
    return next((claim for claim in held if exclude_each_other(claim.programme, programme)), None)


def current_benefits(session: Session, application: Application, *, today: date) -> list[dict[str, Any]]:
    """Return what the members receive: as this system has it, and as was declared of what it does not keep.

    Since when somebody receives something elsewhere is nobody's business here: it holds today.
    """
    refs = {member.person.id_number_index: member.ref for member in application.members}
    known = [
        {"programme": claim.programme, "person": refs[claim.id_number_index], "start_on": today.isoformat()}
        for claim in queries.claims_of(session, list(refs))
    ]
    registered = {(benefit["programme"], benefit["person"]) for benefit in known}
    declared = [
        benefit
        for benefit in application.facts.get("current_benefits", [])
        if (benefit["programme"], benefit["person"]) not in registered
    ]
    return [*known, *declared][:_MOST_BENEFITS]


def look_at(application: Application, claim: Claim, *, caller: Caller, now: datetime) -> Look:
    """Return what writes down for the person that the caller was told what he receives, and where.

    It needs nothing of the transaction it was made in, so that a refusal that rolls everything back leaves it behind.
    """
    person_id = next(m.person_id for m in application.members if m.person.id_number_index == claim.id_number_index)
    return partial(_note, person_id=person_id, division=application.division, caller=caller, now=now)


def _note(session: Session, *, person_id: UUID, division: str, caller: Caller, now: datetime) -> None:
    record_disclosure(session, person_id, _LOOK, ["programme", "county"], division=division, caller=caller, now=now)


def _already(
    session: Session, application: Application, claim: Claim, *, caller: Caller, now: datetime
) -> AlreadyBeneficiary:
    county = reference.division_by_code(session, claim.county).name
    look = look_at(application, claim, caller=caller, now=now)
    return AlreadyBeneficiary(Programme(claim.programme).zh, county, afterwards=look)


def _indexes(members: Iterable[ApplicationMember]) -> list[bytes]:
    return [member.person.id_number_index for member in members]
