import pytest

from shared.web.language import language_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("*", "zh-CN"),
        ("fr", "zh-CN"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("en;q=0.8, zh;q=0.8", "zh-CN"),
        ("en;q=0.81, zh;q=0.8", "en"),
        ("zh-TW, en;q=0.9", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("en;q=x", "zh-CN"),
        (";;;,,,", "zh-CN"),
    ],
)
def test_chinese_unless_english_is_liked_better(header: str | None, language: str) -> None:
    assert language_of(header) == language
