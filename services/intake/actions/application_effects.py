"""What each step of an application does besides changing the state."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from services.intake.actions import claims, clocks, decisions, notices
from services.intake.actions.applications import add_documents
from services.intake.actions.determinations import request_determination
from services.intake.models.applications import Application
from shared.db import Session
from shared.identity import Caller
from shared.schemas.codes import ApplicationAction as Do
from shared.schemas.codes import ApplicationState, NoticeKind, SpecialCase, VerificationConclusion

Change = Any
"""One of the bodies of ``shared.schemas.application_changes``; the action names which."""


def fits(change: Change) -> bool:
    """Whether what is reported fits; a report that cannot confirm leaves it to the township's opinion (HD-06)."""
    conclusion = getattr(change, "conclusion", VerificationConclusion.FITS)
    return bool(conclusion != VerificationConclusion.DOES_NOT_FIT)


def _submit(session: Session, application: Application, _change: Change, caller: Caller, now: datetime) -> None:
    claims.check_hand_in(session, application, caller=caller, now=now)
    application.handed_in_on = application.handed_in_on or now.date()
    application.missing_papers = []


def _request_supplement(
    _session: Session, application: Application, change: Change, _caller: Caller, _now: datetime
) -> None:
    application.missing_papers = [paper.model_dump(mode="json") for paper in change.missing]


def _accept(session: Session, application: Application, change: Change, _caller: Caller, now: datetime) -> None:
    application.accepted_on = now.date()
    application.near_relative = change.near_relative and change.near_relative.model_dump(mode="json")
    if change.special_case is not None:
        _give_more_time(session, application, change.special_case, now=now)


def _give_more_time(session: Session, application: Application, why: SpecialCase, *, now: datetime) -> None:
    """Turn the total limit of 30 working days into that of 45, from the same start."""
    if application.special_case is None and application.accepted_on is not None:
        clocks.stop_clocks(session, application, ("TL-LB-TOTAL",), on=now.date(), now=now)
        clocks.start_clock(session, application, "TL-LB-SPECIAL", on=application.accepted_on, now=now)
        application.special_case = why.value


def _start_survey(_session: Session, application: Application, change: Change, _caller: Caller, _now: datetime) -> None:
    application.surveyors = sorted(set(change.surveyors))


def _request_verification(
    _session: Session, application: Application, change: Change, _caller: Caller, _now: datetime
) -> None:
    application.surveyed_on = change.surveyed_on


def _report(session: Session, application: Application, change: Change, _caller: Caller, now: datetime) -> None:
    if fits(change):
        request_determination(session, application, now=now)


def _object(_session: Session, application: Application, change: Change, caller: Caller, now: datetime) -> None:
    add_documents(application, change.evidence, caller=caller, now=now)


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


def _correct_facts(session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    """Ask for a new determination where one was at hand: it rested on other facts."""
    if application.state in (ApplicationState.OPINION, ApplicationState.DISPUTED):
        request_determination(session, application, now=now)


def _resolve_dispute(
    session: Session, application: Application, change: Change, _caller: Caller, now: datetime
) -> None:
    application.surveyors = sorted({*application.surveyors, *change.surveyors})
    request_determination(session, application, now=now)


def _record_visit(_session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    application.visited_on = now.date()
    application.complaint_open = False


def _file_complaint(
    _session: Session, application: Application, _change: Change, _caller: Caller, _now: datetime
) -> None:
    application.complaint_open = True
    application.visited_on = None


def _deliver(_session: Session, application: Application, change: Change, _caller: Caller, _now: datetime) -> None:
    application.delivered_on = change.delivered_on


def _leave(session: Session, application: Application, _change: Change, _caller: Caller, now: datetime) -> None:
    notices.withdraw(session, application, NoticeKind.OPINION, now=now)


Effect = Callable[[Session, Application, Change, Caller, datetime], dict[str, Any] | None]

EFFECTS: dict[Do, Effect] = {
    Do.SUBMIT: _submit, Do.REQUEST_SUPPLEMENT: _request_supplement, Do.RESUBMIT: _submit, Do.ACCEPT: _accept,
    Do.START_SURVEY: _start_survey, Do.REQUEST_VERIFICATION: _request_verification,
    Do.REPORT_VERIFICATION: _report, Do.OBJECT_VERIFICATION: _object, Do.REPORT_RECHECK: _report,
    Do.GIVE_OPINION: _give_opinion, Do.FORWARD: _forward, Do.DISPUTE: _dispute, Do.RESOLVE_DISPUTE: _resolve_dispute,
    Do.CORRECT_FACTS: _correct_facts,
    Do.RECORD_VISIT: _record_visit, Do.FILE_COMPLAINT: _file_complaint, Do.CONFIRM: decisions.confirm,
    Do.REFUSE: decisions.refuse, Do.DELIVER_DECISION: _deliver, Do.WITHDRAW: _leave, Do.ABORT: _leave,
}  # fmt: skip
