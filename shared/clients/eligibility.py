"""Client of the eligibility service."""

import httpx

from shared.clients.successions import succeed_division
from shared.schemas.determinations import DeterminationDetail, DeterminationRequest, Preview
from shared.schemas.divisions import DivisionSuccessionDetail, NewDivisionSuccession


class EligibilityClient:
    """Calls the eligibility service; the caller chooses the transport, timeout and base URL."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def determine(
        self, request: DeterminationRequest, *, idempotency_key: str, acting_for: str | None = None
    ) -> DeterminationDetail:
        """Ask for a determination that is kept; the same key always gives the same one."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
        if acting_for is not None:
            headers["On-Behalf-Of"] = acting_for
        response = self._http.post("/v1/determinations", content=request.model_dump_json(), headers=headers)
        response.raise_for_status()
        return DeterminationDetail.model_validate_json(response.content)

    def preview(self, request: DeterminationRequest) -> Preview:
        """Ask for the same answer, of which nothing is kept."""
        response = self._http.post(
            "/v1/previews", content=request.model_dump_json(), headers={"Content-Type": "application/json"}
        )
        response.raise_for_status()
        return Preview.model_validate_json(response.content)

    def succeed_division(self, new: NewDivisionSuccession, *, idempotency_key: str) -> DivisionSuccessionDetail:
        """Tell that one division code answers for another from a day on."""
        return succeed_division(self._http, new, idempotency_key=idempotency_key)
