"""Every rule of the book is reached by a worked case, and every test of it on both sides."""

import json
from datetime import UTC, datetime

import pytest

from services.eligibility.determining.answers import determine
from services.eligibility.determining.recipes import ruleset_on
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.parameters import Parameter, ParameterSet
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.engine.unknown import Missing, Unknown
from services.eligibility.rules.book import BOOK
from shared.schemas.determinations import DeterminationRequest
from tests.support.cases import CASES, plain, question_of, standards_of
from tests.support.questions import seeded


class Watched(Ruleset):
    """A rule set that remembers which rules it asked and what each test answered."""

    def __init__(self, on):
        super().__init__(BOOK, on)
        self.seen = set()
        for rule in self.rules.values():
            # two programmes are laid side by side plainly
            if rule.arguments and rule.arguments[0][0] in ("one_programme", "programme_held"):
                self.plain[rule.name] = self._watching(rule, self.plain[rule.name])

    def record(self, name, *arguments, made=None):
        finding, calls = super().record(name, *arguments, made=made)
        for call in calls:
            self._see(call.rule, call.result)
        return finding, calls

    def _watching(self, rule, function):
        def call(*arguments):
            result = function(*arguments)
            self._see(rule, result)
            return result

        return call

    def _see(self, rule, result):
        if rule.in_force and not isinstance(result, Unknown | Missing):
            self.seen.add((rule.name, rule.since, bool(result) if rule.is_test else None))


def row(standard, key, value, residence=None):
    return Parameter(
        key=key,
        value=plain(value),
        unit=PARAMETERS[key].unit.value,
        division=standard["division"],
        residence=residence,
        valid_from=standard["valid_from"],
        valid_to=None,
        clause=None,
        document=standard["document"],
        evidence=None,
        status="CONFIRMED",
        illustrative=True,
        recorded_at=datetime(2021, 7, 1, tzinfo=UTC),
    )


def in_force(case, body, beside):
    """Return the parameters of a question: the latest row of each key in each place, and what is assumed beside."""
    held = {
        (each.division, each.key, each.residence): each
        for each in seeded()
        if each.valid_from <= body.as_of and (each.valid_to is None or body.as_of < each.valid_to)
    }
    assumed = {"division": "5104", "document": "假设", "valid_from": body.as_of}
    given = [(standard, value) for standard in standards_of(case) for value in standard["values"]]
    given += [(assumed, {"key": key, "value": value}) for key, value in beside.items()]
    for standard, value in given:
        if standard["valid_from"] <= body.as_of:
            held[(standard["division"], value["key"], value.get("residence"))] = row(standard, **value)
    return ParameterSet.in_force(held.values(), division=body.facts.division, on=body.as_of)


@pytest.fixture(scope="module")
def reached():
    watched = {}
    for case in CASES.values():
        beside = {}
        for expected in case["expect"]:
            beside |= expected.get("with_parameter", {})
            body = DeterminationRequest.model_validate_json(json.dumps(question_of(case, expected)))
            day = body.as_of.isoformat()
            version = ruleset_on(day).version
            if version not in watched:
                watched[version] = Watched(day)
            determine(body, in_force(case, body, beside), watched[version])
    return set().union(*(each.seen for each in watched.values()))


ONE_SIDED = {
    "has_died": True,  # asked only of somebody of whom a day of death is known
    "is_necessary_cost": True,  # every kind of cost that can be claimed is one of the law's
    "is_relieved_where_it_happens": True,  # an emergency is relieved wherever it arises
}
"""Tests that answer only one way in any question, each with the answer."""


def told(rule):
    return f"{rule.id} {rule.name} ({rule.since})"


def test_every_rule_of_the_book_is_reached_by_a_case(reached):
    names = {(name, since) for name, since, _ in reached}

    assert [told(rule) for rule in BOOK.rules if (rule.name, rule.since) not in names] == []


def test_every_test_of_the_book_is_reached_on_both_sides(reached):
    sides = [(rule, side) for rule in BOOK.rules if rule.is_test for side in (True, False)]
    unreached = {(rule.name, side): told(rule) for rule, side in sides if (rule.name, rule.since, side) not in reached}

    assert {each: unreached[each] for each in unreached if ONE_SIDED.get(each[0]) is not (not each[1])} == {}


def test_there_are_at_least_150_cases_of_our_own():
    assert sum(case["case"][0] not in "CS" for case in CASES.values()) >= 150
