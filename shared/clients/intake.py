"""Client of the intake service."""

import httpx

from shared.schemas.events import PublishedEvent


class IntakeClient:
    """Calls the intake service; the caller chooses the transport, timeout and base URL."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def receive_event(self, event: PublishedEvent, *, idempotency_key: str) -> None:
        """Hand over an event; the same event again changes nothing."""
        response = self._http.post(
            "/v1/received-events",
            content=event.model_dump_json(exclude_none=True),
            headers={"Content-Type": "application/json", "Idempotency-Key": idempotency_key},
        )
        response.raise_for_status()
