"""What must hold of the three real services' HTTP faces taken together."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate
from pydantic import BaseModel, TypeAdapter
from pydantic_core import CoreSchema

from services.alerts.app import create_app as create_alerts
from services.alerts.config import Settings as AlertsSettings
from services.eligibility.app import create_app as create_eligibility
from services.eligibility.config import Settings as EligibilitySettings
from services.intake.app import create_app as create_intake
from services.intake.config import Settings as IntakeSettings
from shared.schemas.types import Whole

_NESTED = ("schema", "items_schema", "values_schema", "choices", "definitions", "extras_schema")
_LOOSE = ("int", "float", "bool")


@pytest.fixture(scope="module")
def services(state_dir: Path) -> dict[str, FastAPI]:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    how: dict[str, Any] = {"environment": "development", "state_dir": state_dir}
    return {
        "intake": create_intake(IntakeSettings(DOUDI_INTAKE_DATABASE_URL=nowhere, **how)),
        "eligibility": create_eligibility(EligibilitySettings(DOUDI_ELIGIBILITY_DATABASE_URL=nowhere, **how)),
        "alerts": create_alerts(AlertsSettings(DOUDI_ALERTS_DATABASE_URL=nowhere, **how)),
    }


def loose_fields(schema: Any, path: str = "") -> Iterator[str]:
    """Yield the numbers and booleans that Pydantic would also read from a string or from each other."""
    if isinstance(schema, list | tuple):
        for one in schema:
            yield from loose_fields(one, path)
    elif isinstance(schema, dict):
        kind = schema.get("type", "")
        if kind in _LOOSE and not schema.get("strict"):
            yield path
        if str(kind).startswith("function-") and kind != "function-after":
            return  # a check of ours reads the value first
        for name, field in (schema["fields"] if kind == "model-fields" else {}).items():
            yield from loose_fields(field["schema"], f"{path}/{name}")
        for key in _NESTED:
            inner = schema.get(key)
            yield from loose_fields(
                list(inner.values()) if key == "choices" and isinstance(inner, dict) else inner, path
            )


def core(kind: Any) -> CoreSchema:
    return TypeAdapter(kind).core_schema


def test_a_loose_field_is_found() -> None:
    class Inner(BaseModel):
        count: Whole
        open: bool | None

    class Outer(BaseModel):
        inner: list[Inner]
        size: int = 0

    assert list(loose_fields(core(Outer))) == ["/inner/open", "/size"]


@pytest.mark.parametrize("name", ["intake", "eligibility", "alerts"])
def test_no_body_takes_loose_types(services: dict[str, FastAPI], name: str) -> None:
    bodies = {route.path: getattr(route, "body_field", None) for route in services[name].routes}  # type: ignore[attr-defined]
    loose = {path: list(loose_fields(body._type_adapter.core_schema)) for path, body in bodies.items() if body}  # noqa: SLF001

    assert {path: fields for path, fields in loose.items() if fields} == {}


@pytest.mark.parametrize("name", ["intake", "eligibility", "alerts"])
def test_the_document_is_valid(services: dict[str, FastAPI], name: str) -> None:
    validate(services[name].openapi())


def test_operations_are_named_once_in_the_whole_system(services: dict[str, FastAPI]) -> None:
    names = [
        operation["operationId"]
        for app in services.values()
        for item in app.openapi()["paths"].values()
        for operation in item.values()
    ]

    assert len(names) == len(set(names))


def test_every_route_but_the_open_ones_needs_a_token(services: dict[str, FastAPI]) -> None:
    open_paths = {
        path
        for app in services.values()
        for path, item in app.openapi()["paths"].items()
        for operation in item.values()
        if not operation["security"]
    }

    assert open_paths == {
        "/livez",
        "/readyz",
        "/problems",
        "/problems/{code}",
        "/oauth2/token",
        "/.well-known/jwks.json",
        "/.well-known/oauth-authorization-server",
    }
