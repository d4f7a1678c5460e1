"""Making a determination (认定测算): pure, from a question and the parameters in force. The answer is a proposal (D-19)."""

from dataclasses import dataclass
from typing import Any

from services.eligibility.determining import cautions
from services.eligibility.determining.case import Case
from services.eligibility.determining.children import child_categories
from services.eligibility.determining.combinations import Choice, Matrix, Option, combinations, monthly_sum, ranked
from services.eligibility.determining.doubts import doubted, hangs_on, to_verify, without
from services.eligibility.determining.impossible import refuse_the_impossible
from services.eligibility.determining.missing import missing_facts, missing_parameters
from services.eligibility.determining.placing import option_of, placed
from services.eligibility.determining.recipes import RECIPES, ruleset_on
from services.eligibility.determining.results import Context, not_in_force, result_of
from services.eligibility.determining.runs import UnitRuns
from services.eligibility.determining.transfers import transferred
from services.eligibility.determining.worlds import Group, groups_to_leave_out, is_whole, persons_of, without_them
from services.eligibility.engine import explain
from services.eligibility.engine.codes import Rounding
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.rules.book import BOOK
from shared.schemas.determination_codes import Outcome, Programme, UnitKind
from shared.schemas.determinations import (
    AlternativeUnit,
    Caution,
    ChildCategoryView,
    Combination,
    DeterminationAnswer,
    DeterminationRequest,
    FactToVerify,
    Held,
    OpenResult,
    ProcedureNumbers,
    ProgrammeResult,
    UnitView,
)

Unit = tuple[Programme, str | None]


@dataclass(frozen=True, slots=True)
class Determined:
    """An answer with what is kept beside it: the rule set that made it and the compact trace."""

    answer: DeterminationAnswer
    ruleset: Ruleset
    trace: list[dict[str, Any]]


def determine(request: DeterminationRequest, parameters: ParameterSet, ruleset: Ruleset | None = None) -> Determined:
    """Answer a question; the same question with the same parameters and rules always gives the same answer.

    Without ``ruleset`` the present rules of the day asked for apply; a replay brings the text that was kept.
    """
    programmes = _programmes(request)
    refuse_the_impossible(request)
    context = Context(request, parameters, ruleset or ruleset_on(request.as_of.isoformat()))
    case = Case(request, parameters, context.ruleset)
    units = _units(case, programmes)
    doubts = doubted(request, parameters)
    again = _units(Case(without(request, doubts), parameters, context.ruleset), programmes) if doubts else units
    results = [
        result_of(unit, context, provisional=hangs_on(doubts, unit, unsure))
        for unit, unsure in zip(units, again, strict=True)
    ]
    for programme in programmes:
        if programme.value not in context.ruleset.programmes:
            results += [
                not_in_force(programme, None if place is None else context.refs[place], context, _beginning(programme))
                for place in _places(programme, request)
            ]
    verify = to_verify(doubts, units, again, request)
    answer = _answer(results, units, context, verify, child_categories(case, context))
    return Determined(answer, context.ruleset, [_trace(unit, context) for unit in units])


def _units(case: Case, programmes: list[Programme]) -> list[UnitRuns]:
    """Run every programme whose rules are in force, for each of its units."""
    return [
        case.run_unit(programme, place)
        for programme in programmes
        if programme.value in case.ruleset.programmes
        for place in _places(programme, case.request)
    ]


def _programmes(request: DeterminationRequest) -> list[Programme]:
    return list(dict.fromkeys(request.programmes or RECIPES))


def _places(programme: Programme, request: DeterminationRequest) -> list[int | None]:
    """Return the units of a programme: the household, or each person by his place in the request."""
    return [*range(len(request.facts.members))] if RECIPES[programme].for_persons else [None]


def _beginning(programme: Programme) -> tuple[str, str, str]:
    """Return since when a programme is there, by which clause, and the rule that says so (the clause where none does)."""
    first = min((each for each in BOOK.procedures if each.programme == programme.value), key=lambda each: each.since)
    return first.since, first.clause, RECIPES[programme].dated_by or first.clause


def _answer(
    results: list[ProgrammeResult],
    units: list[UnitRuns],
    context: Context,
    verify: list[FactToVerify],
    categories: list[ChildCategoryView],
) -> DeterminationAnswer:
    request = context.request
    matrix = Matrix(context.ruleset, _rounding(context.parameters))
    ways = [_Way(request, (), results), *(_way(group, context) for group in groups_to_leave_out(results))]
    choices = ranked(choice for way in ways for choice in way.choices(matrix))
    best: Choice = choices[0] if choices else ()
    results = [placed(result, best, matrix, request) for result in results]
    results = transferred(results, context.ruleset, request)
    still_open, in_doubt = _still_open(results), any(result.provisional for result in results)
    return DeterminationAnswer(
        as_of=request.as_of,
        procedure=_procedure(context.parameters),
        results=results,
        best=_combination(best, best, still_open, in_doubt=in_doubt),
        alternatives=[_combination(choice, best, still_open, in_doubt=in_doubt) for choice in choices[1:]],
        alternative_units=[way.unit() for way in ways[1:]],
        missing_facts=missing_facts(units, request.facts),
        missing_parameters=missing_parameters(units, request.facts.division, request.as_of),
        warnings=_warnings(results, units, context),
        to_verify=verify,
        child_categories=categories,
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to take the family in: whom it leaves out, what provides for them, and what is found of the others."""

    request: DeterminationRequest
    group: Group
    results: list[ProgrammeResult]

    def choices(self, matrix: Matrix) -> list[Choice]:
        """Return the combinations of this way; who is left out of the family has to be provided for in each."""
        eligible = [result for result in self.results if result.outcome is Outcome.ELIGIBLE]
        found = combinations([option_of(result, self.request) for result in eligible], matrix)
        return [choice for choice in found if is_whole(choice, self.group)]

    def unit(self) -> AlternativeUnit:
        """Return what is found of the family without them."""
        return AlternativeUnit(
            without=sorted(persons_of(self.group)),
            provided_by=[
                Held(programme=each.programme, unit=each.unit, monthly_amount=each.monthly_amount or 0)
                for each in self.group
            ],
            results=[result for result in self.results if result.unit.person is None],
        )


def _way(group: Group, context: Context) -> _Way:
    """Ask once more, as if these persons received what they are entitled to."""
    request = without_them(context.request, group)
    left_out = sorted(persons_of(group))
    case = Case(request, context.parameters, context.ruleset)
    there = Context(request, context.parameters, context.ruleset)
    results = [result_of(unit, there) for unit in _units(case, _programmes(request))]
    return _Way(request, group, [_marked(result, left_out) for result in results])


def _marked(result: ProgrammeResult, left_out: list[str]) -> ProgrammeResult:
    if result.unit.person is not None:
        return result
    return result.model_copy(update={"unit": result.unit.model_copy(update={"without": left_out})})


def _rounding(parameters: ParameterSet) -> int:
    """Return how a share is rounded; where that is not published no 低保 amount is found either, and nothing is shared."""
    known = parameters.get("rounding.amount", None) is not None
    return parameters.number("rounding.amount", None) if known else Rounding.FEN_HALF_UP


def _procedure(parameters: ParameterSet) -> ProcedureNumbers:
    """Return how the days of a notice count (D-13) and the intervals of review that are published (RV-01, RV-02)."""
    start_day = parameters.get("notice.count_start_day", None)
    return ProcedureNumbers(
        notice_counts_start_day=start_day is not None and bool(start_day.value),
        review_months={
            each: parameters.number(f"review.{each}.months", None)
            for each in ("A", "B")
            if parameters.get(f"review.{each}.months", None) is not None
        },
    )


def _still_open(results: list[ProgrammeResult]) -> list[OpenResult]:
    """Return the results not known yet: once they are, another combination may be the best."""
    return [
        OpenResult(programme=result.programme, unit=result.unit, outcome=result.outcome)
        for result in results
        if result.outcome in {Outcome.UNDETERMINED, Outcome.MISSING_PARAMETER}
    ]


def _combination(choice: Choice, best: Choice, still_open: list[OpenResult], *, in_doubt: bool) -> Combination:
    held = [
        Held(programme=option.programme, unit=_unit_view(option), monthly_amount=option.amount) for option in choice
    ]
    return Combination(
        held=held,
        monthly_sum=monthly_sum(choice),
        difference=monthly_sum(choice) - monthly_sum(best),
        provisional=in_doubt or bool(still_open),
        open_results=still_open,
    )


def _unit_view(option: Option) -> UnitView:
    kind = UnitKind.HOUSEHOLD if option.person is None else UnitKind.PERSON
    return UnitView(kind=kind, person=option.person, without=sorted(option.without))


def _warnings(results: list[ProgrammeResult], units: list[UnitRuns], context: Context) -> list[Caution]:
    """Return every warning once; those about parameters are gathered over all results."""
    calls = [call for unit in units for call in unit.certain_calls]
    residence = next((run.residence for unit in units for run in unit.runs), None)
    gathered = [
        *cautions.of_request(context.request),
        *(each for result in results for each in result.warnings if each.code not in cautions.ON_PARAMETERS),
        *cautions.of_parameters(calls, context.parameters, residence),
    ]
    return list({(each.code, each.person, each.sentence): each for each in gathered}.values())


def _trace(unit: UnitRuns, context: Context) -> dict[str, Any]:
    """Return what is kept of one unit; the explanation is made again from it."""
    return {
        "programme": unit.programme.value,
        "person": None if unit.place is None else context.refs[unit.place],
        "residence": unit.runs[0].residence if unit.runs else None,
        "outcome": unit.outcome.value,
        "calls": explain.compact(unit.certain_calls),
    }
