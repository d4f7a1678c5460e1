"""The tests and amounts of 特困, on, under and over each line."""

from itertools import product

import pytest

from services.eligibility.engine.codes import (
    ApprovalLevel,
    AssistanceProgramme,
    DisabilityKind,
    Relation,
    Residence,
    ReviewOutcome,
    SelfCareClass,
    StudentLevel,
    SupporterRelation,
    TekunTermination,
)
from services.eligibility.rules import kinship, self_care, tekun, tekun_income, tekun_supporters, tekun_term

MAY_2002 = 2002 * 12 + 4
LEFT_OUT = {
    DisabilityKind.NONE: 0,
    DisabilityKind.MENTAL: 3,
    DisabilityKind.INTELLECTUAL: 3,
    DisabilityKind.PHYSICAL: 2,
}


@pytest.mark.parametrize(
    ("years", "old", "young"), [(15, False, True), (16, False, False), (59, False, False), (60, True, False)]
)
def test_sixty_is_old_and_sixteen_is_no_longer_young(years, old, young):
    assert (tekun.is_old(years), tekun.is_under_sixteen(years)) == (old, young)


@pytest.mark.parametrize(("kind", "grade"), list(product(DisabilityKind, range(5))))
def test_which_disabilities_take_the_ability_to_work(kind, grade):
    most = LEFT_OUT.get(kind, 1 if kind == DisabilityKind.VISUAL else 0)

    assert tekun.is_disabled_for_work(kind, grade, True, True) is (1 <= grade <= most)
    assert not tekun.is_disabled_for_work(kind, grade, False, True)
    assert not tekun.is_disabled_for_work(kind, grade, True, False)


@pytest.mark.parametrize("place", range(5))
def test_one_reason_is_enough_to_lack_the_ability_to_work(place):
    assert tekun.lacks_labour_ability(*(place == each for each in range(5)))
    assert not tekun.lacks_labour_ability(*[False] * 5)


@pytest.mark.parametrize("place", range(4))
def test_tekun_needs_all_three_and_nothing_that_ends_it(place):
    assert tekun.qualifies_for_tekun(*[True] * 4)
    assert not tekun.qualifies_for_tekun(*(place != each for each in range(4)))


def test_the_provincial_list_and_the_form_chosen_are_what_is_told():
    assert tekun.is_listed_as_unable_to_work("X", 1) is True
    assert tekun.is_listed_as_unable_to_work("X", 0) is False
    assert (tekun.is_centralised(True), tekun.is_centralised(False)) == (True, False)


@pytest.mark.parametrize(
    ("relocated", "land", "residence"),
    [(False, False, Residence.RURAL), (True, False, Residence.URBAN), (True, True, Residence.URBAN)],
)
def test_relocation_to_a_town_goes_before_land(relocated, land, residence):
    assert tekun.tekun_residence(Residence.RURAL, relocated, land) == residence
    assert tekun.tekun_residence(Residence.URBAN, False, True) == Residence.RURAL


def test_the_amount_is_the_basic_standard_and_the_care_in_full():
    assert tekun.tekun_amount(tekun.basic_centralised(78000), self_care.care_of_full_loss(40000)) == 118000
    assert tekun.tekun_amount(tekun.basic_scattered(65000), self_care.care_of_partial_loss(20000)) == 85000
    assert self_care.care_of_self_care(5000) == 5000


@pytest.mark.parametrize(("missed", "of_class"), [(0, 1), (1, 2), (3, 2), (4, 3), (6, 3)])
def test_classes_of_self_care(missed, of_class):
    assert self_care.self_care_class(missed) == of_class
    assert self_care.must_be_placed(SelfCareClass(of_class), True) is (of_class > 1)
    assert not self_care.must_be_placed(SelfCareClass(of_class), False)


@pytest.mark.parametrize(("income", "below"), [(599999, True), (600000, False), (600001, False)])
def test_own_income_equal_to_the_line_is_not_below_it(income, below):
    assert tekun_income.tekun_income_is_below_line(income, 50000, 12) is below
    assert tekun_income.has_no_source_of_living(below, True) is below
    assert not tekun_income.has_no_source_of_living(below, False)


@pytest.mark.parametrize(("amount", "counted"), [(111599, 0), (111600, 0), (111601, 1)])
def test_only_what_exceeds_the_published_pension_counts(amount, counted):
    assert tekun_income.tekun_pension_income(amount, 9300, 12) == counted
    assert tekun_income.tekun_excluded_allowance(amount) == amount


@pytest.mark.parametrize(("years", "owes"), [(17, False), (18, True)])
def test_a_child_owes_support_when_grown(years, owes):
    assert kinship.relative_owes_support(SupporterRelation.CHILD, False, years) is owes
    assert not kinship.relative_owes_support(SupporterRelation.CHILD, True, years)
    assert kinship.relative_owes_support(SupporterRelation.MOTHER, False, years)
    assert kinship.member_owes_support(True, False, False, years) is owes
    assert not kinship.member_owes_support(False, False, False, years)


KIN = [
    ("SPOUSE", "CHILD"),
    ("SPOUSE", "GRANDCHILD"),
    ("SPOUSE", "PARENT_IN_LAW"),
    ("CHILD", "PARENT"),
    ("CHILD", "GRANDCHILD"),
    ("CHILD", "CHILD_IN_LAW"),
    ("CHILD", "PARENT_IN_LAW"),
    ("PARENT", "PARENT"),
    ("PARENT", "GRANDPARENT"),
    ("PARENT", "SIBLING"),
    ("GRANDCHILD", "CHILD_IN_LAW"),
    ("GRANDPARENT", "GRANDPARENT"),
    ("GRANDPARENT", "SIBLING"),
    ("PARENT_IN_LAW", "PARENT_IN_LAW"),
]


@pytest.mark.parametrize("pair", [(one, other) for one, other in product(Relation, repeat=2) if one <= other])
def test_who_are_close_kin_by_what_both_are_to_the_applicant(pair):
    assert kinship.are_close_kin(*pair) is ((pair[0].name, pair[1].name) in KIN)


@pytest.mark.parametrize(("years", "owed"), [(17, True), (18, False)])
def test_brothers_and_sisters_support_a_minor(years, owed):
    for relation in (Relation.CHILD, Relation.GRANDCHILD, Relation.SIBLING):
        assert kinship.is_minor_sibling(relation, relation, years) is owed
    assert not kinship.is_minor_sibling(Relation.CHILD, Relation.SIBLING, years)
    assert not kinship.is_minor_sibling(Relation.PARENT, Relation.PARENT, years)


@pytest.mark.parametrize(
    ("years", "on_dibao", "poor"), [(59, False, False), (60, True, False), (69, True, False), (70, True, True)]
)
def test_the_ages_of_supporters(years, on_dibao, poor):
    assert tekun_supporters.supporter_is_old_on_dibao(True, years) is on_dibao
    assert not tekun_supporters.supporter_is_old_on_dibao(False, years)
    assert tekun_supporters.supporter_is_old_and_poor(years, True, True) is poor
    assert not tekun_supporters.supporter_is_old_and_poor(years, False, True)
    assert not tekun_supporters.supporter_is_old_and_poor(years, True, False)


@pytest.mark.parametrize(("income", "low"), [(1799999, True), (1800000, False), (1800001, False)])
def test_a_supporters_income_equal_to_the_bound_is_not_below_it(income, low):
    assert tekun_supporters.supporter_income_is_low(income, 1800000) is low


@pytest.mark.parametrize(("months", "income"), [(12, 1799999), (6, 899999), (5, 749999)])
def test_income_of_another_period_turns_where_that_of_a_year_does(months, income):
    bound = 1800000

    for own in (income, income + 1, income + 2):
        yearly = tekun_supporters.yearly_income(own, months)
        assert tekun_supporters.supporter_income_is_low(yearly, bound) is (own * 12 < bound * months)


@pytest.mark.parametrize("given", list(product([True, False], repeat=3)))
def test_a_disabled_supporter_needs_all_three(given):
    assert tekun_supporters.supporter_is_disabled_and_poor(*given) is all(given)


@pytest.mark.parametrize("given", list(product([True, False], repeat=4)))
def test_an_absent_supporter_needs_one_circumstance_and_the_property(given):
    assert tekun_supporters.supporter_is_absent(*given) is (any(given[:3]) and given[3])


@pytest.mark.parametrize("given", list(product([True, False], repeat=5)))
def test_one_circumstance_makes_a_supporter_unable(given):
    assert tekun_supporters.supporter_is_unable(*given) is any(given)


def test_one_able_supporter_bars_and_none_at_all_does_not():
    assert tekun_supporters.supporter_is_tekun(True)
    assert not tekun_supporters.supporter_is_tekun(False)
    assert tekun_supporters.supporters_are_unable(True, True)
    assert not tekun_supporters.supporters_are_unable(False, True)
    assert not tekun_supporters.supporters_are_unable(True, False)
    assert tekun_supporters.has_no_able_supporter(0, False)
    assert tekun_supporters.has_no_able_supporter(1, True)
    assert not tekun_supporters.has_no_able_supporter(1, False)


@pytest.mark.parametrize(("years", "by"), [(17, AssistanceProgramme.ORPHAN), (18, AssistanceProgramme.NONE)])
def test_only_a_minor_chooses_the_child_programme(years, by):
    assert tekun_term.programme_chosen(AssistanceProgramme.ORPHAN, years) == by
    assert tekun_term.is_barred_by_child_programme(by) is (by != AssistanceProgramme.NONE)


@pytest.mark.parametrize(
    ("since", "as_minor"), [(0, False), (MAY_2002 - 1, True), (MAY_2002, True), (MAY_2002 + 1, False)]
)
def test_who_was_supported_by_the_month_he_turned_eighteen(since, as_minor):
    assert tekun_term.was_supported_as_minor(since, 19840531) is as_minor


@pytest.mark.parametrize(
    ("years", "level", "goes_on"),
    [
        (17, StudentLevel.NONE, True),
        (18, StudentLevel.NONE, False),
        (18, StudentLevel.COMPULSORY, True),
        (19, StudentLevel.SECONDARY_VOCATIONAL, True),
        (19, StudentLevel.JUNIOR_COLLEGE, False),
    ],
)
def test_how_long_a_supported_minor_goes_on(years, level, goes_on):
    assert tekun_term.goes_on_as_minor(True, years, level) is goes_on
    assert not tekun_term.goes_on_as_minor(False, years, level)


@pytest.mark.parametrize("gone", list(product([True, False], repeat=3)))
def test_what_ends_support_whatever_the_conditions_are(gone):
    assert tekun_term.may_go_on(*gone) is not any(gone)


def test_the_circumstances_that_end_support():
    assert tekun_term.is_dead_or_missing(20220301, False)
    assert tekun_term.is_dead_or_missing(0, True)
    assert not tekun_term.is_dead_or_missing(0, False)
    assert (tekun_term.serves_a_sentence(True), tekun_term.serves_a_sentence(False)) == (True, False)
    assert (tekun_term.leaves_by_own_wish(True), tekun_term.leaves_by_own_wish(False)) == (True, False)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ((True, True, True, False, False, False), TekunTermination.DEAD_OR_MISSING),
        ((False, True, True, False, False, False), TekunTermination.LABOUR_ABILITY_REGAINED),
        ((False, True, True, True, False, False), TekunTermination.IN_PRISON),
        ((False, False, True, True, False, False), TekunTermination.MEANS_NO_LONGER_FIT),
        ((False, False, True, True, True, False), TekunTermination.SUPPORTER_ABLE),
        ((False, False, True, True, True, True), TekunTermination.LEFT_BY_OWN_WISH),
        ((False, False, False, True, True, True), TekunTermination.NONE),
    ],
)
def test_the_six_codes_of_termination_in_their_order(given, reason):
    assert tekun_term.tekun_termination(*given) == reason


@pytest.mark.parametrize("outcome", list(ReviewOutcome))
def test_whoever_leaves_alive_is_referred(outcome):
    assert tekun_term.is_to_be_referred(outcome, 0) is (outcome == ReviewOutcome.STOP)
    assert not tekun_term.is_to_be_referred(outcome, 20220301)


def test_support_starts_the_month_after_and_the_county_confirms():
    assert tekun_term.tekun_start_month(2021 * 12 + 11, 1) == 2022 * 12
    assert tekun_term.tekun_provisional_start_month(2021 * 12 + 11, 1) == 2022 * 12
    assert tekun_term.tekun_confirming_level() == ApprovalLevel.COUNTY
