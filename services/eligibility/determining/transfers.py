"""Where a review sends who leaves a programme (转入, RV-07): the household or the person, to what he is found to qualify for.

A programme's own rules find that it ends; only beside the other results of the same answer is it known where he goes.
What was not asked about, or is not known yet, takes nobody in, and the benefit is simply stopped.
"""

from services.eligibility.determining.item_records import holds_on
from services.eligibility.determining.sentences import sentence_of
from services.eligibility.determining.steps import reason_views
from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.rules.review import is_transferred
from shared.schemas.determination_codes import Outcome, Programme, ReviewOutcome
from shared.schemas.determinations import DeterminationRequest, ProgrammeResult

_RULE = is_transferred.__name__


def transferred(
    results: list[ProgrammeResult], ruleset: Ruleset, request: DeterminationRequest
) -> list[ProgrammeResult]:
    """Return the results, each stopped one as a transfer where another takes its place; a rule set without the rule has none."""
    if _RULE not in ruleset.rules:
        return results
    return [_looked_at(result, results, ruleset, request) for result in results]


def _looked_at(
    result: ProgrammeResult, results: list[ProgrammeResult], ruleset: Ruleset, request: DeterminationRequest
) -> ProgrammeResult:
    if not (result.review_outcome is ReviewOutcome.STOP or _gives_way_under_review(result)) or _has_died(
        result, request
    ):
        return result
    for other in results:
        if _takes_in(other, result) and not _is_held(other, request):
            call = _asked(ruleset, result.programme, other.programme)
            if call.result:
                return _handed_over(result, other.programme, call)
    return result


def _gives_way_under_review(result: ProgrammeResult) -> bool:
    """Tell what is held and still fits, but gives way to what is found beside it (4.13)."""
    return result.review_outcome is not None and result.outcome is Outcome.EXCLUDED


def _has_died(result: ProgrammeResult, request: DeterminationRequest) -> bool:
    """Return whether the only person it is for is dead: he goes nowhere."""
    return any(each.ref == result.unit.person and each.died_on is not None for each in request.facts.members)


def _takes_in(other: ProgrammeResult, result: ProgrammeResult) -> bool:
    """Return whether a programme is found for the same person or family, or for the family he counts in."""
    if other.outcome is not Outcome.ELIGIBLE:
        return False
    if other.unit.person == result.unit.person:
        return True
    return other.unit.person is None and any(
        each.person == result.unit.person and each.counted for each in other.counted_members
    )


def _is_held(other: ProgrammeResult, request: DeterminationRequest) -> bool:
    """Return whether the other is received now already: nobody is sent where he is."""
    return any(
        benefit.programme == other.programme
        and benefit.person == other.unit.person
        and holds_on(request.as_of, benefit.start_on, benefit.end_on)
        for benefit in request.facts.current_benefits
    )


def _asked(ruleset: Ruleset, held: Programme, other: Programme) -> Call:
    arguments = (AssistanceProgramme[held.name], AssistanceProgramme[other.name])
    return Call(ruleset.rules[_RULE], arguments, ruleset.plain[_RULE](*arguments), None)


def _handed_over(result: ProgrammeResult, other: Programme, call: Call) -> ProgrammeResult:
    """Return the result as a transfer, with the rule that says where it goes beside the reasons it ends for."""
    why = [each.model_copy(update={"person": result.unit.person}) for each in reason_views([call], [])]
    changed = result.model_copy(
        update={
            "review_outcome": ReviewOutcome.TRANSFER,
            "settled_by": other.value,
            "reasons": [*result.reasons, *why],
        }
    )
    return changed.model_copy(update={"sentence": sentence_of(changed)})
