"""A result beside the best combination (4.13): what gives way to what, and what is paid as a difference only."""

from services.eligibility.determining.combinations import Choice, Matrix, Option
from services.eligibility.determining.item_records import holds_on
from services.eligibility.determining.sentences import sentence_of
from services.eligibility.determining.steps import reason_views
from services.eligibility.engine.ruleset import Call
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationRequest, ProgrammeResult


def option_of(result: ProgrammeResult, request: DeterminationRequest) -> Option:
    """Return a result as the combinations see it."""
    person = result.unit.person
    counted = frozenset(each.person for each in result.counted_members if each.counted)
    return Option(
        result.programme,
        person,
        result.monthly_amount or 0,
        is_full=result.programme is Programme.DEFACTO_CHILD and result.settled_by is None,
        is_held=any(
            benefit.programme == result.programme
            and benefit.person in {person, None}
            and holds_on(request.as_of, benefit.start_on, benefit.end_on)
            for benefit in request.facts.current_benefits
        ),
        counted=counted,
        without=frozenset(result.unit.without),
    )


def placed(
    result: ProgrammeResult,
    best: Choice,
    matrix: Matrix,
    request: DeterminationRequest,
) -> ProgrammeResult:
    """Return the result as it stands beside the best combination: what is not in it gives way to what is."""
    mine = option_of(result, request)
    if result.outcome is not Outcome.ELIGIBLE and not _hangs_on_hardship_alone(result):
        return result
    held = next((each for each in best if each.is_of(mine)), None)
    if held is not None:
        return _topped_up(result, held, best)
    winners = sorted((option for option in best if matrix.excludes(mine, option)), key=lambda each: bool(each.without))
    if not winners:
        return result
    return _excluded_by(result, winners[0].programme, matrix.bar(mine, winners[0]))


def _hangs_on_hardship_alone(result: ProgrammeResult) -> bool:
    """Tell a living subsidy refused because of the family alone: of whom another programme provides for, that one bars it."""
    return (
        result.programme is Programme.DISABILITY_LIVING
        and result.outcome is Outcome.NOT_ELIGIBLE
        and "DB-10" not in {reason.rule for reason in result.reasons}
    )


def _topped_up(result: ProgrammeResult, held: Option, best: Choice) -> ProgrammeResult:
    """Return a child subsidy as the difference to the 低保 money or living subsidy that is granted at the same time."""
    if result.programme is not Programme.DEFACTO_CHILD or held.amount == result.monthly_amount:
        return result
    shares = any(each.programme is Programme.DIBAO and held.person in each.counted for each in best)
    return _with_difference(result, held.amount, Programme.DIBAO if shares else Programme.DISABILITY_LIVING)


def _excluded_by(result: ProgrammeResult, other: Programme, bar: Call | None) -> ProgrammeResult:
    """Return a result that met its tests but gives way to another (4.13), with the rule that keeps them apart."""
    person = result.unit.person
    changed = result.model_copy(
        update={
            "outcome": Outcome.EXCLUDED,
            "settled_by": other.value,
            "reasons": []
            if bar is None
            else [each.model_copy(update={"person": person}) for each in reason_views([bar], [])],
            "monthly_amount": 0,
            "one_off_amount": None,
            "parts": [],
            "months": [],
            "stages": [],
            "start_month": None,
            "end_month": None,
            "start_month_provisional": False,
        }
    )
    return changed.model_copy(update={"sentence": sentence_of(changed)})


def _with_difference(result: ProgrammeResult, amount: int, money: Programme) -> ProgrammeResult:
    """Return a result of which only the difference to other money is paid (补差, SW-08)."""
    parts = [part.model_copy(update={"amount": amount}) for part in result.parts]
    changed = result.model_copy(update={"monthly_amount": amount, "settled_by": money.value, "parts": parts})
    return changed.model_copy(update={"sentence": sentence_of(changed)})
