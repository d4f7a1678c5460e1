"""Facts that are not known (未知事实). They travel through rules until something depends on them; then the run splits.

A rule given an unknown is asked for every value the fact may have. If all answers agree the fact does not matter there;
otherwise the answer is unknown too. Only where a procedure must branch or add up does the run stop with ``Split``, to be
run again once for each value. So nothing is ever assumed, and a fact nobody needs is never asked for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

MOST_COMBINED = 8
"""Beyond so many unknown facts at once the answer is UNDETERMINED without trying them all."""

MOST_RUNS = 2**MOST_COMBINED
"""Runs to their end that are tried at most: enough for eight facts of two values each."""


class Split(Exception):
    """The run depends on an unknown fact and has to be made once for each of its values."""

    def __init__(self, unknown: "Unknown") -> None:
        super().__init__(unknown.fact)
        self.fact = unknown.fact
        self.count = len(unknown.values)


class Unknown:
    """A value that is not known: the fact it hangs on, and what it would be for each value of that fact."""

    __slots__ = ("fact", "values")

    def __init__(self, fact: str, values: tuple[Any, ...]) -> None:
        self.fact = fact
        self.values = values

    def _split(self, *_: object) -> NoReturn:
        raise Split(self)

    __bool__ = __int__ = __index__ = _split
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _split
    __lt__ = __le__ = __gt__ = __ge__ = _split
    __eq__ = __ne__ = _split
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Unknown({self.fact})"


class Missing:
    """A parameter nobody has published, and everything reckoned from it. A run goes on with it, to find the others.

    Where a procedure would branch on it, ``doubt`` is called: what follows may not be what would have happened.
    """

    __slots__ = ("doubt", "key")

    def __init__(self, key: str, doubt: Callable[[], None]) -> None:
        self.key = key
        self.doubt = doubt

    def _same(self, *_: object) -> "Missing":
        return self

    def __bool__(self) -> bool:
        self.doubt()
        return False

    def __iter__(self) -> Iterator[Any]:
        self.doubt()
        return iter(())

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _same
    __lt__ = __le__ = __gt__ = __ge__ = __getitem__ = _same
    __eq__ = __ne__ = _same  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Missing({self.key})"


class Assumptions:
    """Which value of each unknown fact one run takes."""

    __slots__ = ("chosen",)

    def __init__(self, chosen: dict[str, int]) -> None:
        self.chosen = chosen

    def value(self, fact: str, values: tuple[Any, ...]) -> Any:
        """Return the value chosen for a fact, or an Unknown while none is chosen."""
        index = self.chosen.get(fact)
        return Unknown(fact, values) if index is None else values[index]


def apply(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Call a rule of which some arguments may be unknown or missing."""
    for argument in arguments:
        if type(argument) is Missing:
            return argument
    unknown = [argument for argument in arguments if type(argument) is Unknown]
    if not unknown:
        return function(*arguments)
    first = unknown[0]
    if any(other.fact != first.fact for other in unknown):
        return _apply_to_several(function, arguments, first)
    results = tuple(
        function(*(argument.values[index] if type(argument) is Unknown else argument for argument in arguments))
        for index in range(len(first.values))
    )
    return results[0] if all(result == results[0] for result in results) else Unknown(first.fact, results)


def _apply_to_several(function: Callable[..., Any], arguments: tuple[Any, ...], first: Unknown) -> Any:
    """Try the values of one fact and then of the others; if it matters at all, split on the first."""
    results = []
    for index in range(len(first.values)):
        given = tuple(
            argument.values[index] if type(argument) is Unknown and argument.fact == first.fact else argument
            for argument in arguments
        )
        results.append(apply(function, given))
    known = [result for result in results if type(result) is not Unknown]
    if len(known) == len(results) and all(result == known[0] for result in known):
        return known[0]
    raise Split(first)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One run to its end: what was chosen for the unknown facts it met, and what came out."""

    chosen: dict[str, int]
    result: Any


@dataclass(frozen=True, slots=True)
class Exploration:
    """All runs over the unknown facts that matter; ``too_many`` when they were given up."""

    leaves: tuple[Leaf, ...]
    facts: tuple[str, ...]
    too_many: bool

    def deciding(self, signature: Callable[[Any], Any]) -> list[str]:
        """Return the facts on which the signature of the result depends."""
        if self.too_many:
            return list(self.facts)
        return [fact for fact in self.facts if _matters(fact, self.leaves, signature)]

    def settled_by(self, fact: str, signature: Callable[[Any], Any]) -> bool:
        """Return whether knowing this fact alone, whatever it is, would settle the result."""
        if self.too_many:
            return False
        choices = {leaf.chosen[fact] for leaf in self.leaves if fact in leaf.chosen}
        return all(
            len({signature(leaf.result) for leaf in self.leaves if leaf.chosen.get(fact, choice) == choice}) == 1
            for choice in choices
        )


def explore(run: Callable[[Assumptions], Any]) -> Exploration:
    """Run once for each combination of the unknown facts that matter."""
    open_runs: list[dict[str, int]] = [{}]
    leaves: list[Leaf] = []
    facts: dict[str, None] = {}
    while open_runs:
        chosen = open_runs.pop()
        try:
            leaves.append(Leaf(chosen, run(Assumptions(chosen))))
        except Split as split:
            facts[split.fact] = None
            if len(chosen) >= MOST_COMBINED or len(leaves) + len(open_runs) + split.count > MOST_RUNS:
                return Exploration(tuple(leaves), tuple(facts), too_many=True)
            open_runs.extend({**chosen, split.fact: index} for index in reversed(range(split.count)))
    return Exploration(tuple(leaves), tuple(facts), too_many=False)


def _matters(fact: str, leaves: tuple[Leaf, ...], signature: Callable[[Any], Any]) -> bool:
    """Two runs that differ in this fact and in no other they share, and end differently."""
    met = [(leaf.chosen, signature(leaf.result)) for leaf in leaves if fact in leaf.chosen]
    ends: dict[frozenset[tuple[str, int]], Any] = {}
    for chosen, end in met:
        rest = frozenset(item for item in chosen.items() if item[0] != fact)
        if ends.setdefault(rest, end) != end:
            return True
    if len({frozenset(chosen) for chosen, _ in met}) == 1:
        return False
    return any(_tells(fact, one, other) for one in met for other in met)


def _tells(fact: str, one: tuple[dict[str, int], Any], other: tuple[dict[str, int], Any]) -> bool:
    if one[1] == other[1] or one[0][fact] == other[0][fact]:
        return False
    shared = (one[0].keys() & other[0].keys()) - {fact}
    return all(one[0][each] == other[0][each] for each in shared)
