"""What a caller sees of an alert: the row with the words of its indicator, its evidence, and what he may do next."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.alerts.actions.alerts import situation_of
from services.alerts.lifecycles.alert_2021 import LIFECYCLE, OPEN
from services.alerts.models.alerts import Alert
from services.alerts.policy import definitions
from services.alerts.queries import alerts as alert_queries
from shared import successions
from shared.db import Session
from shared.divisions import Succession, predecessors_of, successor_of
from shared.identity import Caller
from shared.paging import Paging, Slice
from shared.schemas.alerts import AlertDetail, AlertSummary, IndicatorList, IndicatorView


def show_alerts(
    session: Session, *, paging: Paging, today: date, division: str | None = None, **filters: Any
) -> Slice[AlertSummary]:
    """Return alerts, each with the name of its indicator; a division has those of the places merged into it as well."""
    merged = successions.known(session)
    within = {division, *predecessors_of(division, today, merged)} if division else ()
    found = alert_queries.alerts(session, paging=paging, within=within, **filters)
    items = [
        AlertSummary.model_validate(_fields(alert, AlertSummary) | _place(alert, merged, today))
        for alert in found.items
    ]
    return Slice(items, found.next, found.total)


def show_alert(session: Session, alert_id: UUID, *, caller: Caller, today: date) -> AlertDetail:
    """Return an alert with its evidence and the allowed actions."""
    alert = alert_queries.alert_by_id(session, alert_id)
    allowed = LIFECYCLE.allowed_actions(alert.state, caller, situation_of(session, alert, caller=caller, today=today))
    shown = _fields(alert, AlertDetail) | _place(alert, successions.known(session), today)
    return AlertDetail.model_validate(shown | {"allowed_actions": allowed}, from_attributes=True)


def _place(alert: Alert, merged: Sequence[Succession], today: date) -> dict[str, Any]:
    """Where an open alert is worked on: under the codes that answer for its places today; a closed one keeps its own."""
    if alert.state not in OPEN:
        return {}
    places = {"division": alert.division, "assignee_division": alert.assignee_division}
    return {name: code and successor_of(code, today, merged) for name, code in places.items()}


def _fields(alert: Alert, schema: type[AlertSummary]) -> dict[str, Any]:
    indicator = definitions.indicator(alert.indicator, alert.raised_at.date())
    named = {"title": indicator.title, "clause": indicator.clause, "basis": indicator.evidence}
    own = set(schema.model_fields) - set(named) - {"allowed_actions"}
    return named | {name: getattr(alert, name) for name in own}


def show_indicators(today: date) -> IndicatorList:
    """Return the indicators in force."""
    return IndicatorList(
        items=[
            IndicatorView(
                id=row.key, title=row.title, clause=row.clause, basis=row.evidence, mode=row.mode,
                levels=sorted({raising.level for raising in row.raised_by}, key=definitions.LEVELS.index),
            )
            for row in definitions.indicators(today)
        ]
    )  # fmt: skip
