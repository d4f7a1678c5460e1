"""Applications with what hangs on them, and the case files they lie in."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import joinedload, load_only, selectinload

from services.intake.errors import ApplicationNotFound, CaseNotFound
from services.intake.models.applications import (
    Application,
    ApplicationMember,
    Case,
)
from services.intake.models.people import Person
from services.intake.queries.people import households_of
from shared.db import Session, in_places
from shared.errors import StaleVersion
from shared.identity import Caller, Role
from shared.paging import Paging, Slice, page_of
from shared.schemas.applications import ApplicationSummary


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
    return _found(session, _whole().where(Application.id == application_id, *_visible(session, visible_to)))


def application_to_change(
    session: Session, application_id: UUID, *, visible_to: Caller, version: int | None = None
) -> Application:
    """Lock and return an application; raise ``StaleVersion`` when it is no longer the version the caller read."""
    statement = _whole().where(Application.id == application_id, *_visible(session, visible_to))
    application = _found(session, statement.with_for_update(of=Application))
    if version is not None and application.version != version:
        raise StaleVersion("该申请已被他人更新，请重新读取后再办理")
    return application


def _found(session: Session, statement: Any) -> Application:
    application: Application | None = session.scalar(statement.execution_options(populate_existing=True))
    if application is None:
        raise ApplicationNotFound
    return application


_SHOWN = (getattr(Application, name) for name in ApplicationSummary.model_fields if name != "applicant_name")
_ROW = (
    load_only(*_SHOWN, raiseload=True),
    joinedload(Application.applicant).load_only(Person.name, raiseload=True),
)
"""What a row of a work list shows, and no more: nothing sealed is opened for it."""


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
    statement = select(Application).options(*_ROW).where(*_visible(session, visible_to))
    if state is not None:
        statement = statement.where(Application.state == state)
    if division is not None:
        statement = statement.where(Application.division >= division, Application.division < division + ":")
    if programme is not None:
        statement = statement.where(Application.programmes.contains([programme]))
    if due_before is not None:
        statement = statement.where(Application.due_on <= due_before)
    by = Application.division if households_of(visible_to) is None else None
    return page_of(session, statement, Application.id, paging, by=by)


def undecided_programmes(session: Session, household_id: UUID) -> set[str]:
    """Return the programmes for which a household has an undecided application."""
    ended = ("CONFIRMED", "REFUSED", "WITHDRAWN", "ABORTED")
    statement = select(Application.programmes).where(
        Application.household_id == household_id, Application.state.not_in(ended)
    )
    return {programme for programmes in session.scalars(statement) for programme in programmes}


def next_numbers(session: Session, count: int) -> Iterator[int]:
    """Return the next numbers of applications, cases or batches; two at once get others."""
    statement = text("select nextval('intake.register_number') from generate_series(1, :count)")
    return iter(session.scalars(statement, {"count": count}).all())


def next_number(session: Session, prefix: str, year: int) -> str:
    """Return the next number of a batch as it is written."""
    return number_of(prefix, year, next(next_numbers(session, 1)))


def number_of(prefix: str, year: int, number: int) -> str:
    """Return a number as it is written."""
    return f"{prefix}{year}-{number:08d}"


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
    return page_of(session, statement, Case.id, paging, by=Case.division if own is None else None)


def applications_of_cases(session: Session, case_ids: list[UUID], *, visible_to: Caller) -> Sequence[Application]:
    """Return the applications of case files that the caller may see, oldest first."""
    statement = (
        select(Application)
        .options(joinedload(Application.applicant))
        .where(Application.case_id.in_(case_ids), *_visible(session, visible_to))
    )
    return session.scalars(statement.order_by(Application.id).limit(10_000)).all()
