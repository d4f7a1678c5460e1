"""Events as they travel: CloudEvents 1.0, thin, and between our own services with blind indexes beside them."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.schemas.paging import Page
from shared.schemas.types import Body, Code, Instant, View

EventType = Annotated[str, StringConstraints(pattern=r"^cn\.doudi\.[a-z_.]+\.v[0-9]+$", max_length=100)]
MOST_TOGETHER: Final = 100
"""Events in one call: thin as they are, they stay far below the largest body, and their work below the relay's lease."""

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


class BatchedEvent(PublishedEvent):
    """One event of a batch: batched, each keeps for whom it was done, which the call itself says of one alone."""

    on_behalf_of: Annotated[str | None, Field(min_length=1, max_length=200, title="代表的办理人")] = None


class NewReceivedEventBatch(Body):
    """Events handed over together; all of them are taken in, or none."""

    events: Annotated[list[BatchedEvent], Field(min_length=1, max_length=MOST_TOGETHER, title="事件")]


class EventReceipt(Code):
    """What became of an event that was handed over (接收结果)."""

    RECEIVED = "RECEIVED", "已接收", "Received"
    KNOWN = "KNOWN", "此前已接收", "Received before"


class ReceivedEventResult(View):
    """What became of one event of a batch."""

    id: UUID
    result: EventReceipt


class ReceivedEventBatchView(View):
    """What became of the events of a batch, in the order in which they were handed over."""

    items: list[ReceivedEventResult]


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
