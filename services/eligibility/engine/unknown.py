"""Facts that are not known (未知事实). They travel through rules until something depends on them; then the run splits.

A rule given an unknown is asked for every value the fact may have. If all answers agree the fact does not matter there;
otherwise the answer is unknown too. Only where a procedure must branch or add up does the run stop with ``Split``, to be
run again once for each value. So nothing is ever assumed, and a fact nobody needs is never asked for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any, NoReturn

MOST_COMBINED = 8
"""Beyond so many unknown facts at once the answer is UNDETERMINED without trying them all."""

MOST_RUNS = 2**MOST_COMBINED
"""Runs to their end that are tried at most: enough for eight facts of two values each."""


class Split(Exception):
    """The run depends on an unknown fact and has to be made once for each of its values."""

    def __init__(self, unknown: "Unknown", *beside: "Unknown") -> None:
        super().__init__(unknown.fact)
        self.fact = unknown.fact
        self.count = len(unknown.values)
        self.facts = frozenset({unknown.fact, *(other.fact for other in beside)})
        """The fact with those beside it: were one of them known, the run might not depend on it."""


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
        return _apply_to_several(function, arguments, unknown)
    results = tuple(
        function(*(argument.values[index] if type(argument) is Unknown else argument for argument in arguments))
        for index in range(len(first.values))
    )
    return results[0] if all(result == results[0] for result in results) else Unknown(first.fact, results)


def _apply_to_several(function: Callable[..., Any], arguments: tuple[Any, ...], unknown: list[Unknown]) -> Any:
    """Try the values of one fact and then of the others; if it matters at all, split on the first."""
    first, results = unknown[0], []
    for index in range(len(first.values)):
        given = tuple(
            argument.values[index] if type(argument) is Unknown and argument.fact == first.fact else argument
            for argument in arguments
        )
        results.append(apply(function, given))
    known = [result for result in results if type(result) is not Unknown]
    if len(known) == len(results) and all(result == known[0] for result in known):
        return known[0]
    raise Split(*unknown)


Chosen = dict[str, int]
"""Which value was taken of each unknown fact that a run met, in the order it met them."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One run to its end: what was chosen for the unknown facts it met, and what came out."""

    chosen: Chosen
    result: Any


@dataclass(frozen=True, slots=True)
class Exploration:
    """All runs over the unknown facts that matter; ``too_many`` when they were given up."""

    leaves: tuple[Leaf, ...]
    facts: tuple[str, ...]
    too_many: bool

    def deciding(self, signature: Callable[[Any], Any]) -> list[tuple[str, bool]]:
        """Return the facts on which the signature of the result depends, each with whether it alone would settle it.

        Of runs that were given up nobody knows: every fact met is named, and none settles anything.
        """
        if self.too_many:
            return [(fact, False) for fact in self.facts]
        tree = _tree([(leaf.chosen, signature(leaf.result)) for leaf in self.leaves])
        return [(fact, _settles(fact, tree)) for fact in self.facts if _matters(fact, tree)]


def explore(run: Callable[[Assumptions], Any], may_go_on: Callable[[], bool] = lambda: True) -> Exploration:
    """Run once for each combination of the unknown facts that matter; give up when it may not go on."""
    open_runs: list[Chosen] = [{}]
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
        if open_runs and not may_go_on():
            return Exploration(tuple(leaves), tuple(facts), too_many=True)
    return Exploration(tuple(leaves), tuple(facts), too_many=False)


@dataclass(frozen=True, slots=True)
class _Tree:
    """The runs as they split: on a fact, into a branch for each of its values; with every end below. A leaf has none."""

    fact: str
    branches: tuple["_Tree", ...]
    ends: frozenset[Any]

    def at(self, fixed: Chosen) -> "_Tree":
        """Return what is left below when some facts are known, down to the first fact that is not."""
        tree = self
        while tree.branches and tree.fact in fixed:
            tree = tree.branches[fixed[tree.fact]]
        return tree


def _tree(ends: list[tuple[Chosen, Any]], depth: int = 0) -> _Tree:
    """Return the tree of runs that agree in their first choices; they come in the order of their values."""
    first, end = ends[0]
    if len(first) == depth:
        return _Tree("", (), frozenset([end]))
    fact = [*first][depth]
    branches = tuple(_tree([*same], depth + 1) for _, same in groupby(ends, key=lambda each: each[0][fact]))
    return _Tree(fact, branches, frozenset().union(*(branch.ends for branch in branches)))


def _matters(fact: str, tree: _Tree) -> bool:
    """Two runs that differ in this fact and in no other they share, and end differently: they part where it splits."""
    if len(tree.ends) == 1:
        return False
    if tree.fact == fact:
        return any(_part(one, other, {}) for one, other in combinations(tree.branches, 2))
    return any(_matters(fact, branch) for branch in tree.branches)


def _part(one: _Tree, other: _Tree, fixed: Chosen) -> bool:
    """Return whether some run below the one and some below the other share their choices and end differently."""
    one, other = one.at(fixed), other.at(fixed)
    if len(one.ends | other.ends) == 1:
        return False
    if not one.branches and not other.branches:
        return True
    fact = one.fact or other.fact
    count = len((one if one.fact else other).branches)
    return any(_part(one, other, {**fixed, fact: index}) for index in range(count))


def _settles(fact: str, tree: _Tree) -> bool:
    """Return whether every value of this fact leaves one end."""
    return all(len(_ends(tree, {fact: index})) == 1 for index in range(_values(fact, tree)))


def _ends(tree: _Tree, fixed: Chosen) -> frozenset[Any]:
    here = tree.at(fixed)
    if len(here.ends) == 1 or not here.branches:
        return here.ends
    return frozenset().union(*(_ends(branch, fixed) for branch in here.branches))


def _values(fact: str, tree: _Tree) -> int:
    if tree.fact == fact:
        return len(tree.branches)
    return max((_values(fact, branch) for branch in tree.branches), default=0)
