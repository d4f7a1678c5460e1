"""The runs of a programme for one unit, one for each combination of the unknown facts that matter, and what comes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.eligibility.determining.found import Found
from services.eligibility.determining.recipes import RECIPES, Recipe
from services.eligibility.engine.reasons import reasons
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Exploration
from shared.schemas.determination_codes import Outcome, Programme


@dataclass(frozen=True, slots=True)
class Run:
    """One run to its end."""

    outcome: Outcome
    found: Found | None
    calls: tuple[Call, ...]
    missing: tuple[str, ...]
    residence: str


Signature = tuple[Outcome, tuple[int, ...], tuple[str, ...]]


def _signature(run: Run) -> Signature:
    """Return what has to agree between runs for the result to be settled."""
    return (run.outcome, () if run.found is None else run.found.comes_to, run.missing)


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

    @property
    def comes_to(self) -> Signature:
        """What the runs of a settled unit come to."""
        return _signature(self.runs[0])

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
        """Failed tests that every run shares, of a result by which nothing is paid; of one that is paid, why it is less."""
        recipe = RECIPES[self.programme]
        return _common(_refused_by(run, recipe, self.ruleset) for run in self.runs)


def outcome_of(found: Found, calls: tuple[Call, ...], recipe: Recipe, ruleset: Ruleset) -> Outcome:
    """Return what was found comes to."""
    if not found.applies:
        return Outcome.NOT_APPLICABLE
    if not found.qualifies:
        return Outcome.NOT_ELIGIBLE if _failed_in_force(calls, recipe, ruleset) else Outcome.NOT_APPLICABLE
    return Outcome.EXCLUDED if found.barred_by else Outcome.ELIGIBLE


def _failed_in_force(calls: tuple[Call, ...], recipe: Recipe, ruleset: Ruleset) -> bool:
    """Return whether a rule in force is among what the failure ends in; where all are, one is."""
    if ruleset.is_all_in_force:
        return True
    return any(call.rule.in_force for call in _ends(reasons(calls, recipe.decided_by, ruleset)))


def _refused_by(run: Run, recipe: Recipe, ruleset: Ruleset) -> list[Call]:
    """Return the tests that failed, of a run by which nothing is paid, or the bars by which less is."""
    if run.found is None:
        return []
    if run.outcome is Outcome.ELIGIBLE:
        return [call for call in run.calls if call.rule.name in recipe.lessened_by and call.result is True]
    if run.outcome is Outcome.EXCLUDED:
        return [call for call in run.calls if call.rule.name in recipe.barred_by and call.result][-1:]
    if not run.found.applies:
        return _ends(reasons(run.calls, recipe.opened_by, ruleset))
    failed = reasons(run.calls, recipe.decided_by, ruleset)
    if recipe.refused_by:
        failed += [call for call in reasons(run.calls, recipe.refused_by, ruleset) if call not in failed]
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
