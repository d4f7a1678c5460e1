"""The frozen descriptions pass redocly's strictest rules and our own; a description that breaks each of ours is told so."""

import json
from pathlib import Path
from typing import Any

import yaml

from services.openapi import FOLDER
from tests.contracts.node import HERE, run_node

DOCUMENTS = sorted(FOLDER.glob("*.json"))
RULES = HERE / "spectral.yaml"


def spectral(*documents: Path) -> list[Any]:
    """Return what spectral finds, each finding with its code."""
    program = "node_modules/@stoplight/spectral-cli/dist/index.js"
    done = run_node(program, "lint", "-r", RULES, "-f", "json", "-q", *documents)
    assert done.returncode in {0, 1}, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def redocly(*documents: Path) -> Any:
    program = "node_modules/@redocly/cli/bin/cli.js"
    return run_node(program, "lint", "--config", HERE / "redocly.yaml", "--format", "codeframe", *documents)


def break_every_rule(document: Any) -> None:
    """Spoil one place for each rule of ours."""
    paths, schemas = document["paths"], document["components"]["schemas"]
    create, listing = paths["/v1/applications"]["post"], paths["/v1/applications"]["get"]
    create["operationId"] = "createApplication"
    create["summary"] = "Create an application"
    create["responses"]["400"] = {"description": "wrong", "content": {"text/plain": {}}}
    create["requestBody"]["content"]["application/json"]["schema"] = {"type": "object", "properties": {}}
    create["parameters"] = [{"name": "x-key", "in": "header", "description": "k", "schema": {"type": "string"}}]
    listing["parameters"] = [
        {"name": "limitTo", "in": "query", "schema": {"type": "integer"}},
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
    ]
    del listing["security"]
    paths["/v1/Old_Things/"] = {}
    schemas["Problem"]["properties"]["traceId"] = {"type": "number"}
    schemas["Problem"]["example"] = "510411197603123456"
    document["components"]["responses"]["NotFound"]["content"] = {"application/json": {"schema": {}}}


def test_redocly_finds_nothing_by_its_strictest_rules() -> None:
    done = redocly(*DOCUMENTS)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout + done.stderr


def test_redocly_would_tell_of_a_fault(tmp_path: Path) -> None:
    document = json.loads(DOCUMENTS[0].read_text("utf-8"))
    del document["info"]["license"]
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(json.dumps(document), "utf-8")

    done = redocly(spoilt)

    assert done.returncode == 1
    assert "info-license" in done.stdout + done.stderr


def test_our_own_rules_find_nothing() -> None:
    assert spectral(*DOCUMENTS) == []


def test_each_of_our_own_rules_tells_of_its_fault(tmp_path: Path) -> None:
    document = json.loads((FOLDER / "intake.json").read_text("utf-8"))
    break_every_rule(document)
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(json.dumps(document, ensure_ascii=False), "utf-8")

    told = {finding["code"] for finding in spectral(spoilt)}

    assert told == set(yaml.safe_load(RULES.read_text("utf-8"))["rules"])
