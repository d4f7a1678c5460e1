"""Every kept determination made again in one go (全库重演)."""

import json
from dataclasses import replace

import pytest

from services.eligibility.actions import replay_all as room
from services.eligibility.actions.replay_all import replay_all
from services.eligibility.determining import answers
from services.eligibility.engine.book import Book
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.rules.book import BOOK
from shared.schemas.replays import ReplayVerdict
from tests.support.determinations import LATER, make, publish_line


@pytest.fixture
def told(city, monkeypatch):
    """What is told when everything is replayed two at a time, with the tally."""
    monkeypatch.setattr(room, "_AT_A_TIME", 2)

    def told():
        lines = []
        return replay_all(city.factory("eligibility"), now=LATER, write=lines.append), lines

    return told


def change(city, what, determination):
    with city.database.as_owner() as owner:
        owner.execute(f"update eligibility.determination set {what} where id = %s", [determination["id"]])


def test_all_come_out_as_they_were_kept_even_after_a_new_standard(as_, officer, told):
    for _ in range(3):
        make(officer)
    publish_line(as_, "600.00", at=LATER, valid_from="2021-11-01", document="试〔2022〕1号")

    tally, lines = told()

    assert tally.all_reproduced
    assert lines == ["重演 3 件：完全一致 3，不一致 0，当时保存的内容不能读取，无法重演 0"]


def test_one_that_was_tampered_with_is_named_with_the_rule_it_begins_with(officer, city, told):
    made = [make(officer).json() for _ in range(5)]
    facts = json.dumps({"facts": {**json.loads(question_of(city, made[2])), "income_items": []}})
    change(city, f"request = request || '{facts}'::jsonb", made[2])

    tally, lines = told()

    assert not tally.all_reproduced
    assert lines[0] == f"{made[2]['id']} DIFFERS"
    assert lines[1] == "  依据不同：事实"
    assert lines[2].startswith("  自规则 INC-01 wage_income 起：")
    assert lines[-1].startswith("重演 5 件：完全一致 4，不一致 1")


def test_an_amount_that_was_written_over_differs_though_every_step_is_the_same(officer, city, told):
    made = make(officer).json()
    change(city, "answer = jsonb_set(answer, '{results,0,monthly_amount}', '\"999.00\"')", made)

    tally, lines = told()

    assert not tally.all_reproduced
    assert lines[:2] == [f"{made['id']} DIFFERS", "  /results/0/monthly_amount：999.00 → 100.00"]


def test_a_rewritten_step_is_named(officer, city, told):
    made = make(officer).json()
    change(city, "trace = jsonb_set(trace, '{0,calls,0,2}', '77')", made)

    _, lines = told()

    assert lines[1].startswith("  自规则 D-11 age_day 起：")


def test_one_that_cannot_be_read_is_said_so(officer, city, told):
    made = make(officer).json()
    change(city, "request = '{}'", made)

    tally, lines = told()

    assert not tally.all_reproduced
    assert lines[0].startswith(f"{made['id']} UNREADABLE")


def test_what_the_present_rules_would_answer_otherwise_is_counted_by_rule_and_is_no_fault(officer, monkeypatch, told):
    made = [make(officer) for _ in range(2)]
    book = Book()
    book.rules, book.procedures = list(BOOK.rules), list(BOOK.procedures)
    book.codes, book.findings = BOOK.codes, BOOK.findings
    place, rule = next((i, r) for i, r in enumerate(book.rules) if r.name == "income_is_below_dibao_line")
    head, _, condition = rule.source.partition("return ")
    book.rules[place] = replace(rule, source=f"{head}return not ({condition})")
    monkeypatch.setattr(answers, "ruleset_on", lambda day: Ruleset(book, day))

    tally, lines = told()

    assert tally.all_reproduced
    assert tally.verdicts[ReplayVerdict.IDENTICAL] == len(made)
    assert lines[-1] == "按现行规则结果不同：2 件，自规则 LB-02 income_is_below_dibao_line 起"


def question_of(city, made):
    with city.database.as_owner() as owner:
        return json.dumps(
            owner.execute(
                "select request->'facts' from eligibility.determination where id = %s", [made["id"]]
            ).fetchone()[0]
        )


def test_nothing_kept_is_nothing_to_replay(told):
    tally, lines = told()

    assert tally.all_reproduced
    assert lines[0].startswith("重演 0 件")
