"""The frozen descriptions as schemathesis reads them, and callers who hold what an operation asks for."""

import os
from collections.abc import Iterator
from typing import Any, Final

import schemathesis
from hypothesis import HealthCheck, seed, settings
from schemathesis.config import SchemathesisConfig

from services.openapi import FOLDER
from shared.database_urls import SERVICES
from shared.identity import SCOPES_OF, Role

EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "25"))
"""Cases drawn of each operation; ``make fuzz`` asks for 400."""

_SEED: Final = os.environ.get("FUZZ_SEED")
"""Which cases are drawn; ``make fuzz`` names another one each time, and prints it."""

FUZZING: Final = settings(
    max_examples=EXAMPLES,
    derandomize=_SEED is None,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
"""Without a seed the same cases each time, so that what CI finds is found again; a health check would only say that a
case is large."""


def drawn(test: Any) -> Any:
    """Draw the cases of a test from the seed, where one is named."""
    return test if _SEED is None else seed(int(_SEED))(test)


_DIVISIONS: Final[dict[Role, int]] = {
    Role.VILLAGER: 12, Role.VILLAGE_AGENT: 12, Role.TOWNSHIP_OFFICER: 9, Role.TOWNSHIP_LEADER: 9,
    Role.COUNTY_OFFICER: 6, Role.COUNTY_LEADER: 6, Role.VERIFICATION_OFFICER: 6, Role.POLICY_OFFICER: 6,
    Role.PARTNER_SYSTEM: 6, Role.DEPARTMENT: 6,
}  # fmt: skip
"""Roles that a county has, by the length of the division they act in; the rest act for the whole city."""


def load(service: str, *, modes: tuple[str, ...] = ("positive", "negative")) -> Any:
    """Return a service's frozen description for schemathesis."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": int(_SEED or 20210922),
            "generation": {"mode": "all" if len(modes) > 1 else modes[0]},
            "checks": {
                # By operation: 400 and every refusal by what is on file are looked at in beyond_schema.py.
                "positive_data_acceptance": {
                    "expected-statuses": ["2xx", "400", "401", "403", "404", "409", "412", "422"]
                },
                # A fault of form is found before anything is looked for, but for an id or a version that is missing.
                "negative_data_rejection": {"expected-statuses": ["400", "404", "413", "415", "428"]},
                "missing_required_header": {"expected-statuses": ["400", "428"]},
            },
        }
    )
    return schemathesis.openapi.from_path(FOLDER / f"{service}.json", config=config)


SCHEMAS: Final = {service: load(service) for service in SERVICES}


def without_lifespan(app: Any) -> Any:
    """Return the application as it answers requests; starting and ending it is not the matter here."""

    async def answering(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            raise NotImplementedError("requests only")
        await app(scope, receive, send)

    return answering


def scopes_of(operation: Any) -> frozenset[str]:
    """Return the scopes that an operation asks for."""
    security = operation.definition.raw["security"]
    return frozenset(scope for choice in security for scopes in choice.values() for scope in scopes)


def roles_for(operation: Any, *, of_a_county: bool = False) -> list[Role]:
    """Return every role that may use an operation, those of a county first; the service itself only where nobody else may."""
    able = [role for role in Role if scopes_of(operation) <= SCOPES_OF[role]]
    local = [role for role in able if role in _DIVISIONS]
    if of_a_county:
        return local
    return local or [role for role in able if role is not Role.SERVICE] or able


def place_of(role: Role, village: str) -> str:
    """Return the division in which a role that serves this village acts."""
    return village[: _DIVISIONS.get(role, 4)]


def operations() -> Iterator[tuple[str, Any]]:
    """Yield every operation with its service."""
    for service, schema in SCHEMAS.items():
        for found in schema.get_all_operations():
            yield service, found.ok()
