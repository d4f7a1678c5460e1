"""The history of applications, benefits and batches, and who took which step."""

from uuid import UUID

from sqlalchemy import func, select

from services.intake.models.transitions import Transition
from shared.db import Session
from shared.identity import Caller, Role
from shared.paging import Paging, Slice, page_of

_CONFIDENTIAL = ("FILE_COMPLAINT", "DISPUTE")
"""Who complained or objected, and of what, is not for the applicant's side (CONF-01, AP-03)."""
APPLICANTS_SIDE = frozenset({Role.VILLAGER, Role.VILLAGE_AGENT, Role.PARTNER_SYSTEM})
"""The applicant, and whoever hands in for him."""


def history(session: Session, thing_id: UUID, *, paging: Paging, shown_to: Caller | None = None) -> Slice[Transition]:
    """Return the steps of an application, a benefit or a batch, oldest first."""
    statement = select(Transition).where(Transition.thing_id == thing_id)
    if shown_to is not None and shown_to.role in APPLICANTS_SIDE:
        statement = statement.where(Transition.action.not_in(_CONFIDENTIAL))
    return page_of(session, statement, Transition.id, paging, newest_first=False)


def who_acted(session: Session, thing_id: UUID) -> dict[str, frozenset[str]]:
    """Return who took each action so far, as the human who answers for it (four eyes)."""
    answerable = func.coalesce(Transition.on_behalf_of, Transition.actor)
    statement = select(Transition.action, answerable).where(Transition.thing_id == thing_id)
    found: dict[str, set[str]] = {}
    for action, human in session.execute(statement):
        found.setdefault(action, set()).add(human)
    return {action: frozenset(people) for action, people in found.items()}


def last_conclusion(session: Session, application_id: UUID) -> str | None:
    """Return what the last verification or re-check concluded (核对结论)."""
    statement = select(Transition.details["conclusion"].astext).where(
        Transition.thing_id == application_id, Transition.action.in_(("REPORT_VERIFICATION", "REPORT_RECHECK"))
    )
    return session.scalar(statement.order_by(Transition.id.desc()).limit(1))
