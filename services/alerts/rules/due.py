"""By when a step of an alert is due (预警办理期限), on the working-day calendar. Clause 3.2-k."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from services.alerts.policy import definitions
from shared.calendar import Calendar
from shared.clock import SHANGHAI
from shared.schemas.alert_codes import AlertLevel, AlertState

LimitedStep = Literal["ASSIGN", "VERIFY"]
"""A step that has its time."""

_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Due:
    """An instant up to which a step is in time, and whether a year not announced yet may move it."""

    at: datetime
    provisional: bool
    level: AlertLevel
    since: datetime
    """What it was reckoned from."""


def due(step: LimitedStep, level: AlertLevel, since: datetime, calendar: Calendar) -> Due | None:
    """By when a step is due that began at an instant; None where no limit is in force. Clause 3.2-k, D-12."""
    limit = definitions.deadline(step, since.date())
    if limit is None:
        return None
    allowed = limit.of(level)
    if allowed.working_days is None:
        return Due(since + timedelta(hours=allowed.hours or 0), False, level, since)
    last_day = calendar.add_working_days(since.date(), allowed.working_days)
    return Due(datetime.combine(last_day, _LAST_SECOND, since.tzinfo), calendar.is_provisional(last_day), level, since)


def reckoned_anew(state: str, level: str | None, since: datetime | None, calendar: Calendar) -> Due | None:
    """By when the step that a state waits for is due on another calendar; None where nothing is. Clause 3.2-k."""
    if level is None or since is None:
        return None
    return due(step_awaited(state), AlertLevel(level), since.astimezone(SHANGHAI), calendar)


def step_awaited(state: str) -> LimitedStep:
    """The step that a state waits for: once assigned it is to be verified, else assigned."""
    return "VERIFY" if state == AlertState.ASSIGNED else "ASSIGN"


def earliest(found: Sequence[Due | None]) -> Due | None:
    """The one that ends first."""
    return min((each for each in found if each is not None), key=lambda each: each.at, default=None)
