"""The table of grades of temporary assistance: its shape, its order, what it is read as."""

import pytest

from services.eligibility.engine import grades
from services.eligibility.engine.codes import SuddenEventKind
from services.eligibility.engine.dictionary import PARAMETERS


def grade(**but):
    return {"cause": "ILLNESS", "loss_over": "20000.00", "ratio": "0.1", "cap_lines": "15.0"} | but


def without(name, **but):
    return {key: value for key, value in grade(**but).items() if key != name}


def test_a_grade_is_read_in_fen_and_permille():
    (read,) = grades.read([grade(per_person=True, months=2)])

    assert read == grades.Grade(
        cause=SuddenEventKind.ILLNESS,
        is_bounded=True,
        loss_over=2000000,
        ratio=100,
        fixed=0,
        lines=0,
        cap_lines=15000,
        per_person=True,
        months=2,
    )


def test_what_is_not_given_is_one_month_one_person_and_no_cap():
    (read,) = grades.read([{"cause": "OTHER", "fixed": "500.00"}])

    assert (read.is_bounded, read.cap_lines, read.per_person, read.months) == (False, 0, False, 1)


def test_grades_of_one_cause_fall_and_the_open_one_comes_last():
    low, high = grade(loss_over="0.00"), grade()

    PARAMETERS["ls.grades"].check([high, low, without("loss_over"), grade(cause="DISASTER", loss_over="90000.00")])


@pytest.mark.parametrize(
    "table",
    [
        [grade(loss_over="0.00"), grade()],
        [grade(), grade()],
        [without("loss_over"), grade()],
        [without("loss_over"), without("loss_over")],
    ],
)
def test_grades_that_could_never_be_reached_are_refused(table):
    with pytest.raises(ValueError, match="从高到低"):
        PARAMETERS["ls.grades"].check(table)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("ILLNESS", "cause"),
        ({}, "cause"),
        (grade(cause="PLAGUE"), "cause 应为"),
        (grade(share="0.1"), "cause"),
        (grade(fixed="1.00"), "恰好"),
        (without("ratio"), "恰好"),
        (grade(cap_lines="0.0"), "大于零"),
        (grade(ratio=0.1), "比例"),
        (grade(loss_over=20000), "金额"),
        (grade(per_person=1), "per_person"),
        (grade(months=0), "months"),
        (grade(months=13), "months"),
        (grade(months=True), "months"),
    ],
)
def test_a_row_of_another_shape_is_refused_with_its_reason(row, says):
    with pytest.raises(ValueError, match=says):
        PARAMETERS["ls.grades"].check([row])


def test_grades_are_a_list():
    with pytest.raises(ValueError, match="列表"):
        PARAMETERS["ls.grades"].check({})
