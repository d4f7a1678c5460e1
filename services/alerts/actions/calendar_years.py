"""Following the working calendar that intake keeps (工作日历): what is due by it is reckoned anew. Clause 3.2-k."""

from collections.abc import Sequence
from datetime import date

import structlog

from services.alerts.queries import calendar as queries
from services.alerts.rules.due import reckoned_anew
from services.alerts.rules.told import Told
from shared.calendar import YearDays
from shared.db import Session

_log = structlog.get_logger(__name__)


def take_in(session: Session, history: Sequence[Told]) -> None:
    """Keep a year as it was told last, and reckon anew by when the open alerts that it touches are due."""
    told = [each for each in history if each.short_type == "calendar_year.loaded"]
    if not told:
        return
    try:
        notice = YearDays.from_record(told[-1].data)
    except (KeyError, TypeError, ValueError):
        _log.warning("event not understood", id=str(told[-1].id), type=told[-1].type)
        return
    queries.put_year(session, notice, told_at=told[-1].time)
    calendar = queries.calendar_of(session)
    for alert in queries.alerts_due_from(session, date(notice.year - 1, 12, 1)):  # New Year's holiday may begin there
        found = reckoned_anew(alert.state, alert.due_level, alert.due_since, calendar)
        if found is not None:
            alert.due_at, alert.due_provisional = found.at, found.provisional
    session.flush()
