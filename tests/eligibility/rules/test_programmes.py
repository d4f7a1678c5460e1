"""The tests and amounts of 低保, marginal families and single persons, on, under and over each line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.engine.codes import ApprovalLevel, DisabilityKind, Rounding, SingleAmountMethod
from services.eligibility.rules import amounts, dibao, marginal, single_person

money = st.integers(0, 10**12)
line = st.integers(1, 10**7)
persons = st.integers(1, 50)


@pytest.mark.parametrize(("income", "below"), [(1799999, True), (1800000, False), (1800001, False)])
def test_equal_to_the_line_is_not_below_it(income, below):
    assert dibao.income_is_below_dibao_line(income, 3, 50000, 12) is below


@pytest.mark.parametrize(("income", "below"), [(2399999, True), (2400000, False), (2400001, False)])
def test_equal_to_twice_the_line_is_not_below_it(income, below):
    assert marginal.income_is_below_marginal_line(income, 2, 50000, 12, 2000) is below


@pytest.mark.parametrize(("income", "below"), [(1799999, True), (1800000, False)])
def test_the_multiplier_is_a_parameter(income, below):
    assert marginal.income_is_below_marginal_line(income, 2, 50000, 12, 1500) is below


@given(money, persons, line)
def test_nothing_is_rounded_before_it_is_compared(income, persons, line):
    assert dibao.income_is_below_dibao_line(income, persons, line, 12) == (income < line * 12 * persons)


@pytest.mark.parametrize(("below", "within", "fits"), [(True, True, True), (True, False, False), (False, True, False)])
def test_dibao_needs_income_and_property(below, within, fits):
    assert dibao.qualifies_for_dibao(below, within) is fits


@pytest.mark.parametrize(
    ("over_period", "rounding", "monthly"),
    [
        (5, Rounding.FEN_HALF_UP, 0),
        (6, Rounding.FEN_HALF_UP, 1),
        (36, Rounding.FEN_HALF_UP, 3),
        (36, Rounding.YUAN_CEIL, 100),
        (1200, Rounding.YUAN_CEIL, 100),
        (1201, Rounding.YUAN_CEIL, 200),
        (599, Rounding.YUAN_HALF_UP, 0),
        (600, Rounding.YUAN_HALF_UP, 100),
        (0, Rounding.YUAN_CEIL, 0),
    ],
)
def test_the_amount_is_divided_and_rounded_once(over_period, rounding, monthly):
    assert amounts.monthly_amount(over_period, 12, rounding) == monthly


@given(money, st.sampled_from(list(Rounding)))
def test_rounding_moves_less_than_its_unit(over_period, rounding):
    unit = 1 if rounding is Rounding.FEN_HALF_UP else 100

    assert abs(amounts.monthly_amount(over_period, 12, rounding) * 12 - over_period) < unit * 12


@pytest.mark.parametrize(("income", "difference"), [(1080000, 720000), (1799964, 36), (1800000, 0), (1900000, 0)])
def test_the_difference_is_line_times_persons_less_income(income, difference):
    assert dibao.difference_over_period(income, 3, 50000, 12) == difference


@pytest.mark.parametrize(("income", "band"), [(719999, 1080000), (720000, 0)])
def test_a_band_holds_strictly_below_its_bound(income, band):
    assert dibao.banded_over_period(0, income, 3, 20000, 30000, 12) == band


def test_the_first_band_that_fits_stays():
    assert dibao.banded_over_period(999, 0, 3, 20000, 30000, 12) == 999


@pytest.mark.parametrize(("decided", "start"), [(2021 * 12 + 11, 2022 * 12), (2021 * 12 + 8, 2021 * 12 + 9)])
def test_payment_starts_the_month_after(decided, start):
    assert amounts.start_month(decided, 1) == start


@pytest.mark.parametrize(("members", "barred"), [(0, False), (1, True)])
def test_tekun_bars_dibao(members, barred):
    assert amounts.is_barred_by_tekun(members) is barred
    assert amounts.confirming_level(ApprovalLevel.COUNTY) == ApprovalLevel.COUNTY


def test_a_marginal_family_is_neither_dibao_nor_tekun():
    assert marginal.is_outside_dibao_and_tekun(False, 0, True)
    assert not marginal.is_outside_dibao_and_tekun(True, 0, True)
    assert not marginal.is_outside_dibao_and_tekun(False, 1, True)
    assert not marginal.is_outside_dibao_and_tekun(False, 0, False)


def test_a_marginal_family_needs_all_three_and_gets_no_cash():
    assert marginal.is_marginal_family(True, True, True)
    assert not marginal.is_marginal_family(True, True, False)
    assert not marginal.is_marginal_family(True, False, True)
    assert not marginal.is_marginal_family(False, True, True)
    assert marginal.marginal_amount() == 0
    assert marginal.months_valid(6) == 6


@pytest.mark.parametrize("kind", [kind for kind in DisabilityKind if kind != DisabilityKind.NONE])
@pytest.mark.parametrize("grade", [1, 2, 3, 4])
def test_severe_is_grade_one_or_two_or_three_of_mind(kind, grade):
    of_mind = kind in {DisabilityKind.INTELLECTUAL, DisabilityKind.MENTAL}

    assert single_person.is_severely_disabled(kind, grade, True) is (grade <= 2 or (grade == 3 and of_mind))
    assert not single_person.is_severely_disabled(kind, grade, False)


def test_no_disability_is_not_severe():
    assert not single_person.is_severely_disabled(DisabilityKind.NONE, 1, True)


@pytest.mark.parametrize(("age", "adult"), [(17, False), (18, True)])
def test_a_jobless_severely_disabled_person_must_be_adult(age, adult):
    assert single_person.is_jobless_severely_disabled_adult(True, age, False) is adult
    assert not single_person.is_jobless_severely_disabled_adult(True, age, True)
    assert not single_person.is_jobless_severely_disabled_adult(False, age, False)


@pytest.mark.parametrize(("years", "admitted"), [(2, False), (3, True)])
def test_clergy_may_apply_alone_from_three_years_on(years, admitted):
    assert single_person.lives_as_clergy(years) is admitted


@pytest.mark.parametrize(("income", "below"), [(599999, True), (600000, False)])
def test_own_income_is_measured_against_one_line(income, below):
    assert single_person.own_income_is_below_line(income, 50000, 12) is below


def test_only_the_difference_method_asks_for_something_left():
    methods = SingleAmountMethod

    assert not single_person.amount_is_left(methods.LINE_MINUS_OWN_INCOME, False)
    assert single_person.amount_is_left(methods.LINE_MINUS_OWN_INCOME, True)
    assert single_person.amount_is_left(methods.PERCENT_OF_LINE, False)
    assert single_person.amount_is_left(methods.FIXED, False)


def test_the_three_methods_of_the_single_persons_amount():
    assert single_person.own_difference_over_period(240000, 50000, 12) == 360000
    assert single_person.own_difference_over_period(600001, 50000, 12) == 0
    assert single_person.share_of_line_over_period(50000, 800, 12) == 480000
    assert single_person.share_of_line_over_period(1, 1, 1) == 1
    assert single_person.fixed_over_period(28200, 12) == 338400


ROUTES = ("belongs", "severe", "ill", "clergy", "listed", "jobless", "poor", "property", "left")


def single(**but):
    facts = dict.fromkeys(ROUTES, False) | {"poor": True, "property": True, "left": True} | but
    return single_person.qualifies_as_single_person(*(facts[name] for name in ROUTES))


@pytest.mark.parametrize("ground", ["severe", "ill"])
def test_in_a_marginal_family_illness_or_severe_disability_is_enough(ground):
    assert single(belongs=True, **{ground: True})
    assert single(belongs=True, poor=False, **{ground: True})
    assert not single(belongs=False, **{ground: True})
    assert not single(belongs=True)


@pytest.mark.parametrize("ground", ["clergy", "listed", "jobless"])
def test_without_a_marginal_family_the_person_must_be_poor_himself(ground):
    assert single(**{ground: True})
    assert not single(poor=False, **{ground: True})
    assert not single(property=False, **{ground: True})
    assert not single(left=False, **{ground: True})


def test_a_family_that_qualifies_is_not_split_but_for_those_who_may_apply_alone():
    whole = single_person.is_not_split_from_family

    assert not whole(True, True, False, False, False)
    assert whole(False, True, False, False, False)
    assert whole(True, False, False, False, False)
    assert whole(True, True, True, False, False)
    assert whole(True, True, False, True, False)
    assert whole(True, True, False, False, True)


def test_groups_and_illness_are_as_the_departments_say():
    assert single_person.is_in_other_group(True)
    assert single_person.has_recognised_illness(True)
    assert not single_person.has_recognised_illness(False)
    assert single_person.belongs_to_marginal_family(True, True)
    assert not single_person.belongs_to_marginal_family(False, True)
    assert not single_person.belongs_to_marginal_family(True, False)
