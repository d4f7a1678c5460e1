"""Keyset paging: a list goes by a key that only grows, and a cursor is the last key seen, made opaque.

The rows of a township are found village by village where the list names the column of the division: each lies in order
in the index on division and key, and so a page costs what it returns, however much lies around it and however deep it
is. A county is a good part of every table, and has many villages: there the key's own index is the better way.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, ScalarSelect, Select, Text, any_, func, literal, select, text, true
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import InstrumentedAttribute, aliased

from shared.db import Session
from shared.errors import FieldError, InvalidInput

_TOWNSHIP: Final = 9
"""Length of the code of a township; a shorter one is a county's or the city's."""

LARGEST_TOTAL = 10_000
"""Totals are counted up to here and no further, so that a list stays fast."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paging:
    """What part of a list the caller wants."""

    after: UUID | None = None
    limit: int = 50
    include_total: bool = False


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """One page of rows; the schema of the list is made from it."""

    items: Sequence[Row]
    next: str | None
    total: int | None


def cursor_of(key: UUID) -> str:
    """Return the cursor after this key."""
    return urlsafe_b64encode(key.bytes).decode().rstrip("=")


def key_of(cursor: str) -> UUID:
    """Return the key a cursor stands for; raise ``InvalidInput`` for anything that is no cursor of ours."""
    try:
        return UUID(bytes=urlsafe_b64decode(cursor + "=="))
    except ValueError:
        raise InvalidInput(
            "分页游标无效", errors=(FieldError("/after", "cursor", "分页游标无效，请从第一页重新读取"),)
        ) from None


def page_of(
    session: Session,
    statement: Select[Row],
    key: InstrumentedAttribute[UUID],
    paging: Paging,
    *,
    newest_first: bool = True,
    by: InstrumentedAttribute[str] | None = None,
) -> Slice[Row]:
    """Return one page of a statement that has its filters but no order; one row more is read to know if more follow.

    ``by`` is the division of the rows, for a list of all that lies in the caller's places.
    """
    ordered = _ordered(statement, key, paging, newest_first=newest_first)
    if by is not None and all(len(place) >= _TOWNSHIP for place in session.info["places"]):
        session.execute(_IN_ORDER)
        keys = _keys(session, ordered, key, by).limit(paging.limit + 1)
        ordered = statement.where(key.in_(keys)).order_by(key.desc())
    rows = list(session.scalars(ordered).unique())
    items = rows[: paging.limit]
    more = len(rows) > paging.limit
    return Slice(items, cursor_of(_key(items[-1], key)) if more else None, _total(session, statement, key, paging))


_IN_ORDER: Final = text("set local enable_bitmapscan = off")
"""Row-level security lets the planner believe that few rows remain, and so that sorting all of a village costs nothing."""


def _ordered(
    statement: Select[Row], key: InstrumentedAttribute[UUID], paging: Paging, *, newest_first: bool
) -> Select[Row]:
    ordered = statement.order_by(key.desc() if newest_first else key.asc()).limit(paging.limit + 1)
    if paging.after is None:
        return ordered
    return ordered.where(key < paging.after if newest_first else key > paging.after)


def _keys(
    session: Session, ordered: Select[Row], key: InstrumentedAttribute[UUID], by: InstrumentedAttribute[str]
) -> Select[UUID]:
    """Return the keys of a page: the newest of each division, and of all these the newest."""
    here = _divisions(session, by)
    in_it = by == any_(array([here.c.code]))  # no plain ``=``, for which the planner might search the key's own index
    page = ordered.with_only_columns(key).where(in_it).order_by(None).order_by(by.desc(), key.desc())
    rows = page.correlate(here).lateral("page")
    newest = select(rows.c[key.key]).select_from(here.join(rows, true())).where(here.c.code.is_not(None))
    return newest.order_by(rows.c[key.key].desc())


def _divisions(session: Session, by: InstrumentedAttribute[str]) -> CTE:
    """Return the divisions in the caller's places that have rows: each is the next in the index after the one before."""
    rows = aliased(by.class_, name="next_row")
    code = getattr(rows, by.key)
    place = func.unnest(literal(list(session.info["places"]), ARRAY(Text))).column_valued("place")
    first = _least(code, code >= place, code < place + ":")
    here = select(first.label("code"), place).cte("here", recursive=True)
    following = _least(code, code > here.c.code, code < here.c.place + ":")
    return here.union_all(select(following, here.c.place).where(here.c.code.is_not(None)))


def _least(code: InstrumentedAttribute[str], *conditions: ColumnElement[bool]) -> ScalarSelect[str]:
    return select(func.min(code)).where(*conditions).scalar_subquery()


def _key(row: Any, key: InstrumentedAttribute[UUID]) -> UUID:
    value: UUID = getattr(row, key.key)
    return value


def _total(session: Session, statement: Select[Row], key: InstrumentedAttribute[UUID], paging: Paging) -> int | None:
    if not paging.include_total:
        return None
    ids = statement.with_only_columns(key).order_by(None).limit(LARGEST_TOTAL)
    return session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()
