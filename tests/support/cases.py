"""The worked cases of the policy officers: what they give, and the question each expectation asks."""

import json
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[1] / "eligibility" / "cases"
COMMON = yaml.safe_load((FOLDER / "common.yaml").read_text("utf-8"))
CASES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("[!c]*.yaml"))}


def standards_of(case):
    """Return the standards of a case, the common ones first, in the order in which they came to be known."""
    return sorted([*COMMON["standards"], *case.get("standards", [])], key=lambda one: one["valid_from"])


def plain(value):
    """Return what YAML read as JSON has it: days as text."""
    return json.loads(json.dumps(value, default=str))


def facts_of(case):
    members = [COMMON["member"] | member for member in case["facts"]["members"]]
    return plain(COMMON["facts"] | case["facts"] | {"members": members})


def changed(document, pointers):
    """Return a document in which some places hold another value, each named by its JSON pointer."""
    for pointer, value in pointers.items():
        *path, last = [int(part) if part.isdigit() else part for part in pointer.strip("/").split("/")]
        place = document
        for part in path:
            place = place[part]
        place[last] = plain(value)
    return document


def question_of(case, expected):
    """Return what is asked of eligibility: the question of the case as this expectation changes it."""
    asked = {"as_of": case["as_of"], "dates": case.get("dates", {}), "reason": case.get("reason", "APPLICATION")}
    asked |= {"review": case["review"]} if "review" in case else {}
    asked = plain(asked | expected.get("with_question", {}))
    return asked | {"facts": changed(facts_of(case), expected.get("with_facts", {}))}
