"""What import-linter cannot see of the house, read from the source."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "api_route"}
RAW = {"int", "bool", "float", "date", "datetime", "Decimal"}
ROUTES = {"routes"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base_service"}
MONEY = ("_fen", "Money", "yuan")


def python_files(*folders):
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))


FILES = python_files("services", "shared")
OTHERS = [path for path in python_files("migrations", "tests", "benchmarks") if "versions" not in path.parts]
SCHEMAS = [path for path in python_files("shared/schemas") if path.name != "types.py"]


def parsed(path):
    return ast.parse((ROOT / path).read_text("utf-8"), filename=str(path))


@pytest.mark.parametrize("path", [*FILES, *OTHERS], ids=str)
def test_a_file_is_short_enough_to_read(path):
    assert (ROOT / path).read_text("utf-8").count("\n") <= 400


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_function_fits_on_a_screen(path):
    long = [node.name for node in ast.walk(parsed(path)) if isinstance(node, FUNCTIONS) and lines_of(node) > 60]

    assert long == []


def lines_of(node):
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=str)
def test_nobody_commits(path):
    commits = [
        node.lineno for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]

    assert commits == []


@pytest.mark.parametrize("path", [path for path in FILES if ROUTES & set(path.parts)], ids=str)
def test_a_route_has_a_docstring_and_at_most_three_statements(path):
    for route in (node for node in parsed(path).body if isinstance(node, FUNCTIONS) and is_route(node)):
        assert ast.get_docstring(route), f"{path}:{route.lineno} {route.name}"
        assert len(route.body) - 1 <= 3, f"{path}:{route.lineno} {route.name}"
        assert isinstance(route, ast.FunctionDef), f"{path}:{route.lineno} {route.name} is async"


def is_route(node):
    called = [decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    return any(isinstance(function, ast.Attribute) and function.attr in METHODS for function in called)


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=str)
def test_an_init_holds_one_docstring_and_nothing_else(path):
    tree = parsed(path)

    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=str)
def test_every_room_has_an_init(folder):
    assert (ROOT / folder / "__init__.py").is_file()


@pytest.mark.parametrize("path", SCHEMAS, ids=str)
def test_a_wire_field_uses_the_strict_types(path):
    raw = [
        f"{path}:{node.lineno} {name.id}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        for field in node.body
        if isinstance(field, ast.AnnAssign) and not is_class_variable(field)
        for name in ast.walk(first_of_annotated(field.annotation))
        if isinstance(name, ast.Name) and name.id in RAW
    ]

    assert raw == []


def is_class_variable(field):
    return "ClassVar" in ast.unparse(field.annotation)


def first_of_annotated(annotation):
    """Return the type of a field without its constraints, whose bounds may well be numbers and days."""
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Annotated":
        return annotation.slice.elts[0]
    return annotation


@pytest.mark.parametrize("path", SCHEMAS, ids=str)
def test_a_wire_type_of_its_own_is_built_on_the_strict_ones(path):
    aliases = [node.value for node in parsed(path).body if isinstance(node, ast.Assign)]
    raw = [
        name.id
        for alias in aliases
        if isinstance(alias, ast.Subscript)
        for name in ast.walk(first_of_annotated(alias))
        if isinstance(name, ast.Name) and name.id in RAW
    ]

    assert raw == []


@pytest.mark.parametrize("path", [path for path in FILES if path.parts[:2] == ("services", "eligibility")], ids=str)
def test_no_float_in_the_service_that_reckons(path):
    assert floats(parsed(path)) == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_float_and_no_inexact_division_where_there_is_money(path):
    functions = [node for node in ast.walk(parsed(path)) if isinstance(node, FUNCTIONS)]
    found = [
        f"{path}:{function.lineno} {function.name}"
        for function in functions
        if any(word in ast.unparse(function) for word in MONEY) and (floats(function) or divisions(function))
    ]

    assert found == []


def floats(tree):
    """Return the lines that name float or write one."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]


def divisions(tree):
    """Return the lines that divide with ``/``; a path joined with a string is no division."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and not any(is_text(side) for side in (node.left, node.right))
    ]


def is_text(node):
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_module_is_named_by_a_noun_that_says_what_is_in_it(path):
    assert not NAMES_THAT_SAY_NOTHING & {path.stem, *path.parts}
