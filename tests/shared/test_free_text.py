"""Numbers that belong elsewhere are refused in free text, however they are written; what merely looks like one is not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.schemas.types import ShortText, Text
from tests.support.build import build_id_number

TEXT, LINE = TypeAdapter(Text), TypeAdapter(ShortText)
SEPARATORS = st.sampled_from(["", " ", "-", "－", "—", "　", " - ", "\u200b", "\u2011"])
IDENTITY, PHONE, CARD = "identity_number_in_text", "phone_number_in_text", "bank_card_in_text"


def code_of(value: str, adapter: TypeAdapter[str] = LINE) -> str | None:
    """Return the code a text is refused with; None when it is taken."""
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["type"]
    return None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("510411197603120037", IDENTITY),
        ("身份证号51041119760312003x。", IDENTITY),
        ("５１０４１１１９７６０３１２００３Ｘ", IDENTITY),
        ("510411 19760312 0037", IDENTITY),
        ("510411-1976-03-12-003X", IDENTITY),
        ("2021-11-15 510411 19760312 0037", IDENTITY),
        ("5 1 0 4 1 1 1 9 7 6 0 3 1 2 0 0 3 7", IDENTITY),
        ("残疾人证51041119760312003742", IDENTITY),
        ("残疾人证51041119760312003742B1", IDENTITY),
        ("旧证号510411760312001", IDENTITY),
        ("旧证号510411 760312 001", IDENTITY),
        ("电话13812345678", PHONE),
        ("138 1234 5678", PHONE),
        ("138-1234-5678", PHONE),
        ("138－1234－5678", PHONE),
        ("138\u200b1234\u200b5678", PHONE),
        ("１３８１２３４５６７８", PHONE),
        ("+86 138 1234 5678", PHONE),
        ("2021-11-15 138 1234 5678", PHONE),
        ("8613812345678", PHONE),
        ("微信同号a19912345678b", PHONE),
        ("6217000000000001", CARD),
        ("卡号6217000000000000001", CARD),
        ("6217 0000 0000 0000 001", CARD),
        ("4111-1111-1111-1111", CARD),
    ],
)
def test_a_number_that_has_its_own_field_is_refused(written: str, code: str) -> None:
    assert (code_of(written), code_of(f"说明：\n{written}", TEXT)) == (code, code)


@pytest.mark.parametrize(
    "written",
    [
        "2021-11-01至2021-12-31在外务工",
        "2021-11-01 2021-12-31 2022-01-01",
        "2019-11-01 2020-12-05 2021-01-01",
        "2021-11-01 2021-12-31 123元",
        "20211101 20211231",
        "2019 2020 2021 2022 四年",
        "年收入9999999999.99元，支出1380000000元",
        "工资1500.00 2000.00 3000.00元",
        "攀民政〔2021〕61号",
        "川民规〔2024〕1号、民发〔2021〕57号",
        "HD-2021-0001",
        "SQ2021000123",
        "流水号20211115093000123",
        "流水号2021111509300012",
        "发票号51002100013812345678901",
        "510411101200",
        "攀枝花市仁和区510411101村1组12号",
        "电话0812-3324567，热线12345",
        "1381234567",
        "138123456789",
        "12812345678",
        "510411751312001",
        "510411 19761312 0037",
        "2021年11月15日9时30分至12时00分",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "1637000000000",
    ],
)
def test_what_merely_has_digits_is_taken(written: str) -> None:
    assert LINE.validate_python(written) == written


@given(
    st.dates(date(1900, 1, 1), date(2021, 1, 1)), st.integers(0, 498), st.lists(SEPARATORS, min_size=17, max_size=17)
)
def test_every_identity_number_is_found_however_it_is_broken_up(born: date, n: int, between: list[str]) -> None:
    number = build_id_number(f"{born:%Y%m%d}", n=n)
    broken = "".join(digit + gap for digit, gap in zip(number, [*between, ""], strict=True))

    assert code_of(f"号码{broken}。") == IDENTITY


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), SEPARATORS, SEPARATORS)
def test_every_mobile_number_is_found_in_three_groups(number: str, one: str, two: str) -> None:
    assert code_of(f"联系{number[:3]}{one}{number[3:7]}{two}{number[7:]}") == PHONE


@given(st.from_regex(r"(62|4[0-9]|5[1-5])[0-9]{14,17}", fullmatch=True), st.sampled_from([" ", "-"]))
def test_every_card_number_is_found_whole_and_in_fours(number: str, gap: str) -> None:
    fours = gap.join(number[start : start + 4] for start in range(0, len(number), 4))

    assert code_of(f"卡{number}") in {CARD, IDENTITY}
    assert code_of(f"卡{fours}") in {CARD, IDENTITY}


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(0, 2000), st.integers(0, 10**12 - 1))
def test_no_dates_and_amounts_are_taken_for_a_number(start: date, days: int, fen: int) -> None:
    end = start + timedelta(days=days)

    assert code_of(f"自{start}至{end}，{start:%Y%m%d}—{end:%Y%m%d}，共{days}天") is None
    if fen < 10**12 and not 13 * 10**9 <= fen // 100 < 20 * 10**9:
        assert code_of(f"{Decimal(fen).scaleb(-2)}元，自{start}起") is None


@pytest.mark.parametrize("hidden", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\u202a", "\u202e", "\u2066", "\u2069"])
def test_what_nobody_sees_is_refused(hidden: str) -> None:
    assert (code_of(f"因{hidden}病", TEXT), code_of(f"因{hidden}病")) == ("control_character", "control_character")


@pytest.mark.parametrize("plain", ["\u2029", "\u202f", "\u2065", "\u206a", "\x20", "\x80"])
def test_what_stands_beside_it_is_taken(plain: str) -> None:
    assert code_of(f"因{plain}病", TEXT) is None


def test_a_paragraph_may_have_lines_and_a_title_is_one_line() -> None:
    assert TEXT.validate_python("一、因病\r\n\t二、因残\n") == "一、因病\n\t二、因残"
    assert [code_of(f"因{gap}病") for gap in "\n\t\r"] == ["control_character"] * 3
    assert code_of("因\r病", TEXT) == "control_character"
