"""Versions of a thing: ``ETag`` on every answer, ``If-Match`` on every change."""

import re
from typing import Annotated, Final, Protocol, TypeVar

from fastapi import Depends, Header, Response

from shared.web.errors import MalformedPrecondition

_TAG: Final = re.compile(r'"v(0|[1-9]\d{0,8})"', re.ASCII)


class Versioned(Protocol):
    """A row with a version that every change raises."""

    @property
    def version(self) -> int:
        """The number of changes."""


VersionedThing = TypeVar("VersionedThing", bound=Versioned)


def etag_of(thing: Versioned) -> str:
    """Return the strong entity tag of a thing's present version."""
    return f'"v{thing.version}"'


def tagged(response: Response, thing: VersionedThing) -> VersionedThing:
    """Put the thing's ETag on the response and return the thing.

    The version of a changed row rises when it is written: flush before tagging.
    """
    response.headers["ETag"] = etag_of(thing)
    return thing


async def _if_match(
    if_match: Annotated[
        str, Header(alias="If-Match", title="所依据的版本", description='读取时得到的 ETag，如 "v3"。', max_length=100)
    ],
) -> int:
    match = _TAG.fullmatch(if_match.strip())
    if match is None:
        raise MalformedPrecondition('If-Match 应为读取时得到的一个 ETag，如 "v3"。')
    return int(match[1])


IfMatchDep = Annotated[int, Depends(_if_match)]
"""The version a change was made from; the action compares it and raises StaleVersion."""
