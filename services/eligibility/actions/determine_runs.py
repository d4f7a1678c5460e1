"""Running a programme for one unit: once for each combination of the unknown facts that matter, and what comes out."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from services.eligibility.actions.determine_records import household_record, member_records
from services.eligibility.engine.parameters import Numbers, ParameterSet
from services.eligibility.engine.reasons import reasons
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Assumptions, Exploration, Split, Unknown, explore
from services.eligibility.rules import dibao, marginal, single_person
from services.eligibility.rules.book import BOOK, Finding
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationRequest


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a programme is run: its procedure, the rule that opens it, the rule that decides it."""

    procedure: str
    opened_by: str
    decided_by: str
    for_persons: bool


RECIPES: dict[Programme, Recipe] = {
    Programme.DIBAO: Recipe(
        dibao.determine_dibao.__name__, "has_counted_members", dibao.qualifies_for_dibao.__name__, for_persons=False
    ),
    Programme.MARGINAL: Recipe(
        marginal.determine_marginal.__name__,
        marginal.is_outside_dibao_and_tekun.__name__,
        marginal.is_marginal_family.__name__,
        for_persons=False,
    ),
    Programme.DIBAO_SINGLE_PERSON: Recipe(
        single_person.determine_single_person.__name__,
        single_person.is_not_split_from_family.__name__,
        single_person.qualifies_as_single_person.__name__,
        for_persons=True,
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


@dataclass(frozen=True, slots=True)
class UnitRuns:
    """All runs of one programme for one unit."""

    programme: Programme
    place: int | None
    exploration: Exploration

    @property
    def runs(self) -> list[Run]:
        """The runs, one for each combination that was tried."""
        return [leaf.result for leaf in self.exploration.leaves]

    @property
    def is_settled(self) -> bool:
        """Whether every combination of the unknown facts leads to the same result."""
        return not self.exploration.too_many and len({run.signature for run in self.runs}) == 1

    @property
    def outcome(self) -> Outcome:
        """The one outcome, or UNDETERMINED."""
        return self.runs[0].outcome if self.is_settled else Outcome.UNDETERMINED

    @property
    def certain_calls(self) -> list[Call]:
        """Calls that every run made alike: what may be shown without assuming anything; of a person, his own and once."""
        if self.exploration.too_many:
            return []
        calls = _common([run.calls for run in self.runs])
        if self.place is None:
            return calls
        own = {_key(call): call for call in calls if call.person in {None, self.place}}
        return list(own.values())

    @property
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


def run_unit(
    request: DeterminationRequest, programme: Programme, place: int | None, parameters: ParameterSet, ruleset: Ruleset
) -> UnitRuns:
    """Run a programme for the household or for one person."""
    recipe = RECIPES[programme]

    def run(assumed: Assumptions) -> Run:
        given = request.facts.residence
        residence = assumed.value("/residence", ("URBAN", "RURAL")) if given is None else given.value
        if type(residence) is Unknown:
            raise Split(residence)
        members = member_records(request.facts, request.as_of, assumed)
        in_doubt_from: list[int] = []
        numbers = Numbers(parameters, residence, lambda: in_doubt_from.append(ruleset.calls_made()))
        household = household_record(residence, request.dates, request.as_of)
        unit = () if place is None else (members[place],)
        finding, calls = ruleset.record(recipe.procedure, household, members, *unit, numbers)
        certain = calls[: min(in_doubt_from, default=len(calls))]
        return _run(finding, certain, recipe, ruleset, numbers.missing, residence)

    return UnitRuns(programme, place, explore(run))


def _run(finding: Any, calls: list[Call], recipe: Recipe, ruleset: Ruleset, missing: list[str], residence: str) -> Run:
    if missing:
        return Run(Outcome.MISSING_PARAMETER, None, tuple(calls), (), tuple(missing), residence)
    outcome, refused_by = _outcome(finding, calls, recipe, ruleset)
    return Run(outcome, Finding(*_known(finding)), tuple(calls), tuple(refused_by), (), residence)


def _known(finding: Any) -> list[Any]:
    """Return the values of a finding; one that hangs on an unknown fact splits the run."""
    for value in finding:
        if type(value) is Unknown:
            raise Split(value)
    return list(finding)


def _outcome(finding: Any, calls: list[Call], recipe: Recipe, ruleset: Ruleset) -> tuple[Outcome, list[Call]]:
    if not finding.applies:
        return Outcome.NOT_APPLICABLE, [call for call in calls if call.rule.name == recipe.opened_by][-1:]
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
    shared = set.intersection(*({_key(call) for call in calls} for calls in sequences))
    return [call for call in sequences[0] if _key(call) in shared]


def _key(call: Call) -> tuple[Any, ...]:
    return (call.rule.name, call.person, repr(call.arguments), repr(call.result))
