"""Versions of a thing: ``ETag`` on every answer, ``If-Match`` on every change."""

import hashlib
from typing import Annotated, Any, Final, Protocol, TypeVar

from fastapi import Depends, Header, Response
from pydantic import BaseModel


class Versioned(Protocol):
    """A row with a version that every change raises."""

    @property
    def version(self) -> int:
        """The number of changes."""


ETAGGED: Final[dict[int | str, dict[str, Any]]] = {200: {"headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}}
"""``responses`` of a route that tags by content; where a version stands in the answer the document says so by itself."""

VersionedThing = TypeVar("VersionedThing", bound=Versioned)
Shown = TypeVar("Shown", bound=BaseModel)


def etag_of(thing: Versioned) -> str:
    """Return the strong entity tag of a thing's present version."""
    return f'"v{thing.version}"'


def tagged(response: Response, thing: VersionedThing) -> VersionedThing:
    """Put the thing's ETag on the response and return the thing.

    The version of a changed row rises when it is written: flush before tagging.
    """
    response.headers["ETag"] = etag_of(thing)
    return thing


def tag_of_content(thing: BaseModel) -> str:
    """Return the strong entity tag of what is shown of a thing that has no version of its own."""
    return f'"{hashlib.sha256(thing.model_dump_json().encode()).hexdigest()[:32]}"'


def tagged_by_content(response: Response, thing: Shown) -> Shown:
    """Put on the response the ETag of what is shown, and return it."""
    response.headers["ETag"] = tag_of_content(thing)
    return thing


_IF_MATCH: Final = Header(
    alias="If-Match",
    title="所依据的版本",
    description='读取时得到的 ETag，如 "v3"。',
    pattern=r'^"v(0|[1-9][0-9]{0,8})"$',
    max_length=12,
)


async def _if_match(if_match: Annotated[str, _IF_MATCH]) -> int:
    return int(if_match.removeprefix('"v').removesuffix('"'))


async def _maybe_if_match(if_match: Annotated[str | None, _IF_MATCH] = None) -> int | None:
    return None if if_match is None else await _if_match(if_match)


IfMatchDep = Annotated[int, Depends(_if_match)]
"""The version a change was made from; the action compares it and raises StaleVersion."""

MaybeIfMatchDep = Annotated[int | None, Depends(_maybe_if_match)]
"""The same where the request may also make what is not there yet; the action demands it where there is something."""
