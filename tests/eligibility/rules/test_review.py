"""What a review comes to: on, just under and just over the smallest change that is adjusted, and from which month."""

import pytest

from services.eligibility.engine.codes import AssistanceProgramme, ReviewOutcome
from services.eligibility.rules import household, review

NONE = AssistanceProgramme.NONE


@pytest.mark.parametrize(
    ("held", "found", "smallest", "clear"),
    [
        (60000, 60000, 0, False),
        (60000, 60001, 0, True),
        (60000, 59999, 0, True),
        (60000, 61999, 2000, False),
        (60000, 62000, 2000, True),
        (60000, 62001, 2000, True),
        (60000, 58001, 2000, False),
        (60000, 58000, 2000, True),
        (60000, 57999, 2000, True),
    ],
)
def test_a_change_is_adjusted_from_the_smallest_one_on(held, found, smallest, clear):
    assert review.change_is_clear(held, found, False, smallest) is clear


def test_a_change_of_standard_is_adjusted_however_small_it_is():
    assert review.change_is_clear(60000, 60001, True, 2000)
    assert not review.change_is_clear(60000, 60000, True, 2000)


@pytest.mark.parametrize(
    ("qualifies", "gives_way_to", "found", "clear", "outcome", "paid"),
    [
        (True, NONE, 60001, True, ReviewOutcome.INCREASE, 60001),
        (True, NONE, 59999, True, ReviewOutcome.DECREASE, 59999),
        (True, NONE, 60500, False, ReviewOutcome.KEEP, 60000),
        (True, NONE, 0, True, ReviewOutcome.DECREASE, 0),
        (False, NONE, 0, True, ReviewOutcome.STOP, 0),
        (True, AssistanceProgramme.TEKUN, 60001, True, ReviewOutcome.TRANSFER, 0),
        (False, AssistanceProgramme.ORPHAN, 0, True, ReviewOutcome.TRANSFER, 0),
    ],
)
def test_the_outcome_and_what_is_paid_by_it(qualifies, gives_way_to, found, clear, outcome, paid):
    result = review.review_result(qualifies, gives_way_to, 60000, found, clear)

    assert result == outcome
    assert review.reviewed_amount(result, 60000, found) == paid


def test_a_review_holds_from_the_next_month_and_a_standard_from_its_own():
    assert review.review_month(2021 * 12 + 11, 1) == 2022 * 12
    assert review.standard_change_month(2022 * 12, 2021 * 12) == 2022 * 12
    assert review.standard_change_month(2022 * 12, 2022 * 12 + 1) == 2022 * 12 + 1


def test_what_ends_is_paid_to_the_month_of_the_decision_or_of_the_death():
    assert review.last_month_paid(2022 * 12, 0) == 2021 * 12 + 11
    assert review.last_month_paid(2022 * 12, 2021 * 12 + 8) == 2021 * 12 + 8


def test_who_died_counts_no_more():
    assert household.has_died(20211231)
    assert not household.has_died(0)
