"""Events received from eligibility (已接收事件)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.base import Base


class ReceivedEvent(Base):
    """An event another service told us, kept once under the event's own id."""

    __tablename__ = "received_event"
    __table_args__ = (Index(None, "division", "id"), {"info": {"append_only": (), "added_in_place": True}})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    source: Mapped[str]
    subject: Mapped[str]
    division: Mapped[str]
    county: Mapped[str] = mapped_column(Text, Computed("left(division, 6)", persisted=True))
    time: Mapped[datetime]
    data: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
