"""Keeping the information base (低收入人口信息库, JC-01, JC-02): every event about a thing settles anew what it makes of people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
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


@dataclass(frozen=True, slots=True)
class _Found:
    """What the history of one thing makes of its people, and in which records that is kept."""

    standing: Standing
    entry: queries.Entry
    fields: dict[str, Any]

    @property
    def people(self) -> list[tuple[str, str]]:
        """Whom it concerns: each as his county knows him."""
        return [(self.standing.division[:6], person) for person in self.standing.people]


def take_in(session: Session, histories: Iterable[Sequence[Told]], *, now: datetime) -> None:
    """Enter what each thing's whole history makes of its people. Clause 3.2-e.

    A history is read whole every time: so it makes no difference in which order its events came in, or how often.
    """
    found = [each for history in histories for each in _understood(history)]
    queries.put_households(session, [_household(each.standing) for each in found], now=now)
    records = queries.person_ids(session, {person for each in found for person in each.people}, now=now)
    for entry, key in _KEYS.items():
        rows = [
            _place(each, records[person]) for each in found if each.entry is entry for person in sorted(each.people)
        ]
        queries.put_entries(session, entry, key, rows, now=now)


_KEYS: Final[dict[queries.Entry, str]] = {CategoryRecord: "subject_id", ApplicationRecord: "application_id"}
"""What a record is about, besides the person."""


def _understood(history: Sequence[Told]) -> list[_Found]:
    about = [told for told in history if told.people]
    of_benefits = [told for told in about if told.short_type.startswith("benefit.")]
    of_applications = [told for told in about if told.short_type.startswith("application.")]
    found = []
    try:
        if of_benefits:
            found.append(_Found(standing.of_benefit(of_benefits), CategoryRecord, {"source": "/intake"}))
        if of_applications:
            found.append(_Found(standing.of_application(of_applications), ApplicationRecord, {}))
    except ValidationError as error:
        _log.warning("event not understood", id=str(history[-1].id), type=history[-1].type, errors=error.error_count())
    return found


def _household(found: Standing) -> dict[str, Any]:
    return {
        "id": found.household_id,
        "division": found.division,
        "told_at": found.told_at,
        "told_by": found.told_by,
    }


def _place(found: _Found, person: UUID) -> dict[str, Any]:
    return (
        found.standing.fields
        | found.fields
        | {
            "person_id": person,
            "household_id": found.standing.household_id,
            "division": found.standing.division,
            "told_at": found.standing.told_at,
        }
    )
