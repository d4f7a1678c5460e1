"""Facts and standards that are missing, named so that an officer can get them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from services.eligibility.determining.runs import UnitRuns
from services.eligibility.engine.dictionary import PARAMETERS
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationRequest, MissingFact, MissingParameter, ReviewQuestion
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


def missing_facts(units: Iterable[UnitRuns], facts: HouseholdFacts) -> list[MissingFact]:
    """Return the facts that decide something, those that settle most results first."""
    concerns: dict[str, dict[Programme, None]] = {}
    settles: Counter[str] = Counter()
    for unit in units:
        if unit.outcome is not Outcome.UNDETERMINED:
            continue
        for fact, settled in unit.deciding:
            concerns.setdefault(fact, {})[unit.programme] = None
            settles[fact] += settled
    ranked = sorted(concerns, key=lambda fact: (-settles[fact], -len(concerns[fact]), fact))
    return [
        MissingFact(
            fact=fact,
            title=_title(fact),
            person=_person(fact, facts),
            settles=settles[fact],
            concerns=list(concerns[fact]),
        )
        for fact in ranked
    ]


def _title(fact: str) -> str:
    """Return the Chinese name of the field: its title in the schema without the hints for whoever fills the form in."""
    model: Any = DeterminationRequest if fact.startswith("/review") else HouseholdFacts
    title = ""
    for part in fact.strip("/").split("/"):
        if part.isdigit():
            continue
        title = str(model.model_fields[part].title)
        model = _MODELS.get(part, model)
    return _HINT.split(title)[0]


def _person(fact: str, facts: HouseholdFacts) -> str | None:
    parts = fact.strip("/").split("/")
    if len(parts) < 2 or not parts[1].isdigit():
        return None
    item = getattr(facts, parts[0])[int(parts[1])]
    if isinstance(item, Relative):
        return item.of
    return item.ref if isinstance(item, Member) else item.person


def missing_parameters(units: Iterable[UnitRuns], division: str, on: date) -> list[MissingParameter]:
    """Return the standards that some run asked for and nobody has published, each once."""
    found: dict[tuple[str, str | None], None] = {}
    for unit in units:
        for run in unit.runs:
            for key in run.missing:
                found[key, run.residence if PARAMETERS[key].by_residence else None] = None
    return [
        MissingParameter(key=key, title=PARAMETERS[key].title, division=division[:6], residence=residence, on=on)
        for key, residence in found
    ]
