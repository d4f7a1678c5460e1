"""Alerts of the caller's place, their history, and the one under a dedupe key."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from services.alerts.errors import AlertNotFound
from services.alerts.models.alerts import Alert, Transition
from shared.db import Session, in_places
from shared.errors import StaleVersion
from shared.paging import Paging, Slice, page_of
from shared.schemas.alert_codes import AlertAction, AlertLevel, AlertState, AssigneeRole

_DONE = (AlertState.CLOSED.value, AlertState.FALSE_ALARM.value)
_AT_ONCE: Final = 200


def alerts(
    session: Session,
    *,
    paging: Paging,
    state: AlertState | None = None,
    level: AlertLevel | None = None,
    indicator: str | None = None,
    within: Collection[str] = (),
    audience: AssigneeRole | None = None,
    household_id: UUID | None = None,
) -> Slice[Alert]:
    """Return alerts of the caller's place, newest first; ``within`` are codes, each with what lies below it."""
    statement = select(Alert).where(in_places(Alert.division, session))
    wanted = {Alert.state: state, Alert.level: level, Alert.indicator: indicator, Alert.audience: audience}
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == str(value))
    if household_id is not None:
        statement = statement.where(Alert.household_id == household_id)
    if within:
        statement = statement.where(
            or_(*[and_(Alert.division >= code, Alert.division < code + ":") for code in within])
        )
    return page_of(session, statement, Alert.id, paging, by=Alert.division if household_id is None else None)


def alert_by_id(session: Session, alert_id: UUID) -> Alert:
    """Return an alert with its evidence, or raise ``AlertNotFound``."""
    statement = select(Alert).where(Alert.id == alert_id, in_places(Alert.division, session))
    statement = statement.options(selectinload(Alert.evidence)).execution_options(populate_existing=True)
    alert = session.scalar(statement)
    if alert is None:
        raise AlertNotFound
    return alert


def alert_to_change(session: Session, alert_id: UUID, *, version: int) -> Alert:
    """Lock and return an alert; raise ``StaleVersion`` when it is no longer the version the caller read."""
    lock = select(Alert.version).where(Alert.id == alert_id, in_places(Alert.division, session))
    found = session.scalar(lock.with_for_update())
    if found is None:
        raise AlertNotFound
    if found != version:
        raise StaleVersion("该预警已被他人更新，请重新读取后再办理")
    return alert_by_id(session, alert_id)


def alert_under(session: Session, dedupe_key: str) -> Alert | None:
    """Lock and return the alert under a dedupe key, with its evidence."""
    found = session.scalar(select(Alert.id).where(Alert.dedupe_key == dedupe_key).with_for_update())
    return None if found is None else alert_by_id(session, found)


def alerts_due_from(session: Session, first_day: date, *, after: UUID | None) -> Sequence[Alert]:
    """Lock and return the next alerts by id, a few at once, whose present step is due on a day or later."""
    statement = select(Alert).where(Alert.due_at >= first_day, Alert.due_since.is_not(None))
    if after is not None:
        statement = statement.where(Alert.id > after)
    return session.scalars(statement.order_by(Alert.id).limit(_AT_ONCE).with_for_update()).all()


def history(session: Session, alert_id: UUID, *, paging: Paging) -> Slice[Transition]:
    """Return the steps of an alert, oldest first."""
    statement = select(Transition).where(Transition.alert_id == alert_id)
    return page_of(session, statement, Transition.id, paging, newest_first=False)


def is_settled(session: Session, alert_id: UUID) -> bool:
    """Tell whether the step taken last was the system's own: the cause had ceased."""
    steps = select(Transition.action).where(Transition.alert_id == alert_id)
    return session.scalar(steps.order_by(Transition.id.desc()).limit(1)) == AlertAction.SETTLE


def open_alerts_of(session: Session, household_id: UUID) -> int:
    """Return how many alerts of a household are not done with, in the caller's place."""
    statement = select(func.count()).where(
        Alert.household_id == household_id, Alert.state.not_in(_DONE), in_places(Alert.division, session)
    )
    return session.scalars(statement).one()
