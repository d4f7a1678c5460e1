"""How much of everything a run measures: the run of record, or a smaller one to try things out."""

from dataclasses import dataclass
from typing import Self

RECORD = 1_000_000


@dataclass(frozen=True)
class Sizes:
    """How much of everything, and for how long."""

    many: int
    """Applications in the large township."""
    few: int
    """Applications in the small township beside it."""
    whole: int
    """Copies with all that belongs to them; each is read often and stepped once."""
    rounds: int
    """Rounds that count; one more goes before them to warm up."""
    seconds: int
    """How long each side sends requests in a round."""
    ledger_rows: int
    events: int
    """Events delivered in a round."""

    @classmethod
    def of(cls, many: int) -> Self:
        """Return what goes with so many applications."""
        if many >= RECORD:
            return cls(many, 10_000, 40_000, rounds=5, seconds=2, ledger_rows=5_000, events=2_000)
        return cls(
            many, max(many // 100, 200), many * 9 // 10, rounds=2, seconds=1,
            ledger_rows=min(max(many // 20 * 2, 100), 5_000), events=400,
        )  # fmt: skip

    @property
    def steps(self) -> int:
        """How many copies one side may step in one round: there are three sides, and each copy is stepped once."""
        return self.whole // (3 * (self.rounds + 1)) - 1
