"""Supplements, refused work, grace and screening of 低保, on, just under and just over each line."""

import pytest

from services.eligibility.engine.codes import (
    GraceAmountMethod,
    LabourAbility,
    RefusalMethod,
    Rounding,
    SupplementCategory,
)
from services.eligibility.rules import amounts, grace, job_refusal, screening, supplement


@pytest.mark.parametrize(
    ("age", "aged", "minor"), [(17, False, True), (18, False, False), (59, False, False), (60, True, False)]
)
def test_old_from_sixty_and_minor_under_eighteen(age, aged, minor):
    assert supplement.is_in_supplement_category(SupplementCategory.AGED, age, False, False) is aged
    assert supplement.is_in_supplement_category(SupplementCategory.MINOR, age, False, False) is minor
    assert supplement.is_in_supplement_category(SupplementCategory.SEVERELY_DISABLED, age, True, False)
    assert not supplement.is_in_supplement_category(SupplementCategory.SEVERELY_DISABLED, age, False, True)
    assert supplement.is_in_supplement_category(SupplementCategory.SERIOUSLY_ILL, age, False, True)
    assert not supplement.is_in_supplement_category(SupplementCategory.SERIOUSLY_ILL, age, True, False)


@pytest.mark.parametrize(("fixed", "more"), [(9999, False), (10000, False), (10001, True)])
def test_a_person_counts_by_the_category_that_gives_most(fixed, more):
    assert supplement.category_gives_more(50000, 0, fixed, 200, 0) is more


def test_the_supplements_are_shown_to_the_fen():
    assert supplement.category_supplement(50000, 400, 0) == 20000
    assert supplement.category_supplement(53051, 133, 0) == 7056
    assert supplement.category_supplement(50000, 0, 10400) == 10400


@pytest.mark.parametrize(("refusals", "refuses"), [(2, False), (3, True), (4, True)])
def test_work_is_refused_from_the_third_time_on(refusals, refuses):
    assert job_refusal.refuses_work(LabourAbility.FULL, False, refusals) is refuses
    assert not job_refusal.refuses_work(LabourAbility.PARTIAL, False, refusals)
    assert not job_refusal.refuses_work(LabourAbility.FULL, True, refusals)


def test_only_who_counts_has_a_share_to_lose():
    assert job_refusal.loses_own_share(True, True)
    assert not job_refusal.loses_own_share(True, False)
    assert job_refusal.refusal_method(RefusalMethod.REDUCE) == RefusalMethod.REDUCE
    assert job_refusal.stopped_share() == 1000
    assert job_refusal.reduced_share(300) == 300
    assert job_refusal.reduced_share(1001) == 1000


@pytest.mark.parametrize(
    ("lost", "ratio", "rounding", "monthly"),
    [
        (1000, 0, Rounding.FEN_HALF_UP, 40000),
        (300, 0, Rounding.FEN_HALF_UP, 54000),
        (0, 400, Rounding.FEN_HALF_UP, 80000),
        (1000, 1, Rounding.YUAN_CEIL, 40100),
        (1000, 1, Rounding.YUAN_HALF_UP, 40100),
        (0, 0, Rounding.FEN_HALF_UP, 60000),
    ],
)
def test_the_total_is_rounded_once(lost, ratio, rounding, monthly):
    assert amounts.adjusted_monthly_amount(720000, 3, lost, ratio, 0, 50000, 12, rounding) == monthly


@pytest.mark.parametrize(("income", "above"), [(1799999, False), (1800000, False), (1800001, True)])
def test_at_the_line_is_not_above_it(income, above):
    assert grace.income_is_above_dibao_line(income, 3, 50000, 12) is above


@pytest.mark.parametrize(("months", "allowed"), [(0, False), (1, True), (12, True), (13, False)])
def test_grace_lasts_one_to_twelve_months(months, allowed):
    assert grace.grace_length_is_allowed(months, 12) is allowed


@pytest.mark.parametrize("without", range(5))
def test_grace_needs_all_its_conditions(without):
    assert grace.may_be_given_grace(True, True, True, True, True)
    assert not grace.may_be_given_grace(*(place != without for place in range(5)))


@pytest.mark.parametrize(
    ("months", "day", "exceeds"), [(6, 20221020, False), (7, 20221020, True), (7, 20221019, False)]
)
def test_more_than_six_months_are_told_from_the_notice_on(months, day, exceeds):
    assert grace.grace_exceeds_principle(months, day, 6, 20221020) is exceeds


def test_what_else_grace_goes_by():
    assert grace.is_above_line_long_enough(3, 3)
    assert not grace.is_above_line_long_enough(2, 3)
    assert grace.income_is_stable(False, True)
    assert not grace.income_is_stable(False, False)
    assert grace.is_first_grace(False, False)
    assert not grace.is_first_grace(True, False)
    assert not grace.is_first_grace(False, True)
    assert grace.grace_last_month(2022 * 12 + 4, 12) == 2023 * 12 + 3
    assert grace.last_month_of_running_grace(2023 * 12) == 2023 * 12
    assert grace.grace_gives_way_to_dibao(True, True)
    assert not grace.grace_gives_way_to_dibao(True, False)
    assert grace.grace_base(39000, GraceAmountMethod.FREEZE) == 39000


def test_the_months_of_grace_by_each_method():
    assert [grace.declining_amount(39000, left, 3, Rounding.FEN_HALF_UP) for left in (3, 2, 1)] == [39000, 26000, 13000]
    assert grace.declining_amount(100, 1, 3, Rounding.YUAN_CEIL) == 100
    assert grace.declining_amount(100, 1, 3, Rounding.YUAN_HALF_UP) == 0
    assert [grace.is_in_second_half(left, 3) for left in (3, 2, 1)] == [False, False, True]
    assert grace.stepped_amount(39001, 500, Rounding.FEN_HALF_UP) == 19501
    assert grace.stepped_amount(39001, 500, Rounding.YUAN_CEIL) == 19600
    assert grace.stepped_amount(39001, 500, Rounding.YUAN_HALF_UP) == 19500
    assert grace.grace_amount(0, 150001, 3, 50000) == 150000
    assert grace.grace_amount(0, 150000, 3, 50000) == 150000
    assert grace.grace_amount(0, 149999, 3, 50000) == 149999


@pytest.mark.parametrize(("day", "within"), [(20201231, False), (20210101, True), (20251231, True), (20260101, False)])
def test_the_transition_has_a_first_and_a_last_day(day, within):
    assert screening.is_in_transition(day, 20210101, 20251231) is within


def test_whom_the_circular_wants_screened():
    assert screening.has_stable_earned_income(True, 1)
    assert not screening.has_stable_earned_income(True, 0)
    assert not screening.has_stable_earned_income(False, 1)
    assert screening.must_be_screened(LabourAbility.PARTIAL, False, False)
    assert not screening.must_be_screened(LabourAbility.FULL, False, False)
    assert not screening.must_be_screened(LabourAbility.LOST, True, False)
    assert not screening.must_be_screened(LabourAbility.LOST, False, True)
