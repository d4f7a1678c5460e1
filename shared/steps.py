"""Taking a step of a life cycle: which one an action means from here, and why it may not be taken."""

from collections.abc import Mapping
from typing import Any

from shared.errors import DomainError, Forbidden, RuleRefused, WrongState
from shared.identity import Caller
from shared.lifecycle import Lifecycle, Refusal, Situation, Step, first_refusal, may_take

__all__ = ["ActionNotPossible", "RoleMayNot", "raise_refusal", "require_step"]

Errors = Mapping[str, type[DomainError]]
"""Refusals that are told by an error of their own, by their code; any other is ``RuleRefused``."""


class ActionNotPossible(WrongState):
    """The life cycle has no such step from here."""

    def __init__(self, state: str, allowed_actions: tuple[str, ...]) -> None:
        super().__init__(f"当前状态“{state}”不能执行该操作", allowed_actions=allowed_actions)


class RoleMayNot(Forbidden):
    """The role does not take this step of the life cycle."""

    code = "role_may_not"

    def __init__(self) -> None:
        super().__init__("当前角色不能执行该操作")


def require_step(
    lifecycle: Lifecycle[Situation],
    state: str,
    change: Any,
    *,
    caller: Caller,
    situation: Situation,
    errors: Errors | None = None,
) -> Step[Situation]:
    """Return the step that the change takes; raise why it may not be taken."""
    step = lifecycle.step(state, change.action)
    if step is None:
        actions = tuple(allowed.action for allowed in lifecycle.allowed_actions(state, caller, situation))
        raise ActionNotPossible(state, actions)
    if not may_take(step, caller):
        raise RoleMayNot
    refusal = first_refusal(step, situation) or next(
        (found for check in step.checks if (found := check(situation, change))), None
    )
    if refusal is not None:
        raise_refusal(refusal, errors or {})
    return step


def raise_refusal(refusal: Refusal, errors: Errors) -> None:
    """Raise the error that a refusal is told by, with its rule and clause."""
    error = errors.get(refusal.code, RuleRefused)
    raise error(refusal.reason, rule=refusal.rule, clause=refusal.clause)
