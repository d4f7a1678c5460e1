"""A kept determination made again (重演): identical, or where it differs, or why it cannot be read."""

import json
from dataclasses import replace

import pytest

from services.eligibility.determining import answers
from services.eligibility.engine.book import Book
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.models import RulesetVersion
from services.eligibility.rules.book import BOOK
from tests.support.determinations import LATER, make, publish_line, question

BESIDE = {"id", "division", "reason", "made_at", "known_at", "receipt"}
"""What a kept determination says beside its answer."""


def test_a_determination_made_again_is_identical_even_after_a_new_standard(as_, officer):
    made = make(officer).json()
    publish_line(as_, "600.00", at=LATER, valid_from="2021-11-01", document="试〔2022〕1号")

    replayed = as_("COUNTY_OFFICER", "510411", at=LATER).post(f"/v1/determinations/{made['id']}/replays")

    assert replayed.status_code == 200
    assert (replayed.json()["result"], replayed.json()["differences"]) == ("IDENTICAL", [])
    assert all(ingredient["same"] for ingredient in replayed.json()["ingredients"])


def test_a_replay_says_which_ingredient_and_which_place_differ(officer, city):
    made = make(officer).json()
    facts = {"facts": question(facts={"income_items": []})["facts"]}
    with city.database.as_owner() as owner:
        owner.execute("update eligibility.determination set request = request || %s::jsonb", [json.dumps(facts)])

    replayed = officer.post(f"/v1/determinations/{made['id']}/replays").json()

    assert replayed["result"] == "DIFFERS"
    assert [each["ingredient"] for each in replayed["ingredients"] if not each["same"]] == ["FACTS"]
    assert {"pointer": "/results/0/monthly_amount", "stored": "100.00", "present": "1000.00"} in replayed["differences"]


def test_a_determination_is_made_again_by_the_rules_of_its_time(officer, monkeypatch):
    made = make(officer).json()
    book = Book()
    book.rules, book.procedures = list(BOOK.rules), list(BOOK.procedures)
    book.codes, book.findings = BOOK.codes, BOOK.findings
    place, rule = next((i, r) for i, r in enumerate(book.rules) if r.name == "income_is_below_dibao_line")
    head, _, condition = rule.source.partition("return ")
    book.rules[place] = replace(rule, source=f"{head}return not ({condition})")
    monkeypatch.setattr(answers, "ruleset_on", lambda day: Ruleset(book, day))

    replayed = officer.post(f"/v1/determinations/{made['id']}/replays").json()

    assert (replayed["result"], replayed["differences"]) == ("IDENTICAL", [])
    assert [each["ingredient"] for each in replayed["ingredients"] if not each["same"]] == ["RULESET"]
    now_refused = {"pointer": "/results/0/outcome", "stored": "ELIGIBLE", "present": "NOT_ELIGIBLE"}
    assert now_refused in replayed["under_present_rules"]


def test_the_rule_text_is_kept_once_for_all_determinations_that_ran_it(officer, city):
    versions = {make(officer).json()["receipt"]["ruleset_hash"] for _ in range(2)}

    with city.session("eligibility") as session:
        kept = session.query(RulesetVersion).all()
    assert {version.hash for version in kept} == versions
    assert "def " in kept[0].text


def test_a_label_that_was_put_right_is_told_apart_and_leaves_the_determination_what_it_was(officer, city):
    made = make(officer).json()
    with city.database.as_owner() as owner:
        owner.execute(
            "update eligibility.determination set answer = jsonb_set(answer, '{results,0,sentence}', '\"旧\"')"
        )

    replayed = officer.post(f"/v1/determinations/{made['id']}/replays").json()

    assert (replayed["result"], replayed["differences"]) == ("IDENTICAL", [])
    assert [each["pointer"] for each in replayed["wording"]] == ["/results/0/sentence"]


def test_calls_that_were_rewritten_differ(officer, city):
    made = make(officer).json()
    with city.database.as_owner() as owner:
        owner.execute("update eligibility.determination set trace = jsonb_set(trace, '{0,calls,0,2}', '77')")

    replayed = officer.post(f"/v1/determinations/{made['id']}/replays").json()

    assert replayed["result"] == "DIFFERS"
    assert [each["pointer"] for each in replayed["differences"]] == ["/trace/0/calls/0/2"]


@pytest.mark.parametrize(
    "spoil",
    [
        "update eligibility.determination set request = '{}'",
        "update eligibility.determination set request = request #- '{facts,members}'",
    ],
)
def test_a_question_that_cannot_be_read_is_said_to_be_so(officer, city, spoil):
    made = make(officer).json()
    with city.database.as_owner() as owner:
        owner.execute(spoil)

    replayed = officer.post(f"/v1/determinations/{made['id']}/replays")

    assert (replayed.status_code, replayed.json()["result"]) == (200, "UNREADABLE")
    assert "事实" in replayed.json()["unreadable_because"]


@pytest.mark.parametrize(
    "spoil",
    [
        "update eligibility.ruleset_version set rules = '[{}]'",
        "update eligibility.ruleset_version set rules = '[1]'",
        "update eligibility.ruleset_version set rules = jsonb_set(rules, '{0,arguments}', '7')",
        "update eligibility.ruleset_version set text = text || 'import os'",
        "update eligibility.ruleset_version set text = replace(text, '# DIBAO ', '# HOUSING ')",
        "update eligibility.ruleset_version set text = replace(text, 'household', 'family')",
    ],
)
def test_rules_of_the_time_that_cannot_be_read_are_said_to_be_so(officer, city, monkeypatch, spoil):
    made = make(officer).json()
    book = Book()
    book.rules, book.procedures = [replace(rule, says=f"{rule.says} ") for rule in BOOK.rules], list(BOOK.procedures)
    book.codes, book.findings = BOOK.codes, BOOK.findings
    monkeypatch.setattr(answers, "ruleset_on", lambda day: Ruleset(book, day))
    with city.database.as_owner() as owner:
        owner.execute(spoil)

    replayed = officer.post(f"/v1/determinations/{made['id']}/replays")

    assert (replayed.status_code, replayed.json()["result"]) == (200, "UNREADABLE")
    assert "规则正文" in replayed.json()["unreadable_because"]


def test_a_determination_kept_word_for_word_is_read_and_made_again_as_any_other(officer, city):
    """Answers were once kept with every step written out wherever it is told."""
    made = make(officer)
    told = {name: value for name, value in made.json().items() if name not in BESIDE}
    with city.database.as_owner() as owner:
        owner.execute("update eligibility.determination set answer = %s::jsonb", [json.dumps(told)])

    read = officer.get(made.headers["location"])
    replayed = officer.post(f"{made.headers['location']}/replays").json()

    assert read.json() == made.json()
    assert (replayed["result"], replayed["differences"], replayed["wording"]) == ("IDENTICAL", [], [])


def test_a_warning_that_was_added_since_leaves_the_determination_what_it_was(officer, city):
    made = make(officer).json()
    with city.database.as_owner() as owner:
        owner.execute("update eligibility.determination set answer = jsonb_set(answer, '{results,0,warnings}', '[]')")

    replayed = officer.post(f"/v1/determinations/{made['id']}/replays").json()

    assert (replayed["result"], replayed["differences"]) == ("IDENTICAL", [])
    assert all(each["pointer"].startswith("/results/0/warnings/") for each in replayed["wording"])
    assert replayed["wording"]
