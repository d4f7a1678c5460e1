"""What a household holds together (重叠享受, 4.13): the best lawful combination, where some exclude one another."""

from itertools import product
from typing import Any

import numpy as np

from services.eligibility.batch.packing import Packed
from services.eligibility.batch.runner import ELIGIBLE, EXCLUDED, Outs, Scenario
from services.eligibility.determining.combinations import Matrix, Option, combinations
from services.eligibility.determining.recipes import RECIPES
from shared.schemas.determination_codes import Programme


def settle_overlaps(outs: Outs, packed: Packed, scenario: Scenario) -> None:
    """Let what is not in a household's best combination give way, as a single answer does."""
    matrix, owners = Matrix(scenario.ruleset), packed.owners
    held = {each: _households(each, out, owners, len(packed.households)) for each, out in outs.items()}
    touched = np.zeros(len(packed.households), np.bool_)
    for (one, ones), (other, others) in product(held.items(), repeat=2):
        if _may_exclude(matrix, one, other):
            touched |= (ones > 1) if one is other else (ones > 0) & (others > 0)
    for place in np.flatnonzero(touched):
        _settle(int(place), outs, packed, scenario, matrix)


def _households(programme: Programme, out: Any, owners: Any, count: int) -> Any:
    """Return how many units of each household are eligible."""
    eligible = out["outcome"] == ELIGIBLE
    return np.bincount(owners[eligible], minlength=count) if RECIPES[programme].for_persons else eligible.astype(int)


def _may_exclude(matrix: Matrix, one: Programme, other: Programme) -> bool:
    """Return whether two programmes could keep one another out, if they concerned one person or one family."""

    def option(programme: Programme) -> Option:
        person = "A" if RECIPES[programme].for_persons else None
        return Option(programme, person, 0, is_full=True, counted=frozenset("A"))

    return matrix.excludes(option(one), option(other))


def _settle(place: int, outs: Outs, packed: Packed, scenario: Scenario, matrix: Matrix) -> None:
    options: dict[Option, tuple[Any, int]] = {}
    first = int(packed.households["members_from"][place])
    numbers = range(int(packed.households["members_count"][place]))
    counted = frozenset(_ref(number) for number in numbers if _counts(place, number, packed, scenario))
    for programme, out in outs.items():
        rows: list[tuple[int | None, int]] = [(None, place)]
        if RECIPES[programme].for_persons:
            rows = [(number, first + number) for number in numbers]
        for number, row in rows:
            if out["outcome"][row] == ELIGIBLE:
                person = None if number is None else _ref(number)
                shares = counted if person is None else frozenset[str]()
                options[Option(programme, person, int(out["amount"][row]), counted=shares)] = (out, row)
    best = combinations([*options], matrix)[0]
    for option, (out, row) in options.items():
        if not any(held.is_of(option) for held in best):
            out["outcome"][row], out["amount"][row], out["one_off"][row] = EXCLUDED, 0, 0


def _ref(number: int) -> str:
    return f"{number:03d}"


def _counts(place: int, number: int, packed: Packed, scenario: Scenario) -> bool:
    """Return whether a member counts in his family."""
    household = scenario.household(packed, place)
    numbers = scenario.numbers(int(packed.households["parameters"][place]))
    return bool(scenario.ruleset.plain["member_counts"](household.record, household.members[number], numbers))
