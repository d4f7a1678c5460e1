"""One application of the demo, from its plot to what became of it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from demo import expected
from demo.expected import Expected
from demo.family import Family


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does to a case on a day."""

    action: str
    actor: str
    """Key of ``demo.people.ACTORS``."""
    body: Callable[["Case"], dict[str, Any]] = lambda _case: {}
    needs_determination: bool = False


@dataclass(slots=True)
class Case:
    """An application as the demo plays it."""

    number: int
    family: Family
    programmes: tuple[str, ...]
    plot: str
    channel: str
    days: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    """Index of the working day → what is done."""
    previous: "Case | None" = None
    """The case this one applies for again."""
    twin: bool = False
    """A member is confirmed in another county before this case is decided."""
    id: str = ""
    seen: dict[str, Any] = field(default_factory=dict)
    """The application as it was last shown."""
    today: date = date.min
    accepted_on: date | None = None
    decided_on: date | None = None
    reasons: list[str] = field(default_factory=list)
    """Why it was refused."""
    trouble: str = ""
    """What went otherwise than the plot has it; nothing more is done then."""

    def expects(self) -> Expected:
        """Return what the family must get if the case is decided today."""
        return expected.expect(self.family, accepted_on=self.accepted_on or self.today, on=self.today)

    @property
    def state(self) -> str:
        """Where the application stands."""
        return str(self.seen.get("state", "未建立"))
