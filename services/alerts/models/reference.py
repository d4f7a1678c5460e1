"""Reference data that intake keeps and tells (工作日历)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.alerts.models.base import Base


class CalendarYear(Base):
    """Days off and make-up working days of one year as intake told them last (工作日历). Public."""

    __tablename__ = "calendar_year"
    __table_args__ = {"info": {"no_place": "放假通知 is public"}}

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[dict[str, Any]]
    told_at: Mapped[datetime]
