"""The clocks of applications and the ledger of their suspensions."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.intake.models.applications import Clock, ClockSuspension
from shared.db import Session, in_places


def clocks(session: Session, application_id: UUID) -> Sequence[Clock]:
    """Return the clocks of an application, oldest first; a life cycle starts few."""
    return session.scalars(
        select(Clock).where(Clock.application_id == application_id).order_by(Clock.id).limit(100)
    ).all()


def suspensions(session: Session, application_id: UUID) -> Sequence[ClockSuspension]:
    """Return the suspension ledger of an application, oldest first."""
    statement = select(ClockSuspension).where(ClockSuspension.application_id == application_id)
    return session.scalars(statement.order_by(ClockSuspension.id).limit(500)).all()


def applications_with_clocks_from(
    session: Session, first_day: date, *, after: UUID | None, limit: int
) -> Sequence[UUID]:
    """Return a batch of the applications of the caller's place with a clock that runs to this day or later, by id."""
    statement = select(Clock.application_id).where(
        Clock.stopped_on.is_(None), Clock.due_on >= first_day, in_places(Clock.division, session)
    )
    if after is not None:
        statement = statement.where(Clock.application_id > after)
    return session.scalars(statement.distinct().order_by(Clock.application_id).limit(limit)).all()
