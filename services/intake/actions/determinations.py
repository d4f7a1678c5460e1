"""Determinations come to a case in one way: asked for through the outbox, answered by eligibility, stored here.

Nothing waits on HTTP: opinion and decision are refused until an answer for today's facts is stored. Neither the question
nor the answer changes the application: officers who read it keep the version they work from.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.actions.claims import current_benefits
from services.intake.models.applications import Application, Determination
from services.intake.queries import applications
from services.intake.queries import determinations as queries
from shared import audit
from shared.db import Session
from shared.identity import Caller, Role
from shared.outbox import enqueue
from shared.schemas.codes import ApplicationState, DeterminationState
from shared.schemas.determination_codes import DeterminationReason
from shared.schemas.determinations import CaseDates, DeterminationDetail, DeterminationRequest

_NEEDED_IN = {
    ApplicationState.OPINION, ApplicationState.DISPUTED, ApplicationState.COUNTY_REVIEW, ApplicationState.COUNTY_VISIT,
}  # fmt: skip
_OFFICERS = {Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER, Role.COUNTY_OFFICER, Role.COUNTY_LEADER}


def request_determination(session: Session, application: Application, *, now: datetime) -> None:
    """Ask eligibility for today's proposal (申请认定测算); an older question that still waits is replaced."""
    queries.note_asking(session, application, as_of=now.date(), now=now)
    _ask(session, application, now=now)


def request_if_stale(session: Session, application: Application, *, caller: Caller, now: datetime) -> None:
    """Ask anew when an officer opens on a new day a case that is waiting for his opinion or decision.

    Of several who open it at once, one asks.
    """
    if (
        application.state in _NEEDED_IN
        and caller.role in _OFFICERS
        and state_of(session, application, today=now.date()) in {DeterminationState.STALE, DeterminationState.NONE}
        and queries.note_asking(session, application, as_of=now.date(), now=now)
    ):
        _ask(session, application, now=now)


def _ask(session: Session, application: Application, *, now: datetime) -> None:
    today = now.date()
    registered = {
        "current_benefits": current_benefits(session, application, today=today),
        "near_relative_of_staff": application.near_relative is not None,
    }
    request = DeterminationRequest.model_validate(
        {
            "facts": application.facts | registered,
            "as_of": today.isoformat(),
            "dates": CaseDates(
                handed_in_on=application.handed_in_on, accepted_on=application.accepted_on, decided_on=today
            ),
            "programmes": application.programmes,
            "reason": DeterminationReason.APPLICATION.value,
            "household": application.household_id,
        }
    )
    payload = {
        "application_id": str(application.id),
        "facts_version": application.facts_version,
        "request": request.model_dump(mode="json"),
    }
    enqueue(
        session,
        topic="determination.requested",
        payload=payload,
        division=application.division,
        now=now,
        key=f"determination:{application.id}",
    )


def state_of(session: Session, application: Application, *, today: date) -> DeterminationState:
    """Tell whether an answer for today's facts is at hand."""
    known = queries.answers(session, application.id, as_of=today, facts_version=application.facts_version)
    if known.is_determined:
        return DeterminationState.CURRENT
    if known.is_asked:
        return DeterminationState.PENDING
    return DeterminationState.STALE if known.was_determined else DeterminationState.NONE


def record_determination(
    session: Session,
    application_id: UUID,
    answer: DeterminationDetail,
    *,
    facts_version: int,
    caller: Caller,
    now: datetime,
) -> None:
    """Store an answer of eligibility, in whatever order answers come; the same answer again changes nothing."""
    if queries.determination_of(session, answer.id):
        return
    application = applications.application_by_id(session, application_id, visible_to=caller)
    kept: dict[str, Any] = answer.model_dump(mode="json")
    session.add(
        Determination(
            division=application.division,
            created_at=now,
            application_id=application_id,
            eligibility_id=answer.id,
            as_of=answer.as_of,
            facts_version=facts_version,
            answer=kept,
        )
    )
    told = {"determination": str(answer.id), "as_of": answer.as_of.isoformat(), "facts_version": facts_version}
    audit.record(
        session, caller=caller, action="determination.recorded", on="application", on_id=application_id,
        division=application.division, now=now, new=told,
    )  # fmt: skip
    session.flush()
