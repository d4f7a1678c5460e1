"""Paging of a list, asked for in the query: ``after``, ``limit``, ``include=total``."""

from typing import Annotated, Final, Literal

from fastapi import Depends, Query

from shared.paging import Paging, key_of

DEFAULT_LIMIT: Final = 50
LARGEST_LIMIT: Final = 500
CURSOR: Final = r"^[A-Za-z0-9_-]{21}[AQgw]$"
"""The 16 bytes of an id in URL-safe base64: of the last character only two bits count."""


async def _paging(
    after: Annotated[str | None, Query(title="上一页给出的游标 next", pattern=CURSOR, max_length=22)] = None,
    limit: Annotated[int, Query(title="每页条数", ge=1, le=LARGEST_LIMIT)] = DEFAULT_LIMIT,
    include: Annotated[Literal["total"] | None, Query(title="同时给出总数（最多数到 10000）")] = None,
) -> Paging:
    key = None if after is None else key_of(after)
    return Paging(after=key, limit=limit, include_total=include == "total")


PagingDep = Annotated[Paging, Depends(_paging)]
"""What part of a list the caller wants; ``shared.paging.page_of`` reads it."""
