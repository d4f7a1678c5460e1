"""The people of the demo: possible numbers, the same again from the same seed, and nobody twice."""

from datetime import date

import pytest
from stdnum.cn import ric
from stdnum.luhn import validate

from demo import identities
from demo.case import Case
from demo.families import Maker
from demo.month import Month, month_before
from demo.plots import PLOTS, TOWNSHIPS, cast
from shared import calendar
from tests.support.places import villages_of

VILLAGES = {township: [(place.code, place.name) for place in villages_of(township)] for township in TOWNSHIPS}


def month_of(today: date) -> Month:
    return month_before(today, is_working=calendar.built_in().is_working_day)


def cases_of(seed: int, month: Month) -> list[Case]:
    return cast(Maker(seed, today=month.days[0]), month, VILLAGES)


def numbers_of(cases: list[Case]) -> list[str]:
    return [person.number for case in cases if case.previous is None for person in case.family.people]


@pytest.mark.parametrize("born", [date(1949, 10, 1), date(1984, 2, 29), date(2019, 12, 31)])
@pytest.mark.parametrize("male", [True, False])
def test_an_identity_number_has_the_check_character_that_others_reckon(born: date, male: bool) -> None:
    for seed in range(30):
        number = identities.identity_number(born, male=male, seed=seed, turn=seed)

        assert ric.calc_check_digit(number) == number[17]
        assert number[6:14] == f"{born:%Y%m%d}"
        assert int(number[16]) % 2 == male


def test_an_account_passes_the_luhn_test_and_belongs_to_no_bank() -> None:
    assert all(validate(identities.account(serial)).startswith("900099") for serial in range(100))


def test_the_same_seed_makes_the_same_families_and_another_one_makes_others() -> None:
    month = month_of(date(2026, 11, 23))

    first, again, other = (numbers_of(cases_of(seed, month)) for seed in (1, 1, 2))

    assert first == again
    assert not set(first) & set(other)


def test_two_hundred_families_half_by_ledger_have_nobody_in_common_but_the_three_twins() -> None:
    cases = [case for case in cases_of(1, month_of(date(2026, 11, 23))) if case.previous is None]
    numbers = numbers_of(cases)

    assert len(cases) == 200
    assert sum(case.channel == "IMPORT" for case in cases) == 100
    assert len(numbers) - len(set(numbers)) == 3
    assert {case.family.township for case in cases} == set(TOWNSHIPS)
    assert max(len(case.family.people) for case in cases) <= 7


@pytest.mark.parametrize("today", [date(year, month, 1) for year in (2023, 2024, 2025, 2026) for month in range(1, 13)])
def test_every_diary_ends_with_the_month_whatever_month_it_is(today: date) -> None:
    month = month_of(today)

    cases = cases_of(3, month)

    assert month.days[-1] < today
    assert all(max(case.days) < len(month.days) for case in cases)


@pytest.mark.parametrize("seed", range(1, 8))
@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 11, 23)])
def test_families_come_out_as_well_off_as_the_plot_has_them(seed: int, today: date) -> None:
    month = month_of(today)
    refused = 0
    for case in cases_of(seed, month):
        case.today, case.accepted_on = month.days[max(case.days)], month.days[0]
        expects = case.expects()
        if not expects.lines(case.programmes):
            assert expects.reasons(case.programmes)
            assert case.plot == "straight"
            refused += 1

    assert refused == sum(
        plot.by_api + plot.by_ledger
        for plot in PLOTS
        if plot.means.too_much
        or plot.means.least in {1000, 1040, 2000, 2050}
        or plot.programmes == ("DIBAO_SINGLE_PERSON",)
    )
