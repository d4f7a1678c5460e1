"""One question on its way through the rules: run once for each combination of the unknown facts that matter."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.eligibility.determining.found import facts_met, found_of, known
from services.eligibility.determining.recipes import BY_PROCEDURE, CHILD_CATEGORY, CHILDS_FAMILY, RECIPES, Recipe
from services.eligibility.determining.records import (
    HouseholdRecord,
    MemberRecord,
    Published,
    household_record,
    member_record,
)
from services.eligibility.determining.runs import Run, UnitRuns, outcome_of
from services.eligibility.engine import codes
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.parameters import Numbers, ParameterSet
from services.eligibility.engine.ruleset import Call, Made, Ruleset
from services.eligibility.engine.unknown import (
    Assumptions,
    Chosen,
    Exploration,
    Missing,
    Split,
    Unknown,
    apply,
    explore,
)
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationRequest

MOST_WORK = 150_000
"""Rule calls over all the runs of one question; beyond, further combinations are not tried and what hangs on them is
UNDETERMINED. Counted in calls and not in time, so that the same question always gets the same answer."""


_HANG_ON_FAMILY = {codes.ChildCategory.OTHER, codes.ChildCategory.NONE}
"""Categories that a family standing found without some standard may be wrong about."""


@dataclass(frozen=True)
class _Part:
    """One procedure run once: what it found, the calls that are certain, the standards that were missing."""

    finding: Any
    calls: tuple[Call, ...]
    missing: tuple[str, ...]
    in_doubt: bool
    """A branch hung on a missing standard: what would have followed is not known."""

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts it met and did not know."""
        values = (value for call in self.calls for value in (*call.arguments, call.result))
        return frozenset(value.fact for value in values if type(value) is Unknown) | facts_met(self.finding)

    def about(self, place: int) -> tuple[Call, ...]:
        """Return the calls about the household and one person; those about others say nothing of him."""
        if place not in self._about:
            self._about[place] = tuple(call for call in self.calls if call.person in {None, place})
        return self._about[place]

    @cached_property
    def _about(self) -> dict[int, tuple[Call, ...]]:
        return {}


@dataclass(frozen=True, slots=True)
class _Place:
    """What a residence decides: the parameters that can be used, and which are among them where a rule asks."""

    parameters: ParameterSet
    published: Published


@dataclass(frozen=True, slots=True)
class CategoryRun:
    """What one run says of a person as a child; None where a standard is missing for it."""

    is_child: bool | None
    category: int | None
    is_left_behind: bool | None
    calls: tuple[Call, ...]


class Case:
    """One question on its way through the rules. What one run found is used again wherever another asks the same."""

    def __init__(self, request: DeterminationRequest, parameters: ParameterSet, ruleset: Ruleset) -> None:
        self.request, self.ruleset, self._parameters = request, ruleset, parameters
        self._made: Made = {}
        self._places: dict[str, _Place] = {}
        self._households: dict[tuple[str, frozenset[tuple[str, int]]], HouseholdRecord] = {}
        self._members: dict[tuple[int, frozenset[tuple[str, int]]], MemberRecord] = {}
        self._parts: dict[tuple[Any, ...], _Part | Split] = {}
        self.work = 0
        """Rule calls made so far; those that were found made already do not count."""

    def run_unit(self, programme: Programme, place: int | None) -> UnitRuns:
        """Run a programme for the household or for one person."""
        recipe = RECIPES[programme]

        def run(assumed: Assumptions) -> Run:
            if not recipe.family:
                return self._ended(self._part(recipe.procedure, assumed, place), recipe, assumed, place)
            family = self._part(recipe.family, assumed)
            own = self._part(recipe.procedure, assumed, place, family.finding)
            return self._ended(_both(family, own, place or 0), recipe, assumed, place)

        return UnitRuns(programme, place, explore(run, lambda: self.work < MOST_WORK), self.ruleset)

    @property
    def knows_categories(self) -> bool:
        """Whether the rule set says what a child is (2.3-b)."""
        return CHILD_CATEGORY in self.ruleset.procedures

    def categorise(self, place: int) -> Exploration:
        """Find what one person is as a child, once for each combination of the unknown facts that matter."""

        def run(assumed: Assumptions) -> CategoryRun:
            family = self._part(CHILDS_FAMILY, assumed)
            own = self._part(CHILD_CATEGORY, assumed, place, family.finding)
            values = [known(value) for value in own.finding]
            is_child, category, is_left_behind = (None if type(value) is Missing else value for value in values)
            is_open = category is None or (category in _HANG_ON_FAMILY and bool(family.missing))
            return CategoryRun(is_child, None if is_open else category, is_left_behind, own.calls)

        return explore(run, lambda: self.work < MOST_WORK)

    def _part(self, procedure: str, assumed: Assumptions, place: int | None = None, family: Any = None) -> _Part:
        """Return what a procedure finds, run once for each choice of the facts that it meets."""
        met: Chosen = {}
        about = (procedure, place, *(each if type(each) is bool else id(each) for each in family or ()))
        while True:
            key = (*about, frozenset(met.items()))
            if key not in self._parts:
                self._parts[key] = self._tried(procedure, Assumptions(dict(met)), place, family)
            found = self._parts[key]
            chosen = {fact: assumed.chosen[fact] for fact in found.facts if fact in assumed.chosen and fact not in met}
            if chosen:
                met |= chosen
            elif isinstance(found, Split):
                raise found
            else:
                return found

    def _tried(self, procedure: str, assumed: Assumptions, place: int | None, family: Any) -> _Part | Split:
        try:
            return self._run(procedure, assumed, place, family)
        except Split as split:
            return split

    def _run(self, procedure: str, assumed: Assumptions, place: int | None, family: Any) -> _Part:
        recipe = BY_PROCEDURE.get(procedure)
        residence = self._residence(assumed, recipe, place)
        here, members, ruleset = self._place(residence), self._records(assumed), self.ruleset
        doubts: list[int] = []
        numbers = Numbers(here.parameters, residence, lambda: doubts.append(ruleset.calls_made()))
        given = (members if place is None else members[place], *(() if family is None else (family,)))
        given += (members,) if recipe is not None and recipe.sees_members else ()
        try:
            household = self._household(residence, assumed)
            finding, calls = ruleset.record(procedure, household, *given, numbers, made=self._made)
        finally:
            self.work += ruleset.calls_made()
        certain = calls[: min(doubts, default=len(calls))]
        return _Part(finding, tuple(certain), standards_needed(calls, numbers.missing), bool(doubts))

    def _place(self, residence: str) -> _Place:
        if residence not in self._places:
            parameters = usable(self._parameters, residence)
            pension, own, orphans = (
                parameters.get(key, residence) is not None
                for key in ("pension.central_basic", "sw.amount", "ge.scattered")
            )
            published = Published(central_pension=pension, orphans_standard_alone=orphans and not own)
            self._places[residence] = _Place(parameters, published)
        return self._places[residence]

    def _household(self, residence: str, assumed: Assumptions) -> HouseholdRecord:
        """Return the case as rules see it; what is chosen of its members leaves it as it is."""
        chosen = {fact: index for fact, index in assumed.chosen.items() if not _member_of(fact)}
        key = (residence, frozenset(chosen.items()))
        if key not in self._households:
            self._households[key] = household_record(
                residence,
                self.request,
                Assumptions(chosen),
                published=self._place(residence).published,
                recorded_residence=self._recorded_residence(assumed),
            )
        return self._households[key]

    def _records(self, assumed: Assumptions) -> tuple[MemberRecord, ...]:
        own: dict[str, list[tuple[str, int]]] = {}
        for fact, index in assumed.chosen.items():
            own.setdefault(_member_of(fact), []).append((fact, index))
        shared = own.get("", [])
        places = range(len(self.request.facts.members))
        return tuple(self._record(place, frozenset(shared + own.get(str(place), []))) for place in places)

    def _record(self, place: int, chosen: frozenset[tuple[str, int]]) -> MemberRecord:
        """Return a member as rules see him; what is chosen of others leaves him as he is."""
        key = (place, chosen)
        if key not in self._members:
            request = self.request
            self._members[key] = member_record(request.facts, place, request.as_of, Assumptions(dict(chosen)))
        return self._members[key]

    def _recorded_residence(self, assumed: Assumptions) -> Any:
        given = self.request.facts.residence
        return assumed.value("/residence", tuple(codes.Residence)) if given is None else codes.Residence[given]

    def _residence(self, assumed: Assumptions, recipe: Recipe | None, place: int | None) -> str:
        """Return whose standards apply: as recorded, or as a rule of the programme finds for the person (D-16)."""
        residence = self._recorded_residence(assumed)
        if recipe is not None and recipe.residence_by and place is not None:
            member = self.request.facts.members[place]
            claims = (member.relocated_to_town is True, member.has_contract_land is True)
            residence = apply(self.ruleset.plain[recipe.residence_by], (residence, *claims))
        if type(residence) is Unknown:
            raise Split(residence)
        return codes.Residence(residence).name

    def _ended(self, part: _Part, recipe: Recipe, assumed: Assumptions, place: int | None) -> Run:
        residence = self._residence(assumed, recipe, place)
        if part.missing:
            return Run(Outcome.MISSING_PARAMETER, None, part.calls, part.missing, residence)
        found = found_of(part.finding, is_decided=self.request.dates.decided_on is not None)
        return Run(outcome_of(found, part.calls, recipe, self.ruleset), found, part.calls, (), residence)


def _both(family: _Part, own: _Part, place: int) -> _Part:
    """Return how the family stands together with what was found of the person."""
    calls = family.about(place) if family.in_doubt else (*family.about(place), *own.calls)
    return _Part(own.finding, calls, tuple(dict.fromkeys((*family.missing, *own.missing))), own.in_doubt)


def _member_of(fact: str) -> str:
    """Return the place of the member a fact is about, as it stands in ``/members/1/birth_date``; empty for any other."""
    return fact.split("/")[2] if fact.startswith("/members/") else ""


def usable(parameters: ParameterSet, residence: str) -> ParameterSet:
    """Return the parameters without a table of bands that leaves a gap below the line: it is as good as not published."""
    for definition in PARAMETERS.values():
        row = parameters.get(definition.key, residence) if definition.reaches else None
        line = parameters.get(definition.reaches, residence) if row is not None else None
        if row is not None and line is not None and not definition.is_reached(row.value, line.value):
            return ParameterSet(each for each in parameters if each.key != definition.key)
    return parameters


def standards_needed(calls: list[Call], missing: list[str]) -> tuple[str, ...]:
    """Return the missing standards but for those that only rules not in force were given: these need none."""
    if not missing:
        return ()
    idle, given = (
        {each.key for call in calls if call.rule.in_force is force for each in call.arguments if type(each) is Missing}
        for force in (False, True)
    )
    return tuple(key for key in missing if key not in idle - given)
