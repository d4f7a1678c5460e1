"""Where eligibility's messages go: it tells nobody by message yet, its events are read from the feed."""

from shared.outbox import OutboxMessage


def deliver(message: OutboxMessage) -> None:
    """Refuse a message of a topic that nobody here sends; it stays visible as a dead letter."""
    raise ValueError(f"unknown topic {message.topic}")
