"""The small language of rules, checked when a rule set is frozen: whole numbers, comparisons, and nothing that surprises.

A rule is one returned expression. A procedure may also assign, add up, branch and loop. Neither may divide with ``/``,
hold a float, build a container or call anything but rules, procedures, ``min`` and ``max``; a procedure may count
months with ``range`` and call a rule for its step alone.
"""

import ast
from collections.abc import Iterator

from services.eligibility.engine.book import BookError
from services.eligibility.engine.dictionary import PARAMETER_NAMES

_IN_A_RULE = (
    ast.arguments,
    ast.arg,
    ast.Return,
    ast.IfExp,
    ast.Call,
    ast.Compare,
    ast.BoolOp,
    ast.BinOp,
    ast.UnaryOp,
    ast.Name,
    ast.Attribute,
    ast.Constant,
    ast.expr_context,
    ast.boolop,
    ast.Not,
    ast.USub,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.FloorDiv,
)
_IN_A_PROCEDURE = (*_IN_A_RULE, ast.Assign, ast.AugAssign, ast.If, ast.For, ast.Subscript, ast.Expr)

_BUILT_IN = frozenset({"min", "max"})


class NotInTheLanguage(BookError):
    """A rule or procedure says something that the language of rules does not know."""


def check_rule(source: str, *, callable_names: frozenset[str], codes: frozenset[str]) -> None:
    """Refuse a rule that is more than one expression over its arguments."""
    function = _function(source)
    if len(function.body) != 1 or not isinstance(function.body[0], ast.Return):
        raise NotInTheLanguage(f"{function.name}: a rule is one returned expression")
    arguments = {argument.arg for argument in function.args.args}
    for node in _nodes(function):
        _check_node(node, function.name, _IN_A_RULE, callable_names)
        if isinstance(node, ast.Name) and node.id not in arguments | callable_names | codes | _BUILT_IN:
            raise NotInTheLanguage(f"{function.name}: {node.id} is neither an argument nor a rule in force")
        if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id in codes):
            raise NotInTheLanguage(f"{function.name}: a rule sees its arguments only")


def check_procedure(
    source: str,
    *,
    callable_names: frozenset[str],
    codes: frozenset[str],
    signatures: dict[str, tuple[str, ...]],
) -> None:
    """Refuse a procedure that does more than call, add up, branch and loop, or that passes a wrong parameter."""
    function = _function(source)
    known = callable_names | codes | {argument.arg for argument in function.args.args} | _BUILT_IN | {"range"}
    known |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in _nodes(function):
        _check_node(node, function.name, _IN_A_PROCEDURE, callable_names | {"range"})
        if isinstance(node, ast.Name) and node.id not in known:
            raise NotInTheLanguage(f"{function.name}: {node.id} is not known on this day")
        if isinstance(node, ast.Attribute) and _is_parameters(node.value) and node.attr not in PARAMETER_NAMES:
            raise NotInTheLanguage(f"{function.name}: P.{node.attr} is no parameter")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in signatures:
            _check_arguments(node, function.name, signatures[node.func.id])


def _function(source: str) -> ast.FunctionDef:
    body = ast.parse(source).body
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        raise NotInTheLanguage("one function is expected")
    return body[0]


def _nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for part in [function.args, *function.body]:
        yield from ast.walk(part)


def _check_node(node: ast.AST, name: str, allowed: tuple[type[ast.AST], ...], callable_names: frozenset[str]) -> None:
    if not isinstance(node, allowed):
        raise NotInTheLanguage(f"{name}: {type(node).__name__} is not in the language of rules")
    if isinstance(node, ast.Constant) and not isinstance(node.value, bool | int):
        raise NotInTheLanguage(f"{name}: {node.value!r} is not a whole number")
    if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call):
        raise NotInTheLanguage(f"{name}: {ast.unparse(node)} does nothing")
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in callable_names | _BUILT_IN:
            raise NotInTheLanguage(f"{name}: {ast.unparse(node.func)} is no rule in force")
        if node.keywords:
            raise NotInTheLanguage(f"{name}: arguments are given by position")
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.FloorDiv):
        _check_divisor(node.right if isinstance(node, ast.BinOp) else node.value, name)


def _check_divisor(node: ast.AST, name: str) -> None:
    """Refuse a divisor that is not a constant, a parameter that is never zero, at least such, or a product of such."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        _check_divisor(node.left, name)
        _check_divisor(node.right, name)
        return
    if _is_at_least_one(node):
        return
    is_constant = isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value > 0
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "max" and len(node.args) > 1:
        _check_divisor(node.args[0], name)  # max(1, …) is never zero
        return
    is_positive = isinstance(node, ast.Name) and node.id in PARAMETER_NAMES and PARAMETER_NAMES[node.id].positive
    if not (is_constant or is_positive):
        raise NotInTheLanguage(f"{name}: divide by a constant, a parameter above zero or max(1, …) only")


def _is_at_least_one(node: ast.AST) -> bool:
    """Return whether it reads ``max(1, …)``, which is never zero."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "max" and node.args):
        return False
    floor = node.args[0]
    return isinstance(floor, ast.Constant) and isinstance(floor.value, int) and floor.value > 0


def _check_arguments(call: ast.Call, name: str, arguments: tuple[str, ...]) -> None:
    """Refuse to give a rule's parameter anything but the parameter of that name."""
    if len(call.args) != len(arguments):
        raise NotInTheLanguage(f"{name}: {ast.unparse(call.func)} takes {len(arguments)} arguments")
    for given, wanted in zip(call.args, arguments, strict=True):
        source = given.value if isinstance(given, ast.Subscript) else given
        from_table = isinstance(source, ast.Attribute) and _is_parameters(source.value)
        if (wanted in PARAMETER_NAMES or from_table) and not (
            isinstance(source, ast.Attribute) and from_table and source.attr == wanted
        ):
            raise NotInTheLanguage(f"{name}: {ast.unparse(given)} is given for {wanted}")


def _is_parameters(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "P"
