"""The history of everything that has a life cycle (办理过程)."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from services.intake.models.base import Base, Placed
from shared.history import StepTaken


class Transition(StepTaken, Placed, Base):
    """One step of an application, a benefit or a payment batch: shown as history, read for the four eyes."""

    __tablename__ = "transition"
    __table_args__ = (Index(None, "thing_id", "id"), {"info": {"append_only": (), "added_in_place": True}})

    thing: Mapped[str]
    thing_id: Mapped[UUID]
    lifecycle: Mapped[str]
