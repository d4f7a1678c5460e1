"""Versions of a thing: ``ETag`` on every answer, ``If-Match`` on every change.

A tag is ``"v<version>-<digest>"``. The version is what a change is made from: ``If-Match`` compares it alone, with or
without the rest (``"v7-…"``, ``"v7"``, ``"7"``). The digest is of the answer as it is written, because more can change
than the thing itself: what it may do next, how far its determination is. So ``If-None-Match`` gets 304 only where the
answer would be the same to the byte.
"""

import hashlib
import re
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


_VERSION_ALONE: Final = re.compile(rb'"v[0-9]+"')


def etag_of(thing: Versioned) -> str:
    """Return the tag of a thing's present version; ``with_content`` completes it when the answer is written."""
    return f'"v{thing.version}"'


def is_version_alone(tag: bytes) -> bool:
    """Whether a tag still lacks the digest of the answer."""
    return _VERSION_ALONE.fullmatch(tag) is not None


def with_content(tag: bytes, body: bytes) -> bytes:
    """Return the tag of a version with the digest of the answer it stands on."""
    return tag[:-1] + b"-" + hashlib.sha256(body).hexdigest()[:16].encode() + b'"'


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
    description='读取时得到的 ETag，如 "v3-0f1e2d3c4b5a6978"；只比较其中的版本，也可只写 "v3"。',
    pattern=r'^"v?(0|[1-9][0-9]{0,8})(-[0-9a-f]{16})?"$',
    max_length=30,
)


async def _if_match(if_match: Annotated[str, _IF_MATCH]) -> int:
    return int(if_match.strip('"').removeprefix("v").partition("-")[0])


async def _maybe_if_match(if_match: Annotated[str | None, _IF_MATCH] = None) -> int | None:
    return None if if_match is None else await _if_match(if_match)


IfMatchDep = Annotated[int, Depends(_if_match)]
"""The version a change was made from; the action compares it and raises StaleVersion."""

MaybeIfMatchDep = Annotated[int | None, Depends(_maybe_if_match)]
"""The same where the request may also make what is not there yet; the action demands it where there is something."""
