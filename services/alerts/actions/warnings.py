"""What the indicators call for (预警): one alert for each dedupe key, evidence appended, its level only ever raised."""

from collections.abc import Sequence
from datetime import datetime

from services.alerts.actions.alerts import open_again, set_due
from services.alerts.actions.steps import record_step, tell
from services.alerts.lifecycles.alert_2021 import LIFECYCLE, OPEN
from services.alerts.models.alerts import Alert, Evidence
from services.alerts.policy import definitions
from services.alerts.queries import alerts as queries
from services.alerts.queries.calendar import calendar_of
from services.alerts.rules.due import Due, LimitedStep, due, earliest, reckoned_anew, step_awaited
from services.alerts.rules.signals import CalledFor, Signal, highest, is_higher, warnings_of
from services.alerts.rules.told import Told
from shared.calendar import Calendar
from shared.clock import SHANGHAI
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
    """Raise the level where new evidence is more urgent; what was closed is open again where it has to be (6.4)."""
    level, before = highest(_levels(called)), alert.state
    is_worse = is_higher(level, AlertLevel(alert.level))
    alert.raised_at = min(alert.raised_at, called.raising[0].told.time)
    alert.level = level.value if is_worse else alert.level
    if before not in OPEN:
        if is_worse or _has_come_back(session, alert, called):
            _reopen(session, alert, called, now=now)
    elif is_worse:
        _record(session, alert, Do.RAISE_LEVEL, "alert.level_raised", from_state=before, now=now)


def _has_come_back(session: Session, alert: Alert, called: CalledFor) -> bool:
    """Whether an alert closed because its cause had ceased has that cause again; closed by a person it stays closed."""
    return not called.is_settled and queries.is_settled(session, alert.id)


def _reopen(session: Session, alert: Alert, called: CalledFor, *, now: datetime) -> None:
    """Open what was closed: its time runs from what is new, and never while it was closed, for that was answered."""
    before, since = alert.state, called.raising[-1].told.time
    if alert.closed_at is not None:
        since = max(since, alert.closed_at.astimezone(SHANGHAI))
    alert.state = AlertState.REOPENED.value
    open_again(alert, since, calendar_of(session))
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
    if alert.state == AlertState.OPEN:
        found = earliest([_due("ASSIGN", signal, signal.told.time, calendar) for signal in called.raising])
    elif alert.state in (AlertState.ASSIGNED, AlertState.REOPENED) and alert.due_at is not None:
        found = _due_after_evidence(alert, called.raising[-1], calendar)
    if found is not None and not _is_due_before(alert, found):
        set_due(alert, found)


def _due_after_evidence(alert: Alert, newest: Signal, calendar: Calendar) -> Due | None:
    """By when a step that is under way is due after more evidence; what is told late does not begin before the step."""
    kept = reckoned_anew(alert.state, alert.due_level, alert.due_since, calendar)
    since = max(newest.told.time, kept.since) if kept else newest.told.time
    return earliest([kept, _due(step_awaited(alert.state), newest, since, calendar)])


def _is_due_before(alert: Alert, found: Due) -> bool:
    """Whether an alert is due sooner by a time of which nothing says from what it was reckoned: migration 0013."""
    return alert.due_since is None and alert.due_at is not None and alert.due_at < found.at


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


def _due(step: LimitedStep, signal: Signal, since: datetime, calendar: Calendar) -> Due | None:
    assert signal.level is not None
    return due(step, signal.level, since, calendar)


def _levels(called: CalledFor) -> list[AlertLevel]:
    return [signal.level for signal in called.raising if signal.level is not None]
