"""Taking an application from one state to the next (办理), as its life cycle says."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.actions import clocks, decisions
from services.intake.actions.application_effects import EFFECTS, fits
from services.intake.actions.applications import (
    add_documents,
    record_authorisations,
    replace_facts,
    represented,
)
from services.intake.actions.determinations import state_of
from services.intake.actions.steps import record_step, require_step, tell
from services.intake.errors import DocumentsMissing
from services.intake.lifecycles import register
from services.intake.models.applications import Application
from services.intake.queries import applications as queries
from services.intake.queries import notices as notice_queries
from services.intake.queries import transitions
from services.intake.rules.ages import age_on
from services.intake.rules.application_guards import ADULT_AGE
from services.intake.rules.situation import ApplicationSituation
from shared.db import Session
from shared.identity import Caller
from shared.lifecycle import Lifecycle, Step
from shared.schemas.codes import ApplicationAction as Do
from shared.schemas.codes import Channel, DocumentKind, NoticeKind

Change = Any
"""One of the bodies of ``shared.schemas.application_changes``; the action names which."""

_TOLD = {
    Do.SUBMIT: "submitted", Do.REQUEST_SUPPLEMENT: "supplement_requested", Do.RESUBMIT: "resubmitted",
    Do.ACCEPT: "accepted", Do.START_SURVEY: "survey_started", Do.REQUEST_VERIFICATION: "verification_requested",
    Do.START_VERIFICATION: "verification_started", Do.REPORT_VERIFICATION: "verification_reported",
    Do.OBJECT_VERIFICATION: "verification_objected", Do.REPORT_RECHECK: "recheck_reported",
    Do.GIVE_OPINION: "notice_posted", Do.FORWARD: "forwarded", Do.DISPUTE: "disputed",
    Do.RESOLVE_DISPUTE: "dispute_resolved", Do.REQUIRE_VISIT: "visit_required", Do.RECORD_VISIT: "visited",
    Do.FILE_COMPLAINT: "complaint_filed", Do.CONFIRM: "confirmed", Do.REFUSE: "refused",
    Do.CORRECT_FACTS: "facts_corrected", Do.DELIVER_DECISION: "decision_delivered", Do.WITHDRAW: "withdrawn", Do.ABORT: "aborted",
}  # fmt: skip
"""Past tense of each action, as the events have it."""


def transition_application(
    session: Session, application_id: UUID, change: Change, *, version: int, caller: Caller, now: datetime
) -> Application:
    """Take one step (办理一个环节): guard, effect, clocks, history, audit, event; all or nothing."""
    application = queries.application_to_change(session, application_id, visible_to=caller, version=version)
    lifecycle: Lifecycle[ApplicationSituation] = register.by_name(application.lifecycle)
    before = application.state
    signed = {f"/authorisations/{n}": one for n, one in enumerate(getattr(change, "authorisations", []))}
    record_authorisations(application, signed, today=now.date())
    add_documents(application, change.documents, caller=caller, now=now)
    situation = situation_of(session, application, caller=caller, today=now.date())
    step = require_step(lifecycle, before, change, caller=caller, situation=situation)
    _require_documents(application, step)
    if getattr(change, "facts", None) is not None:
        replace_facts(application, change.facts)
    application.state = step.target(before, fits=fits(change))
    if application.state != before and before in lifecycle.suspending:
        clocks.resume(session, application, now=now)
    if step.stops:
        stopped_on = getattr(change, "delivered_on", now.date())
        clocks.stop_clocks(session, application, step.stops, on=stopped_on, now=now)
    _start_clocks(session, application, step, now=now)
    effect = EFFECTS.get(change.action)
    details = _details(change) | ((effect and effect(session, application, change, caller, now)) or {})
    if application.state != before and application.state in lifecycle.suspending:
        clocks.suspend(session, application, lifecycle.suspending[application.state], now=now)
    record_step(
        session, application, "application", step=step, lifecycle=lifecycle.name, from_state=before, details=details,
        caller=caller, now=now, reason=change.note, on_behalf_of=represented(application, caller),
    )  # fmt: skip
    tell(
        session, f"application.{_TOLD[change.action]}", application, caller=caller, now=now,
        people=decisions.people_indexes(application), programmes=application.programmes,
        household_id=str(application.household_id),
    )  # fmt: skip
    session.flush()
    return application


def situation_of(session: Session, application: Application, *, caller: Caller, today: date) -> ApplicationSituation:
    """Return what the guards may look at."""
    acted = transitions.who_acted(session, application.id)
    posted = Do.GIVE_OPINION in acted  # else there is no notice to look for
    notice = notice_queries.standing_notice(session, application.id, NoticeKind.OPINION.value) if posted else None
    kinds = frozenset(document.kind for document in application.documents)
    entrustment = application.entrustment if DocumentKind.ENTRUSTMENT in kinds else None
    return ApplicationSituation(
        today=today,
        acts_for=caller.acts_for,
        role=caller.role.value,
        is_applicant=caller.person == application.applicant_id,
        unauthorised_adults=sum(
            1
            for member in application.members
            if member.authorised_on is None and age_on(member.person.birth_date, today) >= ADULT_AGE
        ),
        entrusted_to=entrustment["agent"] if entrustment else None,
        through_agent=application.channel == Channel.VILLAGE_AGENT,
        missing_papers=frozenset(paper["kind"] for paper in application.missing_papers),
        near_relative=application.near_relative is not None,
        complaint_open=application.complaint_open,
        visited=application.visited_on is not None,
        surveyors=frozenset(application.surveyors),
        acted=acted,
        forward_from=notice.forward_from if notice else None,
        determination=state_of(session, application, today=today).value,
        accepted_on=application.accepted_on,
        decided_on=application.decided_on,
        delivered_on=application.delivered_on,
        lines_refused=sum(not line.confirmed for line in application.lines),
    )


def _require_documents(application: Application, step: Step[Any]) -> None:
    """Raise ``DocumentsMissing`` naming every paper the step demands and does not find."""
    have = {document.kind for document in application.documents}
    missing = [DocumentKind(kind).zh for kind in sorted(step.documents - have)]
    if missing:
        raise DocumentsMissing("缺少：" + "、".join(missing), rule=step.id, clause="3.1-b")


def _start_clocks(session: Session, application: Application, step: Step[Any], *, now: datetime) -> None:
    if step.starts:
        clocks.start_clocks(session, application, step.starts, on=now.date(), now=now)


def _details(change: Change) -> dict[str, Any]:
    """Return what the history keeps of the body: what was said, not the facts and papers, which have their own place."""
    kept: dict[str, Any] = change.model_dump(
        mode="json", exclude={"action", "documents", "facts", "evidence", "authorisations"}
    )
    return {name: value for name, value in kept.items() if value is not None}
