"""Why a request that its schema allows may still be refused with 400: only for what JSON Schema cannot say."""

from typing import Any, Final, get_args

from pydantic_core import core_schema

EXPLAINED: Final = {
    "string_too_short": "blanks at the ends of a text are cut before its length is taken",
}
"""Faults of form that a valid request may have all the same, each with its reason."""

WHOLE: Final = {
    "invalid_json": "NUL and unpaired surrogates: no pattern that every language reads can name them",
    "unsupported_grant_type": "RFC 6749 wants another grant answered so; the schema takes any word",
}
"""Problems that concern the request as a whole, each with its reason."""

_FAULTS_OF_FORM: Final = frozenset(get_args(core_schema.ErrorType)) | {"extra_forbidden"}
"""What a type, a length, a pattern or a list of values refuses. Our own codes (a check digit, one field against
another, a date out of reach, a place in the register) say what no schema can."""


def only_for_what_no_schema_says(_ctx: Any, response: Any, case: Any) -> None:
    """A request that is valid by its schema is not refused for a fault of form: else the description promises too much."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    faults = [error for error in problem.get("errors", []) if error["code"] in _FAULTS_OF_FORM - set(EXPLAINED)]
    assert not faults, f"allowed by the schema, refused: {faults}"
    assert problem.get("errors") or problem.get("code", problem.get("error")) in WHOLE, problem


def without_points(body: Any) -> Any:
    """Return a JSON value whose whole numbers are written as such: 1.0 is an integer to JSON Schema, and not to us."""
    if isinstance(body, float) and body.is_integer():
        return int(body)
    if isinstance(body, dict):
        return {name: without_points(value) for name, value in body.items()}
    return [without_points(value) for value in body] if isinstance(body, list) else body
