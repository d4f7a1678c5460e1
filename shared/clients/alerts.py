"""Client of the alerts service."""

import httpx

from shared.clients.successions import succeed_division
from shared.schemas.divisions import DivisionSuccessionDetail, NewDivisionSuccession
from shared.schemas.events import NewReceivedEventBatch, PublishedEvent, ReceivedEventBatchView, ReceivedEventView


class AlertsClient:
    """Calls the alerts service; the caller chooses the transport, timeout and base URL."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def receive_event(self, event: PublishedEvent, *, idempotency_key: str) -> ReceivedEventView:
        """Hand over an event; the same event again changes nothing and gets the same answer."""
        response = self._http.post(
            "/v1/received-events",
            content=event.model_dump_json(exclude_none=True),
            headers={"Content-Type": "application/json", "Idempotency-Key": idempotency_key},
        )
        response.raise_for_status()
        return ReceivedEventView.model_validate_json(response.content)

    def receive_batch(self, batch: NewReceivedEventBatch) -> ReceivedEventBatchView:
        """Hand over events together, all or none; each is known by its own id, so it needs no key."""
        response = self._http.post(
            "/v1/received-event-batches",
            content=batch.model_dump_json(exclude_none=True),
            headers={"Content-Type": "application/json"},
        )
        response.raise_for_status()
        return ReceivedEventBatchView.model_validate_json(response.content)

    def succeed_division(self, new: NewDivisionSuccession, *, idempotency_key: str) -> DivisionSuccessionDetail:
        """Tell that one division code answers for another from a day on."""
        return succeed_division(self._http, new, idempotency_key=idempotency_key)
