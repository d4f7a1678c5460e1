"""Events as they travel: CloudEvents 1.0, thin, and between our own services with blind indexes beside them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.schemas.paging import Page
from shared.schemas.types import Body, Instant, View

EventType = Annotated[str, StringConstraints(pattern=r"^cn\.doudi\.[a-z_.]+\.v[0-9]+$", max_length=100)]
BlindIndex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""Keyed hash of an identity number, in hex; it travels between our own services only."""


class CloudEvent(Body):
    """An event in the form of CloudEvents 1.0."""

    specversion: Literal["1.0"]
    id: UUID
    source: Annotated[str, Field(max_length=100, title="来源服务")]
    type: EventType
    subject: Annotated[str, Field(max_length=100, title="对象")]
    time: Instant
    datacontenttype: Literal["application/json"]
    division: Annotated[str, StringConstraints(pattern=r"^5104([0-9]{2}([0-9]{3}([0-9]{3})?)?)?$")]
    county: Annotated[str, StringConstraints(pattern=r"^5104([0-9]{2})?$")]
    traceid: Annotated[str | None, Field(max_length=64)] = None
    sequence: Annotated[str | None, Field(max_length=20)] = None
    data: dict[str, Any]


class PublishedEvent(Body):
    """What one of our services tells another: the event, and whom it concerns by blind index."""

    event: CloudEvent
    people: Annotated[list[BlindIndex], Field(max_length=50)] = []


class CloudEventPage(Page[CloudEvent]):
    """A page of events; ``next`` is the position to read on from, as ``after``."""


class ReceivedEventView(View):
    """An event that alerts has received, once."""

    id: UUID
    type: str
    source: str
    subject: str
    division: str
    time: Instant
    data: dict[str, Any]
    received_at: Instant


class ReceivedEventPage(Page[ReceivedEventView]):
    """A page of received events."""
