"""Divisions changed by hand (区划调整, 1.2-e): new ones registered, old ones merged; open work follows, history stays."""

from datetime import date, datetime, time, timedelta

from services.intake.actions import villages
from services.intake.errors import DivisionExists, DivisionNotFound, OutOfPlace
from services.intake.models.reference import Division
from services.intake.queries import divisions as queries
from services.intake.queries import reference
from shared import audit, events, successions
from shared.clock import SHANGHAI
from shared.db import Session
from shared.divisions import Succession, parent_of
from shared.errors import FieldError, InvalidInput, RuleRefused
from shared.identity import Caller
from shared.outbox import enqueue
from shared.schemas.divisions import DivisionLevel, NewDivision, NewSuccession


def register_division(session: Session, new: NewDivision, *, caller: Caller, now: datetime) -> Division:
    """Register a place under a code of its own (新设区划); the same registration again changes nothing."""
    queries.lock_divisions(session)
    parent = parent_of(new.code)
    if parent is None or not _is_mine(session, parent):
        raise OutOfPlace("/code")
    known = queries.division_or_none(session, new.code)
    if known is not None:
        if (known.name, known.kind, known.valid_from) != (new.name, new.kind.value, new.valid_from):
            raise DivisionExists
        return known
    if not reference.division_is_in_use(session, parent, on=new.valid_from):
        raise OutOfPlace("/code")
    division = villages.add_division(session, new.code, name=new.name, kind=new.kind.value, valid_from=new.valid_from)
    facts = {"valid_from": new.valid_from.isoformat()}
    _tell(session, "division.registered", division.code, facts, caller=caller, now=now, document=new.document)
    return division


def succeed_division(session: Session, code: str, new: NewSuccession, *, caller: Caller, now: datetime) -> Division:
    """Register that a place goes on under another code (撤并), its villages with it; the same again changes nothing.

    Clause 1.2-e.
    """
    queries.lock_divisions(session)
    old = queries.division_or_none(session, code)
    if old is None or not _is_mine(session, code):
        raise DivisionNotFound
    if old.successor is not None:
        _require_same(session, old, new)
        return old
    _require_fitting(session, old, new)
    moves = [Succession(code, new.successor, new.effective_on)]
    if old.level == DivisionLevel.TOWNSHIP:
        moves += villages.taken_along(session, old, new)
    for move in moves:
        _succeed(session, move, now=now)
    day = datetime.combine(new.effective_on, time(), SHANGHAI)
    enqueue(
        session, topic="division.merge_due", payload={"from_code": code}, division=code, now=now, due_at=max(day, now)
    )
    facts = {"successor": new.successor, "effective_on": new.effective_on.isoformat()}
    _tell(session, "division.merged", code, facts, caller=caller, now=now, document=new.document)
    return old


def move_open_work(session: Session, code: str, *, caller: Caller, now: datetime) -> None:
    """Move what is open in a place and in the villages below it to the codes that answer for them today. Clause 1.2-e."""
    for place in queries.place_and_below(session, code):
        to_code = _answering(session, place, on=now.date())
        if to_code != place.code:
            moved = queries.recode_open_work(session, place.code, to_code, today=now.date())
            audit.record(
                session, caller=caller, action="division.work_moved", on="division", on_id=place.code,
                division=to_code, now=now, new={"successor": to_code, "applications": moved},
            )  # fmt: skip


def _answering(session: Session, place: Division, *, on: date) -> str:
    """Return the code that answers for a place on a day, through any chain of mergers that has come into force."""
    seen = {place.code}
    while place.successor is not None and place.valid_to is not None and place.valid_to < on:
        place = reference.division_by_code(session, place.successor)
        if place.code in seen:
            break
        seen.add(place.code)
    return place.code


def _is_mine(session: Session, code: str) -> bool:
    return any(code.startswith(place) for place in session.info["places"])


def _require_same(session: Session, old: Division, new: NewSuccession) -> None:
    """Raise unless what is on file already is this very succession."""
    same = (old.successor, old.valid_to) == (new.successor, new.effective_on - timedelta(days=1))
    for move in new.villages:
        village = queries.division_or_none(session, move.from_code)
        same = same and village is not None and village.successor == move.to_code
    if not same:
        raise RuleRefused("该行政区划已经登记撤并", rule="1.2-e", clause="1.2-e")


def _require_fitting(session: Session, old: Division, new: NewSuccession) -> None:
    """Raise unless the other place is one of the caller's, on the same level of the same county, and in use by then."""
    successor = queries.division_or_none(session, new.successor)
    if successor is None or not _is_mine(session, new.successor):
        raise OutOfPlace("/successor")
    if old.code == successor.code or old.level != successor.level or old.code[:6] != successor.code[:6]:
        message = "撤并后的区划应为同一县（区）内同级的其他区划"
        raise InvalidInput(message, errors=(FieldError("/successor", "division", message),))
    if not reference.division_is_in_use(session, successor.code, on=new.effective_on):
        raise OutOfPlace("/successor")
    if old.valid_to is not None and old.valid_to < new.effective_on:
        raise RuleRefused("该行政区划在生效日之前已经停用", rule="1.2-e", clause="1.2-e")
    if new.villages and old.level != DivisionLevel.TOWNSHIP:
        message = "只有乡镇（街道）撤并时才填写所辖村（社区）"
        raise InvalidInput(message, errors=(FieldError("/villages", "division", message),))


def _succeed(session: Session, move: Succession, *, now: datetime) -> None:
    """End a code on the day before, and tell the other services which one answers for it from then on."""
    place = reference.division_by_code(session, move.from_code)
    place.valid_to, place.successor = move.effective_on - timedelta(days=1), move.to_code
    told = {"from_code": move.from_code, "to_code": move.to_code, "effective_on": move.effective_on.isoformat()}
    successions.register(session, from_code=move.from_code, to_code=move.to_code, effective_on=move.effective_on)
    for peer in ("eligibility", "alerts"):
        enqueue(session, topic="division.succeeded", payload={**told, "peer": peer}, division=move.from_code, now=now)


def _tell(
    session: Session, what: str, code: str, facts: dict[str, str], *, caller: Caller, now: datetime, document: str
) -> None:
    audit.record(
        session, caller=caller, action=what, on="division", on_id=code, division=code, now=now, new=facts,
        reason=document,
    )  # fmt: skip
    events.publish(
        session, caller=caller, type=what, subject=code, division=code, data={"code": code, **facts}, now=now
    )
