"""Following the working calendar that intake keeps (工作日历): what is due by it is reckoned anew. Clause 3.2-k."""

from collections.abc import Iterable, Sequence
from datetime import date

import structlog

from services.alerts.queries import alerts as alert_queries
from services.alerts.queries import calendar as queries
from services.alerts.rules.due import reckoned_anew
from services.alerts.rules.told import Told
from shared.calendar import YearDays
from shared.db import Session

_log = structlog.get_logger(__name__)


def hold(session: Session, histories: Iterable[Sequence[Told]]) -> None:
    """Hold the calendar while alerts are reckoned by it, alone where a year of it is about to change."""
    if any(_loaded(history) for history in histories):
        queries.hold_alone(session)
    else:
        queries.hold(session)


def take_in(session: Session, history: Sequence[Told]) -> None:
    """Keep a year as it was told last, and reckon anew by when the open alerts that it touches are due."""
    told = _loaded(history)
    if not told:
        return
    try:
        notice = YearDays.from_record(told[-1].data)
    except (KeyError, TypeError, ValueError):
        _log.warning("event not understood", id=str(told[-1].id), type=told[-1].type)
        return
    queries.put_year(session, notice, told_at=told[-1].time)
    _reckon_anew(session, date(notice.year - 1, 12, 1))  # New Year's holiday may begin there


def _reckon_anew(session: Session, first_day: date) -> None:
    """Reckon a few alerts at a time: a city's worth of them is not held in memory at once."""
    calendar, last = queries.calendar_of(session), None
    while touched := alert_queries.alerts_due_from(session, first_day, after=last):
        for alert in touched:
            found = reckoned_anew(alert.state, alert.due_level, alert.due_since, calendar)
            if found is not None:
                alert.due_at, alert.due_provisional = found.at, found.provisional
        session.flush()
        last = touched[-1].id


def _loaded(history: Sequence[Told]) -> list[Told]:
    return [each for each in history if each.short_type == "calendar_year.loaded"]
