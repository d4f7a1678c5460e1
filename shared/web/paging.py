"""Paging of a list, asked for in the query: ``after``, ``limit``, ``include=total``."""

from typing import Annotated, Final, Literal

from fastapi import Depends, Query

from shared.errors import InvalidInput
from shared.paging import Paging, key_of
from shared.web.errors import PlacedError

DEFAULT_LIMIT: Final = 50
LARGEST_LIMIT: Final = 500


async def _paging(
    after: Annotated[str | None, Query(title="上一页给出的游标 next", min_length=1, max_length=100)] = None,
    limit: Annotated[int, Query(title="每页条数", ge=1, le=LARGEST_LIMIT)] = DEFAULT_LIMIT,
    include: Annotated[Literal["total"] | None, Query(title="同时给出总数（最多数到 10000）")] = None,
) -> Paging:
    try:
        key = key_of(after) if after else None
    except InvalidInput:
        fault = PlacedError("/after", "invalid_cursor", "分页游标无效，请从第一页重新读取", place="query")
        raise InvalidInput("分页游标无效。", errors=(fault,)) from None
    return Paging(after=key, limit=limit, include_total=include == "total")


PagingDep = Annotated[Paging, Depends(_paging)]
"""What part of a list the caller wants; ``shared.paging.page_of`` reads it."""
