"""Which programmes reckon with a parameter: found in the frozen procedures themselves, so that no list grows stale."""

import ast
from collections.abc import Iterable
from functools import cache

from services.eligibility.determining.recipes import RECIPES, ruleset_on
from services.eligibility.engine.dictionary import PARAMETERS
from shared.schemas.determination_codes import Programme


def programmes_with(keys: Iterable[str], on: str) -> list[Programme]:
    """Return the programmes whose rules of the day look at one of these parameters, in their own order."""
    names = {PARAMETERS[key].name for key in keys}
    return [programme for programme, used in _parameters_used(on).items() if used & names]


@cache
def _parameters_used(on: str) -> dict[Programme, frozenset[str]]:
    procedures = {name: _named_in(each.source) for name, each in ruleset_on(on).procedures.items()}
    found = {}
    for programme, recipe in RECIPES.items():
        if recipe.procedure in procedures:
            open_ones, seen = [recipe.procedure, *filter(None, [recipe.family])], set()
            while open_ones:
                name = open_ones.pop()
                if name not in seen and name in procedures:
                    seen.add(name)
                    open_ones += procedures[name][0]
            found[programme] = frozenset().union(*(procedures[name][1] for name in seen))
    return found


def _named_in(source: str) -> tuple[list[str], frozenset[str]]:
    """Return what a procedure calls, and the parameters it asks for: ``P.lb_line``."""
    nodes = list(ast.walk(ast.parse(source)))
    called = [node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    asked = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "P"
    }
    return called, frozenset(asked)
