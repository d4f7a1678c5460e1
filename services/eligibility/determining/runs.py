"""Running a programme for one unit: once for each combination of the unknown facts that matter, and what comes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from services.eligibility.determining.records import HouseholdRecord, MemberRecord, household_record, member_record
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.parameters import Numbers, ParameterSet
from services.eligibility.engine.reasons import reasons
from services.eligibility.engine.ruleset import Call, Made, Ruleset
from services.eligibility.engine.unknown import Assumptions, Chosen, Exploration, Missing, Split, Unknown, explore
from services.eligibility.rules import dibao, marginal, single_person
from services.eligibility.rules.book import BOOK, Finding
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationRequest


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a programme is run: its procedure, the rule that opens it, the rule that decides it.

    A programme for persons builds on how the family stands, which another procedure finds once for all of them.
    """

    procedure: str
    opened_by: str
    decided_by: str
    family: str = ""

    @property
    def for_persons(self) -> bool:
        """Whether its unit is a person."""
        return bool(self.family)


RECIPES: dict[Programme, Recipe] = {
    Programme.DIBAO: Recipe(dibao.determine_dibao.__name__, "has_counted_members", dibao.qualifies_for_dibao.__name__),
    Programme.MARGINAL: Recipe(
        marginal.determine_marginal.__name__,
        marginal.may_be_marginal.__name__,
        marginal.is_marginal_family.__name__,
    ),
    Programme.DIBAO_SINGLE_PERSON: Recipe(
        single_person.single_person_proposal.__name__,
        single_person.is_not_split_from_family.__name__,
        single_person.qualifies_as_single_person.__name__,
        family=marginal.standing_of.__name__,
    ),
}
"""The programmes whose rules are written; others are refused, never answered by guess."""

MOST_WORK = 150_000
"""Rule calls over all the runs of one question; beyond, further combinations are not tried and what hangs on them is
UNDETERMINED. Counted in calls and not in time, so that the same question always gets the same answer."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run to its end."""

    outcome: Outcome
    finding: Finding | None
    calls: tuple[Call, ...]
    missing: tuple[str, ...]
    residence: str


Signature = tuple[Outcome, int, tuple[str, ...]]


def _signature(run: Run) -> Signature:
    """Return what has to agree between runs for the result to be settled."""
    paid = run.finding.amount if run.finding is not None and run.outcome is Outcome.ELIGIBLE else 0
    return (run.outcome, paid, run.missing)


@dataclass(frozen=True)
class UnitRuns:
    """All runs of one programme for one unit."""

    programme: Programme
    place: int | None
    exploration: Exploration
    ruleset: Ruleset

    @cached_property
    def runs(self) -> list[Run]:
        """The runs, one for each combination that was tried."""
        return [leaf.result for leaf in self.exploration.leaves]

    @cached_property
    def is_settled(self) -> bool:
        """Whether every combination of the unknown facts leads to the same result."""
        return not self.exploration.too_many and len({_signature(run) for run in self.runs}) == 1

    @cached_property
    def deciding(self) -> list[tuple[str, bool]]:
        """The unknown facts the result hangs on, each with whether knowing it alone would settle the result."""
        return self.exploration.deciding(_signature)

    @property
    def outcome(self) -> Outcome:
        """The one outcome, or UNDETERMINED."""
        return self.runs[0].outcome if self.is_settled else Outcome.UNDETERMINED

    @cached_property
    def certain_calls(self) -> list[Call]:
        """Calls that every run made alike: what may be shown without assuming anything; of a person, his own and once."""
        if self.exploration.too_many:
            return []
        calls = _common(run.calls for run in self.runs)
        return calls if self.place is None else list({call.key: call for call in calls}.values())

    @cached_property
    def certain_reasons(self) -> list[Call]:
        """Failed tests that every run shares, of a result by which nothing is paid."""
        recipe = RECIPES[self.programme]
        return _common(_refused_by(run, recipe, self.ruleset) for run in self.runs)


@cache
def ruleset_on(day: str) -> Ruleset:
    """Return the rules in force on a day; days with the same rules give the same version."""
    return _same_text(Ruleset(BOOK, day))


_RULESETS: dict[str, Ruleset] = {}


def _same_text(ruleset: Ruleset) -> Ruleset:
    return _RULESETS.setdefault(ruleset.version, ruleset)


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
        return frozenset(value.fact for value in (*values, *self.finding) if type(value) is Unknown)

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
    """What a residence decides: the case as rules see it and the parameters that can be used."""

    household: HouseholdRecord
    parameters: ParameterSet


class Case:
    """One question on its way through the rules. What one run found is used again wherever another asks the same."""

    def __init__(self, request: DeterminationRequest, parameters: ParameterSet, ruleset: Ruleset) -> None:
        self._request, self._parameters, self._ruleset = request, parameters, ruleset
        self._made: Made = {}
        self._places: dict[str, _Place] = {}
        self._members: dict[tuple[int, frozenset[tuple[str, int]]], MemberRecord] = {}
        self._parts: dict[tuple[Any, ...], _Part | Split] = {}
        self.work = 0
        """Rule calls made so far; those that were found made already do not count."""

    def run_unit(self, programme: Programme, place: int | None) -> UnitRuns:
        """Run a programme for the household or for one person."""
        recipe = RECIPES[programme]

        def run(assumed: Assumptions) -> Run:
            part = self._part(recipe.family or recipe.procedure, assumed)
            if place is not None:
                part = _both(part, self._part(recipe.procedure, assumed, place, part.finding), place)
            return self._ended(part, recipe, assumed)

        return UnitRuns(programme, place, explore(run, lambda: self.work < MOST_WORK), self._ruleset)

    def _part(self, procedure: str, assumed: Assumptions, place: int | None = None, family: Any = ()) -> _Part:
        """Return what a procedure finds, run once for each choice of the facts that it meets."""
        met: Chosen = {}
        about = (procedure, place, *(each if type(each) is bool else id(each) for each in family))
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
        residence = self._residence(assumed)
        here, members, ruleset = self._place(residence), self._records(assumed), self._ruleset
        doubts: list[int] = []
        numbers = Numbers(here.parameters, residence, lambda: doubts.append(ruleset.calls_made()))
        given = (members,) if place is None else (members[place], family)
        try:
            finding, calls = ruleset.record(procedure, here.household, *given, numbers, made=self._made)
        finally:
            self.work += ruleset.calls_made()
        certain = calls[: min(doubts, default=len(calls))]
        return _Part(finding, tuple(certain), _needed(calls, numbers.missing), bool(doubts))

    def _place(self, residence: str) -> _Place:
        if residence not in self._places:
            parameters, request = usable(self._parameters, residence), self._request
            published = parameters.get("pension.central_basic", residence) is not None
            household = household_record(
                residence, request.dates, request.as_of, central_pension_is_published=published
            )
            self._places[residence] = _Place(household, parameters)
        return self._places[residence]

    def _records(self, assumed: Assumptions) -> tuple[MemberRecord, ...]:
        own: dict[str, list[tuple[str, int]]] = {}
        for fact, index in assumed.chosen.items():
            own.setdefault(_member_of(fact), []).append((fact, index))
        shared = own.get("", [])
        places = range(len(self._request.facts.members))
        return tuple(self._record(place, frozenset(shared + own.get(str(place), []))) for place in places)

    def _record(self, place: int, chosen: frozenset[tuple[str, int]]) -> MemberRecord:
        """Return a member as rules see him; what is chosen of others leaves him as he is."""
        key = (place, chosen)
        if key not in self._members:
            request = self._request
            self._members[key] = member_record(request.facts, place, request.as_of, Assumptions(dict(chosen)))
        return self._members[key]

    def _residence(self, assumed: Assumptions) -> str:
        given = self._request.facts.residence
        residence = assumed.value("/residence", ("URBAN", "RURAL")) if given is None else given.value
        if type(residence) is Unknown:
            raise Split(residence)
        return str(residence)

    def _ended(self, part: _Part, recipe: Recipe, assumed: Assumptions) -> Run:
        residence = self._residence(assumed)
        if part.missing:
            return Run(Outcome.MISSING_PARAMETER, None, part.calls, part.missing, residence)
        finding = Finding(*_known(part.finding))
        return Run(_outcome(finding, part.calls, recipe, self._ruleset), finding, part.calls, (), residence)


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


def _needed(calls: list[Call], missing: list[str]) -> tuple[str, ...]:
    """Return the missing standards but for those that only rules not in force were given: these need none."""
    if not missing:
        return ()
    idle, given = (
        {each.key for call in calls if call.rule.in_force is force for each in call.arguments if type(each) is Missing}
        for force in (False, True)
    )
    return tuple(key for key in missing if key not in idle - given)


def _known(finding: Any) -> list[Any]:
    """Return the values of a finding; one that hangs on an unknown fact splits the run."""
    for value in finding:
        if type(value) is Unknown:
            raise Split(value)
    return list(finding)


def _outcome(finding: Finding, calls: tuple[Call, ...], recipe: Recipe, ruleset: Ruleset) -> Outcome:
    if not finding.applies:
        return Outcome.NOT_APPLICABLE
    if not finding.qualifies:
        return Outcome.NOT_ELIGIBLE if _failed_in_force(calls, recipe, ruleset) else Outcome.NOT_APPLICABLE
    return Outcome.EXCLUDED if finding.barred else Outcome.ELIGIBLE


def _failed_in_force(calls: tuple[Call, ...], recipe: Recipe, ruleset: Ruleset) -> bool:
    """Return whether a rule in force is among what the failure ends in; where all are, one is."""
    if ruleset.is_all_in_force:
        return True
    return any(call.rule.in_force for call in _ends(reasons(calls, recipe.decided_by, ruleset)))


def _refused_by(run: Run, recipe: Recipe, ruleset: Ruleset) -> list[Call]:
    """Return the tests that failed, of a run by which nothing is paid."""
    if run.finding is None or run.outcome is Outcome.ELIGIBLE:
        return []
    if run.outcome is Outcome.EXCLUDED:
        return [call for call in run.calls if call.rule.name == "is_barred_by_tekun"][-1:]
    if not run.finding.applies:
        return _ends(reasons(run.calls, recipe.opened_by, ruleset))
    failed = reasons(run.calls, recipe.decided_by, ruleset)
    return failed if run.outcome is Outcome.NOT_APPLICABLE else [call for call in failed if call.rule.in_force]


def _ends(failed: list[Call]) -> list[Call]:
    """Return the failed tests that do not merely repeat another failed test."""
    names = {call.rule.name for call in failed}
    return [call for call in failed if not names & {name for name, _ in call.rule.arguments}]


def _common(sequences: Iterable[Sequence[Call]]) -> list[Call]:
    """Return the calls of the first run that every run made."""
    runs = iter(sequences)
    calls = list(next(runs, ()))
    for other in runs:
        keys = {call.key for call in other}
        calls = [call for call in calls if call.key in keys]
    return calls
