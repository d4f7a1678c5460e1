"""A household gets in a batch what it gets alone, whatever its amounts, its standards and its day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.eligibility.batch.runner import Runner
from services.eligibility.determining.answers import determine
from services.eligibility.determining.recipes import ruleset_on
from services.eligibility.engine.values import month_number
from shared.schemas.determination_codes import Programme
from tests.support.households import facts
from tests.support.populations import scenario_of, together
from tests.support.questions import parameters, question

DAY = "2024-05-10"
EARLY = "2021-08-02"
PROGRAMMES = (Programme.DIBAO, Programme.MARGINAL, Programme.DIBAO_SINGLE_PERSON)
LARGEST = "9999999999.99"
BANDS = [{"income_below": "300.00", "per_person": "260.00"}, {"income_below": "500.00", "per_person": "120.00"}]
SETS = {
    "difference": {},
    "bands": {"lb__amount_method": "BANDED", "lb__bands": BANDS},
    "gap": {"lb__bands": BANDS[:1], "lb__amount_method": "BANDED"},
    "no deduction published": {"without": ("ded.employment.method", "property.exemptions")},
    "no line": {"without": ("lb.line",)},
    "shares": {
        "single__amount_method": "PERCENT_OF_LINE",
        "single__ratio": "0.333",
        "ded__employment__method": "FIXED",
        "ded__employment__fixed": "123.45",
        "rounding__amount": "YUAN_CEIL",
    },
    "no standard for a rule": {"without": ("marginal.multiplier",)},
    "a line beyond all measure": {"lb__line": LARGEST, "marginal__multiplier": "999999.999"},
}


def asked(given_facts, on, *, huge=()):
    rest = {key: value for key, value in given_facts.items() if key != "members"}
    for place in huge:
        items = [(each, "amount") for each in rest["income_items"]] + [(each, "value") for each in rest["assets"]]
        if items:
            item, amount = items[place % len(items)]
            item[amount] = LARGEST
    return question(*given_facts["members"], as_of=on, programmes=PROGRAMMES, **rest)


def alone(asked_, given_parameters):
    answer = determine(asked_, given_parameters).answer
    return {
        (each.programme, each.unit.person): (
            each.outcome.value,
            each.monthly_amount or 0,
            month_number(month_of(each.start_month)) if each.start_month else 0,
        )
        for each in answer.results
        if each.programme.value in ruleset_on(asked_.as_of.isoformat()).programmes
    }


def month_of(text):
    return date.fromisoformat(f"{text}-01")


@pytest.fixture(scope="module")
def kernels(tmp_path_factory):
    return tmp_path_factory.getbasetemp().parent / "kernels"


def runner_for(name, on, folder, *, compiled):
    given_parameters = parameters(on=on, **SETS[name])
    return Runner((scenario_of(question(as_of=on), given_parameters),), PROGRAMMES, folder, compiled), given_parameters


HOUSEHOLDS = st.lists(st.tuples(facts(), st.lists(st.integers(0, 9), max_size=2)), min_size=1, max_size=6)


@pytest.mark.parametrize("name", SETS)
def test_a_batch_answers_as_a_single_question_does(name, kernels):
    runner, given_parameters = runner_for(name, DAY, kernels, compiled=True)

    @settings(max_examples=40, deadline=None)
    @given(HOUSEHOLDS)
    def check(households):
        questions = [asked(each, DAY, huge=huge) for each, huge in households]
        assert together(questions, runner) == [alone(each, given_parameters) for each in questions]

    check()


@pytest.mark.parametrize(("name", "on"), [("difference", DAY), ("difference", EARLY), ("no line", DAY)])
def test_without_numba_the_answers_are_the_same(name, on, kernels):
    runner, given_parameters = runner_for(name, on, kernels, compiled=False)

    @settings(max_examples=25, deadline=None)
    @given(HOUSEHOLDS)
    def check(households):
        questions = [asked(each, on, huge=huge) for each, huge in households]
        assert together(questions, runner) == [alone(each, given_parameters) for each in questions]

    check()
