"""Facts as rules see them."""

from datetime import date

import pytest

from services.eligibility.determining.records import holds_on

FIRST, LAST = date(2021, 11, 1), date(2021, 11, 15)


@pytest.mark.parametrize(
    ("day", "last", "holds"),
    [
        (date(2021, 10, 31), LAST, False),
        (FIRST, LAST, True),
        (LAST, LAST, True),
        (date(2021, 11, 16), LAST, False),
        (date(2031, 11, 16), None, True),
    ],
)
def test_the_first_and_the_last_day_belong_to_a_status(day, last, holds):
    assert holds_on(day, FIRST, last) is holds
