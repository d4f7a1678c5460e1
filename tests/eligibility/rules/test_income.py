"""What counts as income, what comes off, and how the sum is made."""

import pytest

from services.eligibility.engine.codes import DeductionKind, LabourAbility, Residence
from services.eligibility.rules import deductions, excluded_income, income


@pytest.mark.parametrize("rule", [income.wage_income, income.transfer_income, income.other_income])
def test_wages_transfers_and_other_income_count_whole(rule):
    assert rule(123456) == 123456


def test_an_old_age_allowance_counts_outside_tekun():
    assert income.old_age_allowance_income(5000) == 5000


@pytest.mark.parametrize(("costs", "net"), [(0, 1440000), (840000, 600000), (1440000, 0), (1440001, 0)])
@pytest.mark.parametrize("rule", [income.business_income, income.property_income])
def test_costs_come_off_and_never_below_zero(rule, costs, net):
    assert rule(1440000, costs) == net


@pytest.mark.parametrize(
    ("counted", "out", "deducted", "countable"),
    [(2400000, 720000, 240000, 1440000), (100, 60, 40, 0), (100, 60, 41, 0), (100, 60, 39, 1)],
)
def test_countable_income_is_what_is_left_and_never_negative(counted, out, deducted, countable):
    assert income.countable_income(counted, out, deducted) == countable


@pytest.mark.parametrize(
    ("day", "excluded"), [(20201231, False), (20210101, True), (20251231, True), (20260101, False)]
)
def test_the_central_pension_stays_out_inside_the_window_only(day, excluded):
    assert excluded_income.central_pension_is_excluded(day, 20210101, 20251231) is excluded


@pytest.mark.parametrize(("paid", "taken_off"), [(0, 0), (59, 59), (60, 60), (61, 60)])
def test_what_is_paid_out_comes_off_the_income_it_is_paid_from_only(paid, taken_off):
    assert income.regular_transfers_out(paid, 60) == taken_off
    assert income.regular_transfers_out(paid, 0) == 0


@pytest.mark.parametrize(("amount", "counted"), [(111599, 0), (111600, 0), (111601, 1), (120000, 8400)])
def test_the_central_pension_stays_out_up_to_what_is_published(amount, counted):
    assert excluded_income.central_pension_income(amount, True, 9300, 12) == counted
    assert excluded_income.central_pension_income(amount, False, 9300, 12) == amount


def test_what_is_excluded_counts_nothing_and_what_is_not_counts_whole():
    assert excluded_income.central_pension_income_unchecked(9300, True) == 0
    assert excluded_income.central_pension_income_unchecked(9300, False) == 9300
    assert excluded_income.locally_listed_income(9300, excluded_income.is_locally_excluded("XQ-01", True)) == 0
    assert excluded_income.locally_listed_income(9300, excluded_income.is_locally_excluded("XQ-01", False)) == 9300


@pytest.mark.parametrize(
    "rule",
    [
        excluded_income.excluded_honours,
        excluded_income.excluded_assistance,
        excluded_income.excluded_disability_subsidy,
        excluded_income.excluded_child_subsidy,
    ],
)
def test_excluded_kinds_are_listed_with_their_amount(rule):
    assert rule(8000) == 8000


def test_support_by_kin_can_be_left_out_only_since_the_notice_of_2022():
    assert excluded_income.relatives_support_income_2021(8000, True, True) == 8000
    assert excluded_income.relatives_support_income(8000, True, True) == 0
    assert excluded_income.relatives_support_income(8000, False, True) == 8000


def test_support_of_somebody_else_counts_whatever_the_officer_thinks():
    assert excluded_income.relatives_support_income(8000, True, False) == 8000


@pytest.mark.parametrize(
    ("ability", "counted"),
    [
        (LabourAbility.FULL, 8000),
        (LabourAbility.PARTIAL, 8000),
        (LabourAbility.LOST, 0),
        (LabourAbility.NONE, 0),
    ],
)
def test_nobody_who_cannot_work_is_given_deemed_income_since_the_notice(ability, counted):
    assert excluded_income.deemed_income(8000, ability, False) == counted
    assert excluded_income.deemed_income(8000, ability, True) == 0
    assert excluded_income.deemed_income_2021(8000, ability, False) == 8000


def test_the_grounds_of_a_deduction():
    employment, illness = DeductionKind.EMPLOYMENT_COST, DeductionKind.ILLNESS_EXPENSE

    assert deductions.is_rural_employment_cost(employment, Residence.RURAL)
    assert not deductions.is_rural_employment_cost(employment, Residence.URBAN)
    assert not deductions.is_rural_employment_cost(illness, Residence.RURAL)
    assert all(deductions.is_necessary_cost(kind) for kind in DeductionKind)
    assert deductions.is_employed_members_cost(employment, 1)
    assert not deductions.is_employed_members_cost(employment, 0)
    assert not deductions.is_employed_members_cost(illness, 1)


@pytest.mark.parametrize("grounds", [(True, False, False), (False, True, False), (False, False, True)])
def test_one_ground_is_enough_and_none_is_not(grounds):
    kind = DeductionKind.EMPLOYMENT_COST

    assert deductions.documented_cost(700, kind, deductions.may_be_deducted(*grounds, True)) == 700
    assert deductions.documented_cost(700, kind, deductions.may_be_deducted(*grounds, deductions.is_proven(False))) == 0
    assert deductions.documented_cost(700, kind, deductions.may_be_deducted(False, False, False, True)) == 0


@pytest.mark.parametrize(
    ("cost", "wages", "deducted"),
    [(599999, 3960000, 599999), (600000, 3960000, 600000), (600001, 3960000, 600000), (500000, 400000, 400000)],
)
def test_a_documented_cost_is_capped_by_the_line_and_by_the_wages(cost, wages, deducted):
    assert deductions.employment_deduction_capped(cost, wages, 50000, 12) == deducted


@pytest.mark.parametrize(("wages", "deducted"), [(100000, 10000), (100001, 10001), (1, 1), (0, 0)])
def test_a_share_of_the_wages_rounds_in_the_familys_favour_and_stays_within_them(wages, deducted):
    assert deductions.employment_deduction_by_ratio(wages, 100) == deducted
    assert deductions.illness_deduction_by_ratio(wages, 0, 100) == deducted


@pytest.mark.parametrize(("employment", "illness"), [(0, 60), (39, 60), (40, 60), (41, 59), (100, 0)])
def test_what_is_reckoned_from_wages_never_comes_to_more_than_the_wages(employment, illness):
    assert deductions.illness_deduction_by_ratio(100, employment, 600) == illness


@pytest.mark.parametrize(("wages", "deducted"), [(1000000, 360000), (360000, 360000), (359999, 359999)])
def test_a_fixed_deduction_stays_within_the_wages(wages, deducted):
    assert deductions.employment_deduction_fixed(wages, 30000, 12) == deducted
    assert deductions.illness_deduction_fixed(30000, 12) == 360000


@pytest.mark.parametrize(("cost", "deducted"), [(599999, 599999), (600000, 600000), (600001, 600000)])
def test_expenditure_by_illness_is_capped_by_the_line(cost, deducted):
    assert deductions.illness_deduction_capped(cost, 50000, 12) == deducted
