"""What an answer refuses to take, warns of and says beside its results."""

import pytest

from services.eligibility.determining.answers import determine
from services.eligibility.determining.recipes import RECIPES
from services.eligibility.errors import ImpossibleFacts
from shared.schemas.determination_codes import Programme
from tests.support.questions import parameters, person, question, row, wages


def answer(request, given=None):
    return determine(request, given or parameters(on=request.as_of.isoformat())).answer


def result(answered, programme, who=None):
    return next(each for each in answered.results if (each.programme, each.unit.person) == (programme, who))


def of(request, programme="DIBAO", who=None, given=None):
    return result(answer(request, given), programme, who)


def couple(**but):
    return [person("A", **but), person("B", "SPOUSE")]


def test_every_programme_of_the_domain_is_answered():
    assert set(RECIPES) == set(Programme)
    assert {each.programme for each in answer(question()).results} == set(Programme)


def test_a_birth_after_the_day_asked_for_is_impossible():
    with pytest.raises(ImpossibleFacts) as refused:
        answer(question(person(birth_date="2021-11-16")))

    assert [error.pointer for error in refused.value.errors] == ["/facts/members/0/birth_date"]


def test_warnings_decide_nothing():
    request = question(
        *couple(),
        soft_signals=["HIGH_UTILITIES"],
        near_relative_of_staff=True,
        provenance=[{"fact": "/assets", "source": "举报", "status": "DISPUTED"}],
        dates={"accepted_on": None},
    )

    answered = answer(request)

    codes = {warning.code for warning in answered.warnings}
    assert {"FURTHER_VERIFICATION", "COUNTY_VISIT_REQUIRED", "DISPUTED_FACT", "ACCEPTED_ON_UNKNOWN"} <= codes
    assert result(answered, "DIBAO").monthly_amount == of(question(*couple())).monthly_amount


def test_parameters_that_are_illustrative_or_unconfirmed_are_told_once():
    warnings = [each for each in answer(question(*couple())).warnings if each.code.endswith("_PARAMETER")]

    assert sorted(each.code for each in warnings) == ["ILLUSTRATIVE_PARAMETER", "UNCONFIRMED_PARAMETER"]
    assert "lb.line" in warnings[0].sentence


def test_a_step_names_the_parameter_with_its_dates_and_document():
    step = next(step for step in of(question(*couple())).steps if step.rule == "LB-02")

    used = step.parameters["lb_line"]
    assert (used.key, used.value, used.document) == ("lb.line", "500.00", "示例〔2021〕1号")
    assert (used.valid_from.isoformat(), used.valid_to) == ("2021-07-01", None)
    assert (step.clause, step.law) == ("2.1-a", "《社会救助暂行办法》（国务院令第649号）第九条")


def test_a_special_group_may_apply_alone_where_the_department_lists_it():
    request = question(
        person("A", special_group="GROUP-1"), person("B", "SPOUSE"), income_items=[wages("90000.00", "B")]
    )

    assert of(request, "DIBAO_SINGLE_PERSON", "A").outcome == "NOT_ELIGIBLE"
    listed = parameters(single__other_groups=["GROUP-1"])
    assert of(request, "DIBAO_SINGLE_PERSON", "A", listed).outcome == "ELIGIBLE"


def test_a_what_if_on_the_line_changes_the_amount():
    changed = parameters().with_values([row("lb.line", "530.50")])

    assert of(question(*couple()), given=changed).monthly_amount == 106100


@pytest.mark.parametrize(
    ("days", "named"),
    [
        ({"handed_in_on": "2021-11-16"}, ["/dates/handed_in_on", "/dates/accepted_on"]),
        ({"accepted_on": "2021-11-16"}, ["/dates/accepted_on"]),
        ({"handed_in_on": "2021-11-15"}, []),
        ({"handed_in_on": "2021-11-12", "accepted_on": "2021-11-11"}, ["/dates/accepted_on"]),
        ({"decided_on": "2021-11-14"}, ["/dates/decided_on"]),
        ({"decided_on": "2021-11-15"}, []),
    ],
)
def test_days_that_cannot_be_are_refused_by_name(days, named):
    if not named:
        assert answer(question(dates=days)).results
        return
    with pytest.raises(ImpossibleFacts) as refused:
        answer(question(dates=days))

    assert [error.pointer for error in refused.value.errors] == named


def codes(answered):
    return {(warning.code.value, warning.person) for warning in answered.warnings}


def test_costs_of_wages_are_told_not_to_come_off():
    answered = answer(question(income_items=[wages("1200.00", costs="100.00")]))

    assert ("COSTS_NOT_TAKEN_OFF", "A") in codes(answered)
    assert result(answered, "DIBAO").income.countable == 120000
    assert ("COSTS_NOT_TAKEN_OFF", "A") not in codes(answer(question(income_items=[wages("1200.00")])))


@pytest.mark.parametrize(
    ("amount", "counted"), [("1116.00", 0), ("1116.01", 1), ("1200.00", 8400)], ids=["at", "over", "well over"]
)
def test_a_central_pension_beyond_the_published_one_counts(amount, counted):
    pension = [{"kind": "CENTRAL_PENSION", "person": "A", "amount": amount}]

    assert of(question(income_items=pension)).income.countable == counted


def test_a_central_pension_that_cannot_be_checked_is_told():
    pension = [{"kind": "CENTRAL_PENSION", "person": "A", "amount": "9999.00"}]

    answered = answer(question(income_items=pension), parameters(without=("pension.central_basic",)))

    assert "PENSION_NOT_PUBLISHED" in {code for code, _ in codes(answered)}
    assert result(answered, "DIBAO").income.countable == 0


def test_what_is_paid_out_of_income_that_stays_out_lowers_no_other():
    items = [wages("2400.00"), {"kind": "HONOURS", "person": "A", "amount": "9000.00", "transfers_out": "2400.00"}]

    assert of(question(income_items=items)).income.countable == 240000


def test_bands_that_do_not_reach_the_line_are_as_good_as_not_published():
    bands = [{"income_below": "499.99", "per_person": "100.00"}]
    short = parameters(lb__amount_method="BANDED", lb__bands=bands)
    bands = [{"income_below": "500.00", "per_person": "100.00"}]
    enough = parameters(lb__amount_method="BANDED", lb__bands=bands)

    found = of(question(), given=short)
    assert (found.outcome, [each.key for each in found.missing_parameters]) == ("MISSING_PARAMETER", ["lb.bands"])
    assert of(question(), given=enough).monthly_amount == 10000


def test_why_nothing_is_paid_is_said_in_the_words_of_the_method():
    bands = [{"income_below": "500.00", "per_person": "0.00"}]
    found = of(question(), given=parameters(lb__amount_method="BANDED", lb__bands=bands))

    told = [warning.sentence for warning in found.warnings if warning.code == "AMOUNT_ROUNDS_TO_ZERO"]
    assert told == ["符合条件，但所属档次的金额为零。"]


def test_deductions_reckoned_from_wages_never_lower_the_income_of_others():
    costs = [
        {"kind": kind, "person": "A", "amount": "9000.00", "evidence": "票据"}
        for kind in ("EMPLOYMENT_COST", "ILLNESS_EXPENSE")
    ]
    ratios = {
        "ded__employment__method": "PERCENT_OF_WAGE",
        "ded__employment__ratio": "0.6",
        "ded__disability_illness__method": "PERCENT_OF_WAGE",
        "ded__disability_illness__ratio": "0.6",
    }
    request = question(*couple(), income_items=[wages("1200.00"), wages("6000.00", "B")], deduction_items=costs)

    found = of(request, given=parameters(**ratios))

    assert (found.income.deducted, found.income.countable) == (120000, 600000)
    amounts = [step.result for step in found.steps if step.title.endswith("按工资比例扣减")]
    assert amounts == ["720.00", "480.00"]


def test_a_cost_without_evidence_is_not_deducted_and_the_step_says_so():
    costs = [{"kind": "EMPLOYMENT_COST", "person": "A", "amount": "1200.00"}]

    found = of(question(income_items=[wages("2400.00")], deduction_items=costs))

    assert found.income.deducted == 0
    assert "没有附凭证，不予扣减。" in [step.sentence for step in found.steps]
    assert all("有政策依据和凭证" not in step.sentence for step in found.steps)
