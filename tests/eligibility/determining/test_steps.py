"""What the steps and reasons of an answer say, and that it is true."""

import pytest

from services.eligibility.determining.answers import determine
from tests.support.questions import parameters, person, question, unknown_person, wages


def answer(request, given=None):
    return determine(request, given or parameters(on=request.as_of.isoformat())).answer


def result(answered, programme, who=None):
    return next(each for each in answered.results if (each.programme, each.unit.person) == (programme, who))


def of(request, programme="DIBAO", who=None, given=None):
    return result(answer(request, given), programme, who)


def couple(**but):
    return [person("A", **but), person("B", "SPOUSE")]


@pytest.mark.parametrize(("houses", "counted"), [(1, 0), (2, 1), (3, 2)])
def test_a_family_has_one_only_dwelling_whoever_owns_it(houses, counted):
    assets = [{"kind": "HOUSE", "person": "AB"[place % 2], "exemption": "OWN_DWELLING"} for place in range(houses)]

    found = of(question(*couple(), assets=assets))

    pieces = [step.result for step in found.steps if step.title == "计入的财产件数"]
    assert sum(pieces) == counted


def test_an_exemption_that_does_not_suit_the_thing_is_not_granted():
    assets = [{"kind": "DEPOSIT", "person": "A", "value": "99999.00", "exemption": "OWN_DWELLING"}]

    found = of(question(assets=assets))

    assert found.outcome == "NOT_ELIGIBLE"
    assert "存款、现金不能主张“唯一自住住房”。" in [step.sentence for step in found.steps]


def test_a_step_names_the_local_item_and_the_special_group():
    items = [{"kind": "LOCALLY_EXCLUDED", "person": "A", "amount": "1.00", "local_item": "XQ-02"}]
    answered = answer(question(person("A", special_group="GROUP-7"), income_items=items))

    said = [step.sentence for each in answered.results for step in each.steps]
    assert "项目“XQ-02”不在市级以上规定的不计入清单内。" in said
    assert "“GROUP-7”不属于县级以上民政部门另行认定的特殊困难人员。" in said


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        ({"expires_on": "2021-11-14"}, "残疾人证有效期至 2021-11-14，测算日 2021-11-15 已过期。"),
        ({"issued_on": "2021-11-16"}, "残疾人证于 2021-11-16 发证，测算日 2021-11-15 尚未发证。"),
    ],
)
def test_a_certificate_that_does_not_hold_is_the_reason_and_not_its_grade(certificate, said):
    member = person("A", disability={"kind": "PHYSICAL", "grade": 1} | certificate)
    request = question(member, person("B", "SPOUSE"), income_items=[wages("18000.00", "B")])

    found = of(request, "DIBAO_SINGLE_PERSON", "A")

    assert found.outcome == "NOT_ELIGIBLE"
    assert said in found.sentence
    assert "不属于一级" not in found.sentence


def test_before_the_circular_the_multiple_of_marginal_families_is_not_missing():
    clergy = person("A", statuses=[{"kind": "CLERGY_AWAY", "since": "2018-08-16"}])
    request = question(clergy, person("B", "SPOUSE"), income_items=[wages("90000.00", "B")], as_of="2021-08-16")

    found = answer(request)

    assert result(found, "DIBAO_SINGLE_PERSON", "A").monthly_amount == 50000
    assert result(found, "DIBAO_SINGLE_PERSON", "B").outcome == "NOT_ELIGIBLE"
    assert found.missing_parameters == []


def test_a_refusal_says_nothing_of_when_payment_would_begin():
    refused = of(question(income_items=[wages("90000.00")]))

    assert "LB-06" not in {step.rule for step in refused.steps}


def test_a_start_month_says_whether_anybody_confirmed():
    def start(request):
        return next(step.sentence for step in of(request).steps if step.rule == "LB-06")

    assert start(question()).startswith("按 2021-12 确认")
    assert start(question(dates={"decided_on": None})).startswith("尚未确认，暂按测算当月 2021-11 确认计")


def test_bars_that_do_not_hold_are_passed_and_those_that_do_are_not():
    members = [person("A"), person("B", "SPOUSE", statuses=[{"kind": "IN_PRISON", "since": "2020-01-01"}])]

    found = of(question(*members))

    steps = {(step.rule, step.person): step for step in found.steps}
    assert found.outcome == "ELIGIBLE"
    assert all(steps[rule, "A"].passed for rule in ("HH-06", "HH-07", "HH-08", "4.13", "HH"))
    assert not steps["HH-07", "B"].passed
    assert steps["HH-02", "B"].sentence == "是配偶，分开居住也属于共同生活的家庭成员。"
    assert steps["HH", "B"].sentence == "不计入家庭成员。"


def test_a_marginal_family_is_told_which_ground_stands_against_it():
    found = of(question(), "MARGINAL")

    assert (found.outcome, [each.sentence for each in found.reasons]) == (
        "NOT_APPLICABLE",
        ["家庭符合低保条件，不再认定为低保边缘家庭。"],
    )


def test_the_conclusion_names_what_is_missing_shortly():
    found = of(question(unknown_person(), person("B", "CHILD", birth_date=None, lives_apart=True), income_items=[]))

    assert "B 的出生日期" in found.sentence
    assert "填" not in found.sentence
    assert "（" not in found.sentence


def test_the_method_of_the_amount_is_a_step_of_its_own():
    methods = [step for step in of(question()).steps if "lb_amount_method" in step.parameters]

    assert [step.sentence for step in methods] == ["低保金按补差计算。"]
