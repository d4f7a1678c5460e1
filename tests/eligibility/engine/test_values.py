"""Values as people write them and as rules reckon with them."""

from datetime import date

import pytest

from services.eligibility.engine.values import (
    Unit,
    day_number,
    fen,
    month_number,
    month_text,
    permille,
    ratio,
    to_text,
    to_whole,
    yuan,
)


@pytest.mark.parametrize(("text", "whole"), [("0.00", 0), ("0.01", 1), ("600.00", 60000)])
def test_money_is_read_exactly(text, whole):
    assert fen(text) == whole


@pytest.mark.parametrize("wrong", ["600", "600.0", "600.001", "-1.00", "1e3", "６００.00", 600, 6.0, None, ""])
def test_money_written_otherwise_is_refused(wrong):
    with pytest.raises(ValueError, match="金额"):
        fen(wrong)


@pytest.mark.parametrize(("text", "whole"), [("2.0", 2000), ("1.5", 1500), ("0.60", 600), ("1.333", 1333), ("3", 3000)])
def test_a_ratio_is_kept_in_permille(text, whole):
    assert permille(text) == whole


@pytest.mark.parametrize("wrong", ["1.3333", "200%", "-1", 2, 2.0, None])
def test_a_ratio_that_permille_cannot_hold_is_refused(wrong):
    with pytest.raises(ValueError, match="比例"):
        permille(wrong)


@pytest.mark.parametrize(("unit", "text"), [(Unit.FEN, "0.05"), (Unit.PERMILLE, "1.3"), (Unit.DATE, "2024-02-29")])
def test_writing_is_the_inverse_of_reading(unit, text):
    assert to_text(to_whole(text, unit, {}), unit, {}) == text


@pytest.mark.parametrize("wrong", [True, -1, 2**31, "3", 1.0])
def test_a_count_is_a_whole_number_and_nothing_else(wrong):
    with pytest.raises(ValueError, match="非负整数"):
        to_whole(wrong, Unit.WHOLE, {})


def test_a_code_is_one_of_its_list():
    choices = {"FREEZE": 1, "STEP": 3}

    assert to_whole("STEP", Unit.ENUM, choices) == 3
    assert to_text(3, Unit.ENUM, choices) == "STEP"
    with pytest.raises(ValueError, match="FREEZE、STEP"):
        to_whole("step", Unit.ENUM, choices)


def test_days_compare_as_dates_do_and_give_completed_years():
    born, birthday, day_before = date(1961, 11, 15), date(2021, 11, 15), date(2021, 11, 14)

    assert (day_number(birthday) - day_number(born)) // 10000 == 60
    assert (day_number(day_before) - day_number(born)) // 10000 == 59


def test_months_are_counted_over_the_end_of_the_year():
    assert month_text(month_number(date(2021, 12, 31)) + 1) == "2022-01"


def test_negative_amounts_and_ratios_are_written_plainly():
    assert yuan(-5) == "-0.05"
    assert ratio(2000) == "2.0"
    assert ratio(1305) == "1.305"
