"""The information base (低收入人口信息库, JC-01): people and households, their categories, what they have applied for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.alerts.models.base import Base, Placed
from shared.ids import new_id


class PersonRecord(Base):
    """A person as one county knows him: a blind index and nothing else. He is seen through his entries."""

    __tablename__ = "person_record"
    __table_args__ = (
        UniqueConstraint("county", "person_index"),
        {"info": {"no_place": "Seen through the entries of one's place; the migration that made it has the policies"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    county: Mapped[str]
    person_index: Mapped[bytes] = mapped_column(LargeBinary)
    """Blind index of the identity number, as intake's events carry it; never handed out."""
    created_at: Mapped[datetime]


class HouseholdRecord(Placed, Base):
    """A household by intake's own id, at the place it was last told to be."""

    __tablename__ = "household_record"
    __table_args__ = (Index(None, "division", "id"),)

    told_at: Mapped[datetime]
    told_by: Mapped[UUID]
    """The newest event about it, which settles its place however late the others arrive."""


class CategoryRecord(Placed, Base):
    """That a person stands in a category (低收入人口类别) because of one thing, such as a benefit, from a day to a day."""

    __tablename__ = "category_record"
    __table_args__ = (
        UniqueConstraint("subject_id", "person_id"),
        Index(None, "person_id"),
        Index(None, "household_id"),
        Index(None, "division", "category"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.person_record.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.household_record.id"))
    category: Mapped[str]
    programme: Mapped[str]
    residence: Mapped[str | None]
    source: Mapped[str]
    subject_id: Mapped[UUID]
    """The thing at the source that puts him there: intake's benefit."""
    application_id: Mapped[UUID | None]
    known_on: Mapped[date]
    """From when on it was known; before this day it is no part of the history."""
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    history: Mapped[list[Any]]
    """States as they were told, each with its day."""
    events: Mapped[list[Any]]
    told_at: Mapped[datetime]


class ApplicationRecord(Placed, Base):
    """That a person is part of an application (申请情况), whatever became of it (JC-02, JC-03)."""

    __tablename__ = "application_record"
    __table_args__ = (
        UniqueConstraint("application_id", "person_id"),
        Index(None, "person_id"),
        Index(None, "household_id"),
        Index(None, "division", "id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.person_record.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("alerts.household_record.id"))
    application_id: Mapped[UUID]
    programmes: Mapped[list[str]]
    known_on: Mapped[date]
    history: Mapped[list[Any]]
    told_at: Mapped[datetime]
