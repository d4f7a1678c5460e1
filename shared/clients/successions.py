"""What every service that keeps successions of divisions answers to."""

import httpx

from shared.schemas.divisions import DivisionSuccessionDetail, NewDivisionSuccession


def succeed_division(
    http: httpx.Client, new: NewDivisionSuccession, *, idempotency_key: str
) -> DivisionSuccessionDetail:
    """Tell a service that one division code answers for another from a day on."""
    response = http.post(
        "/v1/division-successions",
        content=new.model_dump_json(),
        headers={"Content-Type": "application/json", "Idempotency-Key": idempotency_key},
    )
    response.raise_for_status()
    return DivisionSuccessionDetail.model_validate_json(response.content)
