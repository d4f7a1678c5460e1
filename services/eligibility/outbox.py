"""Where eligibility's messages go: what is published is told to intake, which calls for the reviews (RV-10)."""

from collections.abc import Callable

from shared.clients.intake import IntakeClient
from shared.events import EVENT_PUBLISHED
from shared.outbox import OutboxMessage
from shared.schemas.events import PublishedEvent


def make_send(intake: IntakeClient) -> Callable[[OutboxMessage], None]:
    """Return the function that delivers one message; a topic that nobody sends stays visible as a dead letter."""

    def send(message: OutboxMessage) -> None:
        if message.topic != EVENT_PUBLISHED:
            raise ValueError(f"unknown topic {message.topic}")
        intake.receive_event(PublishedEvent.model_validate(message.payload), idempotency_key=str(message.id))

    return send
