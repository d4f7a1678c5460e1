"""Pointers to facts (事实位置): the field one names in the schema, its Chinese name, whose fact it is."""

import re
from typing import Any

from pydantic.fields import FieldInfo

from shared.schemas.determinations import DeterminationRequest, ReviewQuestion
from shared.schemas.facts import (
    Asset,
    CurrentBenefit,
    DeductionItem,
    Disability,
    HouseholdFacts,
    IncomeItem,
    Member,
    Relative,
    RigidExpenditureItem,
    SuddenEvent,
)

_MODELS: dict[str, Any] = {
    "members": Member,
    "income_items": IncomeItem,
    "deduction_items": DeductionItem,
    "assets": Asset,
    "relatives": Relative,
    "rigid_expenditure_items": RigidExpenditureItem,
    "sudden_events": SuddenEvent,
    "current_benefits": CurrentBenefit,
    "review": ReviewQuestion,
    "disability": Disability,
}
_HINT = re.compile("[；，（]")


def field_of(fact: str) -> FieldInfo | None:
    """Return the field of the schema a pointer names, ``/members/1/birth_date``; nothing for a pointer to no field."""
    model: Any = DeterminationRequest if fact.startswith("/review") else HouseholdFacts
    field: FieldInfo | None = None
    for part in fact.strip("/").split("/"):
        if part.isdigit():
            field = None
            continue
        field = model.model_fields.get(part) if model is not None else None
        model = _MODELS.get(part)
    return field


def title_of(fact: str) -> str:
    """Return the Chinese name of the field: its title in the schema without the hints for whoever fills the form in."""
    field = field_of(fact)
    return fact if field is None else _HINT.split(str(field.title))[0]


def person_of(fact: str, facts: HouseholdFacts) -> str | None:
    """Return whose fact it is; nothing where it is the household's, or the pointer names nothing that is there."""
    parts = fact.strip("/").split("/")
    items = getattr(facts, parts[0], None) or []
    if len(parts) < 2 or not parts[1].isdigit() or int(parts[1]) >= len(items):
        return None
    item = items[int(parts[1])]
    if isinstance(item, Relative):
        return item.of
    return item.ref if isinstance(item, Member) else item.person
