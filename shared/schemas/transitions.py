"""What every life cycle shows: allowed actions and history."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.schemas.paging import Page
from shared.schemas.types import Flag, Instant, View


class AllowedActionView(View):
    """An action this caller's role may take from here, and why not now."""

    action: Annotated[str, Field(title="操作代码")]
    title: Annotated[str, Field(title="操作")]
    allowed: Annotated[Flag, Field(title="现在能否执行")]
    refused_because: Annotated[str | None, Field(title="不能执行的原因")]


class TransitionRecord(View):
    """One step of the history."""

    id: UUID
    step: Annotated[str, Field(title="流程环节编号")]
    action: str
    from_state: str | None
    to_state: str
    at: Instant
    actor: str
    actor_name: str
    role: str
    on_behalf_of: str | None
    details: dict[str, Any]


class TransitionPage(Page[TransitionRecord]):
    """A page of the history."""
