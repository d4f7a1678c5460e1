"""People and households: who they are, who lives with whom, who looked at their data."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.intake.actions import identities
from services.intake.errors import IdentityRefused, OutOfPlace
from services.intake.models.people import Household, HouseholdMember, Person
from services.intake.queries import people as queries
from services.intake.queries import reference
from shared import audit, masks
from shared.db import Session
from shared.errors import FieldError, StaleVersion
from shared.identity import Caller, Role
from shared.identity_numbers import IdentityNumber
from shared.ids import new_id
from shared.personal import Secret, blind_index
from shared.schemas.people import (
    AccountChange,
    MemberJoining,
    MemberLeaving,
    NewHousehold,
    NewPerson,
)


def require_place(session: Session, division: str, *, pointer: str, on: date) -> None:
    """Raise ``OutOfPlace`` unless the division is in use on the day and lies in the caller's places."""
    inside = any(division.startswith(place) for place in session.info["places"])
    if not inside or not reference.division_is_in_use(session, division, on=on):
        raise OutOfPlace(pointer)


class Record(NamedTuple):
    """The record of a person, and whether it was made just now."""

    id: UUID
    is_new: bool


def register_people(
    session: Session,
    people: Iterable[tuple[NewPerson, IdentityNumber]],
    *,
    place: str,
    caller: Caller,
    now: datetime,
) -> dict[str, Record]:
    """Return a person record for each identity number: one the caller may see, or else a new one of his own (ADR 0010).

    What others have on file under the same number is neither joined nor told of.
    """
    kept = {"county": place[:6], "kept_in": place, "kept_by": _keeper(caller)}
    rows = {number.value: kept | _row(person, number, now=now) for person, number in people}
    ids = queries.register_people(session, list(rows.values()), place=place, kept_by=kept["kept_by"], visible_to=caller)
    found = {value: (ids[row["id_number_index"]], row["id"]) for value, row in rows.items()}
    return {value: Record(stored, stored == made) for value, (stored, made) in found.items()}


def _keeper(caller: Caller) -> str:
    """Return in whose hands a record is: the offices of a place share theirs, a villager or partner has his own."""
    if caller.role is Role.PARTNER_SYSTEM:
        return f"client:{caller.client_id}"
    return f"person:{caller.person}" if caller.person else ""


def _row(new: NewPerson, number: IdentityNumber, *, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "name": new.name,
        "id_number": Secret(number.value, masks.mask_id_number),
        "id_number_index": blind_index(number.value),
        "birth_date": number.birth_date,
        "sex": str(identities.gb_sex(number)),
        "ethnicity": new.ethnicity,
        "phone": Secret(new.phone, masks.mask_phone) if new.phone else None,
        "created_at": now,
        "version": 1,
    }


def register_household(
    session: Session,
    new: NewHousehold,
    people: Mapping[str, Record],
    relations: Mapping[str, str],
    *,
    residence: str,
    caller: Caller,
    now: datetime,
) -> tuple[Household, bool]:
    """Return the household these very people already form in the caller's place and True, or make it, and False.

    Address and account of a household on file are not changed on the way: that is an act of its own. A new one is not
    flushed yet, so that of many the rows are written together.
    """
    account = AccountChange.model_validate(new.model_dump(exclude={"division"}))
    ids = [record.id for record in people.values()]
    on_file = None
    if not any(record.is_new for record in people.values()):
        on_file = queries.household_of_people(session, ids, division=new.division, visible_to=caller)
    if on_file is not None:
        _require_same_account(on_file, account)
        return on_file, True
    household = Household(id=new_id(), division=new.division, residence=residence, created_at=now)
    _set_account(household, account)
    household.members = [
        _member(household, record.id, relations[ref], on=now.date(), now=now) for ref, record in people.items()
    ]
    session.add(household)
    members = {"members": [str(person_id) for person_id in ids]}
    _audit(session, "household.registered", household, caller=caller, now=now, new=members)
    return household, False


def _require_same_account(household: Household, given: AccountChange) -> None:
    on_file = {
        "address": household.address and household.address.reveal(),
        "account_holder": household.account_holder,
        "bank_account": household.bank_account and household.bank_account.reveal(),
    }
    errors = tuple(
        FieldError(f"/household/{name}", "differs_from_file", "与该家庭已登记的信息不一致，请另行办理变更")
        for name, value in on_file.items()
        if getattr(given, name) not in (None, value)
    )
    if errors:
        raise IdentityRefused(errors)


def check_names(
    people: Sequence[NewPerson], ids: Mapping[str, UUID], on_file: Mapping[UUID, Person], *, pointer: str
) -> None:
    """Raise ``IdentityRefused`` when a number on file carries another name: one of the two is a slip."""
    errors = [
        FieldError(f"{pointer}/{position}/name", "name_differs", "姓名与该公民身份号码的登记姓名不一致")
        for position, person in enumerate(people)
        if on_file[ids[person.ref]].name != person.name
    ]
    if errors:
        raise IdentityRefused(tuple(errors))


def people_on_file(session: Session, ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Return the people with these ids, whose membership has made them visible."""
    return {person.id: person for person in queries.people_by_ids(session, list(ids))}


def _member(household: Household, person_id: UUID, relation: str, *, on: date, now: datetime) -> HouseholdMember:
    return HouseholdMember(
        id=new_id(),
        division=household.division,
        created_at=now,
        household_id=household.id,
        person_id=person_id,
        relation=relation,
        from_on=on,
    )


def _set_account(household: Household, change: AccountChange) -> None:
    """Take over what is given; what is left out stays as it is."""
    if change.address is not None:
        household.address = Secret(change.address, masks.mask_address)
    if change.account_holder is not None:
        household.account_holder = change.account_holder
    if change.bank_account is not None:
        household.bank_account = Secret(change.bank_account, masks.mask_bank_account)


def household_of(session: Session, household_id: UUID, *, caller: Caller, lock: bool = False) -> Household:
    """Return a household of the caller's place."""
    return queries.household_by_id(session, household_id, visible_to=caller, lock=lock)


def _household_to_change(session: Session, household_id: UUID, *, version: int, caller: Caller) -> Household:
    household = queries.household_by_id(session, household_id, visible_to=caller, lock=True)
    if household.version != version:
        raise StaleVersion("该家庭已被他人更新，请重新读取后再办理")
    return household


def change_account(
    session: Session, household_id: UUID, change: AccountChange, *, version: int, caller: Caller, now: datetime
) -> Household:
    """Change address or account of a household (变更住址、账户)."""
    household = _household_to_change(session, household_id, version=version, caller=caller)
    _set_account(household, change)
    changed: dict[str, Any] = {"changed": sorted(change.model_fields_set)}
    _audit(session, "household.account_changed", household, caller=caller, now=now, new=changed)
    session.flush()
    return household


def add_member(
    session: Session, household_id: UUID, joining: MemberJoining, *, version: int, caller: Caller, now: datetime
) -> Household:
    """Let a person join the household from a day on (增员)."""
    household = _household_to_change(session, household_id, version=version, caller=caller)
    _require_past(joining.on, now.date())
    numbers = identities.check_identities([joining.person], pointer="/person", on=now.date())
    number = numbers[joining.person.ref]
    found = register_people(session, [(joining.person, number)], place=household.division, caller=caller, now=now)
    person_id = found[number.value].id
    if any(member.person_id == person_id and member.to_on is None for member in household.members):
        raise IdentityRefused((FieldError("/person/id_number", "repeated", "该人员已是家庭成员"),))
    session.add(_member(household, person_id, joining.relation, on=joining.on, now=now))
    session.flush()
    on_file = people_on_file(session, [person_id])
    check_names([joining.person], {joining.person.ref: person_id}, on_file, pointer="/person")
    household.membership_changed_at = now
    _audit(session, "household.member_joined", household, caller=caller, now=now, new={"person": str(person_id)})
    session.flush()
    return queries.household_by_id(session, household_id, visible_to=caller)


def _require_past(on: date, today: date) -> None:
    if on > today:
        raise IdentityRefused((FieldError("/on", "in_the_future", "变动日期不得晚于今日"),))


def remove_member(
    session: Session, household_id: UUID, leaving: MemberLeaving, *, version: int, caller: Caller, now: datetime
) -> Household:
    """Let a person leave the household on a day (减员); the membership stays on file with its dates."""
    household = _household_to_change(session, household_id, version=version, caller=caller)
    _require_past(leaving.on, now.date())
    present = [m for m in household.members if m.person_id == leaving.person_id and m.to_on is None]
    if not present or present[0].from_on > leaving.on:
        message = "该人员不是现有家庭成员，或者离开日期早于加入日期"
        raise IdentityRefused((FieldError("/person_id", "not_a_member", message),))
    present[0].to_on = leaving.on
    household.membership_changed_at = now
    gone: dict[str, Any] = {"person": str(leaving.person_id), "on": leaving.on.isoformat()}
    _audit(session, "household.member_left", household, caller=caller, now=now, new=gone, reason=leaving.reason)
    session.flush()
    return queries.household_by_id(session, household_id, visible_to=caller)


def _audit(
    session: Session,
    action: str,
    household: Household,
    *,
    caller: Caller,
    now: datetime,
    new: dict[str, Any],
    reason: str | None = None,
) -> None:
    audit.record(
        session,
        caller=caller,
        action=action,
        on="household",
        on_id=household.id,
        division=household.division,
        now=now,
        new=new,
        reason=reason,
    )
