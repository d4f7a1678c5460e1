import pytest

from services.intake.rules.claims import bars_hand_in, exclude_each_other, exclusion_groups

DIBAO, ALONE, MARGINAL = "DIBAO", "DIBAO_SINGLE_PERSON", "MARGINAL"


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        (DIBAO, DIBAO, True),
        (DIBAO, ALONE, True),
        (ALONE, ALONE, True),
        (DIBAO, MARGINAL, True),
        (MARGINAL, MARGINAL, True),
        (ALONE, MARGINAL, False),
        ("TEMPORARY", DIBAO, False),
        ("TEMPORARY", "TEMPORARY", True),
    ],
)
def test_one_person_receives_dibao_once_and_belongs_to_no_marginal_family_beside_it_unless_alone(one, other, excluded):
    assert exclude_each_other(one, other) is excluded
    assert exclude_each_other(other, one) is excluded


def test_a_programme_nobody_listed_excludes_only_itself():
    assert exclusion_groups("TEMPORARY") == ("TEMPORARY",)


@pytest.mark.parametrize(
    ("held", "wanted", "barred"),
    [
        (DIBAO, DIBAO, True),
        (ALONE, ALONE, True),
        (MARGINAL, MARGINAL, True),
        (DIBAO, ALONE, True),
        (ALONE, DIBAO, False),
        (MARGINAL, DIBAO, False),
        (DIBAO, MARGINAL, False),
        (MARGINAL, ALONE, False),
    ],
)
def test_who_became_poorer_or_better_off_may_apply_for_what_he_does_not_receive_yet(held, wanted, barred):
    assert bars_hand_in(held, wanted) is barred
