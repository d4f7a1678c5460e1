"""What belongs to an application and may change: the facts, the signed authorisations, the papers (申请材料)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from services.intake.errors import IdentityRefused, WrongFacts
from services.intake.models.applications import Application, ApplicationDocument
from shared.errors import FieldError
from shared.identity import Caller, Role
from shared.ids import new_id
from shared.schemas.application_changes import NewDocument, SignedAuthorisation
from shared.schemas.facts import HouseholdFacts


def replace_facts(application: Application, facts: HouseholdFacts) -> None:
    """Take over changed facts about the same people; whatever was determined from the old ones is stale."""
    require_same_members(application, facts, division=application.facts["division"])
    application.facts = facts.model_dump(mode="json")
    application.facts_version += 1


def require_same_members(application: Application, facts: HouseholdFacts, *, division: str) -> None:
    """Raise ``WrongFacts`` unless the facts are about the people of the application and the place."""
    stored = {member.ref: member.person for member in application.members}
    wrong = {member.ref for member in facts.members} != set(stored)
    wrong = wrong or facts.division != division
    wrong = wrong or any(
        (member.birth_date, member.sex) != (stored[member.ref].birth_date, int(stored[member.ref].sex))
        for member in facts.members
        if member.ref in stored
    )
    if facts.applicant != application.facts["applicant"]:
        raise WrongFacts("/facts/applicant", "申请人与申请登记不一致")
    if wrong:
        raise WrongFacts("/facts/members", "成员、出生日期、性别或行政区划与申请登记不一致")


def record_authorisations(application: Application, signed: Mapping[str, SignedAuthorisation], *, today: date) -> None:
    """Note who has signed the authorisation for verification (HD-01), by where it stands; a day to come is refused."""
    members = {member.ref: member for member in application.members}
    errors: list[FieldError] = []
    for here, authorisation in signed.items():
        if authorisation.ref not in members:
            errors.append(FieldError(f"{here}/ref", "unknown_member_ref", "没有该编号的家庭成员"))
        elif authorisation.signed_on > today:
            errors.append(FieldError(f"{here}/signed_on", "in_the_future", "签署日期不得晚于今日"))
        else:
            members[authorisation.ref].authorised_on = authorisation.signed_on
            members[authorisation.ref].authorisation_version = authorisation.version
    if errors:
        raise IdentityRefused(tuple(errors))


def add_documents(application: Application, documents: Sequence[NewDocument], *, caller: Caller, now: datetime) -> None:
    """Put papers on file."""
    for document in documents:
        application.documents.append(
            ApplicationDocument(
                id=new_id(),
                division=application.division,
                created_at=now,
                recorded_by=caller.acts_for,
                **document.model_dump(mode="json"),
            )
        )


def represented(application: Application, caller: Caller) -> str | None:
    """Return whom a village agent acts for (3.3-c): the applicant, by his record."""
    return f"person:{application.applicant_id}" if caller.role is Role.VILLAGE_AGENT else None
