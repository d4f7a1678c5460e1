"""What people do with an alert: assign, acknowledge, close with an outcome, dismiss, reopen (6.4, clause 3.2-n)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.alerts.actions.steps import record_step, tell
from services.alerts.lifecycles.alert_2021 import LIFECYCLE
from services.alerts.models.alerts import Alert
from services.alerts.queries import alerts as queries
from services.alerts.queries.calendar import calendar_of, hold
from services.alerts.rules.alert_guards import AlertSituation
from services.alerts.rules.due import Due, LimitedStep, due
from shared import successions
from shared.calendar import Calendar
from shared.db import Session
from shared.divisions import successor_of
from shared.identity import Caller
from shared.schemas.alert_codes import AlertAction as Do
from shared.schemas.alert_codes import AlertLevel
from shared.schemas.alerts import (
    AcknowledgeAlert,
    AlertChange,
    AssignAlert,
    CloseAlert,
    DismissAlert,
    ReopenAlert,
)
from shared.steps import require_step

_TOLD = {
    Do.ASSIGN: "alert.assigned",
    Do.ACKNOWLEDGE: "alert.acknowledged",
    Do.CLOSE: "alert.closed",
    Do.DISMISS: "alert.dismissed",
    Do.REOPEN: "alert.reopened",
}


def transition_alert(
    session: Session, alert_id: UUID, change: AlertChange, *, version: int, caller: Caller, now: datetime
) -> Alert:
    """Take one step of an alert by hand. Clause 3.2-n."""
    hold(session)
    alert = queries.alert_to_change(session, alert_id, version=version)
    before = alert.state
    situation = situation_of(session, alert, caller=caller, today=now.date())
    step = require_step(LIFECYCLE, before, change, caller=caller, situation=situation)
    alert.state = step.target(before)
    _EFFECTS[change.action](alert, change, caller, now, calendar_of(session))
    record_step(
        session, alert, step, from_state=before, details=_details(change), caller=caller, now=now, reason=change.note
    )
    tell(session, _TOLD[change.action], alert, caller=caller, now=now)
    return alert


def situation_of(session: Session, alert: Alert, *, caller: Caller, today: date) -> AlertSituation:
    """Return what the guards of an alert may look at: its place goes by the code that answers for it today (1.2-e)."""
    return AlertSituation(
        division=successor_of(alert.division, today, successions.known(session)),
        assignee_role=alert.assignee_role,
        assignee_division=alert.assignee_division,
        assignee=alert.assignee,
        is_acknowledged=alert.acknowledged_at is not None,
        acts_for=caller.acts_for,
        role=caller.role.value,
        places=tuple(session.info["places"]),
    )


def _assign(alert: Alert, change: AssignAlert, _caller: Caller, now: datetime, calendar: Calendar) -> None:
    alert.assignee_role, alert.assignee_division = change.role.value, change.division
    alert.assignee = change.subject
    alert.acknowledged_by = alert.acknowledged_at = None
    _note_due(alert, "VERIFY", now, calendar)


def _acknowledge(alert: Alert, _change: AcknowledgeAlert, caller: Caller, now: datetime, _calendar: Calendar) -> None:
    alert.acknowledged_by, alert.acknowledged_at = caller.acts_for, now


def _close(alert: Alert, change: CloseAlert, _caller: Caller, now: datetime, _calendar: Calendar) -> None:
    alert.outcome, alert.outcome_note = change.outcome.value, change.note
    _end(alert, now)


def _dismiss(alert: Alert, change: DismissAlert, _caller: Caller, now: datetime, _calendar: Calendar) -> None:
    alert.false_alarm_reason, alert.outcome_note = change.reason.value, change.note
    _end(alert, now)


def _reopen(alert: Alert, _change: ReopenAlert, _caller: Caller, now: datetime, calendar: Calendar) -> None:
    open_again(alert, now, calendar)


def open_again(alert: Alert, since: datetime, calendar: Calendar) -> None:
    """Begin anew with an alert that was closed, by hand or by itself: nobody has it yet, and assigning it has its time."""
    alert.outcome = alert.outcome_note = alert.false_alarm_reason = alert.closed_at = None
    alert.assignee_role = alert.assignee_division = alert.assignee = None
    alert.acknowledged_by = alert.acknowledged_at = None
    _note_due(alert, "ASSIGN", since, calendar)


def _end(alert: Alert, now: datetime) -> None:
    alert.closed_at = now
    set_due(alert, None)


def _note_due(alert: Alert, step: LimitedStep, since: datetime, calendar: Calendar) -> None:
    set_due(alert, due(step, AlertLevel(alert.level), since, calendar))


def set_due(alert: Alert, found: Due | None) -> None:
    """Note by when the present step is due and from what that was reckoned; with None nothing is due."""
    alert.due_at, alert.due_provisional = (found.at, found.provisional) if found else (None, False)
    alert.due_level, alert.due_since = (found.level.value, found.since) if found else (None, None)


_EFFECTS: dict[Do, Callable[[Alert, Any, Caller, datetime, Calendar], None]] = {
    Do.ASSIGN: _assign,
    Do.ACKNOWLEDGE: _acknowledge,
    Do.CLOSE: _close,
    Do.DISMISS: _dismiss,
    Do.REOPEN: _reopen,
}


def _details(change: AlertChange) -> dict[str, Any]:
    """Return what the history keeps of the body."""
    kept = change.model_dump(mode="json", exclude={"action"})
    return {name: value for name, value in kept.items() if value is not None}
