"""What may be held together, and which combination is best (4.13)."""

from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.determining.answers import determine
from services.eligibility.determining.combinations import Matrix, Option, combinations, monthly_sum
from services.eligibility.determining.recipes import ruleset_on
from shared.schemas.determination_codes import Programme
from tests.support.questions import parameters, person, question, wages

MATRIX = Matrix(ruleset_on("2021-11-15"))
DISABLED = {"kind": "PHYSICAL", "grade": 1}

OF_FAMILY = ["DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON"]


def options(draw):
    singles = draw(st.lists(st.tuples(st.integers(0, 90000), st.booleans()), max_size=6))
    found = [Option(Programme.DIBAO_SINGLE_PERSON, f"M{place}", amount) for place, (amount, _) in enumerate(singles)]
    counted = frozenset(f"M{place}" for place, (_, counts) in enumerate(singles) if counts)
    if draw(st.booleans()):
        found.append(Option(Programme.DIBAO, None, draw(st.integers(0, 90000)), counted=counted))
    if draw(st.booleans()):
        found.append(Option(Programme.MARGINAL, None, 0, counted=counted))
    return found


def is_lawful(choice):
    return not any(MATRIX.excludes(one, other) for one in choice for other in choice)


@given(st.composite(options)())
def test_every_combination_is_lawful_whole_and_no_better_than_the_first(given_options):
    found = combinations(given_options, MATRIX)

    assert all(is_lawful(choice) for choice in found)
    assert all(monthly_sum(choice) <= monthly_sum(found[0]) for choice in found)
    assert len({frozenset(choice) for choice in found}) == len(found)
    for choice in found:
        left = [each for each in given_options if each not in choice]
        assert all(any(MATRIX.excludes(each, held) for held in choice) for each in left)


@given(st.composite(options)())
def test_no_lawful_combination_pays_more_than_the_best(given_options):
    best = monthly_sum(combinations(given_options, MATRIX)[0])

    for mask in range(1 << len(given_options)):
        choice = [each for place, each in enumerate(given_options) if mask >> place & 1]
        assert not is_lawful(choice) or monthly_sum(choice) <= best


def after_the_notice(family_income):
    """A couple and a severely disabled grown son without work, after 2022-10-20."""
    son = person(
        "C", "CHILD", birth_date="1995-01-01", can_live_independently=False, employed=False, disability=DISABLED
    )
    return determine(
        question(
            person("A"),
            person("B", "SPOUSE"),
            son,
            income_items=[wages(family_income)],
            as_of="2022-11-15",
            programmes=OF_FAMILY,
        ),
        parameters(on="2022-11-15"),
    ).answer


def outcomes(answered):
    return {(each.programme.value, each.unit.person): each.outcome.value for each in answered.results}


def test_the_whole_family_is_taken_in_where_that_pays_more():
    answered = after_the_notice("2400.00")

    assert [(each.programme, each.monthly_amount) for each in answered.best.held] == [("DIBAO", 130000)]
    assert outcomes(answered)["DIBAO_SINGLE_PERSON", "C"] == "EXCLUDED"
    assert [(each.monthly_sum, each.difference) for each in answered.alternatives] == [(50000, -80000)]


def test_the_person_alone_is_taken_in_where_that_pays_more():
    answered = after_the_notice("17999.64")

    assert [(each.programme, each.unit.person) for each in answered.best.held] == [("DIBAO_SINGLE_PERSON", "C")]
    assert outcomes(answered)["DIBAO", None] == "EXCLUDED"
    excluded = next(each for each in answered.results if each.outcome == "EXCLUDED")
    assert excluded.settled_by == "DIBAO_SINGLE_PERSON"
    assert answered.alternatives[0].difference == 3 - 50000


def test_equal_sums_go_to_the_whole_family():
    answered = after_the_notice("12000.00")

    assert answered.best.held[0].programme == "DIBAO"
    assert answered.alternatives[0].difference == 0


def test_a_marginal_family_keeps_its_status_beside_its_single_persons():
    request = question(
        person("A"), person("B", "SPOUSE", serious_illness_recognised=True), income_items=[wages("18000.00")]
    )

    best = determine(request, parameters()).answer.best

    assert {each.programme.value for each in best.held} == {"MARGINAL", "DIBAO_SINGLE_PERSON"}
    assert best.monthly_sum == 50000


def test_where_nothing_fits_the_best_combination_is_empty():
    answered = determine(question(income_items=[wages("90000.00")]), parameters()).answer

    assert (answered.best.held, answered.best.monthly_sum, answered.alternatives) == ([], 0, [])


def test_the_best_combination_is_provisional_while_a_result_is_open():
    settled = determine(question(), parameters()).answer
    request = question(person("A"), person("B", "SPOUSE"), income_items=[wages("18000.00")], assets=None)
    undetermined = determine(request, parameters()).answer

    assert (settled.best.provisional, settled.best.open_results) == (False, [])
    assert undetermined.best.provisional
    assert ("MARGINAL", "UNDETERMINED") in {(each.programme, each.outcome) for each in undetermined.best.open_results}


def test_a_standard_that_is_missing_leaves_the_best_combination_provisional():
    answered = determine(question(), parameters(without=("rounding.amount",))).answer

    assert {(each.programme, each.outcome) for each in answered.best.open_results} >= {("DIBAO", "MISSING_PARAMETER")}
