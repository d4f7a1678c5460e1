"""Facts nobody has stated: named when they decide, passed over when they do not, never taken for an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.eligibility.determining import case
from services.eligibility.determining.answers import determine
from services.eligibility.determining.case import Case
from services.eligibility.determining.recipes import ruleset_on
from shared.schemas.determination_codes import Programme
from tests.support.households import facts
from tests.support.questions import parameters, person, question, unknown_person, wages

PARAMETERS = parameters()

OF_FAMILY = ["DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON"]


def answer(request):
    return determine(request, PARAMETERS).answer


def of(answered, programme, who=None):
    return next(each for each in answered.results if (each.programme, each.unit.person) == (programme, who))


def without(member, *fields):
    return {key: value for key, value in member.items() if key not in fields}


def test_unknown_income_leaves_the_family_undetermined_and_is_named():
    found = of(answer(question(income_items=None)), "DIBAO")

    assert (found.outcome, found.monthly_amount) == ("UNDETERMINED", None)
    assert [(each.fact, each.title) for each in found.missing_facts] == [("/income_items", "收入")]


def test_unknown_income_does_not_matter_where_property_already_refuses():
    rich = [{"kind": "DEPOSIT", "person": "A", "value": "99999.00"}]

    found = of(answer(question(income_items=None, assets=rich)), "DIBAO")

    assert found.outcome == "NOT_ELIGIBLE"
    assert "PRO-03" in {reason.rule for reason in found.reasons}
    assert found.missing_facts == []


@pytest.mark.parametrize(("income", "outcome"), [("6000.00", "NOT_ELIGIBLE"), ("5999.00", "UNDETERMINED")])
def test_unknown_property_matters_only_below_the_line(income, outcome):
    assert of(answer(question(income_items=[wages(income)], assets=None)), "DIBAO").outcome == outcome


def test_an_unknown_birth_date_does_not_matter_for_a_spouse():
    spouse = without(person("B", "SPOUSE"), "birth_date", "student_level", "can_live_independently", "lives_apart")

    found = of(answer(question(person(), spouse)), "DIBAO")

    assert (found.outcome, found.monthly_amount) == ("ELIGIBLE", 100000)


def test_an_unknown_birth_date_matters_for_a_child_who_lives_apart():
    child = without(person("B", "CHILD", lives_apart=True), "birth_date")

    found = of(answer(question(person(), child)), "DIBAO")

    assert found.outcome == "UNDETERMINED"
    assert [(each.fact, each.person) for each in found.missing_facts] == [("/members/1/birth_date", "B")]
    assert {each.person: each.counted for each in found.counted_members} == {"A": True, "B": None}


def test_an_amount_that_hangs_on_an_unknown_fact_is_not_given():
    """Both ways the family qualifies, but for another amount."""
    spouse = without(person("B", "SPOUSE"), "statuses")

    found = of(answer(question(person(), spouse)), "DIBAO")

    assert (found.outcome, found.monthly_amount) == ("UNDETERMINED", None)
    assert [each.fact for each in found.missing_facts] == ["/members/1/statuses"]


@pytest.mark.parametrize(("kind", "decides"), [("PHYSICAL", True), ("NONE", False)])
def test_an_unknown_grade_matters_only_with_a_disability(kind, decides):
    request = question(person(disability={"kind": kind}), income_items=[wages("7000.00", kind="TRANSFER")])
    other = question(
        person(disability={"kind": kind}),
        person("B", "SPOUSE"),
        income_items=[wages("18000.00", "B")],
    )

    assert of(answer(request), "MARGINAL").outcome == "ELIGIBLE"
    assert (of(answer(other), "DIBAO_SINGLE_PERSON", "A").outcome == "UNDETERMINED") is decides


def test_unknown_costs_of_a_business_are_asked_for():
    business = {"kind": "BUSINESS", "person": "A", "amount": "14400.00"}

    undetermined = of(answer(question(income_items=[business])), "DIBAO")

    assert [each.fact for each in undetermined.missing_facts] == ["/income_items/0/costs"]
    assert of(answer(question(income_items=[business | {"costs": "8400.01"}])), "DIBAO").outcome == "ELIGIBLE"


def test_unknown_residence_is_tried_both_ways():
    assert of(answer(question(residence=None)), "DIBAO").outcome == "ELIGIBLE"


def test_missing_facts_are_ranked_by_how_many_results_each_would_settle():
    members = [person(), without(person("B", "SPOUSE"), "serious_illness_recognised")]
    request = question(*members, income_items=[wages("18000.00")], assets=None)

    ranked = answer(request).missing_facts

    assert [each.fact for each in ranked] == ["/assets", "/members/1/serious_illness_recognised"]
    assert ranked[0].settles >= ranked[1].settles
    assert ranked[0].concerns == ["MARGINAL", "DIBAO_SINGLE_PERSON"]


def test_more_than_eight_unknowns_together_are_not_tried():
    members = [person(), *(without(person(f"M{place}", "PARENT"), "statuses") for place in range(9))]

    found = of(answer(question(*members)), "DIBAO")

    assert found.outcome == "UNDETERMINED"
    assert len(found.missing_facts) >= 5
    assert found.steps == []
    assert {each.counted for each in found.counted_members} == {None}


def test_of_people_of_whom_nothing_is_known_nothing_is_assumed():
    """But for a hardship nobody told of, which is a claim, and for a measure that begins in 2025."""
    answered = answer(question(unknown_person(), unknown_person("B", "CHILD"), income_items=None, assets=None))

    asked = [each for each in answered.results if each.programme not in {"RIGID", "TEMPORARY"}]
    assert {each.outcome.value for each in asked} == {"UNDETERMINED"}
    assert all(each.monthly_amount is None for each in asked)
    assert all("未知" not in step.sentence or step.passed is None for each in answered.results for step in each.steps)


FIELDS = ["birth_date", "statuses", "disability", "lives_apart", "employed", "student_level", "can_live_independently"]


@settings(max_examples=60, deadline=None)
@given(facts(), st.sampled_from(FIELDS), st.integers(0, 3))
def test_a_settled_answer_is_the_answer_of_the_whole_truth(household, field, place):
    """Leave one fact out: what is then still settled is what the full facts say."""
    members = household["members"]
    index = place % len(members)
    rest = {key: value for key, value in household.items() if key != "members"}
    partial = [without(each, field) if place == index else each for place, each in enumerate(members)]

    known, asked = answer(question(*members, **rest)), answer(question(*partial, **rest))

    for full, part in zip(known.results, asked.results, strict=True):
        # What gives way to another programme, or tops it up, follows what is found of that one.
        if part.outcome not in {"UNDETERMINED", "EXCLUDED"} and full.outcome != "EXCLUDED" and not full.settled_by:
            assert (part.outcome, part.monthly_amount) == (full.outcome, full.monthly_amount)


@settings(max_examples=60, deadline=None)
@given(facts(), st.data())
def test_an_unknown_amount_settles_only_what_every_amount_would(household, data):
    items = household["income_items"]
    rest = {key: value for key, value in household.items() if key not in {"members", "income_items"}}
    index = data.draw(st.integers(0, max(0, len(items) - 1)))
    partial = [{**item, "amount": None} if place == index else item for place, item in enumerate(items)]

    known = answer(question(*household["members"], income_items=items, **rest))
    asked = answer(question(*household["members"], income_items=partial, **rest))

    for full, part in zip(known.results, asked.results, strict=True):
        # What gives way to another programme, or tops it up, follows what is found of that one.
        if part.outcome not in {"UNDETERMINED", "EXCLUDED"} and full.outcome != "EXCLUDED" and not full.settled_by:
            assert (part.outcome, part.monthly_amount) == (full.outcome, full.monthly_amount)


def of_unknown_place(count, unknown, **but):
    """A family of so many of whom the first few may or may not live with it, be away or be in custody."""
    relations = [("A", "SELF"), *((f"M{place}", "PARENT") for place in range(1, count))]
    known = [person(ref, relation, disability={"kind": "PHYSICAL", "grade": 2}) for ref, relation in relations]
    return question(*(without(each, "statuses") for each in known[:unknown]), *known[unknown:], **but)


def test_facts_of_three_values_of_five_people_are_all_tried_and_ranked():
    found = answer(of_unknown_place(10, 5, income_items=[wages("57000.00")], programmes=OF_FAMILY))

    assert [each.fact for each in found.missing_facts] == [f"/members/{place}/statuses" for place in range(5)]
    assert "NOT_ALL_TRIED" not in {each.code for each in found.warnings}


def test_runs_are_made_once_for_all_persons_of_the_family():
    request = of_unknown_place(10, 5, income_items=[wages("57000.00")])
    case = Case(request, parameters(), ruleset_on("2021-11-15"))
    family = case.run_unit(Programme.DIBAO_SINGLE_PERSON, 0)
    spent = case.work
    other = case.run_unit(Programme.DIBAO_SINGLE_PERSON, 9)

    assert len(family.runs) == len(other.runs) == 243
    assert case.work - spent < spent // 50


def test_a_search_that_was_bounded_is_said_to_be_and_decides_nothing():
    found = answer(of_unknown_place(50, 5, income_items=[wages("7000.00")] * 500))

    bounded = {each.person for each in found.warnings if each.code == "NOT_ALL_TRIED"}
    open_units = {each.unit.person for each in found.results if each.outcome == "UNDETERMINED"}
    assert bounded
    assert bounded <= open_units
    assert all(not each.steps for each in found.results if "NOT_ALL_TRIED" in {one.code for one in each.warnings})


@settings(max_examples=40, deadline=None)
@given(facts(), st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True), st.integers(0, 3000))
def test_a_bound_never_turns_what_is_undetermined_into_a_decision(household, fields, bound):
    members = [without(each, *fields) for each in household["members"]]
    request = question(*members, **{key: value for key, value in household.items() if key != "members"})

    with pytest.MonkeyPatch.context() as bounded:
        bounded.setattr(case, "MOST_WORK", bound)
        less = answer(request)
    full = answer(request)

    for one, other in zip(less.results, full.results, strict=True):
        if one.outcome not in {"UNDETERMINED", "EXCLUDED"} and other.outcome != "EXCLUDED":
            assert (one.outcome, one.monthly_amount) == (other.outcome, other.monthly_amount)
        if "NOT_ALL_TRIED" in {each.code for each in one.warnings}:
            assert (one.outcome, one.monthly_amount) == ("UNDETERMINED", None)
