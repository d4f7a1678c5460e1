"""Determinations whole: outcomes, amounts, months, units, warnings. The worked cases of ``cases`` run over HTTP."""

import pytest

from services.eligibility.determining.answers import determine
from tests.support.questions import parameters, person, question, wages

SEVERE = {"kind": "PHYSICAL", "grade": 1}


def answer(request, given=None):
    return determine(request, given or parameters(on=request.as_of.isoformat())).answer


def result(answered, programme, who=None):
    return next(each for each in answered.results if (each.programme, each.unit.person) == (programme, who))


def of(request, programme="DIBAO", who=None, given=None):
    return result(answer(request, given), programme, who)


def couple(**but):
    return [person("A", **but), person("B", "SPOUSE")]


@pytest.mark.parametrize(
    ("income", "outcome", "amount"),
    [
        ("11999.99", "ELIGIBLE", 0),
        ("11988.00", "ELIGIBLE", 100),
        ("12000.00", "NOT_ELIGIBLE", 0),
        ("0.00", "ELIGIBLE", 100000),
    ],
)
def test_dibao_on_and_beside_the_line(income, outcome, amount):
    found = of(question(*couple(), income_items=[wages(income)]))

    assert (found.outcome, found.monthly_amount) == (outcome, amount)


def test_an_amount_that_rounds_to_nothing_is_told():
    found = of(question(*couple(), income_items=[wages("11999.99")]))

    assert "AMOUNT_ROUNDS_TO_ZERO" in {warning.code for warning in found.warnings}


@pytest.mark.parametrize(("method", "amount"), [("FEN_HALF_UP", 33), ("YUAN_CEIL", 100), ("YUAN_HALF_UP", 0)])
def test_the_amount_is_rounded_as_the_parameter_says(method, amount):
    found = of(question(*couple(), income_items=[wages("11996.00")]), given=parameters(rounding__amount=method))

    assert found.monthly_amount == amount


def test_bands_pay_by_the_first_band_above_the_income():
    bands = [
        {"income_below": "200.00", "per_person": "400.00"},
        {"income_below": "350.00", "per_person": "250.00"},
        {"income_below": "500.00", "per_person": "100.00"},
    ]
    given = parameters(lb__amount_method="BANDED", lb__bands=bands)

    found = of(question(*couple(), income_items=[wages("7200.00")]), given=given)

    assert found.monthly_amount == 50000
    assert [part.rule for part in found.parts] == ["LB-04"]
    steps = [step for step in found.steps if step.rule == "LB-04"]
    assert [step.parameters["lb_bands_income_below"].key for step in steps[:2]] == ["lb.bands"] * 2
    assert [(step.facts["lb_bands_income_below"], step.passed) for step in steps[:2]] == [
        ("200.00", False),
        ("350.00", True),
    ]
    assert steps[2].sentence == "该档每人每月 250.00 元，乘以 2 人、12 个月，核算期金额 6000.00 元。"


def test_parts_add_up_to_the_amount():
    found = of(question(*couple(), income_items=[wages("2400.00")]))

    assert [(part.rule, part.amount) for part in found.parts] == [("LB-03", 80000)]


def test_payment_starts_the_month_after_the_confirmation():
    found = of(question(*couple(), dates={"decided_on": "2021-12-31"}))

    assert (found.start_month, found.start_month_provisional) == ("2022-01", False)


def test_without_a_confirmation_the_month_is_provisional():
    found = of(question(*couple(), dates={"decided_on": None}))

    assert (found.start_month, found.start_month_provisional) == ("2021-12", True)
    assert "暂定" in found.sentence


def test_a_marginal_family_is_valid_for_the_months_of_the_parameter():
    days = {"accepted_on": "2021-08-31", "decided_on": "2021-08-31"}
    request = question(*couple(), income_items=[wages("18000.00")], dates=days)

    found = of(request, "MARGINAL")

    assert (found.outcome, found.monthly_amount, found.start_month) == ("ELIGIBLE", 0, None)
    assert (found.valid_from.isoformat(), found.valid_until.isoformat()) == ("2021-08-31", "2022-02-28")
    assert found.approval_level == "COUNTY"


def test_every_failed_rule_of_a_refusal_is_listed():
    assets = [{"kind": "DEPOSIT", "person": "A", "value": "36000.01"}, {"kind": "VEHICLE", "person": "A"}]

    found = of(question(*couple(), income_items=[wages("12000.00")], assets=assets))

    titles = [reason.title for reason in found.reasons]
    assert titles == [
        "家庭人均收入低于低保标准",
        "机动车符合低保限额",
        "金融资产符合低保限额",
        "家庭财产符合低保规定",
        "符合低保条件",
    ]
    assert "2 人核算期可支配收入 12000.00 元" in found.sentence


def test_assets_claimed_and_listed_are_exempt_and_others_are_not():
    listed = [{"kind": "VEHICLE", "person": "A", "exemption": "VEHICLE_FOR_TREATMENT"}]
    unlisted = [{"kind": "VEHICLE", "person": "A", "exemption": "VEHICLE_FOR_LIVELIHOOD"}]

    assert of(question(*couple(), assets=listed)).outcome == "ELIGIBLE"
    assert of(question(*couple(), assets=unlisted)).outcome == "NOT_ELIGIBLE"


def test_a_limit_is_needed_only_where_there_is_a_thing_to_measure():
    given = parameters(without=("property.dibao.houses", "property.exemptions"))
    house = [{"kind": "HOUSE", "person": "A"}]

    assert of(question(*couple()), given=given).outcome == "ELIGIBLE"
    found = of(question(*couple(), assets=house), given=given)
    assert (found.outcome, [each.key for each in found.missing_parameters]) == (
        "MISSING_PARAMETER",
        ["property.dibao.houses"],
    )


def test_a_missing_limit_stops_its_programme_and_no_other():
    answered = answer(
        question(*couple(), income_items=[wages("18000.00")]),
        parameters(without=("property.marginal.financial_per_person",)),
    )

    assert result(answered, "DIBAO").outcome == "NOT_ELIGIBLE"
    assert result(answered, "MARGINAL").outcome == "MISSING_PARAMETER"
    assert [each.key for each in answered.missing_parameters] == ["property.marginal.financial_per_person"]


def test_nothing_is_shown_that_a_missing_standard_would_have_decided():
    found = of(question(*couple()), given=parameters(without=("lb.line",)))

    assert found.monthly_amount is None
    assert all("0.01" not in step.sentence for step in found.steps)
    assert next(step for step in found.steps if step.rule == "LB-02").passed is None


def test_a_deduction_method_is_asked_for_only_where_a_cost_is_claimed():
    given = parameters(without=("ded.employment.method",))
    claimed = [{"kind": "EMPLOYMENT_COST", "person": "A", "amount": "100.00", "evidence": "车票"}]

    assert of(question(*couple(), income_items=[wages("9000.00")]), given=given).outcome == "ELIGIBLE"
    found = of(question(*couple(), income_items=[wages("9000.00")], deduction_items=claimed), given=given)
    assert [each.key for each in found.missing_parameters] == ["ded.employment.method"]


def test_income_is_shown_before_and_after_deduction():
    claimed = [{"kind": "EMPLOYMENT_COST", "person": "A", "amount": "1200.00", "evidence": "车票"}]
    request = question(
        *couple(),
        income_items=[wages("9000.00", transfers_out="600.00"), {"kind": "HONOURS", "person": "B", "amount": "500.00"}],
        deduction_items=claimed,
    )

    income = of(request).income

    assert (income.counted, income.transfers_out, income.deducted) == (900000, 60000, 120000)
    assert (income.countable, income.excluded, income.period_months) == (720000, 50000, 12)


@pytest.mark.parametrize(("as_of", "outcome"), [("2022-10-19", "NOT_ELIGIBLE"), ("2022-10-20", "ELIGIBLE")])
def test_a_jobless_severely_disabled_adult_may_apply_alone_since_the_notice(as_of, outcome):
    son = person("B", "CHILD", birth_date="1988-02-01", can_live_independently=False, employed=False, disability=SEVERE)
    request = question(person("A"), son, income_items=[wages("25200.00")], as_of=as_of)

    found = of(request, "DIBAO_SINGLE_PERSON", "B")

    assert found.outcome == outcome
    if outcome == "NOT_ELIGIBLE":
        step = next(step for step in found.steps if step.rule == "SP-06")
        assert not step.in_force
        assert "尚未施行" in step.sentence
        assert "SP-06" not in {reason.rule for reason in found.reasons}
        assert "SP-01" in {reason.rule for reason in found.reasons}


def test_a_programme_before_its_first_day_is_not_applicable():
    found = of(question(*couple(), as_of="2021-09-21"), "MARGINAL")

    assert found.outcome == "NOT_APPLICABLE"
    assert "2021-09-22" in found.sentence


def test_a_household_without_any_counted_member_is_not_applicable():
    clergy = person("A", statuses=[{"kind": "CLERGY_AWAY", "since": "2015-01-01"}])
    answered = answer(question(clergy))

    assert result(answered, "DIBAO").outcome == "NOT_APPLICABLE"
    assert result(answered, "DIBAO_SINGLE_PERSON", "A").outcome == "ELIGIBLE"
    assert result(answered, "DIBAO_SINGLE_PERSON", "A").monthly_amount == 50000


def test_each_person_is_counted_or_left_out_by_a_rule():
    members = [
        person("A"),
        person("B", "SPOUSE", lives_apart=True),
        person("C", "CHILD", birth_date="2010-01-01", lives_apart=True),
        person("D", "CHILD", birth_date="2000-01-01", student_level="MASTER", lives_apart=True),
        person("E", "PARENT", birth_date="1950-01-01"),
        person("F", "SIBLING", statuses=[{"kind": "IN_PRISON", "since": "2020-01-01"}], has_support_duty=True),
        person("G", "NOT_RELATED"),
    ]

    counted = {each.person: (each.counted, each.rule) for each in of(question(*members)).counted_members}

    assert counted == {
        "A": (True, "HH-01"),
        "B": (True, "HH-02"),
        "C": (True, "HH-03"),
        "D": (False, "HH-04"),
        "E": (True, "HH-05"),
        "F": (False, "HH-07"),
        "G": (False, "HH-05"),
    }


def test_a_status_that_has_ended_leaves_nobody_out():
    freed = person("A", statuses=[{"kind": "IN_PRISON", "since": "2015-01-01", "until": "2021-11-14"}])
    still = person("A", statuses=[{"kind": "IN_PRISON", "since": "2015-01-01", "until": "2021-11-15"}])

    assert of(question(freed)).counted_members[0].counted
    assert not of(question(still)).counted_members[0].counted


def test_who_is_in_tekun_is_left_out_and_nobody_else():
    held = [{"programme": "TEKUN", "person": "B", "start_on": "2021-01-01"}]
    request = question(*couple(), current_benefits=held, income_items=[wages("90000.00", "B")])

    found = of(request)

    assert (found.outcome, found.monthly_amount) == ("ELIGIBLE", 50000)
    assert {each.person: (each.counted, each.rule) for each in found.counted_members} == {
        "A": (True, "HH-01"),
        "B": (False, "4.13"),
    }
    refused = of(request, "DIBAO_SINGLE_PERSON", "B")
    assert refused.outcome == "NOT_ELIGIBLE"
    assert "4.13" in {reason.rule for reason in refused.reasons}


def test_tekun_excludes_a_person_who_would_qualify_alone_and_says_by_what():
    held = [{"programme": "TEKUN", "person": "A", "start_on": "2021-01-01"}]
    clergy = person("A", statuses=[{"kind": "CLERGY_AWAY", "since": "2015-01-01"}])

    answered = answer(question(clergy, current_benefits=held))

    single = result(answered, "DIBAO_SINGLE_PERSON", "A")
    assert (single.outcome, single.settled_by, single.monthly_amount) == ("EXCLUDED", "TEKUN", 0)
    assert result(answered, "DIBAO").outcome == "NOT_APPLICABLE"


def test_an_expired_certificate_is_no_disability():
    expired = person("A", disability=SEVERE | {"expires_on": "2021-11-14"})
    valid = person("A", disability=SEVERE | {"expires_on": "2021-11-15"})

    for member, outcome in ((expired, "NOT_ELIGIBLE"), (valid, "ELIGIBLE")):
        request = question(member, person("B", "SPOUSE"), income_items=[wages("18000.00", "B")])
        assert of(request, "DIBAO_SINGLE_PERSON", "A").outcome == outcome
