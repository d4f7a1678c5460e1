"""The declarative base of alerts, and the columns that rows of a place share."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Computed, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import COLUMN_TYPES, metadata_of
from shared.ids import new_id


class Base(DeclarativeBase):
    """Base of every table of the schema ``alerts``."""

    metadata = metadata_of("alerts")
    type_annotation_map = COLUMN_TYPES


class Placed:
    """A row that belongs to a place; row-level security goes by ``division``."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    division: Mapped[str] = mapped_column(Text)
    county: Mapped[str] = mapped_column(Text, Computed("left(division, 6)", persisted=True))
    created_at: Mapped[datetime]
