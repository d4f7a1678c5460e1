"""Resident identity numbers (公民身份号码, GB 11643-1999): 17 digits and a check character."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal

__all__ = [
    "IdentityNumber",
    "ImpossibleBirthDate",
    "MalformedIdentityNumber",
    "OldIdentityNumber",
    "WrongCheckDigit",
    "WrongIdentityNumber",
    "check_identity_number",
]

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_AS_TYPED: Final = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX", " \u3000")
"""What input methods make of a number: full-width digits, a small x, spaces between groups."""

_EARLIEST: Final = date(1900, 1, 1)


class WrongIdentityNumber(ValueError):
    """No identity number. The message is for the officer and never repeats the input."""

    code: ClassVar[str] = "identity_number"
    message: ClassVar[str] = "公民身份号码不正确"

    def __init__(self) -> None:
        super().__init__(self.message)


class MalformedIdentityNumber(WrongIdentityNumber):
    """Not 17 digits and a check character."""

    code = "identity_number_malformed"
    message = "公民身份号码应为18位：前17位为数字，末位为数字或X"


class OldIdentityNumber(WrongIdentityNumber):
    """A number of the first generation: without the century and a check digit it proves nothing."""

    code = "identity_number_old"
    message = "15位身份证号已停止使用，请填写18位公民身份号码"


class WrongCheckDigit(WrongIdentityNumber):
    """A digit is mistyped or two are swapped."""

    code = "identity_number_check_digit"
    message = "公民身份号码校验位不符，请核对是否有错位或错字"


class ImpossibleBirthDate(WrongIdentityNumber):
    """Its birth date does not exist, lies in the future, or before 1900."""

    code = "identity_number_birth_date"
    message = "公民身份号码中的出生日期不存在或晚于当日"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number that can exist, and what it says."""

    value: str
    birth_date: date
    sex: Literal["MALE", "FEMALE"]
    area: str
    """The county where the number was given (not where the person lives)."""

    def __repr__(self) -> str:
        return "IdentityNumber(…)"


def check_identity_number(text: str, *, on: date) -> IdentityNumber:
    """Return the number in its one written form; raise a WrongIdentityNumber that says what is wrong.

    The area is not looked up: codes were abolished and merged, and the numbers given under them stay valid for life.
    """
    value = text.strip().translate(_AS_TYPED)
    digits = value[:-1]
    if len(value) == 15 and _is_digits(value):
        raise OldIdentityNumber
    if len(value) != 18 or not _is_digits(digits) or value[0] == "0" or value[-1] not in _CHECK:
        raise MalformedIdentityNumber
    if _check_character(digits) != value[-1]:
        raise WrongCheckDigit
    sex: Literal["MALE", "FEMALE"] = "MALE" if int(value[16]) % 2 else "FEMALE"
    return IdentityNumber(value, _birth_date(value[6:14], on), sex, value[:6])


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _check_character(digits: str) -> str:
    """Return the check character of 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11]


def _birth_date(digits: str, on: date) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ImpossibleBirthDate from None
    if not _EARLIEST <= born <= on:
        raise ImpossibleBirthDate
    return born
