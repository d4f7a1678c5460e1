"""The two disability subsidies, on, under and over each line (DB-01…DB-13)."""

from itertools import product

import pytest

from services.eligibility.engine.codes import AssistanceProgramme, DisabilityKind
from services.eligibility.rules import care_subsidy, children, disability_bars, disability_subsidies, living_subsidy

KINDS = [kind for kind in DisabilityKind if kind != DisabilityKind.NONE]
PROGRAMMES = AssistanceProgramme


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("grade", "fits"), [(0, False), (1, True), (2, True), (3, False), (4, False)])
def test_care_needs_grade_one_or_two_of_any_kind(kind, grade, fits):
    assert care_subsidy.has_care_grade(kind, grade) is fits


def test_no_disability_has_no_grade():
    assert not care_subsidy.has_care_grade(DisabilityKind.NONE, 1)


@pytest.mark.parametrize(("day", "in_use"), [(0, True), (20211114, False), (20211115, False), (20211116, True)])
def test_a_certificate_cancelled_on_the_day_is_no_longer_in_use(day, in_use):
    assert disability_subsidies.certificate_is_in_use(day, 20211115) is in_use


@pytest.mark.parametrize("without", range(3))
def test_a_valid_certificate_is_issued_unexpired_and_in_use(without):
    assert disability_subsidies.holds_valid_certificate(DisabilityKind.SPEECH, True, True, True)
    assert not disability_subsidies.holds_valid_certificate(DisabilityKind.NONE, True, True, True)
    flags = [place != without for place in range(3)]
    assert not disability_subsidies.holds_valid_certificate(DisabilityKind.SPEECH, *flags)


@pytest.mark.parametrize(("day", "alive"), [(0, True), (20211114, False), (20211115, False), (20211116, True)])
def test_who_died_by_the_day_is_not_alive(day, alive):
    assert children.is_alive(day, 20211115) is alive


@pytest.mark.parametrize("without", range(4))
def test_the_person_is_alive_registered_here_certified_and_at_liberty(without):
    assert disability_subsidies.may_receive_subsidies(True, True, True, True)
    assert not disability_subsidies.may_receive_subsidies(*(place != without for place in range(4)))
    assert disability_subsidies.is_registered_here(False)
    assert not disability_subsidies.is_registered_here(True)
    assert disability_subsidies.is_at_liberty(False)
    assert not disability_subsidies.is_at_liberty(True)


def test_a_dibao_household_is_held_found_or_the_person_alone():
    assert living_subsidy.is_in_dibao_household(True, False, False, False)
    assert living_subsidy.is_in_dibao_household(False, True, True, False)
    assert not living_subsidy.is_in_dibao_household(False, True, False, False)
    assert not living_subsidy.is_in_dibao_household(False, False, True, False)
    assert living_subsidy.is_in_dibao_household(False, False, False, True)


def test_marginal_families_are_covered_only_where_the_place_says_so():
    assert living_subsidy.is_covered_as_marginal(False, True, True, True)
    assert living_subsidy.is_covered_as_marginal(True, False, False, True)
    assert not living_subsidy.is_covered_as_marginal(True, True, True, False)
    assert not living_subsidy.is_covered_as_marginal(False, True, False, True)
    assert living_subsidy.is_in_listed_living_group("G", True)
    assert not living_subsidy.is_in_listed_living_group("G", False)


@pytest.mark.parametrize("ground", range(4))
def test_each_ground_of_hardship_is_enough(ground):
    assert living_subsidy.is_in_hardship(*(place == ground for place in range(4)))
    assert not living_subsidy.is_in_hardship(False, False, False, False)


@pytest.mark.parametrize(("may", "hard"), list(product((True, False), repeat=2)))
def test_the_living_subsidy_needs_both(may, hard):
    assert living_subsidy.qualifies_for_living_subsidy(may, hard) is (may and hard)


def test_the_care_subsidy_needs_grade_or_list_and_a_need_for_care():
    assert care_subsidy.qualifies_for_care_subsidy(True, True, False, True)
    assert care_subsidy.qualifies_for_care_subsidy(True, False, True, True)
    assert not care_subsidy.qualifies_for_care_subsidy(True, False, False, True)
    assert not care_subsidy.qualifies_for_care_subsidy(False, True, True, True)
    assert not care_subsidy.qualifies_for_care_subsidy(True, True, True, False)
    assert care_subsidy.needs_long_term_care(True)
    assert not care_subsidy.needs_long_term_care(False)
    assert care_subsidy.is_in_listed_care_group("MENTAL-3", True)
    assert not care_subsidy.is_in_listed_care_group("MENTAL-4", False)


def test_the_amounts_are_the_standards():
    assert living_subsidy.living_subsidy(10000) == 10000
    assert care_subsidy.care_subsidy_of_grade_one(11000) == 11000
    assert care_subsidy.care_subsidy_of_grade_two(8000) == 8000
    assert care_subsidy.care_subsidy_of_listed_groups(6000) == 6000


def test_the_subsidy_counts_from_the_month_of_the_hand_in():
    assert disability_subsidies.subsidy_start_month(2021 * 12 + 9) == 2021 * 12 + 9
    assert disability_subsidies.provisional_subsidy_start_month(2021 * 12 + 10) == 2021 * 12 + 10
    assert disability_subsidies.back_pay_of_month(2021 * 12 + 9, 8000) == 8000


@pytest.mark.parametrize("kept", [disability_bars.care_allowance_is_kept, disability_bars.living_allowance_is_kept])
@pytest.mark.parametrize(("allowance", "stays"), [(0, False), (7999, False), (8000, True), (8001, True)])
def test_of_two_of_one_kind_the_higher_is_drawn(kept, allowance, stays):
    assert kept(allowance, 8000) is stays


@pytest.mark.parametrize(("held", "bars"), [(0, False), (109999, False), (110000, True), (110001, True)])
def test_only_the_full_child_subsidy_bars_the_living_subsidy(held, bars):
    assert disability_bars.full_child_subsidy_bars_living(held, 110000) is bars


@pytest.mark.parametrize(
    "bar",
    [
        disability_bars.tekun_bars_subsidies,
        disability_bars.orphans_allowance_bars_living,
        disability_bars.work_injury_care_bars_subsidies,
    ],
)
def test_what_is_held_bars(bar):
    assert bar(True)
    assert not bar(False)
