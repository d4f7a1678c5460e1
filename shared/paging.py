"""Keyset paging: a list goes by a key that only grows, and a cursor is the last key seen, made opaque."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from shared.db import Session
from shared.errors import FieldError, InvalidInput

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
) -> Slice[Row]:
    """Return one page of a statement that has its filters but no order; one row more is read to know if more follow."""
    ordered = statement.order_by(key.desc() if newest_first else key.asc()).limit(paging.limit + 1)
    if paging.after is not None:
        ordered = ordered.where(key < paging.after if newest_first else key > paging.after)
    rows = list(session.scalars(ordered).unique())
    items = rows[: paging.limit]
    more = len(rows) > paging.limit
    return Slice(items, cursor_of(_key(items[-1], key)) if more else None, _total(session, statement, key, paging))


def _key(row: Any, key: InstrumentedAttribute[UUID]) -> UUID:
    value: UUID = getattr(row, key.key)
    return value


def _total(session: Session, statement: Select[Row], key: InstrumentedAttribute[UUID], paging: Paging) -> int | None:
    if not paging.include_total:
        return None
    ids = statement.with_only_columns(key).order_by(None).limit(LARGEST_TOTAL)
    return session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()
