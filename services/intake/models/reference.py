"""Reference data: divisions and the working calendar (行政区划、工作日历); imports."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.models.base import Base, Placed


class Division(Base):
    """A county, township or village with the dates of its code (行政区划). Public: no row-level security."""

    __tablename__ = "division"
    __table_args__ = {"info": {"no_place": "区划代码 is public"}}

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[str]
    kind: Mapped[str]
    parent: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor: Mapped[str | None]


class CalendarYear(Base):
    """Days off and make-up working days of one year, as the State Council announced them. Public."""

    __tablename__ = "calendar_year"
    __table_args__ = {"info": {"no_place": "放假通知 is public"}}

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str | None]
    days: Mapped[dict[str, Any]]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ImportBatch(Placed, Base):
    """A ledger handed in as a spreadsheet (台账导入)."""

    __tablename__ = "import_batch"
    __table_args__ = (Index(None, "division", "id"),)

    sha256: Mapped[str]
    row_count: Mapped[int]
    accepted_count: Mapped[int]
    refused_count: Mapped[int]
    imported_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ImportRow(Placed, Base):
    """The result of one row of an import. What was refused is not kept, only why."""

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("batch_id", "row_number"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("intake.import_batch.id"))
    row_number: Mapped[int]
    household_key: Mapped[str]
    accepted: Mapped[bool]
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("intake.application.id"))
    errors: Mapped[list[Any]]
