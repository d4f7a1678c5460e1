"""Applications with what hangs on them: determinations, notices, clocks, history."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import joinedload, selectinload

from services.intake.errors import ApplicationNotFound, CaseNotFound, NoticeNotFound
from services.intake.models.applications import (
    Application,
    ApplicationMember,
    Case,
    Clock,
    ClockSuspension,
    Determination,
    PublicNotice,
)
from services.intake.models.transitions import Transition
from services.intake.queries.people import households_of
from shared.db import Session, in_places
from shared.errors import StaleVersion
from shared.identity import Caller, Role
from shared.paging import Paging, Slice, page_of


def _visible(session: Session, caller: Caller) -> list[ColumnElement[bool]]:
    found = [in_places(Application.division, session)]
    if caller.role is Role.PARTNER_SYSTEM:
        found.append(Application.client_id == caller.client_id)
    own = households_of(caller)
    return found if own is None else [*found, Application.household_id.in_(own)]


def _whole() -> Any:
    return select(Application).options(
        joinedload(Application.applicant),
        selectinload(Application.members).joinedload(ApplicationMember.person),
        selectinload(Application.documents),
        selectinload(Application.lines),
    )


def application_by_id(session: Session, application_id: UUID, *, visible_to: Caller) -> Application:
    """Return an application with its parts, or raise ``ApplicationNotFound``."""
    statement = _whole().where(Application.id == application_id, *_visible(session, visible_to))
    application: Application | None = session.scalar(statement.execution_options(populate_existing=True))
    if application is None:
        raise ApplicationNotFound
    return application


def application_to_change(
    session: Session, application_id: UUID, *, visible_to: Caller, version: int | None = None
) -> Application:
    """Lock and return an application; raise ``StaleVersion`` when it is no longer the version the caller read."""
    lock = select(Application.version).where(Application.id == application_id, *_visible(session, visible_to))
    found = session.scalar(lock.with_for_update())
    if found is None:
        raise ApplicationNotFound
    if version is not None and found != version:
        raise StaleVersion("该申请已被他人更新，请重新读取后再办理")
    return application_by_id(session, application_id, visible_to=visible_to)


def applications(
    session: Session,
    *,
    visible_to: Caller,
    paging: Paging,
    state: str | None = None,
    division: str | None = None,
    programme: str | None = None,
    due_before: date | None = None,
) -> Slice[Application]:
    """Return applications of the caller's place, newest first."""
    statement = select(Application).options(joinedload(Application.applicant)).where(*_visible(session, visible_to))
    if state is not None:
        statement = statement.where(Application.state == state)
    if division is not None:
        statement = statement.where(Application.division >= division, Application.division < division + ":")
    if programme is not None:
        statement = statement.where(Application.programmes.contains([programme]))
    if due_before is not None:
        statement = statement.where(Application.due_on <= due_before)
    return page_of(session, statement, Application.id, paging)


def open_application_of(session: Session, household_id: UUID, programme: str) -> Application | None:
    """Return the household's undecided application for a programme, if there is one."""
    ended = ("CONFIRMED", "REFUSED", "WITHDRAWN", "ABORTED")
    statement = select(Application).where(
        Application.household_id == household_id,
        Application.state.not_in(ended),
        Application.programmes.contains([programme]),
    )
    return session.scalar(statement.limit(1))


def next_number(session: Session, prefix: str, year: int) -> str:
    """Return the next number of applications, cases or batches; two at once get two."""
    number: int = session.execute(text("select nextval('intake.register_number')")).scalar_one()
    return f"{prefix}{year}-{number:08d}"


def latest_determination(session: Session, application_id: UUID) -> Determination | None:
    """Return the newest answer of eligibility stored for an application."""
    statement = select(Determination).where(Determination.application_id == application_id)
    return session.scalar(statement.order_by(Determination.id.desc()).limit(1))


def day_and_facts_of_latest_determination(session: Session, application_id: UUID) -> tuple[date, int] | None:
    """Return for which day and which version of the facts the newest answer is, without reading the answer."""
    statement = select(Determination.as_of, Determination.facts_version).where(
        Determination.application_id == application_id
    )
    latest = session.execute(statement.order_by(Determination.id.desc()).limit(1)).one_or_none()
    return latest and (latest.as_of, latest.facts_version)


def determination_of(session: Session, eligibility_id: UUID) -> Determination | None:
    """Return the stored answer with this id of eligibility's, if it has come already."""
    return session.scalar(select(Determination).where(Determination.eligibility_id == eligibility_id))


def determinations(session: Session, application_id: UUID, *, paging: Paging) -> Slice[Determination]:
    """Return the answers stored for an application, newest first."""
    statement = select(Determination).where(Determination.application_id == application_id)
    return page_of(session, statement, Determination.id, paging)


_CONFIDENTIAL = ("FILE_COMPLAINT", "DISPUTE")
"""Who complained or objected, and of what, is not for the applicant's side (CONF-01, AP-03)."""
_APPLICANTS_SIDE = {Role.VILLAGER, Role.VILLAGE_AGENT, Role.PARTNER_SYSTEM}


def history(session: Session, thing_id: UUID, *, paging: Paging, shown_to: Caller | None = None) -> Slice[Transition]:
    """Return the steps of an application, a benefit or a batch, oldest first."""
    statement = select(Transition).where(Transition.thing_id == thing_id)
    if shown_to is not None and shown_to.role in _APPLICANTS_SIDE:
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


def standing_notice(session: Session, application_id: UUID, kind: str) -> PublicNotice | None:
    """Return the newest notice of a kind that was not withdrawn."""
    statement = select(PublicNotice).where(
        PublicNotice.application_id == application_id, PublicNotice.kind == kind, PublicNotice.withdrawn_on.is_(None)
    )
    return session.scalar(statement.order_by(PublicNotice.id.desc()).limit(1))


def public_notices(
    session: Session, *, visible_to: Caller, paging: Paging, standing_on: date | None = None
) -> Slice[PublicNotice]:
    """Return the notices of the caller's place; with a day, those that stand on it."""
    statement = select(PublicNotice).where(in_places(PublicNotice.division, session))
    own = households_of(visible_to)
    if own is not None:
        mine = select(Application.id).where(Application.household_id.in_(own))
        statement = statement.where(PublicNotice.application_id.in_(mine))
    if standing_on is not None:
        statement = statement.where(
            PublicNotice.posted_on <= standing_on,
            PublicNotice.last_day >= standing_on,
            PublicNotice.withdrawn_on.is_(None),
        )
    return page_of(session, statement, PublicNotice.id, paging)


def public_notice_by_id(session: Session, notice_id: UUID, *, visible_to: Caller) -> PublicNotice:
    """Return a notice, or raise ``NoticeNotFound``."""
    statement = select(PublicNotice).where(PublicNotice.id == notice_id, in_places(PublicNotice.division, session))
    own = households_of(visible_to)
    if own is not None:
        mine = select(Application.id).where(Application.household_id.in_(own))
        statement = statement.where(PublicNotice.application_id.in_(mine))
    notice = session.scalar(statement)
    if notice is None:
        raise NoticeNotFound
    return notice


def clocks(session: Session, application_id: UUID) -> Sequence[Clock]:
    """Return the clocks of an application, oldest first; a life cycle starts few."""
    return session.scalars(
        select(Clock).where(Clock.application_id == application_id).order_by(Clock.id).limit(100)
    ).all()


def suspensions(session: Session, application_id: UUID) -> Sequence[ClockSuspension]:
    """Return the suspension ledger of an application, oldest first."""
    statement = select(ClockSuspension).where(ClockSuspension.application_id == application_id)
    return session.scalars(statement.order_by(ClockSuspension.id).limit(500)).all()


def running_clocks_from(session: Session, first_day: date) -> Sequence[Clock]:
    """Return the running clocks of the caller's place that reach this day or later (a calendar year was loaded)."""
    statement = select(Clock).where(
        Clock.stopped_on.is_(None), Clock.due_on >= first_day, in_places(Clock.division, session)
    )
    return session.scalars(statement.order_by(Clock.id).limit(100_000)).all()


def case_of_household(session: Session, household_id: UUID) -> Case | None:
    """Return the case file of a household."""
    return session.scalar(select(Case).where(Case.household_id == household_id))


def case_by_id(session: Session, case_id: UUID, *, visible_to: Caller) -> Case:
    """Return a case file, or raise ``CaseNotFound``."""
    own = households_of(visible_to)
    statement = select(Case).where(Case.id == case_id, in_places(Case.division, session))
    if own is not None:
        statement = statement.where(Case.household_id.in_(own))
    case = session.scalar(statement)
    if case is None:
        raise CaseNotFound
    return case


def cases(session: Session, *, visible_to: Caller, paging: Paging) -> Slice[Case]:
    """Return the case files of the caller's place, newest first."""
    own = households_of(visible_to)
    statement = select(Case).where(in_places(Case.division, session))
    if own is not None:
        statement = statement.where(Case.household_id.in_(own))
    return page_of(session, statement, Case.id, paging)


def applications_of_cases(session: Session, case_ids: list[UUID]) -> Sequence[Application]:
    """Return the applications of case files, oldest first."""
    statement = select(Application).options(joinedload(Application.applicant)).where(Application.case_id.in_(case_ids))
    return session.scalars(statement.order_by(Application.id).limit(10_000)).all()
