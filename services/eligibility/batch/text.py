"""The text of a kernel (成批规则文本): the frozen rule text, with every name of a record read where its numbers lie.

Nothing is decided here. ``P.lb_line`` asks whether the parameter is published, ``m.income_items`` is found by its
address, a code becomes its number, and ``+ - *`` become checked ones; every expression stays where it is.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from services.eligibility.batch.layout import TABLE_ROWS, Layout
from services.eligibility.batch.population import TABLES
from services.eligibility.determining.recipes import Recipe
from services.eligibility.engine.dictionary import PARAMETER_NAMES, Shape
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.engine.values import Unit

_CHECKED: dict[type[ast.operator], str] = {ast.Add: "_plus", ast.Sub: "_minus", ast.Mult: "_times"}
_HEADER = """from collections import namedtuple
import numpy as np
from numba import njit
from services.eligibility.batch.arithmetic import counted as _counted, known as _known, listed as _listed
from services.eligibility.batch.arithmetic import minus as _minus, plus as _plus, rows as _rows, times as _times
"""


class NoKernelForm(Exception):
    """The text uses what has no form in a kernel; it is run as it is."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a part of the text reads: names of its functions, of records and of parameters."""

    functions: tuple[ast.FunctionDef, ...]
    names: frozenset[str]
    parameters: frozenset[str]


def used_by(ruleset: Ruleset, recipe: Recipe) -> Used:
    """Return what a recipe's procedures reach."""
    functions = {each.name: each for each in ast.parse(ruleset.text).body if isinstance(each, ast.FunctionDef)}
    reached: dict[str, None] = {}
    todo = [name for name in (recipe.family, recipe.procedure) if name]
    while todo:
        name = todo.pop()
        if name in functions and name not in reached:
            reached[name] = None
            todo += [node.id for node in ast.walk(functions[name]) if isinstance(node, ast.Name)]
    kept = tuple(each for each in functions.values() if each.name in reached)
    read = [node for each in kept for node in ast.walk(each) if isinstance(node, ast.Attribute)]
    parameters = frozenset(node.attr for node in read if _is_parameters(node.value))
    return Used(kept, frozenset(node.attr for node in read if not _is_parameters(node.value)), parameters)


def has_kernel_form(ruleset: Ruleset, recipe: Recipe) -> bool:
    """Return whether all that a recipe reaches can be written as a kernel."""
    try:
        _written(ruleset, used_by(ruleset, recipe))
    except NoKernelForm:
        return False
    return True


def kernel_text(ruleset: Ruleset, recipes: Iterable[Recipe], layout: Layout) -> str:
    """Return the module that runs recipes over blocks of households, one ``run_…`` for each."""
    recipes, body = [*recipes], dict[str, str]()
    for recipe in recipes:
        body |= _written(ruleset, used_by(ruleset, recipe))
    parts = [_HEADER, *_findings(ruleset), *_readers(layout), *body.values()]
    leaves = leaves_of(ruleset)
    return "\n\n".join([*parts, *(_loop(each, leaves) for each in recipes)]) + "\n"


def _written(ruleset: Ruleset, used: Used) -> dict[str, str]:
    """Return functions as a kernel has them, by name."""
    placed = _Placed(ruleset)
    written = {each.name: ast.unparse(ast.fix_missing_locations(placed.visit(each))) for each in used.functions}
    return {name: f"@njit(error_model='numpy')\n{text}" for name, text in written.items()}


def leaves_of(ruleset: Ruleset, name: str = "Finding", at: str = "found") -> dict[str, str]:
    """Return where each value of a finding stands: ``amount`` at ``found.payment.amount``; income is left out."""
    leaves: dict[str, str] = {}
    for field in ruleset.plain[name]._fields:
        nested = field.capitalize()
        if nested == "Income":
            continue
        if hasattr(ruleset.plain.get(nested), "_fields"):
            leaves |= leaves_of(ruleset, nested, f"{at}.{field}")
        else:
            leaves[field] = f"{at}.{field}"
    return leaves


def _is_parameters(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "P"


class _Placed(ast.NodeTransformer):
    """Writes every read where the kernel finds it, and every sum as a checked one."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._codes = {name: value for name, value in ruleset.plain.items() if hasattr(value, "__members__")}

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """Read a code, a parameter or a list."""
        if isinstance(node.value, ast.Name) and node.value.id in self._codes:
            return ast.Constant(int(self._codes[node.value.id][node.attr]))
        if _is_parameters(node.value):
            return self._parameter(node)
        if node.attr in TABLES:
            return _call(f"{node.attr}_of", self.visit(node.value))
        self.generic_visit(node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Ask whether a list of codes names one."""
        read = node.value
        if (
            not isinstance(read, ast.Attribute)
            or not _is_parameters(read.value)
            or _shape(read.attr) is not Shape.CODES
        ):
            raise NoKernelForm(ast.unparse(node))
        places = [ast.Name(f"P.{read.attr}_{part}") for part in ("at", "count")]
        return _call("_listed", read.value, *places, self.visit(node.slice))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Check a sum, a difference, a product; a quotient cannot grow."""
        self.generic_visit(node)
        checked = _CHECKED.get(type(node.op))
        return node if checked is None else _call(checked, node.left, node.right)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.Assign:
        """Write ``a += b`` as the checked sum it is."""
        assert isinstance(node.target, ast.Name)
        sum_ = ast.BinOp(ast.Name(node.target.id), node.op, node.value)
        return ast.Assign([node.target], self.visit(sum_))

    def _parameter(self, node: ast.Attribute) -> ast.expr:
        if PARAMETER_NAMES[node.attr].unit is not Unit.TABLE:
            return _call("_known", node.value, node)
        if _shape(node.attr) not in TABLE_ROWS:
            raise NoKernelForm(ast.unparse(node))
        return _call(f"{node.attr}_of", node.value)


def _shape(name: str) -> Shape:
    return PARAMETER_NAMES[name].shape


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name), [*arguments], [])


def _findings(ruleset: Ruleset) -> Iterator[str]:
    """Return the records that procedures return, as the rule text has them."""
    for name, value in ruleset.plain.items():
        if hasattr(value, "_fields"):
            yield f"{name} = namedtuple({name!r}, {list(value._fields)!r})"


def _readers(layout: Layout) -> Iterator[str]:
    """Return one function for each list, of a record or of the parameters, that finds its rows."""
    for name, kind in layout.lists.items():
        yield _reader(name, "held", kind, "held.{0}_count")
    for name, row in layout.parameter_rows.items():
        yield _reader(name, "P", row, "_counted(P, P.{0}_count)")


def _reader(name: str, held: str, kind: np.dtype[Any], count: str) -> str:
    names = kind.names or ()
    placed = [kind.fields[each] for each in names] if kind.fields else []
    form = {"names": list(names), "formats": [each[0].str for each in placed], "offsets": [each[1] for each in placed]}
    kinds = f"{name}_kind = np.dtype({form | {'itemsize': kind.itemsize}!r})"
    return f"{kinds}\n\n@njit\ndef {name}_of({held}):\n    return _rows({held}.{name}_at, {count.format(name)}, {name}_kind)"


def _loop(recipe: Recipe, leaves: dict[str, str]) -> str:
    """Return the loop over households, and over their members where the programme is for persons."""
    write = [f"out[row].{name} = {place}" for name, place in leaves.items()]
    family = [f"family = {recipe.family}(hh, own, P)"] if recipe.family else []
    given = "hh, m, family, P" if recipe.family else "hh, m, P"
    of_persons = [
        *family,
        "needed = P.needed",
        "for row in range(hh.members_from, hh.members_from + hh.members_count):",
        "    P.needed = needed",
        "    m = members[row]",
        f"    found = {recipe.procedure}({given})",
        *(f"    {each}" for each in [*write, "out[row].needed = P.needed"]),
    ]
    of_household = ["row = h", f"found = {recipe.procedure}(hh, own, P)", *write, "out[row].needed = P.needed"]
    lines = [
        "hh = households[h]",
        "P = parameters[hh.parameters]",
        "P.needed = 0",
        "own = members[hh.members_from:hh.members_from + hh.members_count]",
        *(of_persons if recipe.for_persons else of_household),
    ]
    head = f"@njit(cache=True, nogil=True, error_model='numpy')\ndef run_{recipe.procedure}(households, members, parameters, out):"
    return "\n".join([head, "    for h in range(len(households)):", *(f"        {line}" for line in lines)])
