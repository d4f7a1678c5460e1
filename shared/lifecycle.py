"""The one machine of states: a life cycle is a table of steps, and this reads it.

A step says from where to where, by which action, who may take it, what must hold (guards), which papers must be there
and which clocks it starts and stops. The machine decides nothing: guards are rules of the service. Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from shared.identity import Caller, Role

Situation = TypeVar("Situation")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal by a rule: a Chinese sentence, the rule and the clause it comes from."""

    reason: str
    rule: str
    clause: str
    code: str = "rule_refused"


Guard = Callable[[Situation], Refusal | None]


@dataclass(frozen=True, slots=True)
class Step(Generic[Situation]):
    """One row of a life cycle (one arrow of domain chapter 5)."""

    id: str
    action: str
    title: str
    sources: tuple[str | None, ...]
    to: str | None
    """None where the step is recorded but leaves the state as it is."""
    roles: frozenset[Role]
    scope: str | frozenset[str]
    """What the caller's token must allow; of several, where several offices take the step, one is enough."""
    guards: tuple[Guard[Situation], ...] = ()
    """What must hold whatever the body says; evaluated for ``allowed_actions`` too."""
    checks: tuple[Callable[[Situation, Any], Refusal | None], ...] = ()
    """What must hold of the body of the request."""
    documents: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    otherwise: str | None = None
    """The other state the step may lead to, when what is reported does not fit (L9, L12)."""

    def target(self, state: str, *, fits: bool = True) -> str:
        """Return the state after the step."""
        to = self.to if fits or self.otherwise is None else self.otherwise
        return to or state


@dataclass(frozen=True, slots=True)
class AllowedAction:
    """An action the caller's role may take from here, and why not now, if so."""

    action: str
    title: str
    allowed: bool
    refused_because: str | None


@dataclass(frozen=True)
class Lifecycle(Generic[Situation]):
    """A programme's life cycle in one version; things that began with it keep it."""

    name: str
    since: date
    steps: tuple[Step[Situation], ...]
    suspending: Mapping[str, str] = field(default_factory=dict)
    """States in which the clocks stand still, because the time is the applicant's, with the reason for the ledger."""
    programmes: frozenset[str] = frozenset()
    """What may be applied for under it."""

    def step(self, state: str, action: str) -> Step[Situation] | None:
        """Return the step that this action takes from this state, or None."""
        return next((step for step in self.steps if state in step.sources and step.action == action), None)

    def step_by_action(self, action: str) -> Step[Situation] | None:
        """Return the first step with this action, from whatever state."""
        return next((step for step in self.steps if step.action == action), None)

    def allowed_actions(self, state: str, caller: Caller, situation: Situation) -> list[AllowedAction]:
        """Return what the caller's role may do from here, each with the reason when it is refused now."""
        found: list[AllowedAction] = []
        for step in self.steps:
            if state in step.sources and may_take(step, caller):
                refusal = first_refusal(step, situation)
                found.append(
                    AllowedAction(step.action, step.title, refusal is None, refusal.reason if refusal else None)
                )
        return found


def may_take(step: Step[Any], caller: Caller) -> bool:
    """Whether the caller's role and scopes let him take the step at all."""
    wanted = {step.scope} if isinstance(step.scope, str) else step.scope
    return caller.role in step.roles and not caller.scopes.isdisjoint(wanted)


def first_refusal(step: Step[Situation], situation: Situation) -> Refusal | None:
    """Return the first standing guard that refuses, or None."""
    return next((refusal for guard in step.guards if (refusal := guard(situation))), None)
