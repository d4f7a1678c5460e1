"""What the indicators call for (预警): one alert for each dedupe key, evidence appended, its level only ever raised."""

from collections.abc import Sequence
from datetime import datetime

from services.alerts.actions.alerts import set_due
from services.alerts.actions.steps import record_step, tell
from services.alerts.lifecycles.alert_2021 import LIFECYCLE, OPEN
from services.alerts.models.alerts import Alert, Evidence
from services.alerts.policy import definitions
from services.alerts.queries import alerts as queries
from services.alerts.queries.calendar import calendar_of
from services.alerts.rules.due import Due, due, earliest, reckoned_anew
from services.alerts.rules.signals import CalledFor, Signal, highest, is_higher, warnings_of
from services.alerts.rules.told import Told
from shared.calendar import Calendar
from shared.db import Session
from shared.identity import service_caller
from shared.schemas.alert_codes import AlertAction as Do
from shared.schemas.alert_codes import AlertLevel, AlertOutcome, AlertState

_SYSTEM = service_caller("alerts")
"""Raising and settling is the system's own act, whoever told the event."""


def evaluate(session: Session, history: Sequence[Told], *, now: datetime) -> None:
    """Bring the alerts about a thing into line with everything told about it. Clause 3.2-k."""
    for called in warnings_of(history, definitions.indicators):
        alert = queries.alert_under(session, called.dedupe_key)
        known = {evidence.event_id for evidence in alert.evidence} if alert else set()
        new = [signal for signal in called.signals if signal.told.id not in known]
        if alert is None:
            alert = _raise(session, called, now=now)
        elif new:
            _raise_level(session, alert, called, now=now)
        for signal in new:
            _append(session, alert, signal, now=now)
        if new:
            _note_due(alert, called, calendar_of(session))
            session.flush()
            _settle_if_over(session, alert, called, now=now)


def _raise(session: Session, called: CalledFor, *, now: datetime) -> Alert:
    """Raise an alert at the place of its newest signal, at the level of its highest."""
    levels = _levels(called)
    alert = Alert(
        division=called.signals[-1].told.division,
        created_at=now,
        lifecycle=LIFECYCLE.name,
        indicator=called.indicator.key,
        dedupe_key=called.dedupe_key,
        level=highest(levels).value,
        state=AlertState.OPEN.value,
        household_id=called.household_id,
        subject_kind=called.indicator.subject.value,
        subject_id=called.subject_id,
        audience=called.audience.value,
        raised_at=called.raising[0].told.time,
        due_provisional=False,
        evidence=[],
        evidence_count=0,
    )
    session.add(alert)
    session.flush()
    _record(session, alert, Do.RAISE, "alert.raised", from_state=None, now=now)
    return alert


def _raise_level(session: Session, alert: Alert, called: CalledFor, *, now: datetime) -> None:
    """Raise the level where new evidence is more urgent; what was closed as less than that is open again (6.4)."""
    level, before = highest(_levels(called)), alert.state
    alert.raised_at = min(alert.raised_at, called.raising[0].told.time)
    if not is_higher(level, AlertLevel(alert.level)):
        return
    alert.level = level.value
    if before in OPEN:
        _record(session, alert, Do.RAISE_LEVEL, "alert.level_raised", from_state=before, now=now)
        return
    alert.state = AlertState.REOPENED.value
    alert.outcome = alert.outcome_note = alert.false_alarm_reason = alert.closed_at = None
    _record(session, alert, Do.REOPEN, "alert.reopened", from_state=before, now=now)


def _append(session: Session, alert: Alert, signal: Signal, *, now: datetime) -> None:
    evidence = Evidence(
        alert_id=alert.id,
        division=alert.division,
        created_at=now,
        event_id=signal.told.id,
        type=signal.told.type,
        at=signal.told.time,
        level=signal.level and signal.level.value,
        facts=signal.facts,
    )
    session.add(evidence)
    alert.evidence_count += 1


def _note_due(alert: Alert, called: CalledFor, calendar: Calendar) -> None:
    """Note by when the present step is due: the earliest that any of the evidence demands."""
    found: Due | None = None
    if alert.state in (AlertState.OPEN, AlertState.REOPENED):
        found = earliest([_due("ASSIGN", signal, calendar) for signal in called.raising])
    elif alert.state == AlertState.ASSIGNED and alert.due_at is not None:
        kept = reckoned_anew(alert.state, alert.due_level, alert.due_since, calendar)
        found = earliest([kept, _due("VERIFY", called.raising[-1], calendar)])
    if found is not None:
        set_due(alert, found)


def _settle_if_over(session: Session, alert: Alert, called: CalledFor, *, now: datetime) -> None:
    """Close what needs nobody any more; what was too urgent for that waits for the county as fed back (D-19)."""
    step = LIFECYCLE.step(alert.state, Do.SETTLE)
    if not called.is_settled or step is None:
        return
    by_itself = is_higher(called.indicator.closed_by_hand_from, AlertLevel(alert.level))
    before, alert.state = alert.state, step.target(alert.state, fits=by_itself)
    set_due(alert, None)
    if by_itself:
        alert.outcome, alert.closed_at = AlertOutcome.POLICY_IMPLEMENTED.value, called.signals[-1].told.time
        alert.outcome_note = "预警事由已消除"
    _record(session, alert, Do.SETTLE, "alert.closed" if by_itself else "alert.fed_back", from_state=before, now=now)


def _record(session: Session, alert: Alert, action: Do, event: str, *, from_state: str | None, now: datetime) -> None:
    step = LIFECYCLE.step_by_action(action)
    assert step is not None
    record_step(session, alert, step, from_state=from_state, details={"level": alert.level}, caller=_SYSTEM, now=now)
    tell(session, event, alert, caller=_SYSTEM, now=now)


def _due(step: str, signal: Signal, calendar: Calendar) -> Due | None:
    assert signal.level is not None
    return due("ASSIGN" if step == "ASSIGN" else "VERIFY", signal.level, signal.told.time, calendar)


def _levels(called: CalledFor) -> list[AlertLevel]:
    return [signal.level for signal in called.raising if signal.level is not None]
