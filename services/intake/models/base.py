"""The declarative base of intake, and the columns that rows of a place share."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import BigInteger, Computed, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import COLUMN_TYPES, metadata_of
from shared.ids import new_id

Fen = Annotated[int, mapped_column(BigInteger)]
"""An amount in whole fen; a sum of a county's payments passes the four bytes of an int at 21 million yuan."""


class Base(DeclarativeBase):
    """Base of every table of the schema ``intake``."""

    metadata = metadata_of("intake")
    type_annotation_map = COLUMN_TYPES


class Identified:
    """A row with an id of version 7, so that the order of ids is the order of creation."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class Placed(Identified):
    """A row that belongs to a place; row-level security goes by ``division``."""

    division: Mapped[str] = mapped_column(Text)
    county: Mapped[str] = mapped_column(Text, Computed("left(division, 6)", persisted=True))
    created_at: Mapped[datetime]
