"""Facts in doubt: what hangs on them is provisional, and they are named to be verified."""

from datetime import date

import pytest

from services.eligibility.determining.answers import determine
from services.eligibility.determining.doubts import is_stale
from shared.schemas.determination_codes import Doubt
from tests.support.questions import parameters, person, question, wages

WAGES = "/income_items/0/amount"


def said(fact=WAGES, status="VERIFIED", observed_on="2021-11-01"):
    return {"fact": fact, "source": "本人申报", "observed_on": observed_on, "status": status}


def answer(*provenance, amount="3600.00", programmes=("DIBAO",), known=None, **but):
    asked = question(
        person(), income_items=[wages(amount)], provenance=list(provenance), programmes=list(programmes), **but
    )
    return determine(asked, known or parameters()).answer


@pytest.mark.parametrize(("observed_on", "stale"), [("2021-05-19", False), ("2021-05-18", True), (None, False)])
def test_a_fact_is_stale_from_the_day_after_its_last(observed_on, stale):
    seen = None if observed_on is None else date.fromisoformat(observed_on)

    assert is_stale(seen, date(2021, 11, 15), 180) is stale
    assert [each.fact for each in answer(said(observed_on=observed_on)).to_verify] == ([WAGES] if stale else [])


def test_a_result_that_hangs_on_a_disputed_fact_is_provisional_and_names_it():
    told = answer(said(status="DISPUTED"))
    [result], [fact] = told.results, told.to_verify

    assert (result.outcome, result.monthly_amount, result.provisional) == ("ELIGIBLE", 20000, True)
    assert (fact.fact, fact.why, fact.source, fact.concerns) == (WAGES, Doubt.DISPUTED, "本人申报", ["DIBAO"])
    assert (fact.title, fact.person) == ("核算期内合计金额", "A")
    assert told.best.provisional


def test_the_doubted_value_is_still_what_is_reckoned_with():
    sure, unsure = answer(said()), answer(said(status="DISPUTED"))

    assert unsure.results[0].steps == sure.results[0].steps
    assert not sure.results[0].provisional
    assert not sure.best.provisional


def test_a_doubted_fact_on_which_nothing_hangs_is_not_to_be_verified():
    employed = said("/members/0/employed", "DISPUTED")
    rich = {"assets": [{"kind": "DEPOSIT", "person": "A", "value": "90000.00"}]}

    assert not answer(employed).to_verify
    assert not answer(said(status="DISPUTED"), **rich).results[0].provisional


def test_an_item_doubted_as_a_whole_is_doubted_in_its_amount():
    assert [each.fact for each in answer(said("/income_items/0", "DISPUTED")).to_verify] == [WAGES]


def test_a_fact_that_cannot_be_left_out_leaves_every_result_provisional():
    told = answer(said("/members/0/relation", "DISPUTED"), programmes=("DIBAO", "MARGINAL"))

    assert {result.provisional for result in told.results} == {True}
    assert told.to_verify[0].concerns == ["DIBAO", "MARGINAL"]


def test_a_pointer_to_nothing_is_named_and_breaks_nothing():
    told = answer(said("/income_items/9/amount", "DISPUTED"), said("/nothing/here", "DISPUTED"))

    assert told.results[0].outcome == "ELIGIBLE"


def test_where_no_limit_is_published_nothing_is_too_old():
    old = said(observed_on="2001-01-01")

    assert answer(old).to_verify
    assert not answer(old, known=parameters(without=("facts.max_age.income",))).to_verify


def test_a_result_that_is_undetermined_anyway_is_not_provisional():
    told = determine(
        question(
            person(),
            income_items=[wages("3600.00"), {"kind": "WAGES", "person": "A"}],
            provenance=[said(status="DISPUTED")],
            programmes=["DIBAO"],
        ),
        parameters(),
    ).answer

    assert (told.results[0].outcome, told.results[0].provisional) == ("UNDETERMINED", False)
