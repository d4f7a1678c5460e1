"""The form of one measure of the circular, and how to read what carries it out."""

import re
from dataclasses import dataclass
from typing import Final

from shared.schemas.clauses import ClauseStatus

CLAUSE_ID: Final = re.compile(r"(?<![\d.A-Za-z_-])\d\.\d-[a-z](?![\dA-Za-z_-])")
"""An id as it is cited: ``2.1-h`` is part 二, section （一）, measure h."""

PARAMETER: Final = "parameter "
"""Before the key of a number in ``services/eligibility/policy``."""

ORGANISATIONAL: Final = "- organisational"
LATER: Final = "- later: "
"""Before the capability that will carry a measure out."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One measure of the circular (条款)."""

    id: str
    heading: str
    text: str
    """The circular's own words; ``…`` where they are interrupted by another measure."""
    carried_out_by: tuple[str, ...]
    """Dotted paths of functions or classes that cite the id, ``parameter <key>``, ``- organisational`` when there is
    nothing to compute, or ``- later: <capability>``."""

    @property
    def status(self) -> ClauseStatus:
        """How far it is carried out; one thing still to come makes it part of the way."""
        later = [by.startswith(LATER) for by in self.carried_out_by]
        if self.carried_out_by == (ORGANISATIONAL,):
            return ClauseStatus.ORGANISATIONAL
        if all(later):
            return ClauseStatus.LATER
        return ClauseStatus.PARTLY if any(later) else ClauseStatus.CARRIED_OUT

    @property
    def code_paths(self) -> tuple[str, ...]:
        """The dotted paths among what carries it out."""
        return tuple(by for by in self.carried_out_by if not by.startswith(("-", PARAMETER)))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameter keys among what carries it out."""
        return tuple(by.removeprefix(PARAMETER) for by in self.carried_out_by if by.startswith(PARAMETER))


def cited_in(text: str) -> set[str]:
    """Return the clause ids a text names."""
    return set(CLAUSE_ID.findall(text))
