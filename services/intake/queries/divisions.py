"""Divisions as a tree that changes, and the rows that move when places merge (区划调整)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Text, and_, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import array

from services.intake.models.applications import (
    Application,
    ApplicationDocument,
    ApplicationMember,
    Case,
    Clock,
    ClockSuspension,
    PublicNotice,
)
from services.intake.models.benefits import Benefit, BenefitMonth, ReviewTask
from services.intake.models.people import Household, HouseholdMember
from services.intake.models.reference import Division
from shared.db import Session, in_places
from shared.paging import Slice

_ENDED = ("CONFIRMED", "REFUSED", "WITHDRAWN", "ABORTED")
_OF_OPEN_APPLICATIONS = (ApplicationMember, ApplicationDocument, Clock, ClockSuspension)


def lock_divisions(session: Session) -> None:
    """Let changes of the tree come one after the other; each sees what the one before has done."""
    session.execute(text("select pg_advisory_xact_lock(hashtextextended('doudi.divisions', 0))"))


def division_or_none(session: Session, code: str) -> Division | None:
    """Return the division with this code, if there is one."""
    return session.get(Division, code)


def divisions(
    session: Session, *, parent: str | None, on: date | None, after: str | None, limit: int
) -> Slice[Division]:
    """Return a page of divisions by code; with a parent its children, with a day those whose code is in use on it."""
    statement = select(Division)
    if parent is not None:
        statement = statement.where(Division.parent == parent)
    if on is not None:
        statement = statement.where(_in_use(on))
    if after is not None:
        statement = statement.where(Division.code > after)
    rows = session.scalars(statement.order_by(Division.code).limit(limit + 1)).all()
    return Slice(rows[:limit], rows[limit - 1].code if len(rows) > limit else None, None)


def villages_in_use(session: Session, *, on: date) -> Sequence[Division]:
    """Return the villages of the caller's places whose codes are in use on a day, by code."""
    statement = select(Division).where(Division.level == "VILLAGE", _in_use(on), in_places(Division.code, session))
    return session.scalars(statement.order_by(Division.code).limit(10_000)).all()


def villages_from(session: Session, township: str, *, on: date) -> Sequence[Division]:
    """Return the villages of a township whose codes are in use on a day or later, by code."""
    statement = select(Division).where(Division.parent == township, _not_ended(on))
    return session.scalars(statement.order_by(Division.code).limit(1000)).all()


def place_and_below(session: Session, code: str) -> Sequence[Division]:
    """Return a division with everything below it, the villages first."""
    inside = and_(Division.code >= code, Division.code < code + ":")
    return session.scalars(select(Division).where(inside).order_by(Division.code.desc()).limit(1000)).all()


def recode_open_work(session: Session, from_code: str, to_code: str, *, today: date) -> int:
    """Give another code to what is still open in a place and below; return how many applications moved.

    What is decided or past keeps its code and is seen through the succession. Cases and households move whole: they go
    on for as long as people live there. Things are locked before their parts, by id, as every step of theirs does it.
    """
    open_here = and_(_inside(Application.division, from_code), Application.state.not_in(_ENDED))
    running = and_(_inside(Benefit.division, from_code), Benefit.state != "STOPPED")
    for thing, which in (
        (Application, open_here),
        (Benefit, running),
        (Household, _inside(Household.division, from_code)),
    ):
        _lock(session, thing, which)
    ids = select(Application.id).where(open_here)
    for part in _OF_OPEN_APPLICATIONS:
        _recode(session, part, part.application_id.in_(ids), to_code)
    moved = _recode(
        session,
        Application,
        open_here,
        to_code,
        version=Application.version + 1,
        facts=func.jsonb_set(Application.facts, array(["division"]), func.to_jsonb(literal(to_code, Text))),
    )
    standing = and_(PublicNotice.withdrawn_on.is_(None), PublicNotice.last_day >= today)
    _recode(session, PublicNotice, and_(_inside(PublicNotice.division, from_code), standing), to_code)
    unpaid = and_(BenefitMonth.status == "DUE", BenefitMonth.benefit_id.in_(select(Benefit.id).where(running)))
    _recode(session, BenefitMonth, unpaid, to_code)
    to_do = and_(ReviewTask.done_at.is_(None), ReviewTask.benefit_id.in_(select(Benefit.id).where(running)))
    _recode(session, ReviewTask, to_do, to_code)
    _recode(session, Benefit, running, to_code, version=Benefit.version + 1)
    _recode(session, Case, _inside(Case.division, from_code), to_code)
    _recode(session, HouseholdMember, _inside(HouseholdMember.division, from_code), to_code)
    _recode(session, Household, _inside(Household.division, from_code), to_code, version=Household.version + 1)
    return moved


def _lock(session: Session, table: Any, which: ColumnElement[bool]) -> None:
    session.execute(select(table.id).where(which).order_by(table.id).with_for_update()).all()


def _recode(session: Session, table: Any, which: ColumnElement[bool], to_code: str, **more: Any) -> int:
    statement = update(table).where(which).values(division=to_code, **more)
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount


def _inside(column: Any, code: str) -> ColumnElement[bool]:
    return and_(column >= code, column < code + ":")


def _in_use(on: date) -> ColumnElement[bool]:
    return and_(or_(Division.valid_from.is_(None), Division.valid_from <= on), _not_ended(on))


def _not_ended(on: date) -> ColumnElement[bool]:
    return or_(Division.valid_to.is_(None), Division.valid_to >= on)
