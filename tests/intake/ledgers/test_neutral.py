import pytest

from shared.spreadsheets.neutral import neutral


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠a"]
)
def test_what_begins_like_a_formula_is_made_text(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "张建国", "阿依古丽·买买提", "6217000000000000001", "A=B", "1-2", "'=1", " 张"])
def test_what_does_not_is_left_alone(text: str) -> None:
    assert neutral(text) == text


def test_a_control_character_cannot_hide_a_formula() -> None:
    assert neutral("\x00=1") == "'=1"
    assert neutral("张\x0b三\ud800") == "张三"
