"""Who counts as a member of the family. Ages on, under and over; dates on and beside."""

import pytest

from services.eligibility.engine.codes import ReferenceDay, Relation, StudentLevel
from services.eligibility.rules import household, single_person

FAMILY = {
    "is_applicant": False,
    "is_spouse": False,
    "is_minor_child": False,
    "is_dependent_adult_child": False,
    "is_cohabiting_with_duty": False,
    "is_clergy_away": False,
    "is_in_custody_or_missing": False,
    "is_left_out_by_province": False,
    "is_barred_by_tekun": False,
    "is_barred_by_orphans_allowance": False,
    "has_died": False,
}

BARS = (
    "is_clergy_away",
    "is_in_custody_or_missing",
    "is_left_out_by_province",
    "is_barred_by_tekun",
    "is_barred_by_orphans_allowance",
    "has_died",
)


@pytest.mark.parametrize(("age", "counts"), [(0, True), (17, True), (18, False), (40, False)])
def test_a_child_is_minor_until_the_eighteenth_birthday(age, counts):
    assert household.is_minor_child(Relation.CHILD, age) is counts


@pytest.mark.parametrize("relation", [relation for relation in Relation if relation != Relation.CHILD])
def test_only_a_child_is_a_minor_child(relation):
    assert not household.is_minor_child(relation, 5)


@pytest.mark.parametrize(
    ("level", "counts"),
    [
        (StudentLevel.NONE, False),
        (StudentLevel.COMPULSORY, True),
        (StudentLevel.SENIOR_HIGH, True),
        (StudentLevel.SECONDARY_VOCATIONAL, True),
        (StudentLevel.JUNIOR_COLLEGE, True),
        (StudentLevel.BACHELOR, True),
        (StudentLevel.MASTER, False),
        (StudentLevel.DOCTOR, False),
    ],
)
def test_an_adult_student_counts_up_to_bachelor_and_not_beyond(level, counts):
    assert household.is_dependent_adult_child(Relation.CHILD, 22, level, True) is counts


def test_an_adult_child_who_cannot_live_independently_counts():
    assert household.is_dependent_adult_child(Relation.CHILD, 33, StudentLevel.NONE, False)
    assert not household.is_dependent_adult_child(Relation.CHILD, 17, StudentLevel.NONE, False)
    assert not household.is_dependent_adult_child(Relation.SIBLING, 33, StudentLevel.NONE, False)


def test_others_count_with_a_duty_of_support_and_long_co_residence_only():
    assert household.is_cohabiting_with_duty(Relation.GRANDPARENT, True, False)
    assert not household.is_cohabiting_with_duty(Relation.GRANDPARENT, True, True)
    assert not household.is_cohabiting_with_duty(Relation.SIBLING, False, False)


def test_parents_have_the_duty_by_law():
    assert household.is_cohabiting_with_duty(Relation.PARENT, False, False)
    assert not household.is_cohabiting_with_duty(Relation.PARENT, False, True)


@pytest.mark.parametrize("relation", [Relation.SELF, Relation.SPOUSE, Relation.CHILD])
def test_others_are_those_of_whom_the_rules_before_do_not_speak(relation):
    """A grown child whom HH-04 leaves out does not come in here, wherever he lives."""
    assert not household.is_cohabiting_with_duty(relation, True, False)


@pytest.mark.parametrize(
    ("since", "away"), [(20181116, False), (20181115, True), (20181114, True), (20150101, True), (0, False)]
)
def test_clergy_are_left_out_from_three_years_on(since, away):
    assert household.is_clergy_away(since, 20211115) is away


@pytest.mark.parametrize(("as_of", "reached"), [(20230227, False), (20230228, True), (20230301, True)])
def test_three_years_from_the_29th_of_february_end_with_the_month(as_of, reached):
    assert household.is_clergy_away(20200229, as_of) is reached
    assert single_person.lives_as_clergy(20200229, as_of) is reached


@pytest.mark.parametrize("since", [20200228, 20200301, 20200129])
def test_three_years_from_any_other_day_end_on_that_day(since):
    assert household.is_clergy_away(since, since + 30000)
    assert not household.is_clergy_away(since, since + 29999)
    assert single_person.lives_as_clergy(since, since + 30000)
    assert not single_person.lives_as_clergy(since, since + 29999)


@pytest.mark.parametrize(("custody", "missing"), [(True, False), (False, True), (True, True)])
def test_custody_and_declared_absence_leave_a_person_out(custody, missing):
    assert household.is_in_custody_or_missing(custody, missing)
    assert not household.is_in_custody_or_missing(False, False)


@pytest.mark.parametrize(
    "ground", ["is_applicant", "is_spouse", "is_minor_child", "is_dependent_adult_child", "is_cohabiting_with_duty"]
)
def test_one_ground_counts_and_any_bar_leaves_out(ground):
    assert household.is_household_member(**(FAMILY | {ground: True}))
    for bar in BARS:
        assert not household.is_household_member(**(FAMILY | {ground: True, bar: True}))


def test_without_any_ground_nobody_counts():
    assert not household.is_household_member(**FAMILY)
    assert household.is_left_out_by_province(True)
    assert household.is_applicant(Relation.SELF)
    assert not household.is_applicant(Relation.SPOUSE)
    assert household.is_spouse(Relation.SPOUSE)
    assert not household.is_spouse(Relation.CHILD)


@pytest.mark.parametrize(("persons", "enough"), [(0, False), (1, True), (9, True)])
def test_a_household_needs_a_member(persons, enough):
    assert household.has_counted_members(persons) is enough


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [(19611115, 20211114, 59), (19611115, 20211115, 60), (20211115, 20211115, 0), (20211116, 20211115, 0)],
)
def test_the_birthday_itself_completes_the_year_and_nobody_is_younger_than_nothing(born, day, years):
    assert household.age(born, day) == years


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (20220227, 17),
        (20220228, 18),
        (20220301, 18),
        (20240228, 19),
        (20240229, 20),
        (20240301, 20),
        (21000227, 95),
        (21000228, 96),
        (24000228, 395),
        (24000229, 396),
    ],
)
def test_who_was_born_on_the_29th_of_february_completes_the_year_at_the_end_of_that_month(day, years):
    assert household.age(20040229, day) == years


def test_nobody_else_completes_a_year_early_at_the_end_of_february():
    assert household.age(20040301, 20220228) == 17
    assert household.age(20040228, 20220228) == 18


@pytest.mark.parametrize(
    ("accepted", "reference", "day"),
    [
        (20211115, ReferenceDay.ACCEPTED_ON, 20211115),
        (0, ReferenceDay.ACCEPTED_ON, 20211201),
        (20211115, ReferenceDay.HANDED_IN_ON, 20211110),
        (20211115, ReferenceDay.AS_OF, 20211201),
    ],
)
def test_ages_are_taken_on_the_day_of_the_parameter(accepted, reference, day):
    assert household.age_day(accepted, 20211110, 20211201, reference) == day
