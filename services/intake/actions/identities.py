"""What identity numbers say of people (公民身份号码): checked one by one, and held against the facts handed in with them."""

from collections.abc import Sequence
from datetime import date

from services.intake.errors import IdentityRefused
from shared.errors import FieldError
from shared.identity_numbers import IdentityNumber, WrongIdentityNumber, check_identity_number
from shared.schemas.applications import NewApplication
from shared.schemas.facts import HouseholdFacts
from shared.schemas.people import NewPerson


def check_identities(people: Sequence[NewPerson], *, pointer: str, on: date) -> dict[str, IdentityNumber]:
    """Return each reference's identity number, checked; raise ``IdentityRefused`` naming every wrong one at once."""
    found: dict[str, IdentityNumber] = {}
    errors: list[FieldError] = []
    for position, person in enumerate(people):
        here = f"{pointer}/{position}"
        try:
            number = check_identity_number(person.id_number, on=on)
        except WrongIdentityNumber as error:
            errors.append(FieldError(f"{here}/id_number", error.code, str(error)))
            continue
        if person.ref in found:
            errors.append(FieldError(f"{here}/ref", "repeated", "成员编号重复"))
        elif any(number.value == other.value for other in found.values()):
            errors.append(FieldError(f"{here}/id_number", "repeated", "同一公民身份号码出现了两次"))
        else:
            found[person.ref] = number
    if errors:
        raise IdentityRefused(tuple(errors))
    return found


def gb_sex(number: IdentityNumber) -> int:
    """Return the sex an identity number says, as GB/T 2261.1 writes it: 1 male, 2 female."""
    return 1 if number.sex == "MALE" else 2


def complete(new: NewApplication, numbers: dict[str, IdentityNumber]) -> HouseholdFacts:
    """Return the facts with birth date and sex from the identity numbers; raise where they contradict one another."""
    errors: list[FieldError] = []
    if {member.ref for member in new.facts.members} != set(numbers):
        errors.append(FieldError("/facts/members", "members_differ", "成员编号应与 people 一致"))
    if new.facts.applicant != new.applicant:
        errors.append(FieldError("/facts/applicant", "applicant_differs", "申请人应与 applicant 一致"))
    if new.facts.division != new.household.division:
        errors.append(FieldError("/facts/division", "division_differs", "行政区划应与 household.division 一致"))
    for position, member in enumerate(new.facts.members):
        number = numbers.get(member.ref)
        for name, known in (
            ("birth_date", number and number.birth_date),
            ("sex", number and gb_sex(number)),
        ):
            if number and getattr(member, name) not in (None, known):
                errors.append(FieldError(f"/facts/members/{position}/{name}", "differs", "与公民身份号码不一致"))
    if errors:
        raise IdentityRefused(tuple(errors))
    members = [
        member.model_copy(update={"birth_date": numbers[member.ref].birth_date, "sex": gb_sex(numbers[member.ref])})
        for member in new.facts.members
    ]
    return new.facts.model_copy(update={"members": members})
