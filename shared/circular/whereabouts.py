"""Where a clause lives in the tree: rules, numbers, functions and tests that cite it, found by reading the source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from shared.circular.clause import cited_in

_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_TABLE: Final = re.compile(r"^\s*\[+\s*([^\]#]+?)\s*\]+")
_KEY: Final = re.compile(r'^\s*key\s*=\s*"([^"]+)"')
_DOTTED: Final = re.compile(r"[a-z]+(\.[\w*]+)+")
_CASES: Final = (".py", ".yaml", ".toml")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the tree that cites a clause."""

    path: Path
    line: int
    name: str
    title: str = ""

    def __str__(self) -> str:
        """Return it as an editor takes it: path and line first."""
        return f"{self.path}:{self.line}  {self.name}" + (f"  {self.title}" if self.title else "")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the rule book as its decorator states it (规则)."""

    place: Path
    line: int
    function: str
    id: str
    title: str
    clause: str
    arguments: tuple[str, ...]


@cache
def rules(root: Path) -> tuple[Rule, ...]:
    """Return every function decorated with ``@rule("ID", "标题", clause=…)`` in the rules of the services."""
    return tuple(
        Rule(path.relative_to(root), node.lineno, node.name, *_stated(decorator), tuple(a.arg for a in node.args.args))
        for path in sorted(root.glob("services/*/rules/**/*.py"))
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).rpartition(".")[2] == "rule"
    )


def _stated(decorator: ast.Call) -> tuple[str, str, str]:
    """Return id, title and clause of a rule decorator, whether given by place or by name."""
    given = dict(zip(("id", "title", "clause"), decorator.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in decorator.keywords if keyword.arg}
    id_, title, clause = (_text(given.get(name)) for name in ("id", "title", "clause"))
    return id_, title, clause


def _text(node: ast.expr | None) -> str:
    """Return a text as it is written, several joined; of a name, the name."""
    if node is None:
        return ""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return ast.unparse(node)
    return value if isinstance(value, str) else "、".join(value)


def rules_citing(clause_id: str, root: Path) -> list[Place]:
    """Return the rules that cite a clause, each with its id and title."""
    return [
        Place(rule.place, rule.line, rule.function, f"{rule.id} {rule.title}")
        for rule in rules(root)
        if clause_id in cited_in(rule.clause)
    ]


def numbers_citing(clause_id: str, root: Path) -> list[Place]:
    """Return the numbers of the policy files that cite a clause, by key."""
    return [
        place for path in sorted(root.glob("services/*/policy/*.toml")) for place in _numbers(clause_id, path, root)
    ]


def _numbers(clause_id: str, path: Path, root: Path) -> Iterator[Place]:
    """Walk a file by its tables: the name of one is its ``key``, else its heading."""
    name, line = path.stem, 1
    for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if heading := _TABLE.match(text) or _KEY.match(text):
            name, line = heading[1], number
        if clause_id in cited_in(text.partition("=")[2]):
            yield Place(path.relative_to(root), line, name)


def numbers_of_rules_citing(clause_id: str, root: Path) -> list[Place]:
    """Return the parameters that the rules citing a clause take as arguments, where the dictionary defines them."""
    taken = {name for rule in rules(root) if clause_id in cited_in(rule.clause) for name in rule.arguments}
    return [
        Place(path, line, name)
        for path, line, form in _parameter_forms(root)
        for name in sorted(taken)
        if form.fullmatch(name)
    ]


@cache
def _parameter_forms(root: Path) -> tuple[tuple[Path, int, re.Pattern[str]], ...]:
    """Return where the dictionary writes a key, and the form of its name in a signature: dots are underscores there."""
    return tuple(
        (path.relative_to(root), node.lineno, re.compile(_as_name(key)))
        for path in sorted(root.glob("services/*/engine/dictionary.py"))
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.expr) and (key := _written(node)) and _DOTTED.fullmatch(key)
    )


def _written(node: ast.AST) -> str:
    """Return a text of the source; what is filled in later stands as ``*``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_written(value) or "*" for value in node.values)
    return ""


def _as_name(key: str) -> str:
    return re.escape(key.replace(".", "_")).replace(r"\*", r"\w+")


def functions_citing(clause_id: str, root: Path) -> list[Place]:
    """Return the functions and classes whose docstring cites a clause, with its first line."""
    return [place for cited, place in _documented(root) if clause_id in cited]


@cache
def _documented(root: Path) -> tuple[tuple[set[str], Place], ...]:
    """Return every function and class whose docstring cites any clause. Read once: the source does not change."""
    return tuple(
        (cited, Place(path.relative_to(root), node.lineno, node.name, docstring.partition("\n")[0]))
        for folder in ("services", "shared")
        for path in sorted(root.glob(f"{folder}/**/*.py"))
        for node in ast.walk(_tree(path))
        if isinstance(node, _DEFINITIONS)
        if (docstring := ast.get_docstring(node)) and (cited := cited_in(docstring))
    )


def code_citing(clause_id: str, root: Path) -> list[Place]:
    """Return every rule, number and function that cites a clause: what carries it out, tests aside."""
    return [place for find in (rules_citing, numbers_citing, functions_citing) for place in find(clause_id, root)]


def tests_citing(clause_id: str, root: Path) -> list[Place]:
    """Return the tests and case tables that name a clause, one place for each file."""
    return [
        Place(path.relative_to(root), line, path.stem)
        for path in sorted(root.glob("tests/**/*"))
        if path.suffix in _CASES and (line := _first_line(clause_id, path))
    ]


def _first_line(clause_id: str, path: Path) -> int | None:
    """Return the first line of a file that names a clause; the name of the file itself is its line 1."""
    if clause_id in cited_in(path.stem.replace("_", " ")):
        return 1
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    return next((number for number, text in lines if clause_id in cited_in(text)), None)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))
