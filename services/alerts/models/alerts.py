"""Alerts with their evidence and history (预警)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.alerts.models.base import Base, Placed
from shared.history import StepTaken


class Alert(Placed, Base):
    """A warning that somebody is to look into (预警), on its way through 6.4. It never stops money (D-19)."""

    __tablename__ = "alert"
    __table_args__ = (
        Index(None, "division", "id"),
        Index(None, "division", "state", "id"),
        Index(None, "household_id"),
    )

    lifecycle: Mapped[str]
    indicator: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    """Indicator, household or person, and period: what comes in under it again is appended as evidence."""
    level: Mapped[str]
    state: Mapped[str]
    household_id: Mapped[UUID | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    audience: Mapped[str]
    raised_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_provisional: Mapped[bool]
    due_level: Mapped[str | None]
    due_since: Mapped[datetime | None]
    """From what it was reckoned, so that another calendar can move it."""
    assignee_role: Mapped[str | None]
    assignee_division: Mapped[str | None]
    assignee: Mapped[str | None]
    acknowledged_by: Mapped[str | None]
    acknowledged_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    false_alarm_reason: Mapped[str | None]
    outcome_note: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    evidence_count: Mapped[int]
    """So that the version of the alert rises with its evidence."""
    version: Mapped[int] = mapped_column()

    evidence: Mapped[list["Evidence"]] = relationship(lazy="raise", order_by="[Evidence.at, Evidence.event_id]")

    __mapper_args__ = {"version_id_col": version}


class Evidence(Placed, Base):
    """One thing that speaks for an alert, or says that its cause has ceased (预警依据)."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("alert_id", "event_id"),
        {"info": {"append_only": (), "added_in_place": True}},
    )

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.alert.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.received_event.id"))
    type: Mapped[str]
    at: Mapped[datetime]
    level: Mapped[str | None]
    facts: Mapped[dict[str, Any]]


class Transition(StepTaken, Placed, Base):
    """One step of an alert (预警办理过程)."""

    __tablename__ = "transition"
    __table_args__ = (Index(None, "alert_id", "id"), {"info": {"append_only": (), "added_in_place": True}})

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.alert.id"))
    lifecycle: Mapped[str]
