"""Families reckoned without those of their persons whom another programme provides for."""

from services.eligibility.determining.answers import determine
from tests.support.questions import parameters, person, question, wages

STANDARDS = {
    "tk__basic__scattered": "650.00",
    "tk__care__self_care": "50.00",
    "property__tekun__financial_per_person": "18000.00",
    "property__tekun__vehicles": 0,
    "gx__income_ceiling": "18000.00",
}
GRANDFATHER = {"birth_date": "1941-05-01", "labour_ability": "LOST"}
FAMILY = (
    person("A", disability={"kind": "PHYSICAL", "grade": 1}),
    person("B", "SPOUSE", employed=False),
    person("G", "PARENT", **GRANDFATHER),
)
"""A severely disabled man with a small wage, who need not support his old father (TK-10), and his wife."""


def answer(*family, **but):
    asked = {"programmes": ["DIBAO", "MARGINAL", "TEKUN"], "relatives": []} | but
    return determine(question(*family, **asked), parameters(**STANDARDS)).answer


def held(combination):
    return {
        (each.programme.value, each.unit.person, tuple(each.unit.without), each.monthly_amount)
        for each in combination.held
    }


def test_who_lives_alone_is_tekun_and_not_dibao():
    told = answer(person("A", **GRANDFATHER))

    assert held(told.best) == {("TEKUN", "A", (), 70000)}
    dibao = next(each for each in told.results if each.programme == "DIBAO")
    assert (dibao.outcome, dibao.settled_by) == ("EXCLUDED", "TEKUN")
    assert [unit.without for unit in told.alternative_units] == [["A"]]


def test_the_rest_of_the_family_is_reckoned_without_him():
    told = answer(*FAMILY, income_items=[wages("7200.00")])

    assert held(told.best) == {("TEKUN", "G", (), 70000), ("DIBAO", None, ("G",), 40000)}
    assert told.best.monthly_sum == 110000
    [unit] = told.alternative_units
    assert (unit.without, [each.programme for each in unit.provided_by]) == (["G"], ["TEKUN"])
    assert {each.programme.value: each.monthly_amount for each in unit.results}["DIBAO"] == 40000
    whole = next(each for each in told.results if each.programme == "DIBAO")
    assert (whole.outcome, whole.settled_by) == ("EXCLUDED", "TEKUN")


def test_nobody_is_left_out_of_the_family_who_is_not_provided_for():
    told = answer(*FAMILY, income_items=[wages("7200.00")])

    for combination in [told.best, *told.alternatives]:
        people = {person for _, person, _, _ in held(combination) if person}
        assert all(set(without) <= people for _, _, without, _ in held(combination))


def test_a_family_of_which_everybody_is_counted_has_no_other_way():
    assert answer(person(), income_items=[wages("3600.00")]).alternative_units == []
