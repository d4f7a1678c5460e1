"""What the history of everything with a life cycle says of one step (办理过程): which, from where to where, when and by whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped

from shared.identity import Caller

__all__ = ["StepTaken", "step_taken"]


class StepTaken:
    """The columns of a step; a service's own table says of what it was one."""

    step: Mapped[str]
    action: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    actor_name: Mapped[str]
    role: Mapped[str]
    on_behalf_of: Mapped[str | None]
    details: Mapped[dict[str, Any]]


def step_taken(
    step: str,
    action: str,
    *,
    from_state: str | None,
    to_state: str,
    details: Mapping[str, Any],
    caller: Caller,
    now: datetime,
    on_behalf_of: str | None = None,
) -> dict[str, Any]:
    """Return the columns of a step that the caller takes, for whom he says or else for whom his token says."""
    return {
        "step": step,
        "action": str(action),
        "from_state": from_state,
        "to_state": to_state,
        "at": now,
        "actor": caller.subject,
        "actor_name": caller.name,
        "role": caller.role.value,
        "on_behalf_of": on_behalf_of or caller.on_behalf_of,
        "details": dict(details),
    }
