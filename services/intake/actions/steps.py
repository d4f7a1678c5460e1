"""Taking a step: what applications, benefits and payment batches have in common when their state changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from services.intake.errors import DeterminationPending, FourEyes, NoAuthorisation
from services.intake.models.transitions import Transition
from shared import audit, events, steps
from shared.db import Session
from shared.history import step_taken
from shared.identity import Caller
from shared.lifecycle import Lifecycle, Situation, Step

_ERRORS = {"determination_pending": DeterminationPending, "no_authorisation": NoAuthorisation, "four_eyes": FourEyes}


class Thing(Protocol):
    """Whatever has an id, a place and a state."""

    id: Any
    division: Any
    state: Any


def require_step(
    lifecycle: Lifecycle[Situation], state: str, change: Any, *, caller: Caller, situation: Situation
) -> Step[Situation]:
    """Return the step that the change takes; raise why it may not be taken, in intake's own words."""
    return steps.require_step(lifecycle, state, change, caller=caller, situation=situation, errors=_ERRORS)


def record_step(
    session: Session,
    thing: Thing,
    kind: str,
    *,
    step: Step[Any],
    lifecycle: str,
    from_state: str | None,
    details: Mapping[str, Any],
    caller: Caller,
    now: datetime,
    reason: str | None = None,
    on_behalf_of: str | None = None,
) -> Transition:
    """Write the step into history, audit and events, in the transaction of the change."""
    transition = Transition(
        division=thing.division,
        created_at=now,
        thing=kind,
        thing_id=thing.id,
        lifecycle=lifecycle,
        **step_taken(
            step.id, step.action, from_state=from_state, to_state=thing.state, details=details, caller=caller, now=now,
            on_behalf_of=on_behalf_of,
        ),
    )  # fmt: skip
    session.add(transition)
    audit.record(
        session,
        caller=caller,
        action=f"{kind}.{step.action.lower()}",
        on=kind,
        on_id=thing.id,
        division=thing.division,
        now=now,
        old={"state": from_state},
        new={"state": thing.state, "step": step.id},
        reason=reason,
        on_behalf_of=on_behalf_of,
    )
    return transition


def tell(
    session: Session,
    what: str,
    thing: Thing,
    *,
    caller: Caller,
    now: datetime,
    people: list[str] | None = None,
    **more: Any,
) -> None:
    """Publish that something happened: ids, division and state, no personal data."""
    kind = what.split(".", 1)[0]
    subject: UUID = thing.id
    events.publish(
        session,
        caller=caller,
        type=what,
        subject=str(subject),
        division=thing.division,
        data={f"{kind}_id": str(subject), "state": str(thing.state), **more},
        now=now,
        people=people or [],
    )
