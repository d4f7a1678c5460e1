"""Life cycle of an alert (domain 6.4) as far as it goes: raised, assigned, acknowledged, closed with an outcome.

Verification, triage and disposal across departments come as further steps; alerts that began with this one keep it.
"""

from datetime import date

from services.alerts.rules import alert_guards as guards
from services.alerts.rules.alert_guards import AlertSituation
from shared.identity import Role
from shared.lifecycle import Lifecycle, Step
from shared.schemas.alert_codes import AlertAction as Do
from shared.schemas.alert_codes import AlertState as In
from shared.schemas.alert_codes import AssigneeRole

_SYSTEM = frozenset({Role.SERVICE})
_COUNTY = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_LEADER})
_WORKERS = frozenset(Role(role.value) for role in AssigneeRole)

OPEN = (In.OPEN, In.ASSIGNED, In.FEEDBACK, In.REOPENED)
"""States in which an alert is somebody's work."""

LIFECYCLE: Lifecycle[AlertSituation] = Lifecycle(
    name="alert-2021",
    since=date(2021, 9, 22),
    steps=(
        Step("6.4-raise", Do.RAISE, Do.RAISE.zh, (None,), In.OPEN, _SYSTEM, "alerts:handle"),
        Step("6.4-evidence", Do.RAISE_LEVEL, Do.RAISE_LEVEL.zh, OPEN, None, _SYSTEM, "alerts:handle"),
        Step(
            "6.4-feedback", Do.SETTLE, Do.SETTLE.zh, (In.OPEN, In.ASSIGNED, In.REOPENED), In.CLOSED, _SYSTEM,
            "alerts:handle", otherwise=In.FEEDBACK,
        ),
        Step(
            "6.4-assign", Do.ASSIGN, Do.ASSIGN.zh, (In.OPEN, In.ASSIGNED, In.REOPENED), In.ASSIGNED, _COUNTY,
            "alerts:handle", checks=(guards.assignee_answers_for_the_place,),
        ),
        Step(
            "6.4-assign", Do.ACKNOWLEDGE, Do.ACKNOWLEDGE.zh, (In.ASSIGNED,), None, _WORKERS, "alerts:handle",
            guards=(guards.is_assigned_to_the_caller, guards.is_not_acknowledged_yet),
        ),
        Step("6.4-close", Do.CLOSE, Do.CLOSE.zh, OPEN, In.CLOSED, _COUNTY, "alerts:handle"),
        Step("6.4-close", Do.DISMISS, Do.DISMISS.zh, OPEN, In.FALSE_ALARM, _COUNTY, "alerts:handle"),
        Step(
            "6.4-reopen", Do.REOPEN, Do.REOPEN.zh, (In.CLOSED, In.FALSE_ALARM), In.REOPENED, _COUNTY | _SYSTEM,
            "alerts:handle",
        ),
    ),
)  # fmt: skip
"""SETTLE closes what no person has to answer for, and else leads to FEEDBACK, where the county closes it."""
