"""Which division went over into which (区划调整): what was entered under an old code belongs to the new one from its day."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import Session, SharedBase

__all__ = ["DivisionSuccession", "register"]


class DivisionSuccession(SharedBase):
    """One old division code merged into, split into or renamed to a new one. ``shared.db.transaction`` reads it."""

    __tablename__ = "division_succession"
    __table_args__ = {"info": {"no_place": "区划沿革 is public, and every session reads it to learn its own places"}}

    from_code: Mapped[str] = mapped_column(primary_key=True)
    to_code: Mapped[str] = mapped_column(primary_key=True, index=True)
    effective_on: Mapped[date]


def register(session: Session, *, from_code: str, to_code: str, effective_on: date) -> None:
    """Note that a code goes over into another, and with it every code that had gone over into the first.

    The same succession again changes nothing.
    """
    earlier = select(DivisionSuccession.from_code).where(DivisionSuccession.to_code == from_code)
    rows = [
        {"from_code": code, "to_code": to_code, "effective_on": effective_on}
        for code in (from_code, *session.scalars(earlier))
        if code != to_code
    ]
    session.execute(insert(DivisionSuccession).values(rows).on_conflict_do_nothing())
