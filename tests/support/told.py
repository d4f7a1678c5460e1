"""What intake tells of one family, as events for alerts: an application, a benefit, a clock that runs out."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.ids import new_id
from tests.support.build import VILLAGE, key


@dataclass
class Family:
    """A household of two with ids of its own; each method is one event in the order of its day."""

    division: str = VILLAGE
    household: str = field(default_factory=lambda: str(new_id()))
    application: str = field(default_factory=lambda: str(new_id()))
    benefit: str = field(default_factory=lambda: str(new_id()))
    clock: str = field(default_factory=lambda: str(new_id()))
    people: list[str] = field(default_factory=lambda: [secrets.token_hex(32) for _ in range(2)])
    started_on: str = "2021-11-15"
    due_on: str = "2021-11-18"

    def applied(self, state: str, on: str, *, what: str = "submitted") -> dict[str, Any]:
        data = {"application_id": self.application, "household_id": self.household, "programmes": ["DIBAO"]}
        return self._event(f"application.{what}", self.application, on, data | {"state": state}, people=self.people)

    def benefits(self, what: str, state: str, on: str, **but: Any) -> dict[str, Any]:
        data = {
            "benefit_id": self.benefit,
            "application_id": self.application,
            "household_id": self.household,
            "programme": "DIBAO",
            "residence": "RURAL",
            "state": state,
            "start_month": "2021-12",
            "end_month": None,
            "next_review_on": "2022-11-23",
        }
        return self._event(f"benefit.{what}", self.benefit, on, data | but, people=self.people)

    def clocks(self, what: str, on: str, *, state: str = "", limit: str = "TL-LB-SURVEY", **but: Any) -> dict[str, Any]:
        data = {
            "clock_id": self.clock,
            "application_id": self.application,
            "household_id": self.household,
            "limit": limit,
            "started_on": self.started_on,
            "due_on": self.due_on,
            "state": state or what.upper(),
        }
        return self._event(f"clock.{what}", self.clock, on, data | but)

    def _event(
        self, what: str, subject: str, on: str, data: dict[str, Any], people: list[str] | None = None
    ) -> dict[str, Any]:
        time = on if "T" in on else f"{on}T09:00:00+08:00"
        event = {
            "specversion": "1.0",
            "id": str(new_id()),
            "source": "/intake",
            "type": f"cn.doudi.{what}.v1",
            "subject": subject,
            "time": time,
            "datacontenttype": "application/json",
            "division": self.division,
            "county": self.division[:6],
            "data": data,
        }
        return {"event": event, "people": people or []}


def tell(city: Any, *events: dict[str, Any]) -> None:
    """Hand events to alerts as intake does, each as a message of its own."""
    door = city.as_("SERVICE", "5104", subject="service:intake", client_id="intake").alerts
    for event in events:
        answer = door.post("/v1/received-events", json=event, headers=key())
        assert answer.status_code == 201, answer.text


def alert_of(client: Any, family: Family | Any, **filters: str) -> Any:
    """Return the one alert of a family, read whole."""
    found = client.get("/v1/alerts", params={"household_id": str(family.household)} | filters).json()["items"]
    assert len(found) == 1, found
    return client.get(f"/v1/alerts/{UUID(found[0]['id'])}")


def take(client: Any, alert: Any, action: str, **body: Any) -> Any:
    """Read an alert and take one step from what was read."""
    path = f"/v1/alerts/{alert['id']}"
    etag = client.get(path).headers["etag"]
    return client.post(f"{path}/transitions", json={"action": action, **body}, headers={"If-Match": etag})
