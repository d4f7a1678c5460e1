"""The rule book and the circular's clauses as anybody may read them."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from services.eligibility.errors import ClauseNotFound
from shared.circular.clause import Clause
from shared.circular.clauses import CLAUSES, clause_by_id
from shared.paging import Paging, Slice, cursor_of

Item = TypeVar("Item")


def clauses(paging: Paging) -> Slice[Clause]:
    """Return the circular's measures in its own order (条款)."""
    return _slice(CLAUSES, paging)


def clause(clause_id: str) -> Clause:
    """Return one measure, or raise ``ClauseNotFound``."""
    found = clause_by_id(clause_id)
    if found is None:
        raise ClauseNotFound
    return found


def _slice(items: Sequence[Item], paging: Paging) -> Slice[Item]:
    """Return a page of a list that is part of the program: its cursor is the place in the list."""
    start = 0 if paging.after is None else paging.after.int
    end = start + paging.limit
    following = cursor_of(UUID(int=end)) if end < len(items) else None
    return Slice(items[start:end], following, len(items) if paging.include_total else None)
