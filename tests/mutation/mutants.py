"""Every way a rule could be written slightly wrong: one change of its frozen text at a time."""

import ast
import copy
from collections.abc import Iterator

from services.eligibility.rules.book import BOOK

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield each changed text with a word about the change; the same text is yielded once."""
    original = ast.parse(source)
    seen = {ast.unparse(original)}
    for place, node in enumerate(ast.walk(original)):
        for number in range(_changes_of(node)):
            changed = copy.deepcopy(original)
            target = next(each for at, each in enumerate(ast.walk(changed)) if at == place)
            what = _change(target, number)
            text = ast.unparse(_Replaced(target).visit(changed))
            if text not in seen:
                seen.add(text)
                yield text, f"{ast.unparse(node)} → {what}"


def _changes_of(node: ast.AST) -> int:  # noqa: PLR0911  one line for each kind of node
    match node:
        case ast.Compare(ops=ops):
            return sum(len(COMPARISONS.get(type(each), ())) for each in ops)
        case ast.BoolOp() | ast.BinOp() | ast.UnaryOp(op=ast.Not()) | ast.AugAssign():
            return 1
        case ast.Constant(value=bool()):
            return 1
        case ast.Constant(value=int()) | ast.IfExp():
            return 2
        case ast.Call(func=ast.Name(id="min" | "max")):
            return 1
        case ast.Attribute(value=ast.Name(id=name)) if name in BOOK.codes:
            return 1
        case ast.Return(value=ast.Name()):
            return 1
    return 0


def _change(node: ast.AST, number: int) -> str:  # noqa: C901  one case for each kind of node
    """Change a node in place, or mark what stands for it; return what it became."""
    match node:
        case ast.Compare(ops=ops):
            at, operator = [(at, new) for at, each in enumerate(ops) for new in COMPARISONS.get(type(each), ())][number]
            ops[at] = operator()
        case ast.BoolOp(op=operator):
            node.op = ast.Or() if isinstance(operator, ast.And) else ast.And()
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator):
            node.op = ARITHMETIC[type(operator)]()
        case ast.UnaryOp(operand=operand):
            node.stands_for = operand  # type: ignore[attr-defined]
            return ast.unparse(operand)
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value)):
            node.value = value + (1, -1)[number]
        case ast.IfExp(body=body, orelse=orelse):
            node.stands_for = (body, orelse)[number]  # type: ignore[attr-defined]
            return ast.unparse((body, orelse)[number])
        case ast.Call(func=ast.Name() as called):
            called.id = "min" if called.id == "max" else "max"
        case ast.Attribute(value=ast.Name(id=name), attr=code):
            names = [each.name for each in BOOK.codes[name]]
            node.attr = names[(names.index(code) + 1) % len(names)]
        case ast.Return():
            node.value = ast.Constant(0)
            return "return 0"
    return ast.unparse(node)


class _Replaced(ast.NodeTransformer):
    """Puts what stands for a node in its place."""

    def __init__(self, target: ast.AST) -> None:
        self._target = target

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._target and hasattr(node, "stands_for"):
            stands: ast.AST = node.stands_for
            return stands
        return self.generic_visit(node)
