"""The tests and amounts of 低保, marginal families and single persons, on, under and over each line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.engine.codes import (
    AmountMethod,
    ApprovalLevel,
    DisabilityKind,
    Rounding,
    SingleAmountMethod,
)
from services.eligibility.rules import amounts, dibao, disability, marginal, overlap, single_person

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


@pytest.mark.parametrize(("income", "within"), [(719999, True), (720000, False), (720001, False)])
def test_a_band_holds_strictly_below_its_bound(income, within):
    assert dibao.income_is_in_band(income, 3, 20000, 12) is within


def test_a_band_pays_each_person_for_the_whole_period():
    assert dibao.banded_over_period(3, 30000, 12) == 1080000


@pytest.mark.parametrize("method", list(AmountMethod))
def test_the_method_of_the_amount_is_the_parameter(method):
    assert dibao.amount_method(method) == method


@pytest.mark.parametrize(("decided", "start"), [(2021 * 12 + 11, 2022 * 12), (2021 * 12 + 8, 2021 * 12 + 9)])
def test_payment_starts_the_month_after(decided, start):
    assert amounts.start_month(decided, 1) == start
    assert amounts.provisional_start_month(decided, 1) == start


def test_tekun_bars_dibao():
    assert overlap.is_barred_by_tekun(True)
    assert not overlap.is_barred_by_tekun(False)
    assert amounts.confirming_level(ApprovalLevel.COUNTY) == ApprovalLevel.COUNTY


def test_a_marginal_family_has_members_and_is_not_dibao():
    assert marginal.is_outside_dibao(False)
    assert not marginal.is_outside_dibao(True)
    assert marginal.may_be_marginal(True, True)
    assert not marginal.may_be_marginal(True, False)
    assert not marginal.may_be_marginal(False, True)


def test_a_marginal_family_needs_all_three_and_gets_no_cash():
    assert marginal.is_marginal_family(True, True, True)
    assert not marginal.is_marginal_family(True, True, False)
    assert not marginal.is_marginal_family(True, False, True)
    assert not marginal.is_marginal_family(False, True, True)
    assert marginal.marginal_amount() == marginal.marginal_amount_2021() == 0
    assert marginal.months_valid(6) == 6


@pytest.mark.parametrize("kind", [kind for kind in DisabilityKind if kind != DisabilityKind.NONE])
@pytest.mark.parametrize("grade", [1, 2, 3, 4])
def test_severe_is_grade_one_or_two_or_three_of_mind(kind, grade):
    of_mind = kind in {DisabilityKind.INTELLECTUAL, DisabilityKind.MENTAL}

    assert disability.has_severe_grade(kind, grade) is (grade <= 2 or (grade == 3 and of_mind))


@pytest.mark.parametrize("without", range(3))
def test_a_severe_grade_needs_a_certificate_that_holds(without):
    assert disability.is_severely_disabled(True, True, True)
    assert not disability.is_severely_disabled(*(place != without for place in range(3)))


@pytest.mark.parametrize(("day", "issued", "unexpired"), [(-1, False, True), (0, True, True), (1, True, False)])
def test_a_certificate_holds_from_its_first_day_to_its_last(day, issued, unexpired):
    assert disability.certificate_is_issued(20211115, 20211115 + day) is issued
    assert disability.certificate_has_not_expired(20211115, 20211115 + day) is unexpired


def test_no_disability_is_not_severe():
    assert not disability.has_severe_grade(DisabilityKind.NONE, 1)


@pytest.mark.parametrize(("age", "adult"), [(17, False), (18, True)])
def test_a_jobless_severely_disabled_person_must_be_adult(age, adult):
    assert disability.is_jobless_severely_disabled_adult(True, age, False) is adult
    assert not disability.is_jobless_severely_disabled_adult(True, age, True)
    assert not disability.is_jobless_severely_disabled_adult(False, age, False)


@pytest.mark.parametrize(("since", "admitted"), [(20181116, False), (20181115, True), (20181114, True), (0, False)])
def test_clergy_may_apply_alone_from_three_years_on(since, admitted):
    assert single_person.lives_as_clergy(since, 20211115) is admitted


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


@pytest.mark.parametrize(
    ("line", "ratio", "rounding", "amount"),
    [
        (50001, 499, Rounding.FEN_HALF_UP, 24950),
        (50000, 800, Rounding.FEN_HALF_UP, 40000),
        (1, 499, Rounding.FEN_HALF_UP, 0),
        (1, 500, Rounding.FEN_HALF_UP, 1),
        (50001, 499, Rounding.YUAN_CEIL, 25000),
        (20000, 500, Rounding.YUAN_CEIL, 10000),
        (50001, 499, Rounding.YUAN_HALF_UP, 25000),
        (49899, 500, Rounding.YUAN_HALF_UP, 24900),
    ],
)
def test_a_share_of_the_line_is_divided_and_rounded_once(line, ratio, rounding, amount):
    assert single_person.share_of_line(line, ratio, rounding) == amount


@pytest.mark.parametrize("whole", [single_person.is_not_split_from_family, single_person.is_not_split_from_family_2021])
def test_a_family_that_qualifies_is_not_split_but_for_those_who_may_apply_alone(whole):
    assert not whole(True, True, False, False, False)
    assert whole(False, True, False, False, False)
    assert whole(True, False, False, False, False)
    assert whole(True, True, True, False, False)
    assert whole(True, True, False, True, False)
    assert whole(True, True, False, False, True)


def test_groups_and_illness_are_as_the_departments_say():
    assert single_person.is_in_other_group("GROUP-1", True)
    assert single_person.has_recognised_illness(True)
    assert not single_person.has_recognised_illness(False)
    assert single_person.belongs_to_marginal_family(True, True)
    assert not single_person.belongs_to_marginal_family(False, True)
    assert not single_person.belongs_to_marginal_family(True, False)
