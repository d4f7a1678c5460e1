"""Facts that are disputed or too old (存疑的事实): what hangs on them is provisional, and they are named to be verified.

A doubted fact is still reckoned with. Whether it matters is found by asking once more as if nobody knew it: a result that
stays as it was does not hang on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.eligibility.determining.pointers import field_of, person_of, title_of
from services.eligibility.determining.runs import UnitRuns
from services.eligibility.engine.parameters import ParameterSet
from shared.schemas.determination_codes import Doubt, Programme
from shared.schemas.determinations import DeterminationRequest, FactToVerify
from shared.schemas.fact_codes import FactStatus
from shared.schemas.facts import HouseholdFacts, Provenance

_LIMITS = {
    "income_items": "facts.max_age.income",
    "deduction_items": "facts.max_age.income",
    "rigid_expenditure_items": "facts.max_age.income",
    "assets": "facts.max_age.property",
}
_OTHER_LIMIT = "facts.max_age.other"
_VALUE = {
    "income_items": "amount",
    "deduction_items": "amount",
    "rigid_expenditure_items": "amount",
    "assets": "value",
    "sudden_events": "loss",
    "current_benefits": "monthly_amount",
}
"""The field that is not known when an item as a whole is doubted."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A fact that is disputed, or older than facts of its kind may be."""

    fact: str
    why: Doubt
    said: Provenance
    limit_days: int | None


def doubted(request: DeterminationRequest, parameters: ParameterSet) -> list[Doubted]:
    """Return the facts in doubt, in the order of their provenance; where no limit is published, none is too old."""
    found = [_doubted(said, request.as_of, parameters) for said in request.facts.provenance]
    return list({each.fact: each for each in found if each is not None}.values())


def _doubted(said: Provenance, as_of: date, parameters: ParameterSet) -> Doubted | None:
    fact = _exactly(said.fact)
    key = _LIMITS.get(fact.split("/")[1], _OTHER_LIMIT)
    row = parameters.get(key, None)
    limit = None if row is None else int(parameters.number(key, None))
    if said.status is FactStatus.DISPUTED:
        return Doubted(fact, Doubt.DISPUTED, said, limit)
    if limit is not None and is_stale(said.observed_on, as_of, limit):
        return Doubted(fact, Doubt.STALE, said, limit)
    return None


def is_stale(observed_on: date | None, as_of: date, limit_days: int) -> bool:
    """Return whether a fact was seen more than so many days before; on the last of them it is still fresh."""
    return observed_on is not None and (as_of - observed_on).days > limit_days


def _exactly(fact: str) -> str:
    """Return the pointer of the value that is doubted: of an item as a whole, its amount."""
    parts = fact.strip("/").split("/")
    return f"{fact}/{_VALUE[parts[0]]}" if len(parts) == 2 and parts[0] in _VALUE else fact


def without(request: DeterminationRequest, doubts: Iterable[Doubted]) -> DeterminationRequest:
    """Return the question as if nobody knew the doubted facts; one that cannot be left out stays as it is."""
    facts: dict[str, Any] = request.facts.model_dump()
    for each in doubts:
        if can_be_unknown(each.fact):
            _forget(facts, each.fact.strip("/").split("/"))
    return request.model_copy(update={"facts": HouseholdFacts.model_validate(facts)})


def _forget(facts: dict[str, Any], path: list[str]) -> None:
    *way, last = path
    place: Any = facts
    for part in way:
        try:
            place = place[int(part)] if isinstance(place, list) else place[part]
        except (LookupError, TypeError, ValueError):
            return  # nothing is there
    if isinstance(place, dict) and last in place:
        place[last] = None


def can_be_unknown(fact: str) -> bool:
    """Return whether the schema lets a fact be unknown; of one that it does not, everything is taken to hang on it."""
    field = field_of(fact)
    return field is not None and not field.is_required() and field.default is None


def to_verify(
    doubts: list[Doubted], units: list[UnitRuns], asked_again: list[UnitRuns], request: DeterminationRequest
) -> list[FactToVerify]:
    """Return the doubted facts on which some result hangs, those that concern most programmes first.

    ``asked_again`` are the same units of the question without the doubted facts.
    """
    concerns: dict[str, dict[Programme, None]] = {}
    for unit, again in zip(units, asked_again, strict=True):
        if not hangs_on(doubts, unit, again):
            continue
        deciding = {fact for fact, _ in again.deciding}
        for each in doubts:
            if each.fact in deciding or not can_be_unknown(each.fact):
                concerns.setdefault(each.fact, {})[unit.programme] = None
    named = [_to_verify(each, list(concerns[each.fact]), request) for each in doubts if each.fact in concerns]
    return sorted(named, key=lambda each: -len(each.concerns))


def hangs_on(doubts: list[Doubted], unit: UnitRuns, again: UnitRuns) -> bool:
    """Return whether a settled result would not be settled, or would be another one, without the doubted facts."""
    if not doubts or not unit.is_settled:
        return False
    is_as_it_was = again.is_settled and again.comes_to == unit.comes_to
    return not is_as_it_was or any(not can_be_unknown(each.fact) for each in doubts)


def _to_verify(doubt: Doubted, concerns: list[Programme], request: DeterminationRequest) -> FactToVerify:
    return FactToVerify(
        fact=doubt.fact,
        title=title_of(doubt.fact),
        person=person_of(doubt.fact, request.facts),
        why=doubt.why,
        source=doubt.said.source,
        observed_on=doubt.said.observed_on,
        limit_days=doubt.limit_days,
        concerns=concerns,
    )
