"""Standards for tests: drafted by one person and published by another, over HTTP."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient

from shared.clock import SHANGHAI

AUTUMN = datetime(2021, 10, 1, 9, tzinfo=SHANGHAI)
WINTER = datetime(2021, 12, 1, 9, tzinfo=SHANGHAI)


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


def publish_as_two(drafter: TestClient, publisher: TestClient, **but: Any) -> Any:
    """Draft a standard as one person and publish it as another; return the published standard."""
    drafted = draft(drafter, **but)
    assert drafted.status_code == 201, drafted.text
    published = publish(publisher, drafted)
    assert published.status_code == 200, published.text
    return published.json()


def values_of(client: TestClient, **query: str) -> list[Any]:
    """Return the values listed of a parameter, the line of 仁和区 if nothing else is asked."""
    asked = {"key": "lb.line", "division": "510411", **query}
    return [row["value"] for row in client.get("/v1/parameters", params=asked).json()["items"]]


def offer_of(client: TestClient, drafted: Any) -> Any:
    """Return whether this caller may publish, and why not."""
    offers = client.get(f"/v1/standards/{drafted.json()['id']}").json()["allowed_actions"]
    return next(offer for offer in offers if offer["action"] == "PUBLISH")
