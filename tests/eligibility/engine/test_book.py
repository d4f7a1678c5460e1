"""Dated rules and procedures, and the text they are frozen to."""

import hashlib
import re

import pytest

from services.eligibility.engine.book import Book, BookError
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules import dibao, marginal, single_person
from services.eligibility.rules.book import BOOK

PROGRAMMES = (dibao, marginal, single_person)


def book(*versions):
    """A book with one rule ``share`` in the versions given: (since, until, before, divisor)."""
    made = Book()
    for since, until, before in versions:

        @made.rule(
            "T-01", "份额", clause="2.1-a", since=since, until=until, before=before, says="{amount}", name="share"
        )
        def share(amount: Fen) -> bool:
            return amount < 500

    return made


def test_a_later_version_takes_over_on_its_day():
    made = book(("2021-01-01", "2022-01-01", None), ("2022-01-01", "9999-12-31", None))

    assert Ruleset(made, "2021-12-31").rules["share"].since == "2021-01-01"
    assert Ruleset(made, "2022-01-01").rules["share"].since == "2022-01-01"


@pytest.mark.parametrize(("starts", "fault"), [("2021-06-01", "overlap"), ("2022-02-01", "gap")])
def test_versions_that_overlap_or_leave_a_gap_are_refused(starts, fault):
    with pytest.raises(BookError, match=fault):
        Ruleset(book(("2021-01-01", "2022-01-01", None), (starts, "9999-12-31", None)), "2023-01-01")


def test_a_rule_not_yet_in_force_answers_what_held_before_and_says_so():
    ruleset = Ruleset(book(("2022-10-20", "9999-12-31", False)), "2022-10-19")

    assert not ruleset.rules["share"].in_force
    assert ruleset.plain["share"](1) is False
    assert Ruleset(book(("2022-10-20", "9999-12-31", False)), "2022-10-20").plain["share"](1) is True


def test_a_rule_that_says_nothing_of_the_time_before_is_not_there_before():
    assert "share" not in Ruleset(book(("2022-10-20", "9999-12-31", None)), "2022-10-19").rules


def test_a_name_means_one_thing_in_the_whole_book():
    made = book(("2021-01-01", "9999-12-31", None))

    @made.rule("T-02", "人数", clause="2.1-a", since="2021-01-01", says="")
    def other(amount: Whole) -> bool:
        return amount > 0

    with pytest.raises(BookError, match="amount means"):
        Ruleset(made, "2021-11-15")


def test_two_procedures_of_one_name_on_one_day_are_refused():
    made = Book()
    for since in ("2021-01-01", "2021-06-01"):

        @made.procedure("DIBAO", since=since)
        def decide(hh):
            return 0

    with pytest.raises(BookError, match="two versions"):
        Ruleset(made, "2021-11-15")


def test_the_version_is_the_hash_of_the_text():
    ruleset = Ruleset(BOOK, "2021-11-15")

    assert ruleset.version == hashlib.sha256(ruleset.text.encode()).hexdigest()


def test_days_with_the_same_rules_have_the_same_version():
    assert Ruleset(BOOK, "2021-11-15").version == Ruleset(BOOK, "2022-10-19").version
    assert Ruleset(BOOK, "2022-10-19").version != Ruleset(BOOK, "2022-10-20").version


YEAR = re.compile(r"〔(\d{4})〕|（(\d{4})年")


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: f"{rule.name} {rule.since}")
def test_no_rule_is_older_than_the_document_it_cites(rule):
    years = [year for found in YEAR.findall(rule.law or "") for year in found if year]

    assert all(year <= rule.since[:4] for year in years)
    assert "61号" not in (rule.law or "") or rule.since >= "2021-09-22"


def test_the_frozen_text_runs_without_the_repository():
    names = {"__name__": "elsewhere"}
    exec(compile(Ruleset(BOOK, "2022-10-20").text, "<kept>", "exec"), names)

    assert names["income_is_below_dibao_line"](1799999, 3, 50000, 12) is True
    assert names["income_is_below_dibao_line"](1800000, 3, 50000, 12) is False


def test_every_programme_has_a_procedure_from_its_day():
    assert set(Ruleset(BOOK, "2021-09-22").programmes) == {"DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON", "TEKUN"}
    assert set(Ruleset(BOOK, "2021-09-21").programmes) == {"DIBAO", "DIBAO_SINGLE_PERSON", "TEKUN"}
    assert set(Ruleset(BOOK, "2021-06-30").programmes) == set()


def test_a_described_rule_has_all_but_its_text():
    described = {rule["name"]: rule for rule in Ruleset(BOOK, "2021-11-15").described}

    assert described["income_is_below_marginal_line"]["id"] == "BY-02"
    assert described["income_is_below_marginal_line"]["clause"] == "3.1-a"
    assert "source" not in described["income_is_below_marginal_line"]
