"""Who is given temporary assistance and how much, on, under and over each line."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.engine.codes import (
    ApprovalLevel,
    AssistanceProgramme,
    ReliefPropertySet,
    ReliefType,
    RigidExpenditureKind,
    Rounding,
    SuddenEventKind,
)
from services.eligibility.rules import relief_amount, relief_tests, temporary

ILLNESS, SCHOOLING = SuddenEventKind.ILLNESS, SuddenEventKind.SCHOOLING
money = st.integers(0, 10**12)


@pytest.mark.parametrize(("told", "asks"), [(0, False), (1, True), (2, True)])
def test_without_a_hardship_there_is_nothing_to_relieve(told, asks):
    assert temporary.has_hardship(told) is asks


@pytest.mark.parametrize(("evidence", "recognised"), [(True, 500), (False, 0)])
def test_spending_is_recognised_with_evidence(evidence, recognised):
    assert temporary.recognised_spending(RigidExpenditureKind.MEDICAL, 500, evidence) == recognised


@pytest.mark.parametrize("flags", list(product((True, False), repeat=3)))
def test_one_way_of_proving_hardship_is_enough(flags):
    assert temporary.hardship_is_proved(*flags) is any(flags)


@pytest.mark.parametrize("without", range(4))
def test_a_cause_is_relieved_when_nothing_stands_in_its_way(without):
    assert temporary.is_cause_relieved(True, True, True, True)
    assert not temporary.is_cause_relieved(*(place != without for place in range(4)))


@pytest.mark.parametrize(("before", "this", "qualifies"), [(0, 0, False), (0, 1, True), (1, 0, True), (1, 1, True)])
def test_one_cause_that_is_relieved_is_enough(before, this, qualifies):
    assert temporary.qualifies_for_relief(bool(before), bool(this)) is qualifies


@pytest.mark.parametrize(("urgent", "kind"), [(True, ReliefType.URGENT), (False, ReliefType.EXPENDITURE)])
def test_relief_is_urgent_or_for_expenditure(urgent, kind):
    assert relief_tests.relief_type(ILLNESS, urgent) == kind


@pytest.mark.parametrize("held", list(AssistanceProgramme))
def test_basic_support_is_dibao_and_tekun(held):
    basic = {AssistanceProgramme.DIBAO, AssistanceProgramme.DIBAO_SINGLE_PERSON, AssistanceProgramme.TEKUN}

    assert relief_tests.is_basic_support(held) is (held in basic)


@pytest.mark.parametrize(("income", "below"), [(5399999, True), (5400000, False), (5400001, False)])
def test_equal_to_last_years_income_is_not_below_it(income, below):
    assert relief_tests.income_is_below_relief_ceiling(income, 3, 1800000, 12) is below


@pytest.mark.parametrize("without", range(3))
def test_spending_needs_income_and_property(without):
    assert relief_tests.expenditure_test(True, True, True)
    assert not relief_tests.expenditure_test(*(place != without for place in range(3)))


@pytest.mark.parametrize("limits", list(ReliefPropertySet))
def test_whose_property_limits_hold_is_a_parameter(limits):
    assert relief_tests.relief_property_set(limits) == limits


@pytest.mark.parametrize(("months", "relieved"), [(2, False), (3, True), (4, True)])
def test_the_third_month_without_income_must_be_completed(months, relieved):
    assert relief_tests.is_unemployed_without_income(months, False, False) is relieved
    assert not relief_tests.is_unemployed_without_income(months, True, False)
    assert not relief_tests.is_unemployed_without_income(months, False, True)


@pytest.mark.parametrize("listed", [True, False])
def test_a_group_is_admitted_by_the_list(listed):
    assert relief_tests.is_in_target_group("GROUP-1", listed) is listed


@pytest.mark.parametrize(
    "rule", [relief_tests.is_relieved_where_it_happens, relief_tests.is_relieved_where_it_happens_2020]
)
def test_an_emergency_is_relieved_where_it_happens(rule):
    assert rule("NON_LOCAL")
    assert relief_tests.is_admitted(False, True)
    assert relief_tests.is_admitted(True, False)
    assert not relief_tests.is_admitted(False, False)


@pytest.mark.parametrize(
    ("past", "day", "repeated"),
    [
        (ILLNESS, 20220101, True),
        (ILLNESS, 20220801, True),
        (ILLNESS, 20220802, False),
        (ILLNESS, 20211231, False),
        (SCHOOLING, 20220101, False),
    ],
)
def test_the_same_cause_in_the_same_year_is_a_repetition(past, day, repeated):
    assert relief_tests.is_repeated(ILLNESS, past, day, 20220801) is repeated


@pytest.mark.parametrize(("times", "within"), [(1, True), (2, False), (3, False)])
def test_the_limit_of_the_year_may_be_used_up(times, within):
    assert relief_tests.is_within_yearly_limit(ILLNESS, times, 2) is within


@pytest.mark.parametrize(("loss", "holds"), [(1999999, False), (2000000, False), (2000001, True)])
def test_a_grade_begins_strictly_over_its_bound(loss, holds):
    assert relief_amount.is_in_grade(ILLNESS, loss, 2000000) is holds


@pytest.mark.parametrize("graded", [True, False])
def test_what_no_grade_foresees_is_not_relieved(graded):
    assert relief_amount.has_grade(ILLNESS, graded) is graded


@pytest.mark.parametrize(("loss", "share"), [(3200000, 320000), (4, 0), (5, 1), (0, 0)])
def test_a_share_of_the_loss_is_whole_fen(loss, share):
    assert relief_amount.share_of_loss(loss, 100) == share


@given(money, st.integers(0, 1000))
def test_a_share_is_never_more_than_the_loss(loss, ratio):
    assert 0 <= relief_amount.share_of_loss(loss, ratio) <= loss


def test_a_fixed_sum_is_what_the_grade_says():
    assert relief_amount.fixed_relief(50000) == 50000


@pytest.mark.parametrize(("persons", "each", "taken"), [(3, True, 3), (3, False, 1), (0, True, 1), (1, True, 1)])
def test_persons_are_taken_where_the_grade_says_so(persons, each, taken):
    assert relief_amount.relieved_persons(persons, each) == taken


def test_times_the_line_by_persons_and_months():
    assert relief_amount.relief_in_lines(50000, 1500, 1, 1) == 75000
    assert relief_amount.relief_in_lines(50000, 1500, 3, 2) == 450000
    assert relief_amount.relief_in_lines(1, 499, 1, 1) == 0
    assert relief_amount.relief_in_lines(1, 500, 1, 1) == 1


@pytest.mark.parametrize(("graded", "paid"), [(749999, 749999), (750000, 750000), (750001, 750000)])
def test_a_cap_is_times_the_line(graded, paid):
    assert relief_amount.capped_relief(graded, 50000, 15000, 1, 1) == paid


def test_a_cap_grows_with_persons_and_months():
    assert relief_amount.capped_relief(10**9, 50000, 15000, 3, 2) == 4500000


@pytest.mark.parametrize(("age", "child"), [(17, True), (18, False), (0, True)])
def test_a_child_is_under_eighteen_and_counts(age, child):
    assert relief_amount.is_child_in_family(age, True) is child
    assert not relief_amount.is_child_in_family(age, False)


@pytest.mark.parametrize(("ratio", "multiplier"), [(1200, 1200), (1000, 1000), (900, 1000)])
def test_children_never_lower_the_amount(ratio, multiplier):
    assert relief_amount.raise_for_children(ratio) == multiplier


@pytest.mark.parametrize(
    ("total", "multiplier", "rounding", "paid"),
    [
        (320000, 1000, Rounding.FEN_HALF_UP, 320000),
        (320001, 1200, Rounding.FEN_HALF_UP, 384001),
        (1, 1499, Rounding.FEN_HALF_UP, 1),
        (1, 1500, Rounding.FEN_HALF_UP, 2),
        (320001, 1000, Rounding.YUAN_CEIL, 320100),
        (320000, 1000, Rounding.YUAN_CEIL, 320000),
        (320049, 1000, Rounding.YUAN_HALF_UP, 320000),
        (320050, 1000, Rounding.YUAN_HALF_UP, 320100),
    ],
)
def test_the_sum_is_raised_and_rounded_once(total, multiplier, rounding, paid):
    assert relief_amount.one_off_relief(total, multiplier, rounding) == paid


@pytest.mark.parametrize(
    ("paid", "level"),
    [(199999, ApprovalLevel.TOWNSHIP), (200000, ApprovalLevel.TOWNSHIP), (200001, ApprovalLevel.COUNTY)],
)
def test_the_township_approves_up_to_its_limit(paid, level):
    assert relief_amount.relief_approval(paid, 200000) == level


@pytest.mark.parametrize(("urgent", "first", "rest"), [(199999, 199999, 0), (200000, 200000, 0), (200001, 200000, 1)])
def test_the_township_pays_at_once_what_it_may_and_the_county_the_rest(urgent, first, rest):
    assert relief_amount.township_stage(urgent, 200000) == first
    assert relief_amount.county_stage(urgent, first) == rest
