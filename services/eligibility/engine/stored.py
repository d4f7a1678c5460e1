"""Reading a frozen rule text back, so that a kept determination is made again by the rules it was made by.

The text comes from the database and will be run, so nothing in it is believed: it may hold codes, records, and functions
of the small language of rules, and not one statement more.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.eligibility.engine.book import BookError, Kind, Procedure, Rule
from services.eligibility.engine.language import check_procedure, check_rule
from services.eligibility.engine.values import Unit

_PROCEDURE = re.compile(r"^# (\S*) (\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2})\ndef (\w+)\(", re.MULTILINE)
_IMPORTS = {"collections": {"namedtuple"}, "enum": {"IntEnum"}}


@dataclass(frozen=True, slots=True)
class Stored:
    """Rules and procedures read back from a text."""

    rules: dict[str, Rule]
    procedures: dict[str, Procedure]


def read_back(text: str, described: Sequence[Mapping[str, Any]]) -> Stored:
    """Return the rules and procedures of a frozen text, checked as when they were frozen; raise BookError otherwise."""
    tree = _parsed(text)
    codes, findings, sources = set[str](), set[str](), dict[str, str]()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) if _is_bare(node):
                sources[name] = ast.unparse(node)
            case ast.ClassDef(name=name) if _is_code(node):
                codes.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_record(value):
                findings.add(name)
            case ast.ImportFrom(module=module, names=names) if {each.name for each in names} <= _IMPORTS.get(
                module or "", set()
            ):
                continue
            case _:
                raise BookError(f"line {node.lineno}: a rule text holds codes, records and functions only")
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
    except (SyntaxError, ValueError) as error:
        raise BookError("the text is no rule text") from error


def _is_bare(node: ast.FunctionDef) -> bool:
    """Tell whether a function's head holds names and nothing that would be run: no decorator, default or annotation."""
    names = ", ".join(argument.arg for argument in node.args.args)
    return not node.decorator_list and node.returns is None and ast.unparse(node.args) == names


def _is_code(node: ast.ClassDef) -> bool:
    """Tell whether a class is an enumeration of whole numbers and nothing else."""
    numbers = [each for each in node.body if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)]
    return not node.decorator_list and ast.unparse(node.bases[0]) == "IntEnum" and len(numbers) == len(node.body)


def _is_record(value: ast.expr) -> bool:
    """Tell whether a value is a record type: namedtuple of a name and a list of names."""
    if not isinstance(value, ast.Call) or ast.unparse(value.func) != "namedtuple" or value.keywords:
        return False
    parts = [
        part for argument in value.args for part in (argument.elts if isinstance(argument, ast.List) else [argument])
    ]
    return all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)


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
