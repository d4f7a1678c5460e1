"""Keeping the information base (低收入人口信息库, JC-01, JC-02): every event about a thing settles anew what it makes of people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError

from services.alerts.models.information_base import ApplicationRecord, CategoryRecord
from services.alerts.queries import information_base as queries
from services.alerts.rules import standing
from services.alerts.rules.standing import Standing
from services.alerts.rules.told import Told
from shared.db import Session

_log = structlog.get_logger(__name__)


def take_in(session: Session, history: Sequence[Told], *, now: datetime) -> None:
    """Enter what a thing's whole history makes of its people. Clause 3.2-e.

    The history is read whole every time: so it makes no difference in which order its events came in, or how often.
    """
    about = [told for told in history if told.people]
    of_benefits = [told for told in about if told.short_type.startswith("benefit.")]
    of_applications = [told for told in about if told.short_type.startswith("application.")]
    try:
        if of_benefits:
            _enter_benefit(session, standing.of_benefit(of_benefits), source="/intake", now=now)
        if of_applications:
            _enter_application(session, standing.of_application(of_applications), now=now)
    except ValidationError as error:
        _log.warning(
            "event not understood", id=str(history[-1].id), type=history[-1].type, errors=error.error_count()
        )


def _enter_benefit(session: Session, found: Standing, *, source: str, now: datetime) -> None:
    for person in _people(session, found, now=now):
        queries.put_entry(session, CategoryRecord, "subject_id", _place(found, person) | {"source": source}, now=now)


def _enter_application(session: Session, found: Standing, *, now: datetime) -> None:
    for person in _people(session, found, now=now):
        queries.put_entry(session, ApplicationRecord, "application_id", _place(found, person), now=now)


def _people(session: Session, found: Standing, *, now: datetime) -> list[UUID]:
    """Return the records of the people concerned, and note where their household is."""
    queries.put_household(
        session, found.household_id, found.division, told_at=found.told_at, told_by=found.told_by, now=now
    )
    return queries.person_ids(session, found.division[:6], found.people, now=now)


def _place(found: Standing, person: UUID) -> dict[str, Any]:
    return found.fields | {
        "person_id": person,
        "household_id": found.household_id,
        "division": found.division,
        "told_at": found.told_at,
    }
