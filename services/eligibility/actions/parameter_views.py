"""Parameter values as anybody may read them, with their names from the dictionary."""

from datetime import date, datetime

from pydantic_core import PydanticCustomError

from services.eligibility import queries
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.errors import KnownInFuture
from services.eligibility.models import Parameter
from shared.db import Session
from shared.paging import Paging
from shared.schemas.standards import ParameterDetail, ParameterPage


def known_key(key: str) -> str:
    """Return a key of the dictionary; raise for any other."""
    if key not in PARAMETERS:
        raise PydanticCustomError("unknown_parameter_key", "没有这个参数，参数键见参数字典")
    return key


def parameters(
    session: Session,
    *,
    paging: Paging,
    key: str | None,
    division: str | None,
    on: date | None,
    known_at: datetime,
    now: datetime,
) -> ParameterPage:
    """Return parameter values as known at an instant (参数及来源)."""
    if known_at > now:
        raise KnownInFuture
    if division is not None:
        queries.require_known_place(division)
    rows = queries.parameters(session, paging=paging, key=key, division=division, on=on, known_at=known_at)
    return ParameterPage(items=[_detail_of(row) for row in rows.items], next=rows.next, total=rows.total)


def _detail_of(row: Parameter) -> ParameterDetail:
    return ParameterDetail.model_validate(_Named(row))


class _Named:
    """A row with the Chinese name of its key beside its own columns."""

    def __init__(self, row: Parameter) -> None:
        self._row = row

    @property
    def title(self) -> str:
        return PARAMETERS[self._row.key].title

    def __getattr__(self, name: str) -> object:
        return getattr(self._row, name)
