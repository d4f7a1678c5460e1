"""Handing in (提出申请): an application is opened whole, from the counter, a ledger, or one that has ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.actions import identities
from services.intake.actions import people as people_actions
from services.intake.actions.applications import (
    add_documents,
    record_authorisations,
    represented,
    require_same_members,
)
from services.intake.actions.steps import record_step, tell
from services.intake.errors import AlreadyApplied, ChannelRefused, IdentityRefused, ProgrammeNotServed
from services.intake.lifecycles import register
from services.intake.models.applications import Application, ApplicationMember, Case
from services.intake.models.people import Household, Person
from services.intake.queries import applications as queries
from services.intake.rules.application_guards import AGENT_NOT_ENTRUSTED
from services.intake.rules.channels import channels_of
from shared import audit
from shared.db import Session
from shared.errors import FieldError, RuleRefused, WrongState
from shared.identity import Caller, Role
from shared.identity_numbers import IdentityNumber
from shared.ids import new_id
from shared.lifecycle import Step
from shared.schemas.application_changes import SignedAuthorisation
from shared.schemas.applications import NewApplication, Reapplication
from shared.schemas.codes import ApplicationState, Channel, DocumentKind
from shared.schemas.determination_codes import Programme
from shared.schemas.facts import HouseholdFacts

_OPENED: Step[Any] = Step("L1", "OPEN", "新建申请", (None,), "DRAFT", frozenset(Role), "applications:write")
_REOPENED: Step[Any] = Step("L28", "REAPPLY", "重新申请", (None,), "DRAFT", frozenset(Role), "applications:write")

_ENDED = {ApplicationState.CONFIRMED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN, ApplicationState.ABORTED}


def create_application(session: Session, new: NewApplication, *, caller: Caller, now: datetime) -> Application:
    """Open an application (新建申请, L1) with household, people, facts and papers, whole or not at all."""
    _require_channel(caller, new)
    (application,) = create_applications(session, [new], caller=caller, now=now)
    return application


def create_applications(
    session: Session, news: Sequence[NewApplication], *, caller: Caller, now: datetime
) -> list[Application]:
    """Open several applications, all or none; nobody may be in two of them, since none sees what the others write.

    The rows of all are written together, table by table: a ledger has thousands of households.
    """
    for place in {new.household.division for new in news}:
        people_actions.require_place(session, place, pointer="/household/division", on=now.date())
    whole = [_checked(new, on=now.date()) for new in news]
    _register(session, whole, caller=caller, now=now)
    session.flush()  # from here on the people are seen by their membership
    people = people_actions.people_on_file(session, {person_id for one in whole for person_id in one.ids.values()})
    numbers = queries.next_numbers(session, len(whole) + sum(not one.is_on_file for one in whole))
    for one in whole:
        one.case_id = _case_of(session, one, numbers, now=now)
    session.flush()
    opened = [_open_whole(session, one, people, number=next(numbers), caller=caller, now=now) for one in whole]
    session.flush()  # a villager may add to the history of what he sees
    for application in opened:
        _record_opening(session, application, _OPENED, caller=caller, now=now)
    session.flush()
    return opened


@dataclass(slots=True)
class _Whole:
    """An application on its way into the books: what was handed in, checked, and then what it belongs to."""

    new: NewApplication
    numbers: dict[str, IdentityNumber]
    facts: HouseholdFacts
    ids: dict[str, UUID] = field(default_factory=dict)
    household: Household = field(init=False)
    case_id: UUID = field(init=False)
    is_on_file: bool = False

    @property
    def relations(self) -> dict[str, str]:
        """How each member is related to the applicant."""
        return {member.ref: member.relation.value for member in self.facts.members}


def _checked(new: NewApplication, *, on: date) -> _Whole:
    numbers = identities.check_identities(new.people, pointer="/people", on=on)
    return _Whole(new, numbers, identities.complete(new, numbers))


def _register(session: Session, whole: Sequence[_Whole], *, caller: Caller, now: datetime) -> None:
    """Register the people of all, place by place, and the household of each."""
    records: dict[str, people_actions.Record] = {}
    for place in sorted({one.new.household.division for one in whole}):
        here = [one for one in whole if one.new.household.division == place]
        people = [(person, one.numbers[person.ref]) for one in here for person in one.new.people]
        records |= people_actions.register_people(session, people, place=place, caller=caller, now=now)
    for one in whole:
        own = {person.ref: records[one.numbers[person.ref].value] for person in one.new.people}
        one.ids = {ref: record.id for ref, record in own.items()}
        _require_own(caller, set(one.ids.values()))
        one.household, one.is_on_file = people_actions.register_household(
            session, one.new.household, own, one.relations, residence=str(one.facts.residence or "UNKNOWN"),
            caller=caller, now=now,
        )  # fmt: skip


def _open_whole(
    session: Session,
    one: _Whole,
    people: Mapping[UUID, Person],
    *,
    number: int,
    caller: Caller,
    now: datetime,
) -> Application:
    people_actions.check_names(one.new.people, one.ids, people, pointer="/people")
    application = _open(
        session, one.household, one.new, one.facts, people[one.ids[one.new.applicant]], number=number,
        case_id=one.case_id, on_file=one.is_on_file, client_id=caller.client_id, now=now,
    )  # fmt: skip
    for ref in sorted(one.ids):
        application.members.append(_member(application, ref, people[one.ids[ref]], one.relations[ref], now=now))
    signed = {
        f"/people/{position}/authorisation": SignedAuthorisation(ref=person.ref, **person.authorisation.model_dump())
        for position, person in enumerate(one.new.people)
        if person.authorisation is not None
    }
    record_authorisations(application, signed, today=now.date())
    add_documents(application, one.new.documents, caller=caller, now=now)
    return application


def reapply(
    session: Session, application_id: UUID, again: Reapplication, *, caller: Caller, now: datetime
) -> Application:
    """Open a new application from one that has ended (重新申请, L28); people, household and facts are taken over."""
    old = queries.application_to_change(session, application_id, visible_to=caller)
    if old.state not in _ENDED:
        raise WrongState("原申请尚未办结，不能重新申请", allowed_actions=())
    _require_channel(caller, again)
    _require_entrusted(caller, again)
    household = people_actions.household_of(session, old.household_id, caller=caller, lock=True)
    here = {"division": household.division}  # where a merger has taken it meanwhile (1.2-e)
    facts = again.facts or HouseholdFacts.model_validate(old.facts | here)
    require_same_members(old, facts, **here)
    application = _open(
        session, household, again, facts, old.applicant, number=next(queries.next_numbers(session, 1)),
        case_id=old.case_id, on_file=True, client_id=caller.client_id, now=now, previous=old,
    )  # fmt: skip
    for member in old.members:
        copied = _member(application, member.ref, member.person, member.relation, now=now)
        copied.authorised_on, copied.authorisation_version = member.authorised_on, member.authorisation_version
        application.members.append(copied)
    add_documents(application, again.documents, caller=caller, now=now)
    session.flush()
    _record_opening(session, application, _REOPENED, caller=caller, now=now)
    session.flush()
    return application


def _require_channel(caller: Caller, new: NewApplication | Reapplication) -> None:
    """Raise ``ChannelRefused`` when the caller names a channel that others come by (3.2-m)."""
    allowed = channels_of(caller.role)
    if new.channel not in allowed:
        raise ChannelRefused([channel.zh for channel in Channel if channel in allowed])


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
    applicant: Person,
    *,
    number: int,
    case_id: UUID,
    on_file: bool,
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
    if on_file and queries.undecided_programmes(session, household.id).intersection(programmes):
        raise AlreadyApplied
    application = Application(
        id=new_id(),
        division=household.division,
        created_at=now,
        number=queries.number_of("SQ", now.year, number),
        case_id=case_id,
        household_id=household.id,
        lifecycle=lifecycle.name,
        state=ApplicationState.DRAFT.value,
        channel=new.channel.value,
        programmes=programmes,
        applicant_id=applicant.id,
        applicant=applicant,
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
        lines=[],
        client_id=client_id,
    )
    session.add(application)
    return application


def _case_of(session: Session, one: _Whole, numbers: Iterator[int], *, now: datetime) -> UUID:
    """Return the household's file; the first application opens it."""
    household = one.household
    case = queries.case_of_household(session, household.id) if one.is_on_file else None
    if case is None:
        number = queries.number_of("AJ", now.year, next(numbers))
        case = Case(id=new_id(), division=household.division, created_at=now, number=number, household_id=household.id)
        session.add(case)
    return case.id


def _member(application: Application, ref: str, person: Person, relation: str, *, now: datetime) -> ApplicationMember:
    return ApplicationMember(
        division=application.division,
        created_at=now,
        application_id=application.id,
        person_id=person.id,
        person=person,
        ref=ref,
        relation=relation,
    )


def _record_opening(
    session: Session, application: Application, step: Step[Any], *, caller: Caller, now: datetime
) -> None:
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
