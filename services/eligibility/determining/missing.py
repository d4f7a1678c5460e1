"""Facts and standards that are missing, named so that an officer can get them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from services.eligibility.determining.pointers import person_of, title_of
from services.eligibility.determining.runs import UnitRuns
from services.eligibility.engine.dictionary import PARAMETERS
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import MissingFact, MissingParameter
from shared.schemas.facts import HouseholdFacts


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
            title=title_of(fact),
            person=person_of(fact, facts),
            settles=settles[fact],
            concerns=list(concerns[fact]),
        )
        for fact in ranked
    ]


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
