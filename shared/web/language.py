"""Chinese first, English where the reader asks for it (Accept-Language)."""

from collections.abc import Iterable
from typing import Final

CHINESE: Final = "zh-CN"
ENGLISH: Final = "en"


def language_of(accept: str | None) -> str:
    """Return the better liked of Chinese and English; Chinese when the header names neither or both alike."""
    liking = {"zh": -1.0, "en": -1.0}
    for tag, quality in _ranges(accept or ""):
        primary = tag.partition("-")[0]
        if primary in liking:
            liking[primary] = max(liking[primary], quality)
    return ENGLISH if liking["en"] > max(liking["zh"], 0.0) else CHINESE


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    for part in accept[:200].lower().split(","):
        tag, _, parameter = part.partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            yield tag.strip(), float(value) if name == "q" else 1.0
        except ValueError:
            yield tag.strip(), 0.0
