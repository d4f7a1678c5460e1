"""What must hold before a step of an alert is taken (6.4)."""

from dataclasses import dataclass
from typing import Any

from shared.lifecycle import Refusal


@dataclass(frozen=True, slots=True)
class AlertSituation:
    """What the guards of an alert may look at."""

    division: str
    assignee_role: str | None
    assignee_division: str | None
    assignee: str | None
    is_acknowledged: bool
    acts_for: str
    role: str
    places: tuple[str, ...]
    """The places of whoever takes the step."""


def assignee_answers_for_the_place(situation: AlertSituation, change: Any) -> Refusal | None:
    """Whoever it is assigned to must be able to see it: his place contains that of the alert. Clause 3.2-n."""
    if situation.division.startswith(change.division):
        return None
    return Refusal("承办单位不管辖该预警所在地", rule="6.4", clause="3.2-n")


def is_assigned_to_the_caller(situation: AlertSituation) -> Refusal | None:
    """Only whom it is assigned to acknowledges it. Clause 3.2-n."""
    place = situation.assignee_division or ""
    in_role = situation.role == situation.assignee_role and any(mine.startswith(place) for mine in situation.places)
    if in_role and situation.assignee in (None, situation.acts_for):
        return None
    return Refusal("该预警未交办给您", rule="6.4", clause="3.2-n")


def is_not_acknowledged_yet(situation: AlertSituation) -> Refusal | None:
    """It is acknowledged once. Clause 3.2-n."""
    return Refusal("该预警已签收", rule="6.4", clause="3.2-n") if situation.is_acknowledged else None
