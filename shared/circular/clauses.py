"""Every measure of the circular in its order, and the look-up by id."""

from typing import Final

from shared.circular import part_four, part_one, part_three, part_two
from shared.circular.clause import Clause

CLAUSES: Final[tuple[Clause, ...]] = (
    *part_one.CLAUSES,
    *part_two.CLAUSES,
    *part_three.CLAUSES,
    *part_four.CLAUSES,
)

_BY_ID: Final = {clause.id: clause for clause in CLAUSES}


def clause_by_id(clause_id: str) -> Clause | None:
    """Return the measure with this id, or None."""
    return _BY_ID.get(clause_id)
