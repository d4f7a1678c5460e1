from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from services.intake.ledgers import cells
from services.intake.ledgers.columns import BY_KEY
from services.intake.ledgers.ethnic_groups import CODES
from shared.schemas.determination_codes import Programme
from shared.schemas.fact_codes import Relation, Residence
from shared.schemas.types import LARGEST_FEN


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2021, 9, 2), date(2021, 9, 2)),
        (datetime(2021, 9, 2, 13, 5), date(2021, 9, 2)),  # noqa: DTZ001  a spreadsheet knows no zone
        ("2021-09-02", date(2021, 9, 2)),
        ("2021/9/2", date(2021, 9, 2)),
        ("2021.9.2", date(2021, 9, 2)),
        ("2021年9月2日", date(2021, 9, 2)),
        ("20210902", date(2021, 9, 2)),
        ("２０２１－０９－０２ ", date(2021, 9, 2)),
        (20210902.0, date(2021, 9, 2)),
        ("1900-01-01", date(1900, 1, 1)),
    ],
)
def test_a_day_is_read_however_it_was_written(cell: Any, day: date) -> None:
    assert cells.day(cell) == day


@pytest.mark.parametrize(
    "cell", ["2021-02-29", "昨天", 44441.0, True, "1899-12-31", "2200-01-01", time(9), timedelta(1)]
)
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(cells.WrongCell):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (0, 0),
        (0.0, 0),
        (0.01, 1),
        (1234.56, 123_456),
        (0.1 + 0.2, 30),
        (9999999999.99, LARGEST_FEN - 1),
        ("9999999999.99", LARGEST_FEN - 1),
        ("1,234.5元", 123_450),
        ("￥１２３", 12_300),
        (" 600.00 ", 60_000),
    ],
)
def test_an_amount_is_whole_fen(cell: Any, fen: int) -> None:
    assert cells.fen(cell) == fen


@pytest.mark.parametrize(
    "cell",
    [
        -0.01,
        "-1",
        0.001,
        0.005,
        "1.234",
        "约600",
        "1e3",
        True,
        float("nan"),
        float("inf"),
        10000000000.0,
        timedelta(1),
    ],
)
def test_what_is_no_amount_is_refused(cell: Any) -> None:
    with pytest.raises(cells.WrongCell) as refused:
        cells.fen(cell)

    assert refused.value.code == "money"


@pytest.mark.parametrize(
    ("cell", "digits"),
    [("５１０411 19760312 003Ｘ", "51041119760312003X"), (13800000000.0, "13800000000"), (999999999999999.0, "9" * 15)],
)
def test_digits_are_kept_narrow_and_without_spaces(cell: Any, digits: str) -> None:
    assert cells.digits(cell) == digits


@pytest.mark.parametrize("cell", [1e15, 5.10411197603120e17, 1.5, float("nan")])
def test_a_number_that_has_lost_digits_is_refused(cell: float) -> None:
    with pytest.raises(cells.WrongCell) as refused:
        cells.digits(cell)

    assert refused.value.code == "digits_lost"
    assert "文本" in str(refused.value)


@pytest.mark.parametrize("cell", [True, date(2021, 9, 2), time(9), timedelta(1)])
def test_a_day_or_a_truth_is_no_text(cell: Any) -> None:
    with pytest.raises(cells.WrongCell):
        cells.text(cell)


@pytest.mark.parametrize("mark", ["1", "H-1", "2021_001", "5104111012000001", "510411101200000001", 7.0])
def test_a_household_mark_is_short_and_says_nothing(mark: Any) -> None:
    assert cells.key(mark)


@pytest.mark.parametrize("mark", ["", "张建国家", "51041119760312003X", "510411760312003", "A" * 33, "1/2", "=1"])
def test_a_name_or_an_identity_number_is_no_household_mark(mark: str) -> None:
    with pytest.raises(cells.WrongCell):
        cells.key(mark)


def test_words_are_trimmed_and_put_on_one_line() -> None:
    assert cells.text(" \u3000阿依古丽·买买提\n ") == "阿依古丽·买买提"
    assert cells.text("因病\n致贫") == "因病 致贫"


def test_a_rare_character_stands_as_it_is() -> None:
    assert cells.text("张𠮷") == "张𠮷"


@pytest.mark.parametrize("words", ["张\0三", "张\x07三", "张\ue000三"])
def test_an_invisible_character_is_refused(words: str) -> None:
    with pytest.raises(cells.WrongCell) as refused:
        cells.text(words)

    assert refused.value.code == "forbidden_character"


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("residence", "农村", Residence.RURAL),
        ("residence", "RURAL", Residence.RURAL),
        ("relation", "子女（含养子女、继子女）", Relation.CHILD),
        ("relation", "子女(含养子女、继子女)", Relation.CHILD),
        ("relation", " 子女 ", Relation.CHILD),
        ("programmes", "低保", [Programme.DIBAO]),
        ("programmes", "最低生活保障，低保边缘家庭", [Programme.DIBAO, Programme.MARGINAL]),
        ("ethnicity", "彝族", "07"),
        ("ethnicity", "傈僳", "20"),
        ("disability_grade", "二级", 2),
        ("disability_grade", 2.0, 2),
        ("disability_grade", "２", 2),
        ("status", "无", None),
        ("employed", True, True),
        ("can_live_independently", "否", False),
        ("division", "510411101200 大田社区", "510411101200"),
        ("vehicles", "０", 0),
        ("vehicles", 2.0, 2),
    ],
)
def test_a_coded_column_takes_its_words(key: str, cell: Any, value: Any) -> None:
    assert BY_KEY[key].read(cell) == value


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        ("residence", "乡下"), ("programmes", "低保、低保"), ("programmes", "、"), ("employed", "也许"), ("employed", 1.0),
        ("division", "510411"), ("division", "110101001001"), ("vehicles", "100"), ("vehicles", -1.0), ("vehicles", 0.5),
    ],
)  # fmt: skip
def test_other_words_are_refused(key: str, cell: Any) -> None:
    with pytest.raises(cells.WrongCell):
        BY_KEY[key].read(cell)


def test_there_are_fifty_six_peoples_and_two_codes_more() -> None:
    assert len(CODES) == 58
    assert (CODES["汉族"], CODES["羌族"], CODES["基诺族"]) == ("01", "33", "56")


def test_every_choice_a_column_offers_is_taken() -> None:
    for column in BY_KEY.values():
        for choice in column.choices:
            column.read(choice)
