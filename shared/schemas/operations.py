"""What operators and auditors read of every service: audit log and undelivered messages."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.schemas.paging import Page
from shared.schemas.types import Instant, View, Whole


class AuditEntryView(View):
    """One act, as the audit log has it."""

    id: UUID
    position: Annotated[Whole, Field(title="序号")]
    at: Instant
    subject: str
    role: str
    on_behalf_of: str | None
    action: str
    on: str
    on_id: str
    division: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    reason: str | None
    trace_id: str | None


class AuditEntryPage(Page[AuditEntryView]):
    """A page of the audit log; ``next`` is the position to read on from."""


class MessageView(View):
    """A message that was given up, without its payload."""

    id: UUID
    topic: str
    division: str
    attempts: Whole
    last_error: str | None
    created_at: Instant
    dead_at: Instant | None


class MessagePage(Page[MessageView]):
    """A page of undelivered messages."""
