"""Which division went over into which (区划调整): what was entered under an old code belongs to the new one from its day."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import Session, SharedBase
from shared.divisions import Succession

__all__ = ["DivisionSuccession", "known", "register"]


class DivisionSuccession(SharedBase):
    """One old division code merged into, split into or renamed to a new one. ``shared.db.transaction`` reads it."""

    __tablename__ = "division_succession"
    __table_args__ = {"info": {"no_place": "区划沿革 is public, and every session reads it to learn its own places"}}

    from_code: Mapped[str] = mapped_column(primary_key=True)
    to_code: Mapped[str] = mapped_column(primary_key=True, index=True)
    effective_on: Mapped[date]


def register(session: Session, *, from_code: str, to_code: str, effective_on: date) -> None:
    """Note that a code goes over into another from a day on; the same succession again changes nothing.

    Only what was decided is kept. Where a chain of mergers leads is worked out when a session learns its places, so the
    links of a chain may become known in any order.
    """
    values = {"from_code": from_code, "to_code": to_code, "effective_on": effective_on}
    session.execute(insert(DivisionSuccession).values(values).on_conflict_do_nothing())


def known(session: Session) -> list[Succession]:
    """Return every succession that is registered; there are as many as places that were ever merged."""
    rows = session.scalars(select(DivisionSuccession).limit(10_000))
    return [Succession(row.from_code, row.to_code, row.effective_on) for row in rows]
