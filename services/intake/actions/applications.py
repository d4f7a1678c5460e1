"""Applications: handed in whole, shown to whom they concern, corrected, and applied for again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.actions import people as people_actions
from services.intake.actions.steps import record_step, tell
from services.intake.errors import AlreadyApplied, IdentityRefused, ProgrammeNotServed, WrongFacts
from services.intake.lifecycles import register
from services.intake.models.applications import Application, ApplicationDocument, ApplicationMember, Case
from services.intake.models.people import Household
from services.intake.queries import applications as queries
from services.intake.rules.application_guards import AGENT_NOT_ENTRUSTED
from shared import audit
from shared.db import Session
from shared.errors import FieldError, RuleRefused, WrongState
from shared.identity import Caller, Role
from shared.identity_numbers import IdentityNumber
from shared.lifecycle import Step
from shared.schemas.application_changes import NewDocument, SignedAuthorisation
from shared.schemas.applications import NewApplication, Reapplication
from shared.schemas.codes import ApplicationState, DocumentKind
from shared.schemas.determination_codes import Programme
from shared.schemas.facts import HouseholdFacts

_OPENED: Step[Any] = Step("L1", "OPEN", "新建申请", (None,), "DRAFT", frozenset(Role), "applications:write")
_REOPENED: Step[Any] = Step("L28", "REAPPLY", "重新申请", (None,), "DRAFT", frozenset(Role), "applications:write")

_ENDED = {ApplicationState.CONFIRMED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN, ApplicationState.ABORTED}


def create_application(session: Session, new: NewApplication, *, caller: Caller, now: datetime) -> Application:
    """Open an application (新建申请, L1) with household, people, facts and papers, whole or not at all."""
    on = now.date()
    people_actions.require_place(session, new.household.division, pointer="/household/division", on=on)
    numbers = people_actions.check_identities(new.people, pointer="/people", on=on)
    facts = _complete(new, numbers)
    relations = {member.ref: member.relation.value for member in facts.members}
    place = new.household.division
    ids = people_actions.register_people(session, new.people, numbers, place=place, caller=caller, now=now)
    _require_own(caller, set(ids.values()))
    household = people_actions.register_household(
        session, new.household, ids, relations, residence=str(facts.residence or "UNKNOWN"), caller=caller, now=now
    )
    people_actions.check_names(session, new.people, ids, pointer="/people")
    application = _open(session, household, new, facts, ids[new.applicant], client_id=caller.client_id, now=now)
    for person in new.people:
        application.members.append(_member(application, person.ref, ids[person.ref], relations[person.ref], now=now))
    signed = [
        SignedAuthorisation(ref=person.ref, **person.authorisation.model_dump())
        for person in new.people
        if person.authorisation is not None
    ]
    record_authorisations(application, signed, today=on)
    add_documents(session, application, new.documents, caller=caller, now=now)
    _record_opening(session, application, _OPENED, caller=caller, now=now)
    return queries.application_by_id(session, application.id, visible_to=caller)


def reapply(
    session: Session, application_id: UUID, again: Reapplication, *, caller: Caller, now: datetime
) -> Application:
    """Open a new application from one that has ended (重新申请, L28); people, household and facts are taken over."""
    old = queries.application_to_change(session, application_id, visible_to=caller)
    if old.state not in _ENDED:
        raise WrongState("原申请尚未办结，不能重新申请", allowed_actions=())
    _require_entrusted(caller, again)
    household = people_actions.household_of(session, old.household_id, caller=caller, lock=True)
    here = {"division": household.division}  # where a merger has taken it meanwhile (1.2-e)
    facts = again.facts or HouseholdFacts.model_validate(old.facts | here)
    require_same_members(old, facts, **here)
    application = _open(
        session, household, again, facts, old.applicant_id, client_id=caller.client_id, now=now, previous=old
    )
    for member in old.members:
        copied = _member(application, member.ref, member.person_id, member.relation, now=now)
        copied.authorised_on, copied.authorisation_version = member.authorised_on, member.authorisation_version
        application.members.append(copied)
    add_documents(session, application, again.documents, caller=caller, now=now)
    _record_opening(session, application, _REOPENED, caller=caller, now=now)
    return queries.application_by_id(session, application.id, visible_to=caller)


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


def record_authorisations(application: Application, signed: Sequence[SignedAuthorisation], *, today: date) -> None:
    """Note who has signed the authorisation for verification (HD-01); a day to come is refused."""
    members = {member.ref: member for member in application.members}
    errors: list[FieldError] = []
    for position, authorisation in enumerate(signed):
        here = f"/authorisations/{position}"
        if authorisation.ref not in members:
            errors.append(FieldError(f"{here}/ref", "unknown_member_ref", "没有该编号的家庭成员"))
        elif authorisation.signed_on > today:
            errors.append(FieldError(f"{here}/signed_on", "in_the_future", "签署日期不得晚于今日"))
        else:
            members[authorisation.ref].authorised_on = authorisation.signed_on
            members[authorisation.ref].authorisation_version = authorisation.version
    if errors:
        raise IdentityRefused(tuple(errors))


def add_documents(
    session: Session, application: Application, documents: list[NewDocument], *, caller: Caller, now: datetime
) -> None:
    """Put papers on file."""
    for document in documents:
        application.documents.append(
            ApplicationDocument(
                division=application.division,
                created_at=now,
                recorded_by=caller.acts_for,
                **document.model_dump(mode="json"),
            )
        )
    session.flush()


def _complete(new: NewApplication, numbers: dict[str, IdentityNumber]) -> HouseholdFacts:
    """Return the facts with birth date and sex from the identity numbers; raise where they contradict one another."""
    errors: list[FieldError] = []
    if {member.ref for member in new.facts.members} != set(numbers):
        errors.append(FieldError("/facts/members", "members_differ", "成员编号应与 people 一致"))
    if new.facts.applicant != new.applicant:
        errors.append(FieldError("/facts/applicant", "applicant_differs", "申请人应与 applicant 一致"))
    if new.facts.division != new.household.division:
        errors.append(FieldError("/facts/division", "division_differs", "行政区划应与 household.division 一致"))
    for position, member in enumerate(new.facts.members):
        number = numbers.get(member.ref)
        for name, known in (
            ("birth_date", number and number.birth_date),
            ("sex", number and people_actions.gb_sex(number)),
        ):
            if number and getattr(member, name) not in (None, known):
                errors.append(FieldError(f"/facts/members/{position}/{name}", "differs", "与居民身份号码不一致"))
    if errors:
        raise IdentityRefused(tuple(errors))
    members = [
        member.model_copy(
            update={"birth_date": numbers[member.ref].birth_date, "sex": people_actions.gb_sex(numbers[member.ref])}
        )
        for member in new.facts.members
    ]
    return new.facts.model_copy(update={"members": members})


def _require_entrusted(caller: Caller, again: Reapplication) -> None:
    """Raise when a village agent applies again for somebody who has not entrusted him anew (3.3-c)."""
    named = again.entrustment is not None and again.entrustment.agent == caller.acts_for
    brought = any(document.kind is DocumentKind.ENTRUSTMENT for document in again.documents)
    if caller.role is Role.VILLAGE_AGENT and not (named and brought):
        raise RuleRefused(AGENT_NOT_ENTRUSTED, rule="3.3-c", clause="3.3-c")


def _require_own(caller: Caller, people: set[UUID]) -> None:
    """Raise ``IdentityRefused`` when a villager hands in for a household he is not in himself."""
    if caller.role is Role.VILLAGER and caller.person not in people:
        raise IdentityRefused((FieldError("/people", "not_own", "只能为本人所在的家庭提出申请"),))


def _open(
    session: Session,
    household: Household,
    new: NewApplication | Reapplication,
    facts: HouseholdFacts,
    applicant_id: UUID,
    *,
    client_id: str,
    now: datetime,
    previous: Application | None = None,
) -> Application:
    programmes = (
        [str(p) for p in new.programmes]
        if isinstance(new, NewApplication)
        else (previous and previous.programmes) or []
    )
    lifecycle = register.for_new_application(now.date())
    if strange := [Programme(programme).zh for programme in programmes if programme not in lifecycle.programmes]:
        raise ProgrammeNotServed("、".join(strange))
    for programme in programmes:
        if queries.open_application_of(session, household.id, programme):
            raise AlreadyApplied
    application = Application(
        division=household.division,
        created_at=now,
        number=queries.next_number(session, "SQ", now.year),
        case_id=_case_of(session, household, now=now).id,
        household_id=household.id,
        lifecycle=lifecycle.name,
        state=ApplicationState.DRAFT.value,
        channel=new.channel.value,
        programmes=programmes,
        applicant_id=applicant_id,
        entrustment=new.entrustment and new.entrustment.model_dump(mode="json"),
        previous_id=previous and previous.id,
        needs=new.needs,
        facts=facts.model_dump(mode="json"),
        facts_version=1,
        complaint_open=False,
        surveyors=[],
        missing_papers=[],
        household_size=len(facts.members),
        documents=[],
        members=[],
        client_id=client_id,
    )
    session.add(application)
    session.flush()
    return application


def _case_of(session: Session, household: Household, *, now: datetime) -> Case:
    """Return the household's file; the first application opens it."""
    case = queries.case_of_household(session, household.id)
    if case is None:
        number = queries.next_number(session, "AJ", now.year)
        case = Case(division=household.division, created_at=now, number=number, household_id=household.id)
        session.add(case)
        session.flush()
    return case


def _member(application: Application, ref: str, person_id: UUID, relation: str, *, now: datetime) -> ApplicationMember:
    return ApplicationMember(
        division=application.division,
        created_at=now,
        application_id=application.id,
        person_id=person_id,
        ref=ref,
        relation=relation,
    )


def _record_opening(
    session: Session, application: Application, step: Step[Any], *, caller: Caller, now: datetime
) -> None:
    session.flush()
    details = {"channel": application.channel, "number": application.number}
    record_step(
        session, application, "application", step=step, lifecycle=application.lifecycle, from_state=None,
        details=details, caller=caller, now=now, on_behalf_of=represented(application, caller),
    )  # fmt: skip
    audit.record(
        session, caller=caller, action="case.joined", on="case", on_id=application.case_id,
        division=application.division, now=now, new={"application": str(application.id)},
        on_behalf_of=represented(application, caller),
    )  # fmt: skip
    tell(session, "application.started", application, caller=caller, now=now, programmes=application.programmes)


def represented(application: Application, caller: Caller) -> str | None:
    """Return whom a village agent acts for (3.3-c): the applicant, by his record."""
    return f"person:{application.applicant_id}" if caller.role is Role.VILLAGE_AGENT else None
