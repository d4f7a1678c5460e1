"""Running programmes over a piece of a population (成批测算): the same answers as one by one, many at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from services.eligibility.batch import plain
from services.eligibility.batch.kernel import Kernel, kernels_of
from services.eligibility.batch.layout import OUT, Layout
from services.eligibility.batch.packing import Packed, ParameterRecords, parameter_records
from services.eligibility.batch.population import TOLD_OF_HOUSEHOLD
from services.eligibility.batch.text import Used, used_by
from services.eligibility.determining.case import usable
from services.eligibility.determining.recipes import RECIPES
from services.eligibility.determining.records import HouseholdRecord
from services.eligibility.engine.codes import Residence
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.engine.ruleset import Ruleset
from shared.schemas.determination_codes import Outcome, Programme

ELIGIBLE, NOT_ELIGIBLE, EXCLUDED, NOT_APPLICABLE, UNDETERMINED, MISSING_PARAMETER = (
    plain.OUTCOMES.index(each)
    for each in (
        Outcome.ELIGIBLE,
        Outcome.NOT_ELIGIBLE,
        Outcome.EXCLUDED,
        Outcome.NOT_APPLICABLE,
        Outcome.UNDETERMINED,
        Outcome.MISSING_PARAMETER,
    )
)
_COUNTY = 10**6

Outs = dict[Programme, Any]
"""For each programme an array of ``layout.OUT``: a row for each household, or for each member."""


@dataclass
class Scenario:
    """One way the law could be (情景): its rules, what the case says of itself, and the standards of every county."""

    name: str
    ruleset: Ruleset
    case: HouseholdRecord
    parameters_of: Callable[[str], ParameterSet]
    """The parameters in force in a county, by its code."""
    _places: dict[tuple[int, int], int] = field(default_factory=dict)
    _sets: list[tuple[ParameterSet, str]] = field(default_factory=list)

    def place(self, county: int, residence: int) -> int:
        """Return the number of the parameters that hold in a county for a residence."""
        key = (county, residence)
        if key not in self._places:
            name = Residence(residence).name
            self._places[key] = len(self._sets)
            self._sets.append((usable(self.parameters_of(str(county)), name), name))
        return self._places[key]

    def numbers(self, place: int) -> plain.NumbersByNumber:
        """Return the parameters of a place as procedures read them."""
        parameters, residence = self._sets[place]
        return plain.NumbersByNumber(parameters, residence)

    def pension_is_published(self, place: int) -> bool:
        """Return whether the central pension is among the parameters of a place."""
        parameters, residence = self._sets[place]
        return parameters.get("pension.central_basic", residence) is not None

    def household(self, packed: Packed, place: int) -> plain.Household:
        """Return one household as the records that rules see."""
        (row,) = packed.batch.slice(place, 1).to_pylist()
        published = self.pension_is_published(int(packed.households["parameters"][place]))
        return plain.Household(row, self.case, central_pension_is_published=published)

    def records(self, layout: Layout) -> ParameterRecords:
        """Return the parameters of all places asked for so far."""
        return parameter_records(self._sets, layout)


@dataclass(frozen=True)
class Runner:
    """Programmes made ready for scenarios: one layout for all, so that a household is packed once."""

    scenarios: tuple[Scenario, ...]
    programmes: tuple[Programme, ...]
    folder: Path | None = None
    compiled: bool = True

    @cached_property
    def _used(self) -> dict[tuple[str, Programme], Used]:
        """What the procedures of each programme read, by version of the rules."""
        return {
            (each.ruleset.version, programme): used_by(each.ruleset, recipe)
            for each in self.scenarios
            for programme, recipe in self._asked(each).items()
        }

    def _asked(self, scenario: Scenario) -> dict[Programme, Any]:
        return {each: RECIPES[each] for each in self.programmes if each.value in scenario.ruleset.programmes}

    @cached_property
    def layout(self) -> Layout:
        """What the rules of all scenarios read."""
        used = self._used.values()
        names = frozenset({"residence"}).union(*(each.names for each in used))
        return Layout(names, frozenset().union(*(each.parameters for each in used)))

    @cached_property
    def _kernels(self) -> dict[str, dict[Programme, Kernel]]:
        if not self.compiled:
            return {}
        return {
            each.ruleset.version: kernels_of(each.ruleset, self._asked(each), self.layout, self.folder)
            for each in self.scenarios
        }

    def run(self, scenario: Scenario, packed: Packed) -> Outs:
        """Return what every programme of a scenario comes to for every unit of a piece."""
        _set_case(packed, scenario)
        parameters = scenario.records(self.layout)
        outs = {}
        for programme in self._asked(scenario):
            read = self._used[scenario.ruleset.version, programme].names | {"residence"}
            piece = _Piece(packed, scenario, programme, packed.incomplete(read))
            kernel = self._kernels.get(scenario.ruleset.version, {}).get(programme)
            if kernel is None or not _ran(kernel, packed, parameters, piece.out):
                piece.decide_plainly()
            piece.settle()
            outs[programme] = piece.out
        return outs


def _set_case(packed: Packed, scenario: Scenario) -> None:
    """Write into every household what the case says and where its parameters stand."""
    households = packed.households
    counties = _counties(packed)
    keys, inverse = np.unique(counties * 10 + households["residence"], return_inverse=True)
    places = np.array([scenario.place(int(key) // 10, int(key) % 10) for key in keys], np.int64)
    for name in households.dtype.names or ():
        if hasattr(scenario.case, name) and name not in {*TOLD_OF_HOUSEHOLD, "central_pension_is_published"}:
            households[name] = getattr(scenario.case, name)
    if "central_pension_is_published" in (households.dtype.names or ()):
        published = np.array([scenario.pension_is_published(int(each)) for each in places], np.int8)
        households["central_pension_is_published"] = published[inverse]
    if "recorded_residence" in (households.dtype.names or ()):
        households["recorded_residence"] = households["residence"]
    households["parameters"] = places[inverse]


def _counties(packed: Packed) -> Any:
    divisions = np.asarray(packed.batch.column("division"))
    for _ in range(6):  # a code has up to twelve digits, that of a county six
        divisions = np.where(divisions >= _COUNTY, divisions // 10, divisions)
    return divisions


def _ran(kernel: Kernel, packed: Packed, parameters: ParameterRecords, out: Any) -> bool:
    """Run a kernel; where a sum would leave 64 bits nothing it wrote is used."""
    try:
        kernel(packed.households, packed.members, parameters.records, out)
    except OverflowError:
        return False
    return True


class _Piece:
    """One programme over one piece, and what kernels leave to be run singly."""

    def __init__(self, packed: Packed, scenario: Scenario, programme: Programme, incomplete: Any) -> None:
        self._packed, self._scenario, self._recipe = packed, scenario, RECIPES[programme]
        self._incomplete, for_persons = incomplete, self._recipe.for_persons
        self.out = np.zeros(len(packed.members) if for_persons else len(packed.households), OUT)
        self._owners = packed.owners if for_persons else np.arange(len(packed.households))
        self._kept: tuple[int, plain.Household] | None = None

    def decide_plainly(self) -> None:
        """Run the text as it is, household by household."""
        self.out[:] = 0
        for place in np.flatnonzero(~self._incomplete):
            found = plain.decide(
                self._scenario.ruleset, self._recipe, self._household(int(place)), self._numbers(int(place))
            )
            rows = self._rows(int(place))
            if found is None:
                self.out["needed"][list(rows)] = 1
                continue
            for row, each in zip(rows, found, strict=True):
                self._write(row, each)

    def settle(self) -> None:
        """Name the outcomes; what hangs on a standard or on a rule not in force is run singly, as one case is."""
        out, ruleset = self.out, self._scenario.ruleset
        out["outcome"] = NOT_ELIGIBLE
        out["outcome"][out["qualifies"]] = ELIGIBLE
        out["outcome"][out["qualifies"] & (out["barred_by"] != 0)] = EXCLUDED
        out["outcome"][~out["applies"]] = NOT_APPLICABLE
        singly = out["needed"] != 0
        if not ruleset.is_all_in_force:
            singly |= out["applies"] & ~out["qualifies"]
        unknown = self._incomplete[self._owners]
        for row in np.flatnonzero(singly & ~unknown):
            self._run_singly(int(row))
        out["outcome"][unknown] = UNDETERMINED
        unpaid = out["outcome"] != ELIGIBLE
        for name in ("amount", "one_off"):
            out[name][unpaid] = 0

    def _run_singly(self, row: int) -> None:
        place = int(self._owners[row])
        member = row - int(self._rows(place)[0]) if self._recipe.for_persons else None
        outcome, found = plain.record(
            self._scenario.ruleset, self._recipe, self._household(place), member, lambda: self._numbers(place)
        )
        self.out[row] = np.zeros((), OUT)
        if found is not None:
            self._write(row, found)
        self.out[row]["outcome"] = plain.OUTCOMES.index(outcome)

    def _write(self, row: int, found: Any) -> None:
        for name in plain.FOUND:
            self.out[row][name] = getattr(found, name)

    def _rows(self, place: int) -> Sequence[int]:
        if not self._recipe.for_persons:
            return [place]
        first = int(self._packed.households["members_from"][place])
        return range(first, first + int(self._packed.households["members_count"][place]))

    def _numbers(self, place: int) -> plain.NumbersByNumber:
        return self._scenario.numbers(int(self._packed.households["parameters"][place]))

    def _household(self, place: int) -> plain.Household:
        if self._kept is None or self._kept[0] != place:
            self._kept = (place, self._scenario.household(self._packed, place))
        return self._kept[1]
