"""Versions of a thing: ``ETag`` on every answer, ``If-Match`` on every change."""

from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Response


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
        str,
        Header(
            alias="If-Match",
            title="所依据的版本",
            description='读取时得到的 ETag，如 "v3"。',
            pattern=r'^"v(0|[1-9][0-9]{0,8})"$',
            max_length=12,
        ),
    ],
) -> int:
    return int(if_match.removeprefix('"v').removesuffix('"'))


IfMatchDep = Annotated[int, Depends(_if_match)]
"""The version a change was made from; the action compares it and raises StaleVersion."""
