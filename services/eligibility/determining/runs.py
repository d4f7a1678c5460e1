"""Running a programme for one unit: once for each combination of the unknown facts that matter, and what comes out."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from services.eligibility.determining.records import MemberRecord, household_record, member_records
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.parameters import Numbers, ParameterSet
from services.eligibility.engine.reasons import reasons
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Assumptions, Exploration, Missing, Split, Unknown, explore
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


@dataclass(frozen=True, slots=True)
class Run:
    """One run to its end."""

    outcome: Outcome
    finding: Finding | None
    calls: tuple[Call, ...]
    refused_by: tuple[Call, ...]
    missing: tuple[str, ...]
    residence: str

    @property
    def signature(self) -> tuple[Any, ...]:
        """What has to agree between runs for the result to be settled."""
        paid = self.finding.amount if self.finding is not None and self.outcome is Outcome.ELIGIBLE else 0
        return (self.outcome, paid, self.missing)


@dataclass(frozen=True)
class UnitRuns:
    """All runs of one programme for one unit."""

    programme: Programme
    place: int | None
    exploration: Exploration

    @cached_property
    def runs(self) -> list[Run]:
        """The runs, one for each combination that was tried."""
        return [leaf.result for leaf in self.exploration.leaves]

    @cached_property
    def is_settled(self) -> bool:
        """Whether every combination of the unknown facts leads to the same result."""
        return not self.exploration.too_many and len({run.signature for run in self.runs}) == 1

    @cached_property
    def deciding(self) -> list[tuple[str, bool]]:
        """The unknown facts the result hangs on, each with whether knowing it alone would settle the result."""
        return [(fact, self.exploration.settled_by(fact, _signature)) for fact in self.exploration.deciding(_signature)]

    @property
    def outcome(self) -> Outcome:
        """The one outcome, or UNDETERMINED."""
        return self.runs[0].outcome if self.is_settled else Outcome.UNDETERMINED

    @cached_property
    def certain_calls(self) -> list[Call]:
        """Calls that every run made alike: what may be shown without assuming anything; of a person, his own and once."""
        if self.exploration.too_many:
            return []
        calls = _common([run.calls for run in self.runs])
        if self.place is None:
            return calls
        own = {call.key: call for call in calls if call.person in {None, self.place}}
        return list(own.values())

    @cached_property
    def certain_reasons(self) -> list[Call]:
        """Failed tests that every run shares."""
        return _common([run.refused_by for run in self.runs])


@cache
def ruleset_on(day: str) -> Ruleset:
    """Return the rules in force on a day; days with the same rules give the same version."""
    return _same_text(Ruleset(BOOK, day))


_RULESETS: dict[str, Ruleset] = {}


def _same_text(ruleset: Ruleset) -> Ruleset:
    return _RULESETS.setdefault(ruleset.version, ruleset)


@dataclass(frozen=True, slots=True)
class _Part:
    """One procedure run once: what it found, the calls that are certain, the standards that were missing."""

    finding: Any
    calls: tuple[Call, ...]
    missing: tuple[str, ...]
    in_doubt: bool
    """A branch hung on a missing standard: what would have followed is not known."""


class Case:
    """One question on its way through the rules; what is found of the family is kept for all its persons."""

    def __init__(self, request: DeterminationRequest, parameters: ParameterSet, ruleset: Ruleset) -> None:
        self._request, self._ruleset = request, ruleset
        self._parameters = parameters
        self._members: dict[frozenset[tuple[str, int]], tuple[MemberRecord, ...]] = {}
        self._families: dict[frozenset[tuple[str, int]], _Part | Split] = {}

    def run_unit(self, programme: Programme, place: int | None) -> UnitRuns:
        """Run a programme for the household or for one person."""
        recipe = RECIPES[programme]

        def run(assumed: Assumptions) -> Run:
            if place is None:
                return self._ended(self._run(recipe.procedure, assumed), recipe, assumed)
            family = self._family(recipe.family, assumed)
            own = self._run(recipe.procedure, assumed, place, family.finding)
            calls = family.calls if family.in_doubt else (*family.calls, *own.calls)
            missing = tuple(dict.fromkeys((*family.missing, *own.missing)))
            return self._ended(_Part(own.finding, calls, missing, own.in_doubt), recipe, assumed)

        return UnitRuns(programme, place, explore(run))

    def _family(self, procedure: str, assumed: Assumptions) -> _Part:
        """Return how the family stands, run once for each choice of the facts that it meets."""
        met: dict[str, int] = {}
        while True:
            key = frozenset(met.items())
            if key not in self._families:
                try:
                    self._families[key] = self._run(procedure, Assumptions(dict(met)))
                except Split as split:
                    self._families[key] = split
            found = self._families[key]
            facts = {found.fact} if isinstance(found, Split) else _unknown_in(found)
            chosen = {fact: assumed.chosen[fact] for fact in facts if fact in assumed.chosen}
            if chosen:
                met |= chosen
            elif isinstance(found, Split):
                raise found
            else:
                return found

    def _run(self, procedure: str, assumed: Assumptions, place: int | None = None, family: Any = None) -> _Part:
        residence = self._residence(assumed)
        request, ruleset = self._request, self._ruleset
        parameters = usable(self._parameters, residence)
        members = self._records(assumed)
        doubts: list[int] = []
        numbers = Numbers(parameters, residence, lambda: doubts.append(ruleset.calls_made()))
        household = household_record(
            residence,
            request.dates,
            request.as_of,
            central_pension_is_published=parameters.get("pension.central_basic", residence) is not None,
        )
        given = (members,) if place is None else (members[place], family)
        finding, calls = ruleset.record(procedure, household, *given, numbers)
        certain = calls[: min(doubts, default=len(calls))]
        missing = _needed(calls, numbers.missing)
        return _Part(finding, tuple(certain), missing, bool(doubts))

    def _records(self, assumed: Assumptions) -> tuple[MemberRecord, ...]:
        key = frozenset(assumed.chosen.items())
        if key not in self._members:
            self._members[key] = member_records(self._request.facts, self._request.as_of, assumed)
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
            return Run(Outcome.MISSING_PARAMETER, None, part.calls, (), part.missing, residence)
        outcome, refused_by = _outcome(part.finding, list(part.calls), recipe, self._ruleset)
        return Run(outcome, Finding(*_known(part.finding)), part.calls, tuple(refused_by), (), residence)


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
    idle, given = (
        {each.key for call in calls if call.rule.in_force is force for each in call.arguments if type(each) is Missing}
        for force in (False, True)
    )
    return tuple(key for key in missing if key not in idle - given)


def _unknown_in(part: _Part) -> set[str]:
    values = (value for call in part.calls for value in (*call.arguments, call.result))
    return {value.fact for value in (*values, *part.finding) if type(value) is Unknown}


def _known(finding: Any) -> list[Any]:
    """Return the values of a finding; one that hangs on an unknown fact splits the run."""
    for value in finding:
        if type(value) is Unknown:
            raise Split(value)
    return list(finding)


def _outcome(finding: Any, calls: list[Call], recipe: Recipe, ruleset: Ruleset) -> tuple[Outcome, list[Call]]:
    if not finding.applies:
        return Outcome.NOT_APPLICABLE, _ends(reasons(calls, recipe.opened_by, ruleset))
    if not finding.qualifies:
        failed = reasons(calls, recipe.decided_by, ruleset)
        if all(not call.rule.in_force for call in _ends(failed)):
            return Outcome.NOT_APPLICABLE, failed
        return Outcome.NOT_ELIGIBLE, [call for call in failed if call.rule.in_force]
    if finding.barred:
        return Outcome.EXCLUDED, [call for call in calls if call.rule.name == "is_barred_by_tekun"][-1:]
    return Outcome.ELIGIBLE, []


def _ends(failed: list[Call]) -> list[Call]:
    """Return the failed tests that do not merely repeat another failed test."""
    names = {call.rule.name for call in failed}
    return [call for call in failed if not names & {name for name, _ in call.rule.arguments}]


def _common(sequences: list[tuple[Call, ...]]) -> list[Call]:
    if len(sequences) < 2:
        return [call for calls in sequences for call in calls]
    shared = set.intersection(*({call.key for call in calls} for calls in sequences))
    return [call for call in sequences[0] if call.key in shared]


def _signature(run: Run) -> tuple[Any, ...]:
    return run.signature
