"""Keeping determinations with their receipts, and answering without keeping anything."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions.kept_answers import packed, unpacked
from services.eligibility.determining.answers import Determined, determine
from services.eligibility.determining.decision_reasons import reasons_of
from services.eligibility.engine import parameters as engine
from services.eligibility.errors import KnownInFuture, ParametersContradict
from services.eligibility.models import Determination, Parameter
from shared import audit
from shared.calendar import built_in
from shared.db import Session
from shared.identity import Caller
from shared.schemas.decision_reasons import DecisionReasons
from shared.schemas.determination_codes import DeterminationReason, Programme
from shared.schemas.determinations import DeterminationDetail, DeterminationRequest, Preview, Receipt


def preview(session: Session, request: DeterminationRequest, *, now: datetime) -> Preview:
    """Return the answer to a question; nothing is kept (预览)."""
    known_at = _known_at(session, request, now)
    resolved = parameters_for(session, request, known_at=known_at)
    determined = determine(request, resolved)
    receipt = _receipt(canonical_request(request), resolved, determined)
    return Preview.model_construct(**dict(determined.answer), known_at=known_at, receipt=receipt)


def keep_determination(
    session: Session, request: DeterminationRequest, *, caller: Caller, clock: Callable[[], datetime]
) -> DeterminationDetail:
    """Answer a question and keep the answer with what is needed to make it again (认定测算与回执).

    The time is asked for when no publication is under way: else one could be recorded as known before this instant that
    is not seen yet, and the determination would come out otherwise when made again.
    """
    queries.hold_knowledge(session)
    now = clock()
    known_at = _known_at(session, request, now)
    resolved = parameters_for(session, request, known_at=known_at)
    determined = determine(request, resolved)
    question = canonical_request(request)
    ruleset, receipt = determined.ruleset, _receipt(question, resolved, determined)
    queries.keep_ruleset(session, version=ruleset.version, text=ruleset.text, rules=ruleset.described, now=now)
    determination = Determination(
        division=request.facts.division,
        county=request.facts.division[:6],
        as_of=request.as_of,
        known_at=known_at,
        reason=request.reason.value,
        request=question,
        answer=packed(determined.answer),
        outcomes=outcomes_of(determined),
        trace=determined.trace,
        made_by=caller.subject,
        made_for=caller.acts_for,
        made_at=now,
        **receipt.model_dump(),
    )
    session.add(determination)
    session.flush()
    _note(session, determination, caller=caller, now=now)
    return DeterminationDetail.model_construct(**dict(determined.answer), **_beside(determination))


def read_determination(session: Session, determination_id: UUID) -> DeterminationDetail:
    """Return a kept determination, or raise ``DeterminationNotFound``."""
    return detail_of(queries.determination_by_id(session, determination_id))


def read_reasons(
    session: Session, determination_id: UUID, *, programme: Programme | None, person: str | None
) -> DecisionReasons:
    """Return the reasons of a kept determination as a decision states them; no rule runs again (决定书理由)."""
    return reasons_of(read_determination(session, determination_id), programme=programme, person=person)


def detail_of(row: Determination) -> DeterminationDetail:
    """Return a kept determination as it was answered."""
    return DeterminationDetail.model_validate({**unpacked(row.answer), **_beside(row)})


def _beside(row: Determination) -> dict[str, Any]:
    """Return what a kept determination says beside its answer."""
    receipt = Receipt(
        facts_hash=row.facts_hash,
        parameters_hash=row.parameters_hash,
        ruleset_hash=row.ruleset_hash,
        calendar_hash=row.calendar_hash,
    )
    kept = {name: getattr(row, name) for name in ("id", "division", "made_at", "known_at")}
    return {**kept, "reason": DeterminationReason(row.reason), "receipt": receipt}


def parameters_for(session: Session, request: DeterminationRequest, *, known_at: datetime) -> engine.ParameterSet:
    """Return the parameters in force for the household's county on the day asked for, as known at an instant."""
    division = request.facts.division
    rows = queries.parameters_in_force(session, county=division[:6], on=request.as_of, known_at=known_at)
    return in_force(rows, division=division, on=request.as_of)


def in_force(rows: Iterable[Parameter], *, division: str, on: date) -> engine.ParameterSet:
    """Return the parameters that some rows give for a place on a day."""
    try:
        return engine.ParameterSet.in_force(map(parameter_of, rows), division=division, on=on)
    except engine.ContradictoryParameters as found:
        raise ParametersContradict(found.key) from found


def canonical_request(request: DeterminationRequest) -> dict[str, Any]:
    """Return the question without what merely repeats a default, so that a field added later leaves old hashes alone."""
    return request.model_dump(mode="json", exclude_defaults=True, exclude={"known_at"})


def hash_of(question: dict[str, Any]) -> str:
    """Return the hash of a canonical question."""
    return hashlib.sha256(engine.canonical(question)).hexdigest()


def _known_at(session: Session, request: DeterminationRequest, now: datetime) -> datetime:
    """Return as of when standards are taken to be known; refuse a foreign place and knowledge of the future."""
    queries.require_own_place(session, request.facts.division)
    if request.known_at is not None and request.known_at > now:
        raise KnownInFuture
    return request.known_at or now


def _receipt(question: dict[str, Any], resolved: engine.ParameterSet, determined: Determined) -> Receipt:
    return Receipt(
        facts_hash=hash_of(question),
        parameters_hash=resolved.hash,
        ruleset_hash=determined.ruleset.version,
        calendar_hash=built_in().hash,
    )


def outcomes_of(determined: Determined) -> list[dict[str, Any]]:
    """Return the results in short, for lists."""
    short = {"programme", "unit", "outcome", "monthly_amount"}
    return [result.model_dump(mode="json", include=short) for result in determined.answer.results]


def parameter_of(row: Parameter) -> engine.Parameter:
    """Return a row of the table as the engine knows parameters."""
    return engine.Parameter(
        key=row.key,
        value=row.value,
        unit=row.unit,
        division=row.division,
        residence=row.residence,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        clause=row.clause,
        document=row.document,
        evidence=row.evidence,
        status=row.status,
        illustrative=row.illustrative,
        recorded_at=row.recorded_at,
    )


def _note(session: Session, determination: Determination, *, caller: Caller, now: datetime) -> None:
    audit.record(
        session,
        caller=caller,
        action="determination.made",
        on="determination",
        on_id=determination.id,
        division=determination.division,
        now=now,
        new={"as_of": determination.as_of, "reason": determination.reason, "facts_hash": determination.facts_hash},
    )
