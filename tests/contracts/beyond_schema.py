"""Why a request that its schema allows may still be refused with 400: only for what JSON Schema cannot say."""

from typing import Any, Final, get_args

from pydantic_core import core_schema

EXPLAINED: Final = {
    "string_too_short": "blanks at the ends of a text are cut before its length is taken",
}
"""Faults of form that a valid request may have all the same, each with its reason."""

WHOLE: Final = {
    "invalid_json": "NUL and unpaired surrogates: no pattern that every language reads can name them",
    "population_unreadable": "the schema says a file of bytes; that it is one of Arrow is found by reading it",
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


NAMED_IN_REQUEST: Final = frozenset(
    {
        "draft_standard",
        "export_standards",
        "list_parameters",
        "make_determination",
        "preview_determination",
        "start_simulation",
    }
)
"""Operations without an id in their path that name a place or a population which is not on file, or not here (404)."""

ONLY: Final[dict[int, frozenset[str]]] = {
    401: frozenset({"issue_token"}),  # every caller has a valid token; here a client shows none of his secrets
    403: frozenset({"propose_payment_batch"}),  # who approves payments has the scope, and does not propose them
    409: frozenset({"export_payment_batch", "reapply"}),  # neither is there in every state of the thing
    # Nothing is due in that month; a key is for the city alone to set; a programme's rules are not written yet.
    422: frozenset({"propose_payment_batch", *NAMED_IN_REQUEST} - {"export_standards", "list_parameters"}),
}
"""Refusals by what is on file, beside those of the steps: by their status, only from these operations."""


def only_where_it_belongs(_ctx: Any, response: Any, case: Any) -> None:
    """A status that tells of a thing, its version or a role comes only from operations that have to do with it."""
    raw, status = case.operation.definition.raw, response.status_code
    operation, parameters = raw["operationId"], {parameter.name for parameter in case.operation.iter_parameters()}
    is_step = "If-Match" in parameters  # what is on file decides: the version, the state, the role's part, the policy
    lawful = {
        404: "{" in case.operation.path or operation in NAMED_IN_REQUEST,
        412: is_step,
        428: is_step,
        **{known: is_step or operation in operations for known, operations in ONLY.items()},
    }
    if status == 422 and response.json()["code"] == "idempotency_key_reused":  # short keys are drawn twice
        lawful[422] = "Idempotency-Key" in parameters
    assert lawful.get(status, True), f"{status} from {operation}: {response.text[:300]}"


def without_points(body: Any) -> Any:
    """Return a JSON value whose whole numbers are written as such: 1.0 is an integer to JSON Schema, and not to us."""
    if isinstance(body, float) and body.is_integer():
        return int(body)
    if isinstance(body, dict):
        return {name: without_points(value) for name, value in body.items()}
    return [without_points(value) for value in body] if isinstance(body, list) else body
