"""Looking people up and looking at their full data (查询、查看完整个人信息); every look is written down."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.intake.errors import IdentityRefused
from services.intake.models.people import Disclosure, Person
from services.intake.queries import people as queries
from shared import audit
from shared.db import Session
from shared.errors import FieldError
from shared.identity import Caller
from shared.identity_numbers import WrongIdentityNumber, check_identity_number
from shared.paging import Paging, Slice
from shared.personal import blind_index
from shared.schemas.people import DisclosureRequest, PersonalData, PersonSearch


def search_people(session: Session, search: PersonSearch, *, caller: Caller, on: date, paging: Paging) -> Slice[Person]:
    """Return the records that the caller may see of this identity number."""
    try:
        number = check_identity_number(search.id_number, on=on)
    except WrongIdentityNumber as error:
        raise IdentityRefused((FieldError("/id_number", error.code, str(error)),)) from None
    return queries.people(session, visible_to=caller, paging=paging, id_number_index=blind_index(number.value))


def disclose(
    session: Session, person_id: UUID, request: DisclosureRequest, *, caller: Caller, now: datetime
) -> PersonalData:
    """Hand out a person's full data for a stated purpose, and write down who looked (CONF-06)."""
    person = queries.person_by_id(session, person_id, visible_to=caller)
    household = queries.present_household_of(session, person_id, visible_to=caller)
    revealed = PersonalData(
        id=person.id,
        name=person.name,
        id_number=person.id_number.reveal(),
        phone=person.phone and person.phone.reveal(),
        address=household.address and household.address.reveal(),
        account_holder=household.account_holder,
        bank_account=household.bank_account and household.bank_account.reveal(),
    )
    fields = [name for name in ("id_number", "phone", "address", "bank_account") if getattr(revealed, name)]
    record_disclosure(session, person_id, request, fields, division=household.division, caller=caller, now=now)
    return revealed


def record_disclosure(
    session: Session,
    person_id: UUID,
    request: DisclosureRequest,
    fields: list[str],
    *,
    division: str,
    caller: Caller,
    now: datetime,
) -> None:
    """Write down one look at full personal data."""
    disclosure = Disclosure(
        division=division,
        created_at=now,
        person_id=person_id,
        subject=caller.acts_for,
        role=caller.role.value,
        purpose=request.purpose.value,
        reason=request.reason,
        fields=fields,
    )
    session.add(disclosure)
    new: dict[str, Any] = {"purpose": request.purpose.value, "fields": fields}
    audit.record(
        session,
        caller=caller,
        action="person.disclosed",
        on="person",
        on_id=person_id,
        division=division,
        now=now,
        new=new,
        reason=request.reason,
    )
