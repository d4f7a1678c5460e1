"""Orphans, de facto unattended children and the category of a child, on, under and over each line."""

import pytest

from services.eligibility.engine.codes import (
    ApprovalLevel,
    ChildCategory,
    DisabilityKind,
    PlacementKind,
    Residence,
    Rounding,
)
from services.eligibility.rules import child_category, children, defacto_child, orphan, parents, personal

TODAY = 20211115
ALWAYS = 99991231


@pytest.mark.parametrize(("age", "young"), [(0, True), (17, True), (18, False), (19, False)])
def test_a_child_is_under_eighteen(age, young):
    assert children.is_under_eighteen(age) is young


@pytest.mark.parametrize("placement", list(PlacementKind))
def test_adoption_ends_it_and_an_institution_pays_more(placement):
    assert children.is_not_adopted(placement) is (placement != PlacementKind.ADOPTED)
    assert orphan.lives_in_institution(placement) is (placement == PlacementKind.INSTITUTION)
    assert orphan.amount_in_institution(160000) == 160000
    assert orphan.amount_with_kin(110000) == 110000


def test_it_starts_the_month_after_and_the_county_confirms():
    assert children.child_start_month(2021 * 12 + 11, 1) == 2022 * 12
    assert children.provisional_child_start_month(2021 * 12 + 8, 1) == 2021 * 12 + 9
    assert personal.confirmed_by_county() == ApprovalLevel.COUNTY


def test_an_orphan_has_lost_both_parents_or_they_cannot_be_found():
    assert orphan.has_lost_parents(True, True)
    assert not orphan.has_lost_parents(True, False)
    assert not orphan.has_lost_parents(False, True)
    assert orphan.is_orphan(True, True, False)
    assert orphan.is_orphan(True, False, True)
    assert not orphan.is_orphan(True, False, False)
    assert not orphan.is_orphan(False, True, True)


@pytest.mark.parametrize("without", range(4))
def test_all_conditions_of_the_child_programmes_are_needed(without):
    flags = [place != without for place in range(4)]

    assert orphan.qualifies_as_orphan(True, True, True, True)
    assert not orphan.qualifies_as_orphan(*flags)
    assert defacto_child.qualifies_as_unattended_child(True, True, True, True)
    assert not defacto_child.qualifies_as_unattended_child(*flags)


@pytest.mark.parametrize("kind", [kind for kind in DisabilityKind if kind != DisabilityKind.NONE])
@pytest.mark.parametrize("grade", [1, 2, 3, 4])
def test_a_parent_of_mind_counts_in_every_grade_others_up_to_two(kind, grade):
    of_mind = kind in {DisabilityKind.INTELLECTUAL, DisabilityKind.MENTAL}

    assert parents.some_is_severely_disabled(kind, grade, 0, ALWAYS, TODAY) is (grade <= 2 or of_mind)


@pytest.mark.parametrize(
    ("issued", "expires", "holds"),
    [(TODAY, TODAY, True), (TODAY + 1, ALWAYS, False), (0, TODAY - 1, False), (0, ALWAYS, True)],
)
def test_a_parents_certificate_holds_from_its_first_day_to_its_last(issued, expires, holds):
    assert parents.some_is_severely_disabled(DisabilityKind.VISUAL, 1, issued, expires, TODAY) is holds
    assert not parents.some_is_severely_disabled(DisabilityKind.NONE, 1, issued, expires, TODAY)


@pytest.mark.parametrize("measure", range(3))
@pytest.mark.parametrize(("months", "long"), [(0, False), (5, False), (6, True), (7, True)])
def test_six_months_of_any_one_measure_are_enough(measure, months, long):
    assert parents.some_is_detained(*(months if place == measure else 0 for place in range(3))) is long


def test_terms_are_not_added_up():
    assert not parents.some_is_detained(5, 5, 5)


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        (0, TODAY, 0),
        (20210515, 20211115, 6),
        (20210516, 20211115, 5),
        (20210514, 20211115, 6),
        (20210831, 20220228, 6),
        (20210831, 20220227, 5),
        (20230831, 20240228, 5),
        (20230831, 20240229, 6),
        (20211231, 20220430, 4),
        (20211231, 20220630, 6),
        (20211231, 20220629, 5),
        (20211130, 20220530, 6),
        (20211130, 20220731, 8),
        (20991130, 20211115, 0),
        (18990831, 19000228, 6),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(since, on, months):
    assert parents.some_months_out_of_contact(since, on) == months


@pytest.mark.parametrize(("months", "lost"), [(5, False), (6, True), (7, True)])
def test_six_months_out_of_contact_are_enough(months, lost):
    assert parents.some_is_out_of_contact(months) is lost


@pytest.mark.parametrize("ground", range(4))
def test_each_circumstance_makes_a_parent_unable(ground):
    assert parents.some_is_unable(*(place == ground for place in range(4)))
    assert not parents.some_is_unable(False, False, False, False)
    assert parents.some_is_lost(True, False)
    assert parents.some_is_lost(False, True)
    assert not parents.some_is_lost(False, False)


WELL, UNABLE, LOST = (False, False), (False, True), (True, False)


@pytest.mark.parametrize(
    ("father", "mother", "unattended"),
    [
        (UNABLE, UNABLE, True),
        (LOST, UNABLE, True),
        (UNABLE, LOST, True),
        (LOST, LOST, False),
        (WELL, UNABLE, False),
        (UNABLE, WELL, False),
        (LOST, WELL, False),
        (WELL, WELL, False),
    ],
)
def test_both_unable_or_one_lost_and_the_other_unable(father, mother, unattended):
    assert defacto_child.is_unattended_child(True, *father, *mother) is unattended
    assert not defacto_child.is_unattended_child(False, *father, *mother)


@pytest.mark.parametrize(
    ("own", "dibao", "persons", "rounding", "amount"),
    [
        (0, 150000, 3, Rounding.FEN_HALF_UP, 60000),
        (10000, 150000, 3, Rounding.FEN_HALF_UP, 50000),
        (65000, 0, 0, Rounding.FEN_HALF_UP, 45000),
        (0, 100000, 3, Rounding.FEN_HALF_UP, 76667),
        (0, 100000, 3, Rounding.YUAN_CEIL, 76700),
        (0, 100000, 3, Rounding.YUAN_HALF_UP, 76700),
        (0, 100200, 3, Rounding.YUAN_HALF_UP, 76600),
        (109999, 0, 0, Rounding.FEN_HALF_UP, 1),
        (110000, 0, 0, Rounding.FEN_HALF_UP, 0),
        (110001, 0, 0, Rounding.FEN_HALF_UP, 0),
        (0, 330000, 3, Rounding.YUAN_CEIL, 0),
    ],
)
def test_the_difference_to_what_the_child_has_already_is_rounded_once(own, dibao, persons, rounding, amount):
    assert defacto_child.topped_up_amount(110000, own, dibao, persons, rounding) == amount


def test_the_standard_is_its_own_or_that_of_orphans():
    assert defacto_child.standard_of_its_own(120000) == 120000
    assert defacto_child.standard_of_orphans(110000) == 110000


@pytest.mark.parametrize(
    ("flags", "category"),
    [
        ((True, True, True, True), ChildCategory.ORPHAN),
        ((False, True, True, True), ChildCategory.UNATTENDED),
        ((False, False, True, True), ChildCategory.TEKUN),
        ((False, False, False, True), ChildCategory.OTHER),
        ((False, False, False, False), ChildCategory.NONE),
    ],
)
def test_the_first_category_that_holds_is_the_childs(flags, category):
    assert child_category.child_category(*flags) == category


def test_another_child_in_difficulty_is_poor_disabled_or_badly_guarded():
    other = child_category.is_other_child_in_difficulty
    assert other(True, True, False, False)
    assert other(True, False, True, False)
    assert other(True, False, False, True)
    assert not other(True, False, False, False)
    assert not other(False, True, True, True)
    poor = child_category.is_child_in_poverty
    assert poor(True, False, False, False)
    assert poor(False, True, False, True)
    assert poor(False, False, True, True)
    assert not poor(False, True, True, False)
    assert child_category.is_child_with_disability(DisabilityKind.SPEECH)
    assert not child_category.is_child_with_disability(DisabilityKind.NONE)
    assert child_category.is_child_without_good_guardian(True)
    assert not child_category.is_child_without_good_guardian(False)
    assert child_category.is_minor_in_tekun(True, True)
    assert not child_category.is_minor_in_tekun(False, True)
    assert not child_category.is_minor_in_tekun(True, False)


HOME, AWAY, SICK = (False, False, False), (True, False, False), (False, False, True)


@pytest.mark.parametrize(
    ("father", "mother", "left"),
    [
        (AWAY, AWAY, True),
        (AWAY, SICK, True),
        (SICK, AWAY, True),
        ((False, True, False), AWAY, True),
        (AWAY, HOME, False),
        (HOME, AWAY, False),
        (SICK, SICK, False),
        (HOME, HOME, False),
    ],
)
def test_left_behind_by_both_or_by_one_beside_one_who_cannot_guard(father, mother, left):
    assert child_category.is_left_behind(15, Residence.RURAL, *father, *mother) is left
    assert not child_category.is_left_behind(16, Residence.RURAL, *father, *mother)
    assert not child_category.is_left_behind(15, Residence.URBAN, *father, *mother)
