"""Which division went over into which (区划调整): what was entered under an old code belongs to the new one from its day."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from shared.db import SharedBase

__all__ = ["DivisionSuccession"]


class DivisionSuccession(SharedBase):
    """One old division code merged into, split into or renamed to a new one. ``shared.db.transaction`` reads it."""

    __tablename__ = "division_succession"
    __table_args__ = {"info": {"no_place": "区划沿革 is public, and every session reads it to learn its own places"}}  # noqa: RUF012  SQLAlchemy's form

    from_code: Mapped[str] = mapped_column(primary_key=True)
    to_code: Mapped[str] = mapped_column(primary_key=True, index=True)
    effective_on: Mapped[date]
