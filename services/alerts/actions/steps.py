"""Taking a step of an alert: its history, the audit log and the event, in the transaction of the change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.alerts.models.alerts import Alert, Transition
from shared import audit, events
from shared.db import Session
from shared.history import step_taken
from shared.identity import Caller
from shared.lifecycle import Step


def record_step(
    session: Session,
    alert: Alert,
    step: Step[Any],
    *,
    from_state: str | None,
    details: Mapping[str, Any],
    caller: Caller,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Write a step into history and audit."""
    transition = Transition(
        division=alert.division,
        created_at=now,
        alert_id=alert.id,
        lifecycle=alert.lifecycle,
        **step_taken(
            step.id, step.action, from_state=from_state, to_state=alert.state, details=details, caller=caller, now=now
        ),
    )
    session.add(transition)
    audit.record(
        session, caller=caller, action=f"alert.{step.action.lower()}", on="alert", on_id=alert.id,
        division=alert.division, now=now, old={"state": from_state}, new={"state": alert.state, "level": alert.level},
        reason=reason,
    )  # fmt: skip
    session.flush()


def tell(session: Session, what: str, alert: Alert, *, caller: Caller, now: datetime) -> None:
    """Publish that something happened to an alert: ids, division, state and level."""
    events.publish(
        session,
        caller=caller,
        type=what,
        subject=str(alert.id),
        division=alert.division,
        data={
            "alert_id": str(alert.id),
            "state": alert.state,
            "indicator": alert.indicator,
            "level": alert.level,
            "household_id": alert.household_id and str(alert.household_id),
        },
        now=now,
    )
