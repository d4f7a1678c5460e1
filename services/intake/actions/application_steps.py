"""Taking an application from one state to the next (办理), as its life cycle says."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.actions import clocks, decisions, notices
from services.intake.actions.applications import add_documents, replace_facts, represented
from services.intake.actions.determinations import request_determination, state_of
from services.intake.actions.steps import record_step, require_step, tell
from services.intake.errors import DocumentsMissing
from services.intake.lifecycles import register
from services.intake.lifecycles.machine import Lifecycle, Step
from services.intake.models.applications import Application
from services.intake.queries import applications as queries
from services.intake.rules.ages import age_on
from services.intake.rules.application_guards import ADULT_AGE
from services.intake.rules.situation import ApplicationSituation
from shared.db import Session
from shared.identity import Caller
from shared.schemas.codes import ApplicationAction as Do
from shared.schemas.codes import Channel, DocumentKind, NoticeKind, SpecialCase, VerificationConclusion

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
    Do.DELIVER_DECISION: "decision_delivered", Do.WITHDRAW: "withdrawn", Do.ABORT: "aborted",
}  # fmt: skip
"""Past tense of each action, as the events have it."""


def transition_application(
    session: Session, application_id: UUID, change: Change, *, version: int, caller: Caller, now: datetime
) -> Application:
    """Take one step (办理一个环节): guard, effect, clocks, history, audit, event; all or nothing."""
    application = queries.application_to_change(session, application_id, visible_to=caller, version=version)
    lifecycle: Lifecycle[ApplicationSituation] = register.by_name(application.lifecycle)
    before = application.state
    situation = situation_of(session, application, caller=caller, today=now.date())
    step = require_step(lifecycle, before, change, caller=caller, situation=situation)
    add_documents(session, application, change.documents, caller=caller, now=now)
    _require_documents(application, step, change)
    if getattr(change, "facts", None) is not None:
        replace_facts(application, change.facts)
    if step.stops:
        clocks.stop_clocks(session, application, step.stops, on=now.date())
    application.state = step.target(before, fits=_fits(change))
    _start_clocks(session, application, step, now=now)
    effect = _EFFECTS.get(change.action)
    details = _details(change) | ((effect and effect(session, application, change, caller, now)) or {})
    _suspend_or_resume(session, application, lifecycle, before, now=now)
    record_step(
        session, application, "application", step=step, lifecycle=lifecycle.name, from_state=before, details=details,
        caller=caller, now=now, reason=change.note, on_behalf_of=represented(application, caller),
    )  # fmt: skip
    tell(
        session, f"application.{_TOLD[change.action]}", application, caller=caller, now=now,
        people=decisions.people_indexes(application), programmes=application.programmes,
    )  # fmt: skip
    session.flush()
    return application


def situation_of(session: Session, application: Application, *, caller: Caller, today: date) -> ApplicationSituation:
    """Return what the guards may look at."""
    notice = queries.standing_notice(session, application.id, NoticeKind.OPINION.value)
    kinds = frozenset(document.kind for document in application.documents)
    by_agent = application.channel == Channel.VILLAGE_AGENT
    acted = queries.who_acted(session, application.id)
    return ApplicationSituation(
        today=today,
        acts_for=caller.acts_for,
        unauthorised_adults=sum(
            1
            for member in application.members
            if member.authorised_on is None and age_on(member.person.birth_date, today) >= ADULT_AGE
        ),
        documents=kinds,
        agent_without_entrustment=by_agent
        and (application.entrustment is None or DocumentKind.ENTRUSTMENT not in kinds),
        near_relative=application.near_relative is not None,
        complaint_open=application.complaint_open,
        visited=application.visited_on is not None,
        surveyors=frozenset(application.surveyors),
        acted=acted,
        forward_from=notice.forward_from if notice else None,
        determination=state_of(session, application, today=today).value,
        handed_in_on=application.handed_in_on,
        verification_started=Do.START_VERIFICATION in acted,
    )


def _require_documents(application: Application, step: Step[Any], change: Change) -> None:
    """Raise ``DocumentsMissing`` naming every paper the step demands and does not find."""
    have = {document.kind for document in application.documents} | {document.kind for document in change.documents}
    missing = [DocumentKind(kind).zh for kind in sorted(step.documents - have)]
    if missing:
        raise DocumentsMissing("缺少：" + "、".join(missing), rule=step.id, clause="3.1-b")


def _fits(change: Change) -> bool:
    conclusion = getattr(change, "conclusion", VerificationConclusion.FITS)
    return bool(conclusion != VerificationConclusion.DOES_NOT_FIT)


def _start_clocks(session: Session, application: Application, step: Step[Any], *, now: datetime) -> None:
    for key in step.starts:
        if key != "TL-LB-NOTICE":
            clocks.start_clock(session, application, key, on=now.date(), now=now)


def _suspend_or_resume(
    session: Session, application: Application, lifecycle: Lifecycle[Any], before: str, *, now: datetime
) -> None:
    if application.state == before:
        return
    if before in lifecycle.suspending:
        clocks.resume(session, application, now=now)
    if application.state in lifecycle.suspending:
        clocks.suspend(session, application, lifecycle.suspending[application.state], now=now)


def _details(change: Change) -> dict[str, Any]:
    """Return what the history keeps of the body: what was said, not the facts and papers, which have their own place."""
    kept: dict[str, Any] = change.model_dump(mode="json", exclude={"action", "documents", "facts", "evidence"})
    return {name: value for name, value in kept.items() if value is not None}


# --- what each action does besides changing the state; returns what the history adds ---------------------------------


def _submit(session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    decisions.check_claims(session, application)
    application.handed_in_on = application.handed_in_on or now.date()
    application.missing_papers = []


def _request_supplement(
    _session: Session, application: Application, change: Change, _caller: Caller, _now: datetime
) -> None:
    application.missing_papers = [paper.model_dump(mode="json") for paper in change.missing]


def _accept(session: Session, application: Application, change: Change, _caller: Caller, now: datetime) -> None:
    application.accepted_on = now.date()
    application.near_relative = change.near_relative and change.near_relative.model_dump(mode="json")
    application.facts = application.facts | {"near_relative_of_staff": application.near_relative is not None}
    application.facts_version += 1
    if change.special_case is not None:
        _give_more_time(session, application, change.special_case, now=now)


def _give_more_time(session: Session, application: Application, why: SpecialCase, *, now: datetime) -> None:
    """Turn the total limit of 30 working days into that of 45, from the same start."""
    if application.special_case is None and application.accepted_on is not None:
        clocks.stop_clocks(session, application, ("TL-LB-TOTAL",), on=now.date())
        clocks.start_clock(session, application, "TL-LB-SPECIAL", on=application.accepted_on, now=now)
        application.special_case = why.value


def _start_survey(_session: Session, application: Application, change: Change, _caller: Caller, _now: datetime) -> None:
    application.surveyors = sorted(set(change.surveyors))


def _request_verification(
    _session: Session, application: Application, change: Change, _caller: Caller, _now: datetime
) -> None:
    application.surveyed_on = change.surveyed_on


def _report(session: Session, application: Application, change: Change, _caller: Caller, now: datetime) -> None:
    if _fits(change):
        request_determination(session, application, now=now)


def _object(session: Session, application: Application, change: Change, caller: Caller, now: datetime) -> None:
    add_documents(session, application, change.evidence, caller=caller, now=now)


def _give_opinion(
    session: Session, application: Application, _change: Change, _caller: Caller, now: datetime
) -> dict[str, Any]:
    notice = notices.post_opinion(session, application, now=now)
    return {"notice": str(notice.id), "last_day": notice.last_day.isoformat()}


def _forward(session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    request_determination(session, application, now=now)


def _dispute(session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    notices.withdraw(session, application, NoticeKind.OPINION, now=now)
    _give_more_time(session, application, SpecialCase.DISPUTED_NOTICE, now=now)
    request_determination(session, application, now=now)


def _record_visit(_session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    application.visited_on = now.date()
    application.complaint_open = False


def _file_complaint(
    _session: Session, application: Application, _change: Change, _caller: Caller, _now: datetime
) -> None:
    application.complaint_open = True
    application.visited_on = None


def _leave(session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    notices.withdraw(session, application, NoticeKind.OPINION, now=now)


Effect = Callable[[Session, Application, Change, Caller, datetime], dict[str, Any] | None]

_EFFECTS: dict[Do, Effect] = {
    Do.SUBMIT: _submit, Do.REQUEST_SUPPLEMENT: _request_supplement, Do.RESUBMIT: _submit, Do.ACCEPT: _accept,
    Do.START_SURVEY: _start_survey, Do.REQUEST_VERIFICATION: _request_verification,
    Do.REPORT_VERIFICATION: _report, Do.OBJECT_VERIFICATION: _object, Do.REPORT_RECHECK: _report,
    Do.GIVE_OPINION: _give_opinion, Do.FORWARD: _forward, Do.DISPUTE: _dispute, Do.RESOLVE_DISPUTE: _forward,
    Do.RECORD_VISIT: _record_visit, Do.FILE_COMPLAINT: _file_complaint, Do.CONFIRM: decisions.confirm,
    Do.REFUSE: decisions.refuse, Do.WITHDRAW: _leave, Do.ABORT: _leave,
}  # fmt: skip
