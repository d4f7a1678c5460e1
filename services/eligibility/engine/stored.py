"""Reading a frozen rule text back, so that a kept determination is made again by the rules it was made by.

The text comes from the database and will be run, so nothing in it is believed: it may hold codes, records, and functions
of the small language of rules, and not one statement more.
"""

import ast
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any

from services.eligibility.engine.book import BookError, Kind, Procedure, Rule
from services.eligibility.engine.language import check_procedure, check_rule
from services.eligibility.engine.values import Unit

_PROCEDURE = re.compile(r"^# (\S*) (\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2})\ndef (\w+)\(", re.MULTILINE)
_IMPORTS = {"collections": {"namedtuple"}, "enum": {"IntEnum"}}
_BUILT_ON = frozenset({"namedtuple", "IntEnum", "min", "max", "range"})


@dataclass(frozen=True, slots=True)
class Stored:
    """Rules and procedures read back from a text."""

    rules: dict[str, Rule]
    procedures: dict[str, Procedure]


def read_back(text: str, described: Sequence[Mapping[str, Any]]) -> Stored:
    """Return the rules and procedures of a frozen text, checked as when they were frozen; raise BookError otherwise."""
    try:
        return _read(text, described)
    except BookError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise BookError("the text or its description is not of the kept form") from error


def _read(text: str, described: Sequence[Mapping[str, Any]]) -> Stored:
    tree = _parsed(text)
    codes, findings, sources = set[str](), set[str](), dict[str, str]()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) if _is_bare(node):
                sources[_new(name, sources, codes, findings)] = ast.unparse(node)
            case ast.ClassDef(name=name) if _is_code(node):
                codes.add(_new(name, sources, codes, findings))
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_record(value):
                findings.add(_new(name, sources, codes, findings))
            case ast.ImportFrom(module=module, names=names, level=0) if _are_ours(module, names):
                continue
            case _:
                raise BookError(f"line {node.lineno}: a rule text holds codes, records and functions only")
    _refuse_hidden_names(tree)
    rules = {rule["name"]: _rule(rule, sources) for rule in described}
    procedures = {
        name: Procedure(programme, "", "", since, until, name, sources[name])
        for programme, since, until, name in _PROCEDURE.findall(text)
    }
    if sources.keys() != rules.keys() | procedures.keys():
        raise BookError("the text and its description name different functions")
    _check(rules, procedures, codes=frozenset(codes), findings=frozenset(findings))
    return Stored(rules, procedures)


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, MemoryError) as error:
        raise BookError("the text is no rule text") from error


def _new(name: str, *known: Collection[str]) -> str:
    """Refuse a name that is given twice, or that takes the place of one the text is built on."""
    if name in _BUILT_ON or any(name in names for names in known):
        raise BookError(f"{name} is defined twice")
    return name


def _refuse_hidden_names(tree: ast.Module) -> None:
    """Refuse a value given to anything but a plain name, and every name that begins with ``_``: behind such names Python keeps the way out of any language of rules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            raise BookError(f"line {node.lineno}: a value is given to a plain name only")
        for field in ("id", "attr", "arg", "name", "asname"):
            name = getattr(node, field, None)
            if isinstance(name, str) and name.startswith("_"):
                raise BookError(f"{name} begins with an underscore")


def _are_ours(module: str | None, names: list[ast.alias]) -> bool:
    """Tell whether an import is one of the two that every text begins with, under its own name."""
    return all(each.asname is None and each.name in _IMPORTS.get(module or "", ()) for each in names)


def _is_bare(node: ast.FunctionDef) -> bool:
    """Tell whether a function's head holds names and nothing that would be run: no decorator, default or annotation."""
    names = ", ".join(argument.arg for argument in node.args.args)
    return not node.decorator_list and node.returns is None and ast.unparse(node.args) == names


def _is_code(node: ast.ClassDef) -> bool:
    """Tell whether a class is an enumeration of whole numbers and nothing else."""
    match node:
        case ast.ClassDef(bases=[ast.Name(id="IntEnum")], keywords=[], decorator_list=[]):
            return _are_names([_numbered(each) for each in node.body])
    return False


def _numbered(node: ast.stmt) -> str | None:
    """Return the plain name that a statement gives a whole number, and None for any other statement."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)) if type(value) is int:
            return name
    return None


def _is_record(value: ast.expr) -> bool:
    """Tell whether a value is a record type: namedtuple of a name and a list of names."""
    match value:
        case ast.Call(func=ast.Name(id="namedtuple"), args=[name, ast.List(elts=fields)], keywords=[]):
            constants = [part.value for part in [name, *fields] if isinstance(part, ast.Constant)]
            return len(constants) == len(fields) + 1 and _are_names(constants[:1]) and _are_names(constants[1:])
    return False


def _are_names(texts: Sequence[object]) -> bool:
    """Tell whether all are plain names, each another one."""
    plain = [text for text in texts if isinstance(text, str) and text.isidentifier() and not iskeyword(text)]
    return len(plain) == len(texts) == len(set(plain)) and not any(text.startswith("_") for text in plain)


def _rule(described: Mapping[str, Any], sources: Mapping[str, str]) -> Rule:
    arguments = tuple((name, _kind(kind)) for name, kind in described["arguments"])
    known = {**described, "arguments": arguments, "result": _kind(described["result"])}
    return Rule(**known, source=sources[described["name"]])


def _kind(described: Mapping[str, Any]) -> Kind:
    choices = tuple((name, number) for name, number in described["choices"])
    return Kind(**{**described, "unit": Unit(described["unit"]), "choices": choices})


def _check(
    rules: Mapping[str, Rule], procedures: Mapping[str, Procedure], *, codes: frozenset[str], findings: frozenset[str]
) -> None:
    names = frozenset(rules)
    signatures = {rule.name: tuple(name for name, _ in rule.arguments) for rule in rules.values()}
    for rule in rules.values():
        check_rule(rule.source, callable_names=names, codes=codes)
    for procedure in procedures.values():
        check_procedure(
            procedure.source,
            callable_names=names | frozenset(procedures) | findings,
            codes=codes,
            signatures=signatures,
        )
