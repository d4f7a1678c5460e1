import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from services.intake.routes import tokens
from shared.identity import SCOPES
from shared.schemas.types import View
from shared.web.app import VERSION
from tests.shared.web import sample, test_deps, test_once

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def document(state_dir: Path) -> dict[str, Any]:
    routers = (sample.router, test_once.router, test_deps.router, tokens.router)
    return sample.sample(routers=routers, state_dir=state_dir).openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_the_document_is_valid_and_of_version_3_1(document: dict[str, Any]) -> None:
    validate(document)

    assert document["openapi"].startswith("3.1")


def test_the_title_is_ascii_and_contact_licence_and_servers_are_named(document: dict[str, Any]) -> None:
    info = document["info"]

    assert info["title"].isascii()
    assert {"contact", "license", "description", "version"} <= set(info)
    assert document["servers"][0]["url"] == "http://127.0.0.1:8001"


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == VERSION


def test_operations_are_named_after_their_functions(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(names) == len(set(names))
    assert {"make_thing", "read_thing", "intake_livez", "intake_list_problems", "issue_token"} <= set(names)


def test_the_summary_is_the_first_sentence_and_the_rest_the_description(document: dict[str, Any]) -> None:
    made = document["paths"]["/v1/things"]["post"]

    assert made["summary"] == "新建"
    assert made["description"] == "第二段是说明。\n\n需要权限：`applications:read`（查看申请）。"


def test_errors_are_problems_and_nothing_else(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if status >= "400" and path != "/readyz":
                assert set(response) == {"$ref"}, (path, method, status)
    for response in document["components"]["responses"].values():
        assert set(response["content"]) == {"application/problem+json"}
    assert "HTTPValidationError" not in str(document)


def test_422_is_only_what_a_rule_refuses(document: dict[str, Any]) -> None:
    for _, method, operation in operations(document):
        assert ("422" in operation["responses"]) == (method != "get" and bool(operation["security"]))


def test_scopes_are_shown_for_each_route_and_open_routes_say_so(document: dict[str, Any]) -> None:
    paths = document["paths"]

    assert paths["/v1/things"]["post"]["security"] == [{"OAuth2": ["applications:read"]}]
    assert paths["/v1/things/{thing_id}"]["delete"]["security"] == [{"OAuth2": ["applications:decide"]}]
    assert paths["/v1/things/moment"]["get"]["security"] == [{"OAuth2": []}]
    assert paths["/livez"]["get"]["security"] == []
    assert paths["/oauth2/token"]["post"]["security"] == []
    flow = document["components"]["securitySchemes"]["OAuth2"]["flows"]["clientCredentials"]
    assert flow == {"scopes": SCOPES, "tokenUrl": "http://127.0.0.1:8001/oauth2/token"}


def test_a_route_with_a_session_needs_its_scope_and_no_other(document: dict[str, Any]) -> None:
    assert document["paths"]["/v1/rows/operations"]["post"]["security"] == [{"OAuth2": ["messages:operate"]}]


def test_headers_are_documented_in_their_own_spelling(document: dict[str, Any]) -> None:
    patch = document["paths"]["/v1/things/{thing_id}"]["patch"]
    post = document["paths"]["/v1/notes"]["post"]
    remark = document["paths"]["/v1/notes/{note_id}/remarks"]["post"]

    assert ("If-Match", True) in {(one["name"], one["required"]) for one in patch["parameters"]}
    assert ("Idempotency-Key", True) in {(one["name"], one["required"]) for one in post["parameters"]}
    assert ("Idempotency-Key", False) in {(one["name"], one["required"]) for one in remark["parameters"]}
    assert {"412", "428"} <= set(patch["responses"])
    assert set(post["responses"]["201"]["headers"]) == {"API-Version", "ETag", "Idempotent-Replayed", "Location"}


def test_parameters_are_never_null(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        assert "null" not in str(operation.get("parameters"))


def test_whole_numbers_have_a_format(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["Part"]["properties"]["amount"]["format"] == "int32"


def test_what_is_made_links_to_what_reads_it(document: dict[str, Any]) -> None:
    made = document["paths"]["/v1/things"]["post"]["responses"]["201"]

    assert made["links"]["read_thing"] == {
        "operationId": "read_thing",
        "parameters": {"thing_id": "$response.body#/id"},
    }
    assert set(made["links"]) == {"read_thing", "move_thing"}


def test_every_link_names_an_operation_and_parameters_that_it_has(document: dict[str, Any]) -> None:
    by_id = {operation["operationId"]: operation for _, _, operation in operations(document)}
    links = [
        link
        for _, _, operation in operations(document)
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]

    assert links
    for link in links:
        known = {parameter["name"] for parameter in by_id[link["operationId"]]["parameters"]}
        assert {name.removeprefix("header.") for name in link["parameters"]} <= known


def test_every_call_with_a_token_may_be_slowed_down_and_told_for_how_long(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        assert ("429" in operation["responses"]) == bool(operation["security"])
    slowed = document["components"]["responses"]["TooManyRequests"]
    assert set(slowed["headers"]) == {"API-Version", "Retry-After"}


def test_what_is_always_answered_is_required_even_if_it_has_a_default() -> None:
    class Shown(View):
        note: str | None = None

    assert Shown.model_json_schema(mode="serialization")["required"] == ["note"]
