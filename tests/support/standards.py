"""Standards for tests: drafted by one person and published by another, over HTTP."""

from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient


def line(value: str = "500.00", residence: str = "RURAL", **but: Any) -> dict[str, Any]:
    return {"key": "lb.line", "residence": residence, "value": value, **but}


def new_standard(**but: Any) -> dict[str, Any]:
    standard = {
        "division": "510411",
        "title": "农村低保标准",
        "document": "试〔2021〕1号",
        "valid_from": "2021-10-01",
        "illustrative": True,
        "values": [line()],
    }
    return standard | but


def draft(client: TestClient, **but: Any) -> Any:
    return client.post("/v1/standards", json=new_standard(**but), headers={"Idempotency-Key": str(uuid4())})


def publish(client: TestClient, drafted: Any) -> Any:
    return client.post(
        f"/v1/standards/{drafted.json()['id']}/transitions",
        json={"action": "PUBLISH"},
        headers={"If-Match": drafted.headers["etag"]},
    )
