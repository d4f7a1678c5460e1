"""People, households and disclosures."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from services.intake.errors import HouseholdNotFound, PersonNotFound
from services.intake.models.applications import Application
from services.intake.models.people import Disclosure, Household, HouseholdMember, Person
from shared.db import Session, in_places
from shared.identity import Caller, Role
from shared.paging import Paging, Slice, page_of


class Claim(NamedTuple):
    """That somebody receives a programme in a county, by the blind index of his identity number."""

    id_number_index: bytes
    programme: str
    county: str


def households_of(caller: Caller) -> ColumnElement[UUID] | None:
    """Return the households a villager lives in now, or a partner system applied for, as a subquery; None for the rest."""
    if caller.role is Role.PARTNER_SYSTEM:
        return select(Application.household_id).where(Application.client_id == caller.client_id).scalar_subquery()
    if caller.person is None:
        return None
    is_in = (HouseholdMember.person_id == caller.person) & HouseholdMember.to_on.is_(None)
    return select(HouseholdMember.household_id).where(is_in).scalar_subquery()


def _visible_households(session: Session, caller: Caller) -> list[ColumnElement[bool]]:
    own = households_of(caller)
    return [in_places(Household.division, session), *([] if own is None else [Household.id.in_(own)])]


def _visible_members(session: Session, caller: Caller) -> list[ColumnElement[bool]]:
    """Return which memberships show a person; to a villager only those of today: who has left is another's business."""
    own = households_of(caller)
    return [
        in_places(HouseholdMember.division, session),
        *([] if own is None else [HouseholdMember.household_id.in_(own)]),
        *([] if caller.person is None else [HouseholdMember.to_on.is_(None)]),
    ]


def person_by_id(session: Session, person_id: UUID, *, visible_to: Caller) -> Person:
    """Return a person of a household in the caller's place, or raise ``PersonNotFound``."""
    statement = select(Person).where(
        Person.id == person_id,
        select(HouseholdMember.id)
        .where(HouseholdMember.person_id == Person.id, *_visible_members(session, visible_to))
        .exists(),
    )
    person = session.scalar(statement)
    if person is None:
        raise PersonNotFound
    return person


def people(
    session: Session, *, visible_to: Caller, paging: Paging, id_number_index: bytes | None = None
) -> Slice[Person]:
    """Return people of the caller's place; with an index, those with that identity number."""
    inside = select(HouseholdMember.person_id).where(*_visible_members(session, visible_to))
    statement = select(Person).where(Person.id.in_(inside))
    if id_number_index is not None:
        statement = statement.where(Person.id_number_index == id_number_index)
    return page_of(session, statement, Person.id, paging)


def register_people(
    session: Session, people: list[dict[str, Any]], *, place: str, kept_by: str, visible_to: Caller
) -> dict[bytes, UUID]:
    """Return a record of each person by blind index, adding those of whom the caller may see none (ADR 0010).

    The rows stay locked to the end of the transaction, so that two applications of the same people come one after the
    other.
    """
    indexes = [person["id_number_index"] for person in people]
    known = _kept(session, indexes, place=place, kept_by=kept_by)
    known |= _people_in_sight(session, indexes, county=place[:6], visible_to=visible_to)
    new = [person for person in people if person["id_number_index"] not in known]
    if new:
        # In one order, so that two desks that enter the same people wait for one another and never in a circle.
        in_order = sorted(new, key=lambda person: person["id_number_index"])
        session.execute(insert(Person).on_conflict_do_nothing(), in_order)
        # Whoever was faster than we has committed by now, for the key made us wait.
        known |= _kept(session, [person["id_number_index"] for person in new], place=place, kept_by=kept_by)
    return known


def _kept(session: Session, indexes: list[bytes], *, place: str, kept_by: str) -> dict[bytes, UUID]:
    """Lock and return the caller's own record, and what is kept in a place by these hands."""
    statement = text("select found_index, found_id from intake.find_kept(:place, :keeper, :indexes)")
    found = session.execute(statement, {"place": place, "keeper": kept_by, "indexes": indexes})
    return {bytes(index): person_id for index, person_id in found}


def _people_in_sight(session: Session, indexes: list[bytes], *, county: str, visible_to: Caller) -> dict[bytes, UUID]:
    """Lock and return the record of each number that the caller sees, of several the one that joined a household last."""
    newest = (
        select(HouseholdMember.id)
        .where(HouseholdMember.person_id == Person.id, *_visible_members(session, visible_to))
        .order_by(HouseholdMember.to_on.is_(None).desc(), HouseholdMember.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(Person.id_number_index, Person.id, newest).where(
        Person.county == county, Person.id_number_index.in_(indexes), newest.is_not(None)
    )
    rows = session.execute(statement.order_by(Person.id).with_for_update(of=Person)).all()
    return {row[0]: row[1] for row in sorted(rows, key=lambda row: row[2])}


def people_by_ids(session: Session, ids: list[UUID]) -> list[Person]:
    """Return the people with these ids that row-level security lets through."""
    return list(session.scalars(select(Person).where(Person.id.in_(ids))))


def household_by_id(session: Session, household_id: UUID, *, visible_to: Caller, lock: bool = False) -> Household:
    """Return a household with its members, or raise ``HouseholdNotFound``."""
    statement = (
        select(Household)
        .where(Household.id == household_id, *_visible_households(session, visible_to))
        .options(selectinload(Household.members).joinedload(HouseholdMember.person))
        .execution_options(populate_existing=True)
    )
    household = session.scalar(statement.with_for_update() if lock else statement)
    if household is None:
        raise HouseholdNotFound
    return household


def present_household_of(session: Session, person_id: UUID, *, visible_to: Caller) -> Household:
    """Return the newest household of the caller's place that a person lives in, or raise ``HouseholdNotFound``."""
    statement = (
        select(Household)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(HouseholdMember.person_id == person_id, *_visible_households(session, visible_to))
        .order_by(HouseholdMember.to_on.is_(None).desc(), HouseholdMember.id.desc())
    )
    household = session.scalar(statement.limit(1))
    if household is None:
        raise HouseholdNotFound
    return household


def households(session: Session, *, visible_to: Caller, paging: Paging) -> Slice[Household]:
    """Return the households of the caller's place."""
    statement = select(Household).where(*_visible_households(session, visible_to))
    by = Household.division if households_of(visible_to) is None else None
    return page_of(session, statement, Household.id, paging, by=by)


def household_of_people(
    session: Session, person_ids: list[UUID], *, division: str, visible_to: Caller
) -> Household | None:
    """Return the caller's household of a division whose present members are exactly these people, if there is one."""
    inside = select(HouseholdMember.household_id).where(HouseholdMember.person_id.in_(person_ids))
    same_people = (
        select(HouseholdMember.household_id)
        .where(HouseholdMember.to_on.is_(None), HouseholdMember.household_id.in_(inside))
        .group_by(HouseholdMember.household_id)
        .having(
            func.count() == len(person_ids),
            func.count().filter(HouseholdMember.person_id.in_(person_ids)) == len(person_ids),
        )
    )
    statement = select(Household).where(
        Household.division == division, Household.id.in_(same_people), *_visible_households(session, visible_to)
    )
    return session.scalar(statement.order_by(Household.id).limit(1).with_for_update())


def disclosures(session: Session, person_id: UUID, *, paging: Paging) -> Slice[Disclosure]:
    """Return who looked at a person's full data."""
    return page_of(session, select(Disclosure).where(Disclosure.person_id == person_id), Disclosure.id, paging)


def claims_of(session: Session, id_number_indexes: list[bytes]) -> list[Claim]:
    """Return what these people receive anywhere in the city: programme and county, and nothing else (HH-11)."""
    statement = text("select * from intake.claims_of(:indexes)")
    with session.no_autoflush:  # claims are made by a statement of their own; what waits in the session is none
        return [_claim(row) for row in session.execute(statement, {"indexes": id_number_indexes})]


def lock_people(session: Session, id_number_indexes: list[bytes]) -> None:
    """Wait, to the end of the transaction, for whoever else decides about one of these people anywhere in the city."""
    statement = text(
        "select pg_advisory_xact_lock(key) from (select distinct hashtextextended(encode(one, 'hex'), 0) as key "
        "from unnest(cast(:indexes as bytea[])) one order by key) people"
    )
    session.execute(statement, {"indexes": id_number_indexes})


def make_claims(
    session: Session,
    id_number_indexes: list[bytes],
    groups: tuple[str, ...],
    *,
    programme: str,
    county: str,
    benefit_id: UUID,
) -> Claim | None:
    """Take up the exclusion groups of a programme for these people in the whole city; else return what stands there."""
    statement = text("select * from intake.make_claims(:indexes, :groups, :programme, :county, :benefit)")
    taken = session.execute(
        statement,
        {
            "indexes": id_number_indexes,
            "groups": list(groups),
            "programme": programme,
            "county": county,
            "benefit": benefit_id,
        },
    ).one_or_none()
    return None if taken is None else _claim(taken)


def _claim(row: Any) -> Claim:
    return Claim(bytes(row.claimed_by), row.claimed_programme, row.claimed_county)


def release_claims(session: Session, benefit_id: UUID) -> None:
    """Give back the claims of a benefit that ended."""
    session.execute(text("select intake.release_claims(:benefit)"), {"benefit": benefit_id})
