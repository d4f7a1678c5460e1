"""The tests of families with rigid expenditure, on, under and over each line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.engine.codes import AssistanceProgramme, RigidExpenditureKind
from services.eligibility.rules import property_limits, rigid, rigid_expenditure

money = st.integers(0, 10**12)


@pytest.mark.parametrize(("day", "under"), [(20241231, False), (20250101, True), (20250102, True)])
def test_the_measure_holds_from_its_first_day(day, under):
    assert rigid.is_decided_under_the_measure(day) is under


@pytest.mark.parametrize(("income", "below"), [(7199999, True), (7200000, False), (7200001, False)])
def test_equal_to_the_ceiling_is_not_below_it(income, below):
    assert rigid.income_is_below_ceiling(income, 4, 1800000, 12) is below


@pytest.mark.parametrize(("income", "below"), [(3599999, True), (3600000, False)])
def test_income_of_half_a_year_is_measured_against_half_the_ceiling(income, below):
    assert rigid.income_is_below_ceiling(income, 4, 1800000, 6) is below


@pytest.mark.parametrize(("spent", "exceeds"), [(3455999, False), (3456000, False), (3456001, True)])
def test_equal_to_the_ratio_does_not_exceed_it(spent, exceeds):
    assert rigid_expenditure.expenditure_exceeds_ratio(spent, 5760000, 12, 600) is exceeds


@pytest.mark.parametrize(("spent", "exceeds"), [(0, False), (1, True)])
def test_without_income_any_expenditure_exceeds(spent, exceeds):
    assert rigid_expenditure.expenditure_exceeds_ratio(spent, 0, 12, 600) is exceeds


@pytest.mark.parametrize(("spent", "exceeds"), [(3456000, False), (3456001, True)])
def test_a_year_of_expenditure_is_measured_against_a_year_of_income(spent, exceeds):
    assert rigid_expenditure.expenditure_exceeds_ratio(spent, 2880000, 6, 600) is exceeds


@given(money, money, st.integers(1, 2000))
def test_nothing_is_rounded_before_the_ratio_is_taken(spent, income, ratio):
    assert rigid_expenditure.expenditure_exceeds_ratio(spent, income, 12, ratio) == (spent * 1000 > income * ratio)


@pytest.mark.parametrize("kind", list(RigidExpenditureKind))
@pytest.mark.parametrize("has_evidence", [True, False])
@pytest.mark.parametrize("listed", [True, False])
def test_expenditure_counts_with_evidence_and_another_kind_by_the_list(kind, has_evidence, listed):
    counts = has_evidence and (listed or kind is not RigidExpenditureKind.OTHER)

    assert rigid_expenditure.counted_expenditure(kind, 700, has_evidence, listed) == (700 if counts else 0)


@pytest.mark.parametrize("listed", [True, False])
def test_what_is_on_the_countys_list_is_the_countys_to_say(listed):
    assert rigid_expenditure.is_listed_expenditure("ITEM-1", listed) is listed


@pytest.mark.parametrize("without", range(4))
def test_who_may_be_rigid_has_members_and_no_stronger_help(without):
    assert rigid.may_be_rigid(True, True, True, True)
    assert not rigid.may_be_rigid(*(place != without for place in range(4)))


@pytest.mark.parametrize("without", range(5))
def test_a_rigid_family_meets_every_test(without):
    assert rigid.is_rigid_family(True, True, True, True, True)
    assert not rigid.is_rigid_family(*(place != without for place in range(5)))


def test_a_family_of_dibao_or_a_marginal_family_is_not_rigid():
    assert rigid.is_not_dibao_family(False)
    assert not rigid.is_not_dibao_family(True)
    assert rigid.is_outside_marginal(False)
    assert not rigid.is_outside_marginal(True)


@pytest.mark.parametrize("held", list(AssistanceProgramme))
def test_dibao_and_marginal_held_now_stand_in_the_way_but_for_a_review(held):
    stands = held in {AssistanceProgramme.DIBAO, AssistanceProgramme.MARGINAL}

    assert rigid.held_help_bars_rigid(held, False) is stands
    assert not rigid.held_help_bars_rigid(held, True)


@pytest.mark.parametrize(("given_months", "months"), [(6, 6), (12, 12), (13, 12)])
def test_a_recognition_holds_twelve_months_at_most(given_months, months):
    assert rigid.rigid_valid_months(given_months) == months


def test_the_property_limits_are_a_set_of_their_own():
    assert {each.word for each in property_limits.LIMIT_SETS} >= {"dibao", "marginal", "rigid"}


def test_a_recognition_runs_to_the_end_of_its_last_month():
    assert rigid.rigid_last_month(held_since_month=24300, held_until_month=0, rigid_valid_months=12) == 24312
    assert rigid.rigid_last_month(held_since_month=24300, held_until_month=24306, rigid_valid_months=12) == 24306
    assert rigid.recognition_is_running(decided_month=24312, rigid_last_month=24312)
    assert not rigid.recognition_is_running(decided_month=24313, rigid_last_month=24312)
