"""Relatives outside the household as rules see them: parents of a child, statutory supporters (父母、义务人)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.eligibility.determining.disability_records import disability_of
from services.eligibility.determining.item_records import BOUNDLESS
from services.eligibility.engine import codes
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.engine.values import day_number
from shared.schemas.facts import HouseholdFacts, Relative

OLDEST = 18800101
"""Birth date tried for a person whose own is not known, beside those of a new-born and of one in the middle of life."""

_FORTY_YEARS = 400000


def ages(as_of: date) -> tuple[int, int, int]:
    """Return the birth dates tried where none is known: the young and the old are alike to 特困, those between are not."""
    return day_number(as_of), day_number(as_of) - _FORTY_YEARS, OLDEST


@dataclass(frozen=True, slots=True)
class RelativeRecord:
    """One relative; of a list nobody gave, one child of full age and means who may be there or not."""

    relation: int
    is_there: Any
    birth_day: Any
    is_dead: Any
    is_missing: Any
    out_of_contact_since: int
    sentence_months: Any
    is_seriously_ill: Any
    in_dibao: Any
    in_tekun: Any
    annual_income: Any
    property_within_limits: Any
    disability_kind: Any
    disability_grade: Any
    certificate_issued_on: int
    certificate_expires_on: int
    certificate_cancelled_on: int
    is_in_prison: Any
    lacks_civil_capacity: bool


def relatives_of(facts: HouseholdFacts, ref: str, as_of: date, assumed: Assumptions) -> tuple[RelativeRecord, ...]:
    """Return a member's relatives outside the household."""
    if facts.relatives is None:
        return (_perhaps(assumed.value("/relatives", (False, True)), as_of),)
    return tuple(
        _relative(relative, f"/relatives/{index}", as_of, assumed)
        for index, relative in enumerate(facts.relatives)
        if relative.of == ref
    )


def _relative(relative: Relative, at: str, as_of: date, assumed: Assumptions) -> RelativeRecord:
    def known(field: str, *values: Any) -> Any:
        given = getattr(relative, field)
        return assumed.value(f"{at}/{field}", values) if given is None else given

    born, lost = relative.birth_date, relative.out_of_contact_since
    return RelativeRecord(
        relation=int(codes.SupporterRelation[relative.relation]),
        is_there=True,
        birth_day=day_number(born) if born else assumed.value(f"{at}/birth_date", ages(as_of)),
        is_dead=known("dead", False, True),
        is_missing=known("missing", False, True),
        out_of_contact_since=day_number(lost) if lost else 0,
        sentence_months=known("sentence_months", 0, 1200),
        is_seriously_ill=known("seriously_ill", False, True),
        in_dibao=known("in_dibao", False, True),
        in_tekun=known("in_tekun", False, True),
        annual_income=known("annual_income", 0, BOUNDLESS),
        property_within_limits=known("property_within_limits", True, False),
        is_in_prison=assumed.value(f"{at}/sentence_months", (False, True))
        if relative.sentence_months is None
        else relative.sentence_months > 0,
        lacks_civil_capacity=relative.lacks_civil_capacity is True,
        **disability_of(relative.disability, at, assumed),
    )


def _perhaps(is_there: Any, as_of: date) -> RelativeRecord:
    return RelativeRecord(
        relation=int(codes.SupporterRelation.CHILD),
        is_there=is_there,
        birth_day=ages(as_of)[1],
        is_dead=False,
        is_missing=False,
        out_of_contact_since=0,
        sentence_months=0,
        is_seriously_ill=False,
        in_dibao=False,
        in_tekun=False,
        annual_income=BOUNDLESS,
        property_within_limits=True,
        disability_kind=0,
        disability_grade=0,
        certificate_issued_on=0,
        certificate_expires_on=0,
        certificate_cancelled_on=0,
        is_in_prison=False,
        lacks_civil_capacity=False,
    )
