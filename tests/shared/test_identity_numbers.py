"""Identity numbers: own check against another's, and every way to mistype one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from shared.identity_numbers import (
    ImpossibleBirthDate,
    MalformedIdentityNumber,
    OldIdentityNumber,
    WrongCheckDigit,
    WrongIdentityNumber,
    check_identity_number,
)

ON = date(2021, 9, 22)


def number(*, area: str = "510411", born: str = "19900307", sequence: str = "851") -> str:
    digits = area + born + sequence
    return digits + calc_check_digit(digits + "0")


@st.composite
def numbers(draw: st.DrawFn) -> str:
    area = draw(st.integers(100000, 999999))
    born = draw(st.dates(date(1900, 1, 1), ON))
    sequence = draw(st.integers(0, 999))
    return number(area=str(area), born=f"{born:%Y%m%d}", sequence=f"{sequence:03d}")


@given(numbers())
def test_every_number_that_can_exist_is_taken_and_read(value: str) -> None:
    read = check_identity_number(value, on=ON)

    assert read.value == value
    assert f"{read.birth_date:%Y%m%d}" == value[6:14]
    assert (read.sex == "MALE") == (value[16] in "13579")
    assert read.area == value[:6]


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(value: str, place: int, shift: int) -> None:
    wrong = value[:place] + str((int(value[place]) + shift) % 10) + value[place + 1 :]

    with pytest.raises(WrongIdentityNumber):
        check_identity_number(wrong, on=ON)


@given(numbers(), st.integers(0, 15))
def test_two_swapped_neighbours_are_always_noticed(value: str, place: int) -> None:
    swapped = value[:place] + value[place + 1] + value[place] + value[place + 2 :]
    if swapped == value:
        return

    with pytest.raises(WrongIdentityNumber):
        check_identity_number(swapped, on=ON)


@given(st.text(min_size=1, max_size=17))
def test_a_refusal_has_a_code_and_never_repeats_what_was_typed(text: str) -> None:
    with pytest.raises(WrongIdentityNumber) as refusal:
        check_identity_number(text, on=ON)

    assert refusal.value.code.startswith("identity_number_")
    assert str(refusal.value) == type(refusal.value).message


@pytest.mark.parametrize(
    "typed", ["５１０４１１１９９００３０７８５１{}", " 510411 19900307 851{} ", "510411　19900307　851{}"]
)
def test_full_width_digits_and_spaces_are_normalised(typed: str) -> None:
    value = number()

    assert check_identity_number(typed.format(value[-1]), on=ON).value == value


def test_a_small_x_is_written_large() -> None:
    value = next(x for n in range(1000) if (x := number(sequence=f"{n:03d}")).endswith("X"))

    assert check_identity_number(value.lower(), on=ON).value == value
    assert check_identity_number(value[:-1] + "ｘ", on=ON).value == value


@pytest.mark.parametrize("born", ["19050301", "19210922", "19001231"])
def test_elders_are_people_too(born: str) -> None:
    assert check_identity_number(number(born=born), on=ON).birth_date.year < 1930


def test_fifteen_digits_have_their_own_message() -> None:
    with pytest.raises(OldIdentityNumber, match="15位"):
        check_identity_number("510411900307851", on=ON)


def test_a_wrong_check_character_is_said_to_be_one() -> None:
    value = number()
    wrong = value[:-1] + ("0" if value[-1] != "0" else "1")

    with pytest.raises(WrongCheckDigit):
        check_identity_number(wrong, on=ON)


@pytest.mark.parametrize("born", ["19900229", "19901301", "19900100", "18991231", "00000101"])
def test_a_birth_date_that_does_not_exist_is_refused(born: str) -> None:
    with pytest.raises(ImpossibleBirthDate):
        check_identity_number(number(born=born), on=ON)


@pytest.mark.parametrize(("born", "possible"), [("20210921", True), ("20210922", True), ("20210923", False)])
def test_nobody_is_born_after_today(born: str, possible: bool) -> None:
    if possible:
        assert check_identity_number(number(born=born), on=ON).birth_date <= ON
    else:
        with pytest.raises(ImpossibleBirthDate):
            check_identity_number(number(born=born), on=ON)


def test_who_is_born_on_a_leap_day_exists() -> None:
    assert check_identity_number(number(born="20000229"), on=ON).birth_date == date(2000, 3, 1) - timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["", "abc", "5104111990030785", "5104111990030785123", "51041119900307X51X", "010411199003078511", "٥" * 18]
)
def test_what_is_no_number_at_all_is_refused(text: str) -> None:
    with pytest.raises(MalformedIdentityNumber):
        check_identity_number(text, on=ON)


def test_the_number_does_not_show_itself() -> None:
    assert number() not in repr(check_identity_number(number(), on=ON))
