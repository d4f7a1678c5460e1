"""One chunk of a simulation (测算分片): a record batch through every scenario, to totals and to households that change.

A chunk is told by values alone, so that any process that reads the population file can reckon it and nothing is shared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from services.eligibility.batch.overlaps import settle_overlaps
from services.eligibility.batch.packing import Packed, pack
from services.eligibility.batch.plain import OUTCOMES
from services.eligibility.batch.population import open_population
from services.eligibility.batch.runner import ELIGIBLE, UNDETERMINED, Outs, Runner, Scenario
from services.eligibility.determining.recipes import RECIPES, ruleset_on
from services.eligibility.determining.records import HouseholdRecord, household_record
from services.eligibility.engine.codes import ReviewOutcome
from services.eligibility.engine.parameters import Parameter, ParameterSet
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.engine.values import month_number, month_text
from shared.schemas.determination_codes import DeterminationReason, Programme
from shared.schemas.determinations import DeterminationRequest

PIECE = 4096
"""Households that go through the rules at once: few enough to stay near the processor."""

COMPILED_FROM = 5000
"""Households of a chunk from which compiling (some twenty seconds, once for a version of the rules) is worth it."""


@dataclass(frozen=True)
class ScenarioText:
    """One scenario as values: the day whose rules apply, the parameters, and those that take their place."""

    name: str
    as_of: date
    reason: DeterminationReason
    parameters: tuple[Parameter, ...]
    changed: tuple[Parameter, ...]

    def parameters_of(self, county: str) -> ParameterSet:
        """Return the parameters of a county."""
        here = ParameterSet.in_force(self.parameters, division=county, on=self.as_of)
        return here.with_values(each for each in self.changed if county.startswith(each.division))

    def scenario(self) -> Scenario:
        """Return the scenario ready to run."""
        ruleset = ruleset_on(self.as_of.isoformat())
        return Scenario(self.name, ruleset, _case(self.as_of, self.reason), self.parameters_of)


@dataclass(frozen=True)
class Chunk:
    """One record batch of a population and what is asked of it; the first scenario is the one compared with."""

    path: str
    number: int
    programmes: tuple[Programme, ...]
    scenarios: tuple[ScenarioText, ...]
    months: int
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A household to which a scenario gives something else than the first one does."""

    scenario: int
    household: str
    division: str
    kind: str
    before: int
    after: int
    programmes_before: tuple[str, ...]
    programmes_after: tuple[str, ...]


@dataclass
class Reckoned:
    """What a chunk came to."""

    households: int = 0
    persons: int = 0
    incomplete: int = 0
    totals: list[dict[str, Any]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def reckon(chunk: Chunk) -> Reckoned:
    """Run every scenario over one record batch."""
    batch = open_population(Path(chunk.path)).batch(chunk.number)
    runner = Runner(
        tuple(each.scenario() for each in chunk.scenarios),
        chunk.programmes,
        None if chunk.folder is None else Path(chunk.folder),
        compiled=batch.num_rows >= COMPILED_FROM,
    )
    reckoned = Reckoned(totals=[_no_totals() for _ in chunk.scenarios])
    months = [month_number(chunk.scenarios[0].as_of) + offset for offset in range(1, chunk.months + 1)]
    for first in range(0, batch.num_rows, PIECE):
        _reckon_piece(pack(batch.slice(first, PIECE), runner.layout), runner, months, reckoned)
    return reckoned


def _reckon_piece(packed: Packed, runner: Runner, months: list[int], reckoned: Reckoned) -> None:
    before: _Held | None = None
    places = _townships(packed)
    for number, scenario in enumerate(runner.scenarios):
        outs = runner.run(scenario, packed)
        settle_overlaps(outs, packed, scenario)
        held = _Held.of(outs, packed)
        _add_totals(reckoned.totals[number], outs, packed, places, months)
        if before is None:
            before = held
            reckoned.households += len(packed.households)
            reckoned.persons += len(packed.members)
            reckoned.incomplete += int(held.unknown.sum())
        else:
            changes = list(_changes(number, before, held, packed))
            reckoned.changes += changes
            _add_changes(reckoned.totals[number], changes)


@dataclass
class _Held:
    """What every household of a piece holds: fen a month, its programmes as bits, whether it enters grace."""

    amount: Any
    programmes: Any
    grace: Any
    unknown: Any

    @classmethod
    def of(cls, outs: Outs, packed: Packed) -> "_Held":
        """Add up what the units of each household get."""
        count = len(packed.households)
        held = cls(
            np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        )
        for programme, out in outs.items():
            owners = packed.owners if RECIPES[programme].for_persons else np.arange(count)
            eligible = out["outcome"] == ELIGIBLE
            np.add.at(held.amount, owners[eligible], out["amount"][eligible])
            np.bitwise_or.at(held.programmes, owners[eligible], 1 << list(Programme).index(programme))
            held.grace[owners[out["review"] == ReviewOutcome.GRACE]] = True
            held.unknown[owners[out["outcome"] == UNDETERMINED]] = True
        return held


def _changes(number: int, before: _Held, after: _Held, packed: Packed) -> Iterable[Change]:
    """Return the households that a scenario touches: more money, less, the same by other programmes, or grace."""
    enters = after.grace & ~before.grace
    touched = (before.amount != after.amount) | (before.programmes != after.programmes) | enters
    names, divisions = packed.batch.column("household"), packed.batch.column("division")
    for place in np.flatnonzero(touched):
        old, new = int(before.amount[place]), int(after.amount[place])
        kind = "GRACE" if enters[place] else "GAIN" if new > old else "LOSE" if new < old else "CHANGE"
        yield Change(
            number,
            names[int(place)].as_py(),
            str(divisions[int(place)].as_py()),
            kind,
            old,
            new,
            _named(int(before.programmes[place])),
            _named(int(after.programmes[place])),
        )


def _named(bits: int) -> tuple[str, ...]:
    return tuple(each.value for number, each in enumerate(Programme) if bits >> number & 1)


def _townships(packed: Packed) -> Any:
    """Return the township of each household: the first nine digits of its division."""
    divisions = np.asarray(packed.batch.column("division"))
    for _ in range(3):
        divisions = np.where(divisions >= 10**9, divisions // 10, divisions)
    return divisions


def _no_totals() -> dict[str, Any]:
    return {"outcomes": {}, "places": {}, "months": {}, "changes": {}}


def _add_totals(totals: dict[str, Any], outs: Outs, packed: Packed, places: Any, months: list[int]) -> None:
    """Count outcomes, and add up money by township and by month; whole fen throughout."""
    for programme, out in outs.items():
        outcomes = totals["outcomes"].setdefault(programme.value, {})
        for number, count in enumerate(np.bincount(out["outcome"], minlength=len(OUTCOMES))):
            if count:
                _add(outcomes, OUTCOMES[number].value, int(count))
        owners = packed.owners if RECIPES[programme].for_persons else np.arange(len(packed.households))
        paid = out[out["outcome"] == ELIGIBLE]
        where, inverse = np.unique(places[owners[out["outcome"] == ELIGIBLE]], return_inverse=True)
        sums = np.zeros(len(where), np.int64)
        np.add.at(sums, inverse, paid["amount"])
        for place, count, amount in zip(where, np.bincount(inverse, minlength=len(where)), sums, strict=True):
            line = totals["places"].setdefault(str(place), {}).setdefault(programme.value, {})
            _add(line, "units", int(count))
            _add(line, "fen", int(amount))
        by_month = totals["months"].setdefault(programme.value, {})
        for month in months:
            runs = (paid["start_month"] <= month) & ((paid["end_month"] == 0) | (paid["end_month"] >= month))
            _add(by_month, month_text(month), int(paid["amount"][runs].sum()))


def _add_changes(totals: dict[str, Any], changes: Iterable[Change]) -> None:
    for change in changes:
        line = totals["changes"].setdefault(change.division[:9], {})
        _add(line, change.kind, 1)
        _add(line, "fen", change.after - change.before)


def _add(into: dict[str, Any], key: str, number: int) -> None:
    into[key] = into.get(key, 0) + number


def merged(totals: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return totals added up, whatever their order."""
    whole: dict[str, Any] = {}
    for each in totals:
        _merge(whole, each)
    return whole


def _merge(into: dict[str, Any], other: dict[str, Any]) -> None:
    for key, value in other.items():
        if isinstance(value, dict):
            _merge(into.setdefault(key, {}), value)
        else:
            _add(into, key, value)


@cache
def _case(as_of: date, reason: DeterminationReason) -> HouseholdRecord:
    """Return what a what-if says of every case: its day, and nothing that was handed in or decided."""
    nobody = {
        "division": "510400",
        "residence": "RURAL",
        "applicant": "A",
        "members": [{"ref": "A", "relation": "SELF"}],
    }
    asked = DeterminationRequest.model_validate({"facts": nobody, "as_of": as_of.isoformat(), "reason": reason.value})
    return household_record("RURAL", asked, Assumptions({}))
