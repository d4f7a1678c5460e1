"""Steps and sentences are made from the calls, and the calls survive being kept."""

import json
import string

import pytest

from services.eligibility.engine import explain
from services.eligibility.engine.dictionary import PARAMETER_NAMES
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Missing, Unknown
from services.eligibility.engine.vocabulary import FACTS
from services.eligibility.rules.book import BOOK
from services.eligibility.rules.single_person import single_person_proposal
from tests.support.questions import parameters

RULESETS = [Ruleset(BOOK, on) for on in ("2021-11-15", "2022-11-15", "2024-05-10")]
RULES = {(rule.name, rule.since): rule for rule in BOOK.rules}
assert single_person_proposal is not None


def call(name, *arguments, person=None):
    rule = RULESETS[1].rules[name]
    return Call(rule, arguments, RULESETS[1].plain[name](*arguments), person)


def test_a_step_shows_facts_and_parameters_apart():
    step = explain.step(call("income_is_below_dibao_line", 1080000, 3, 50000, 12), parameters(), "RURAL")

    assert step.facts == {"countable_income": "10800.00", "persons": 3}
    assert {name: row.key for name, row in step.parameters.items()} == {
        "lb_line": "lb.line",
        "income_period_months": "income.period_months",
    }
    assert (step.passed, step.result) == (True, True)
    assert step.sentence == "3 人核算期可支配收入 10800.00 元，人均每月低于低保标准 500.00 元（核算期 12 个月），符合。"


def test_codes_are_shown_by_name_and_said_in_chinese():
    step = explain.step(call("monthly_amount", 720000, 12, 2), parameters(), "RURAL")

    assert "进位到元" in step.sentence
    assert step.result == "600.00"


def test_what_is_open_is_said_to_be_open():
    income = Unknown("/income_items", (0, 1))
    line = Missing("lb.line", lambda: None)
    rule = RULESETS[1].rules["income_is_below_dibao_line"]
    unknown, missing = Call(rule, (income, 3, 50000, 12), income, None), Call(rule, (5, 3, line, 12), line, None)

    steps = [explain.step(each, parameters(), "RURAL") for each in (unknown, missing)]

    assert [(step.passed, step.result) for step in steps] == [(None, "未知"), (None, "缺少标准")]
    assert steps[0].facts["countable_income"] == "未知"


def test_calls_survive_being_kept_as_json():
    income = Unknown("/income_items", (0, 1))
    rule = RULESETS[1].rules["income_is_below_dibao_line"]
    calls = [
        call("income_is_below_dibao_line", 5, 3, 50000, 12, person=2),
        Call(rule, (income, 3, 50000, 12), income, None),
        Call(rule, (5, 3, Missing("lb.line", lambda: None), 12), Missing("lb.line", lambda: None), None),
    ]

    kept = json.loads(json.dumps(explain.compact(calls)))
    again = explain.expanded(kept, RULESETS[1].rules)

    assert explain.compact(again) == kept
    made, made_again = ([explain.step(each, parameters(), "RURAL") for each in side] for side in (calls, again))
    assert made == made_again


def test_a_part_of_a_table_stands_for_the_table():
    assert explain.parameter_of("lb_bands_per_person").key == "lb.bands"
    assert explain.parameter_of("lb_line").key == "lb.line"
    assert explain.parameter_of("lb_line_extra") is None


@pytest.mark.parametrize("rule", RULES.values(), ids=[f"{name} {since}" for name, since in RULES])
def test_a_rule_speaks_only_of_its_arguments_and_its_result(rule):
    names = {name for name, _ in rule.arguments} | {rule.name}

    for template in (rule.says, rule.otherwise):
        assert {name for _, name, _, _ in string.Formatter().parse(template) if name} <= names
        assert template.endswith("。")


@pytest.mark.parametrize("rule", RULES.values(), ids=[f"{name} {since}" for name, since in RULES])
def test_every_argument_is_in_the_dictionary(rule):
    results = {each.name for each in RULES.values()}

    for name, _ in rule.arguments:
        assert name in FACTS or name in results or name in PARAMETER_NAMES or explain.parameter_of(name), name


def test_no_fact_has_the_name_of_a_parameter_and_of_a_result_only_what_is_measured():
    measured = {rule.measures for rule in RULES.values()}

    assert not FACTS.keys() & PARAMETER_NAMES.keys()
    assert FACTS.keys() & {rule.name for rule in RULES.values()} <= measured
    assert measured - {None} <= FACTS.keys()


def test_the_vocabulary_holds_no_word_nobody_uses():
    used = {name for rule in RULES.values() for name, _ in rule.arguments}

    assert FACTS.keys() <= used
