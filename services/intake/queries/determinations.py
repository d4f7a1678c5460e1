"""What eligibility was asked about applications, and what it answered (认定测算)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert

from services.intake.models.applications import Application, Determination, DeterminationAsked
from shared.db import Session
from shared.ids import new_id
from shared.paging import Paging, Slice, page_of


def current_determination(
    session: Session, application_id: UUID, *, as_of: date, facts_version: int
) -> Determination | None:
    """Return the newest answer for these facts on this day; an answer for older facts that came late is none."""
    statement = select(Determination).where(*_answers(application_id, as_of=as_of, facts_version=facts_version))
    return session.scalar(statement.order_by(Determination.id.desc()).limit(1))


def newest_determination(session: Session, application_id: UUID) -> Determination | None:
    """Return the newest answer about an application, for whatever facts and day."""
    statement = select(Determination).where(Determination.application_id == application_id)
    return session.scalar(statement.order_by(Determination.id.desc()).limit(1))


class Answers(NamedTuple):
    """How far eligibility is with an application as it stands."""

    is_determined: bool
    """An answer for these facts on this day is stored."""
    is_asked: bool
    was_determined: bool
    """Any answer is stored, for whatever facts and day."""


def answers(session: Session, application_id: UUID, *, as_of: date, facts_version: int) -> Answers:
    """Return whether eligibility was asked about these facts on this day and has answered, without reading the answer."""
    asked = select(DeterminationAsked.id).where(
        DeterminationAsked.application_id == application_id,
        DeterminationAsked.as_of == as_of,
        DeterminationAsked.facts_version == facts_version,
    )
    current = select(Determination.id).where(*_answers(application_id, as_of=as_of, facts_version=facts_version))
    ever = select(Determination.id).where(Determination.application_id == application_id)
    row = session.execute(select(current.exists(), asked.exists(), ever.exists())).one()
    return Answers(row[0], row[1], row[2])


def _answers(application_id: UUID, *, as_of: date, facts_version: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Determination.application_id == application_id,
        Determination.as_of == as_of,
        Determination.facts_version == facts_version,
    )


def note_asking(session: Session, application: Application, *, as_of: date, now: datetime) -> bool:
    """Note that eligibility is asked about an application as it stands; False when somebody has noted it already."""
    asked = {
        "id": new_id(),
        "division": application.division,
        "created_at": now,
        "application_id": application.id,
        "as_of": as_of,
        "facts_version": application.facts_version,
    }
    noted = insert(DeterminationAsked).values(asked).on_conflict_do_nothing().returning(DeterminationAsked.id)
    return session.scalar(noted) is not None


def determination_of(session: Session, eligibility_id: UUID) -> Determination | None:
    """Return the stored answer with this id of eligibility's, if it has come already."""
    return session.scalar(select(Determination).where(Determination.eligibility_id == eligibility_id))


def determinations(session: Session, application_id: UUID, *, paging: Paging) -> Slice[Determination]:
    """Return the answers stored for an application, newest first."""
    statement = select(Determination).where(Determination.application_id == application_id)
    return page_of(session, statement, Determination.id, paging)
