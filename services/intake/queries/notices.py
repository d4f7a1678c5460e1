"""Public notices (公示、公布): who may read which."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from services.intake.errors import NoticeNotFound
from services.intake.models.applications import Application, PublicNotice
from services.intake.queries.people import households_of
from shared.db import Session, in_places
from shared.identity import Caller
from shared.paging import Paging, Slice, page_of


def standing_notice(session: Session, application_id: UUID, kind: str) -> PublicNotice | None:
    """Return the newest notice of a kind that was not withdrawn."""
    statement = select(PublicNotice).where(
        PublicNotice.application_id == application_id, PublicNotice.kind == kind, PublicNotice.withdrawn_on.is_(None)
    )
    return session.scalar(statement.order_by(PublicNotice.id.desc()).limit(1))


def public_notices(
    session: Session, *, visible_to: Caller, today: date, paging: Paging, standing_on: date | None = None
) -> Slice[PublicNotice]:
    """Return the notices of the caller's place; with a day, those that stand on it."""
    statement = select(PublicNotice).where(*_visible(session, visible_to, today))
    if standing_on is not None:
        statement = statement.where(_stands(standing_on))
    by = PublicNotice.division if households_of(visible_to) is None else None
    return page_of(session, statement, PublicNotice.id, paging, by=by)


def public_notice_by_id(session: Session, notice_id: UUID, *, visible_to: Caller, today: date) -> PublicNotice:
    """Return a notice, or raise ``NoticeNotFound``."""
    statement = select(PublicNotice).where(PublicNotice.id == notice_id, *_visible(session, visible_to, today))
    notice = session.scalar(statement)
    if notice is None:
        raise NoticeNotFound
    return notice


def _visible(session: Session, caller: Caller, today: date) -> list[ColumnElement[bool]]:
    """Return who may read a notice: a villager those that stand in his village, so that he can object (L15), and his own."""
    inside = in_places(PublicNotice.division, session)
    own = households_of(caller)
    if own is None:
        return [inside]
    mine = select(Application.id).where(Application.household_id.in_(own))
    return [inside, or_(_stands(today), PublicNotice.application_id.in_(mine))]


def _stands(on: date) -> ColumnElement[bool]:
    return and_(PublicNotice.posted_on <= on, PublicNotice.last_day >= on, PublicNotice.withdrawn_on.is_(None))
