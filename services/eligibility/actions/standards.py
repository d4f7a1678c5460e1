"""Standards from draft to publication: one person drafts, another publishes, and what was known stays known."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions import parameters, standard_views
from services.eligibility.actions.standard_values import checked_values, refuse_ends_before_start
from services.eligibility.actions.standing import Breach
from services.eligibility.actions.touched import touched_by
from services.eligibility.errors import FourEyes, StandardNotDraft, StandardRefused
from services.eligibility.models import Standard, StandardTransition
from shared import audit, events
from shared.db import Session
from shared.errors import FieldError, StaleVersion
from shared.history import step_taken
from shared.identity import Caller
from shared.schemas.standards import (
    NewStandard,
    PublishStandard,
    StandardChange,
    StandardDetail,
    StandardTransitionRequest,
    WithdrawStandard,
)

Clock = Callable[[], datetime]
"""What tells the time after a lock was waited for."""

_TICK = timedelta(microseconds=1)
_STEPS = {"DRAFT": "ST-1", "AMEND": "ST-2", "PUBLISH": "ST-3", "WITHDRAW": "ST-4"}


def draft_standard(session: Session, new: NewStandard, *, caller: Caller, now: datetime) -> StandardDetail:
    """Draft a standard (起草标准) for the caller's own place. Nothing holds until another person publishes it."""
    queries.require_own_place(session, new.division)
    standard = Standard(
        state="DRAFT",
        division=new.division,
        county=new.division[:6],
        title=new.title,
        document=new.document,
        valid_from=new.valid_from,
        reason=new.reason,
        illustrative=new.illustrative,
        drafted_by=caller.acts_for,
        drafted_at=now,
        changed_at=now,
        published_by=None,
        published_at=None,
        values=checked_values(new.values, division=new.division, valid_from=new.valid_from),
    )
    session.add(standard)
    _note(session, standard, "DRAFT", None, caller=caller, now=now)
    return standard_views.detail_of(session, standard, caller=caller, now=now)


def amend_standard(
    session: Session, standard_id: UUID, change: StandardChange, *, version: int, caller: Caller, now: datetime
) -> StandardDetail:
    """Change a draft (修改草稿); who has a hand in it does not publish it."""
    standard = _draft_to_change(session, standard_id, version)
    for name in change.model_fields_set - {"values"}:
        setattr(standard, name, getattr(change, name))
    if change.values is not None:
        standard.values = checked_values(change.values, division=standard.division, valid_from=standard.valid_from)
    refuse_ends_before_start(standard.values, standard.valid_from)
    standard.changed_at = max(now, standard.changed_at + _TICK)
    _note(session, standard, "AMEND", "DRAFT", caller=caller, now=now)
    return standard_views.detail_of(session, standard, caller=caller, now=now)


def read_standard(session: Session, standard_id: UUID, *, caller: Caller, now: datetime) -> StandardDetail:
    """Return a standard with what this caller may do with it."""
    standard = queries.standard_by_id(session, standard_id, visible_to=caller)
    return standard_views.detail_of(session, standard, caller=caller, now=now)


def transition_standard(
    session: Session,
    standard_id: UUID,
    change: StandardTransitionRequest,
    *,
    version: int,
    caller: Caller,
    clock: Clock,
) -> StandardDetail:
    """Publish a draft (发布) or withdraw it (撤回)."""
    queries.hold_publication(session)
    now = clock()
    standard = _draft_to_change(session, standard_id, version)
    match change:
        case PublishStandard(remark=remark):
            _publish(session, standard, remark, caller=caller, now=now)
        case WithdrawStandard(reason=reason):
            _withdraw(session, standard, reason, caller=caller, now=now)
    return standard_views.detail_of(session, standard, caller=caller, now=now)


def _draft_to_change(session: Session, standard_id: UUID, version: int) -> Standard:
    standard = queries.standard_to_change(session, standard_id)
    if standard.version != version:
        raise StaleVersion("该标准已被他人更新，请重新读取后再办理")
    if standard.state != "DRAFT":
        raise StandardNotDraft(standard_views.NOT_A_DRAFT[standard.state])
    return standard


def _publish(session: Session, standard: Standard, remark: str | None, *, caller: Caller, now: datetime) -> None:
    """Let the standard hold from its day on. Clauses 2.1-c, 2.1-d and 1.2-b decide whether it may."""
    if sentence := standard_views.why_own_work(session, standard, caller):
        raise FourEyes(sentence)
    now = max(now, queries.newest_knowledge(session, {value.key for value in standard.values}) or now)
    known, breaches = standard_views.rehearsal(session, standard, approved_by=caller.acts_for, now=now)
    if breaches:
        raise _refusal(standard, breaches)
    _learn(session, known, now=now)
    touched = touched_by(standard, known.standing)
    standard.state, standard.published_by, standard.published_at = "PUBLISHED", caller.acts_for, now
    _note(session, standard, "PUBLISH", "DRAFT", caller=caller, now=now, reason=remark)
    keys = sorted({value.key for value in standard.values})
    events.publish(
        session,
        caller=caller,
        type="standard.published",
        subject=str(standard.id),
        division=standard.division,
        data={"standard_id": standard.id, "state": "PUBLISHED", "valid_from": standard.valid_from, "keys": keys}
        | {"touched": [each.model_dump(mode="json") for each in touched]},
        now=now,
    )


def _refusal(standard: Standard, breaches: list[Breach]) -> StandardRefused:
    """Return the refusal that names every broken invariant at the value concerned; the first decides the rule and clause of the whole."""
    errors = tuple(FieldError(breach.pointer(standard), breach.rule.lower(), breach.sentence) for breach in breaches)
    return StandardRefused(breaches[0].sentence, rule=breaches[0].rule, clause=breaches[0].clause, errors=errors)


def _learn(session: Session, known: parameters.Knowledge, *, now: datetime) -> None:
    """Write the new rows after the old ones are given up: only one may stand for a key, place and day."""
    for row in known.superseded:
        row.superseded_at = max(now, row.recorded_at)
    session.flush()
    session.add_all(known.added)


def _withdraw(session: Session, standard: Standard, reason: str, *, caller: Caller, now: datetime) -> None:
    standard.state = "WITHDRAWN"
    _note(session, standard, "WITHDRAW", "DRAFT", caller=caller, now=now, reason=reason)


def _note(
    session: Session,
    standard: Standard,
    action: str,
    from_state: str | None,
    *,
    caller: Caller,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Write the step into the standard's history and into the audit log."""
    session.flush()
    keys = sorted({value.key for value in standard.values})
    step = StandardTransition(
        standard_id=standard.id,
        division=standard.division,
        county=standard.county,
        **step_taken(
            _STEPS[action], action, from_state=from_state, to_state=standard.state, caller=caller, now=now,
            details={"keys": keys, "version": standard.version, "reason": reason},
        ),
    )  # fmt: skip
    session.add(step)
    audit.record(
        session,
        caller=caller,
        action=f"standard.{action.lower()}",
        on="standard",
        on_id=standard.id,
        division=standard.division,
        now=now,
        old=None if from_state is None else {"state": from_state},
        new={"state": standard.state, "document": standard.document, "valid_from": standard.valid_from, "keys": keys},
        reason=reason,
    )
