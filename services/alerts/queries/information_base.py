"""The information base: people seen through their entries, households at their place, and how entries are put there."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from services.alerts.errors import HouseholdRecordNotFound, PersonRecordNotFound
from services.alerts.models.base import Base
from services.alerts.models.information_base import (
    ApplicationRecord,
    CategoryRecord,
    HouseholdRecord,
    PersonRecord,
)
from shared.db import Session, in_places
from shared.ids import new_id
from shared.paging import Paging, Slice, page_of
from shared.schemas.alert_codes import Category, MonitoringView
from shared.schemas.fact_codes import Residence

Entry = type[CategoryRecord] | type[ApplicationRecord]

_MOST_ENTRIES = 2000


def person_ids(
    session: Session, known_as: Collection[tuple[str, str]], *, now: datetime
) -> dict[tuple[str, str], UUID]:
    """Return the records of people by county and blind index, making those that are new; two at once make one."""
    keys = [(county, bytes.fromhex(index)) for county, index in sorted(known_as)]
    if not keys:
        return {}
    rows = [{"id": new_id(), "county": county, "person_index": index, "created_at": now} for county, index in keys]
    session.execute(insert(_rows_of(PersonRecord)).on_conflict_do_nothing(), rows)
    wanted = tuple_(PersonRecord.county, PersonRecord.person_index).in_(keys)
    found = session.execute(select(PersonRecord.id, PersonRecord.county, PersonRecord.person_index).where(wanted))
    return {(county, index.hex()): person for person, county, index in found}


def put_households(session: Session, places: Sequence[dict[str, Any]], *, now: datetime) -> None:
    """Note where households are; of two tellings the one that happened later holds, in whatever order they come."""
    if not places:
        return
    statement = insert(_rows_of(HouseholdRecord))
    told = statement.excluded
    newer = tuple_(HouseholdRecord.told_at, HouseholdRecord.told_by) < tuple_(told.told_at, told.told_by)
    statement = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={"division": told.division, "told_at": told.told_at, "told_by": told.told_by},
        where=newer,
    )
    in_order = sorted(places, key=lambda place: (place["id"], place["told_at"]))  # so that no two wait for each other
    session.execute(statement, [{"created_at": now} | place for place in in_order])


def put_entries(session: Session, entry: Entry, key: str, rows: Sequence[dict[str, Any]], *, now: datetime) -> None:
    """Put what things make of people, one row for each thing and person, in place of what stood there."""
    if not rows:
        return
    statement = insert(_rows_of(entry))
    changed = {name: statement.excluded[name] for name in rows[0]}
    statement = statement.on_conflict_do_update(index_elements=[key, "person_id"], set_=changed)
    session.execute(statement, [{"id": new_id(), "created_at": now} | row for row in rows])


def _rows_of(model: type[Base]) -> Table:
    """Return the table under a model: many rows go there in one round trip, which is all that is wanted of it."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def people(
    session: Session,
    *,
    paging: Paging,
    on: date,
    division: str | None = None,
    category: Category | None = None,
    residence: Residence | None = None,
    view: MonitoringView | None = None,
) -> Slice[PersonRecord]:
    """Return people with an entry in the caller's place on a day, newest first."""
    here = [
        exists().where(entry.person_id == PersonRecord.id, *_known(session, entry, on=on, division=division))
        for entry in (CategoryRecord, ApplicationRecord)
    ]
    conditions = _standing_conditions(
        session, CategoryRecord.person_id == PersonRecord.id, on=on, category=category, residence=residence, view=view
    )
    return page_of(session, select(PersonRecord).where(or_(*here), *conditions), PersonRecord.id, paging)


def households(
    session: Session,
    *,
    paging: Paging,
    on: date,
    division: str | None = None,
    category: Category | None = None,
    residence: Residence | None = None,
    view: MonitoringView | None = None,
) -> Slice[HouseholdRecord]:
    """Return households of the caller's place that were known on a day, newest first."""
    statement = select(HouseholdRecord).where(in_places(HouseholdRecord.division, session))
    if division is not None:
        statement = statement.where(HouseholdRecord.division >= division, HouseholdRecord.division < division + ":")
    here = [
        exists().where(entry.household_id == HouseholdRecord.id, *_known(session, entry, on=on))
        for entry in (CategoryRecord, ApplicationRecord)
    ]
    conditions = _standing_conditions(
        session, CategoryRecord.household_id == HouseholdRecord.id, on=on, category=category, residence=residence,
        view=view,
    )  # fmt: skip
    statement = statement.where(or_(*here), *conditions)
    return page_of(session, statement, HouseholdRecord.id, paging, by=HouseholdRecord.division)


def person_by_id(session: Session, person_id: UUID) -> PersonRecord:
    """Return a person with an entry in the caller's place, or raise ``PersonRecordNotFound``."""
    here = [
        exists().where(entry.person_id == PersonRecord.id, in_places(entry.division, session))
        for entry in (CategoryRecord, ApplicationRecord)
    ]
    person = session.scalar(select(PersonRecord).where(PersonRecord.id == person_id, or_(*here)))
    if person is None:
        raise PersonRecordNotFound
    return person


def household_by_id(session: Session, household_id: UUID) -> HouseholdRecord:
    """Return a household of the caller's place, or raise ``HouseholdRecordNotFound``."""
    wanted = (HouseholdRecord.id == household_id) & in_places(HouseholdRecord.division, session)
    household = session.scalar(select(HouseholdRecord).where(wanted))
    if household is None:
        raise HouseholdRecordNotFound
    return household


def categories(
    session: Session, *, on: date, people: Sequence[UUID] = (), households: Sequence[UUID] = ()
) -> Sequence[CategoryRecord]:
    """Return the categories of people or households that were known on a day, oldest first."""
    whose = or_(CategoryRecord.person_id.in_(people), CategoryRecord.household_id.in_(households))
    statement = select(CategoryRecord).where(whose, *_known(session, CategoryRecord, on=on))
    return session.scalars(statement.order_by(CategoryRecord.from_on, CategoryRecord.id).limit(_MOST_ENTRIES)).all()


def applications(
    session: Session, *, on: date, people: Sequence[UUID] = (), households: Sequence[UUID] = ()
) -> Sequence[ApplicationRecord]:
    """Return the applications of people or households that were known on a day, oldest first."""
    whose = or_(ApplicationRecord.person_id.in_(people), ApplicationRecord.household_id.in_(households))
    statement = select(ApplicationRecord).where(whose, *_known(session, ApplicationRecord, on=on))
    return session.scalars(
        statement.order_by(ApplicationRecord.known_on, ApplicationRecord.id).limit(_MOST_ENTRIES)
    ).all()


def _known(session: Session, entry: Entry, *, on: date, division: str | None = None) -> list[ColumnElement[bool]]:
    found = [in_places(entry.division, session), entry.known_on <= on]
    if division is not None:
        found.append(and_(entry.division >= division, entry.division < division + ":"))
    return found


def _standing_conditions(
    session: Session,
    whose: ColumnElement[bool],
    *,
    on: date,
    category: Category | None,
    residence: Residence | None,
    view: MonitoringView | None,
) -> list[ColumnElement[bool]]:
    """Return the conditions on the categories in force on a day: of which kind, and whether there is any (JC-03)."""
    in_force = [
        whose,
        *_known(session, CategoryRecord, on=on),
        CategoryRecord.from_on <= on,
        func.coalesce(CategoryRecord.to_on, date.max) >= on,
    ]
    found: list[ColumnElement[bool]] = []
    if category is not None:
        found.append(exists().where(*in_force, CategoryRecord.category == category.value))
    if residence is not None:
        found.append(exists().where(*in_force, CategoryRecord.residence == residence.value))
    if view is not None:
        assisted = exists().where(*in_force)
        found.append(assisted if view is MonitoringView.ASSISTED else ~assisted)
    return found
