"""What a caller sees of an alert: the row with the words of its indicator, its evidence, and what he may do next."""

from datetime import date
from typing import Any
from uuid import UUID

from services.alerts.actions.alerts import situation_of
from services.alerts.lifecycles.alert_2021 import LIFECYCLE
from services.alerts.models.alerts import Alert
from services.alerts.policy import definitions
from services.alerts.queries import alerts as alert_queries
from shared.db import Session
from shared.identity import Caller
from shared.paging import Paging, Slice
from shared.schemas.alerts import AlertDetail, AlertSummary, IndicatorList, IndicatorView


def show_alerts(session: Session, *, paging: Paging, **filters: Any) -> Slice[AlertSummary]:
    """Return alerts, each with the name of its indicator."""
    found = alert_queries.alerts(session, paging=paging, **filters)
    items = [AlertSummary.model_validate(_fields(alert, AlertSummary)) for alert in found.items]
    return Slice(items, found.next, found.total)


def show_alert(session: Session, alert_id: UUID, *, caller: Caller) -> AlertDetail:
    """Return an alert with its evidence and the allowed actions."""
    alert = alert_queries.alert_by_id(session, alert_id)
    allowed = LIFECYCLE.allowed_actions(alert.state, caller, situation_of(session, alert, caller=caller))
    return AlertDetail.model_validate(_fields(alert, AlertDetail) | {"allowed_actions": allowed}, from_attributes=True)


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
