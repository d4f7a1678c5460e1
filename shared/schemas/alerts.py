"""Alerts on the wire: what is seen of one, and the bodies of ``POST /v1/alerts/{id}/transitions``."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from shared.schemas.alert_codes import (
    AlertAction,
    AlertLevel,
    AlertOutcome,
    AlertState,
    AlertSubject,
    AssigneeRole,
    FalseAlarmReason,
)
from shared.schemas.application_changes import Subject
from shared.schemas.paging import Page
from shared.schemas.transitions import AllowedActionView
from shared.schemas.types import Body, DivisionCode, Flag, Instant, ShortText, Text, View, Whole


class AssignAlert(Body):
    """交办: to a role in a place, or to one person in it. A second time it is handed on."""

    action: Literal[AlertAction.ASSIGN]
    role: Annotated[AssigneeRole, Field(title="承办角色")]
    division: Annotated[DivisionCode, Field(title="承办单位所在区划，须管辖该预警所在地")]
    subject: Annotated[Subject | None, Field(title="指定的承办人；不填则该单位该角色均可签收")] = None
    note: Annotated[Text | None, Field(title="交办要求")] = None


class AcknowledgeAlert(Body):
    """签收: whoever it is assigned to has taken notice and takes it up."""

    action: Literal[AlertAction.ACKNOWLEDGE]
    note: Annotated[Text | None, Field(title="说明")] = None


class CloseAlert(Body):
    """办结: with what came of it."""

    action: Literal[AlertAction.CLOSE]
    outcome: Annotated[AlertOutcome, Field(title="处置结果")]
    note: Annotated[Text, Field(title="处置情况")]


class DismissAlert(Body):
    """认定为误报: with the reason that is counted for the indicator."""

    action: Literal[AlertAction.DISMISS]
    reason: Annotated[FalseAlarmReason, Field(title="误报原因")]
    note: Annotated[Text, Field(title="核实情况")]


class ReopenAlert(Body):
    """重新打开: what was closed turns out not to be settled."""

    action: Literal[AlertAction.REOPEN]
    note: Annotated[Text, Field(title="重新打开的原因")]


AlertChange = Annotated[
    AssignAlert | AcknowledgeAlert | CloseAlert | DismissAlert | ReopenAlert, Field(discriminator="action")
]


class AlertSummary(View):
    """An alert in a list."""

    id: UUID
    division: str
    indicator: Annotated[str, Field(title="指标编号", examples=["AL-27"])]
    title: Annotated[str, Field(title="指标名称")]
    level: AlertLevel
    state: AlertState
    household_id: Annotated[UUID | None, Field(title="所涉家庭（信息库及受理服务同号）")]
    subject_kind: Annotated[AlertSubject, Field(title="所涉事项种类")]
    subject_id: Annotated[UUID, Field(title="所涉申请或待遇的编号（受理服务）")]
    audience: Annotated[AssigneeRole, Field(title="应由谁关注")]
    raised_at: Instant
    due_at: Annotated[Instant | None, Field(title="当前环节的期限；已反馈或办结时为空")]
    evidence_count: Annotated[Whole, Field(title="依据条数")]
    due_provisional: Annotated[Flag, Field(title="期限涉及日历尚未公布的年份，可能变动")]
    version: Whole


class AlertEvidence(View):
    """One thing that speaks for or against an alert: which event, when, and what it says."""

    event_id: UUID
    type: Annotated[str, Field(title="事件类型")]
    at: Instant
    level: Annotated[AlertLevel | None, Field(title="据此的等级；表示事由消除时为空")]
    facts: Annotated[dict[str, Any], Field(title="事实")]


class AlertDetail(AlertSummary):
    """An alert with its evidence, who works on it, what came of it, and what may be done."""

    clause: Annotated[str, Field(title="政策条款")]
    basis: Annotated[str, Field(title="指标依据")]
    assignee_role: AssigneeRole | None
    assignee_division: str | None
    assignee: Annotated[str | None, Field(title="指定的承办人")]
    acknowledged_by: str | None
    acknowledged_at: Instant | None
    outcome: AlertOutcome | None
    false_alarm_reason: FalseAlarmReason | None
    outcome_note: str | None
    closed_at: Instant | None
    evidence: list[AlertEvidence]
    allowed_actions: list[AllowedActionView]


class AlertPage(Page[AlertSummary]):
    """A page of alerts."""


class IndicatorView(View):
    """An indicator as it is defined: what raises it, how urgent it is, from when."""

    id: Annotated[str, Field(title="指标编号")]
    title: ShortText
    clause: str
    basis: Annotated[str, Field(title="依据")]
    mode: Annotated[str, Field(title="是否启用", examples=["ACTIVE"])]
    levels: Annotated[list[AlertLevel], Field(title="可能的等级，由低到高")]


class IndicatorList(View):
    """Every indicator."""

    items: Annotated[list[IndicatorView], Field(title="指标")]
