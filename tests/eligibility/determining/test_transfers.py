"""A review of every programme: kept, changed, stopped, or handed to the programme that takes its place."""

import pytest

from services.eligibility.determining.answers import determine
from tests.support.questions import parameters, parents, person, question, wages

DEAD = {"dead": True}


def held(programme, who=None, amount="0.00", **but):
    return {"programme": programme, "person": who, "monthly_amount": amount, "start_on": "2021-08-01"} | but


def reviewed(request, programme, who=None, **but):
    """Return one result of a review."""
    results = determine(request, parameters(**but)).answer.results
    return next(each for each in results if (each.programme, each.unit.person) == (programme, who))


def review_question(*members, **but):
    return question(*members, reason="REVIEW", **but)


def told(found):
    return (found.outcome.value, found.review_outcome.value, found.settled_by, found.end_month)


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        ("5999.99", ("NOT_APPLICABLE", "TRANSFER", "DIBAO", "2021-12")),
        ("6000.00", ("ELIGIBLE", "KEEP", None, None)),
        ("11999.99", ("ELIGIBLE", "KEEP", None, None)),
        ("12000.00", ("NOT_ELIGIBLE", "STOP", None, "2021-12")),
    ],
)
def test_a_marginal_family_goes_to_dibao_stays_or_is_stopped(income, expected):
    asked = review_question(income_items=[wages(income)], current_benefits=[held("MARGINAL", amount=None)])

    assert told(reviewed(asked, "MARGINAL")) == expected


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        ("6000.00", ("NOT_ELIGIBLE", "TRANSFER", "MARGINAL", "2021-12")),
        ("11999.99", ("NOT_ELIGIBLE", "TRANSFER", "MARGINAL", "2021-12")),
        ("12000.00", ("NOT_ELIGIBLE", "STOP", None, "2021-12")),
    ],
)
def test_a_dibao_family_goes_to_marginal_up_to_its_line(income, expected):
    asked = review_question(
        income_items=[wages(income)],
        current_benefits=[held("DIBAO", amount="500.00")],
        review={"stable_attested": False},
    )
    found = reviewed(asked, "DIBAO")

    assert told(found) == expected
    assert ("转入低保边缘家庭" in found.sentence) is (expected[1] == "TRANSFER")
    assert ("RV-07" in [reason.rule for reason in found.reasons]) is (expected[1] == "TRANSFER")


def test_where_the_other_programme_was_not_asked_about_it_is_stopped():
    asked = review_question(
        income_items=[wages("6000.00")],
        current_benefits=[held("DIBAO", amount="500.00")],
        review={"stable_attested": False},
        programmes=["DIBAO"],
    )

    assert told(reviewed(asked, "DIBAO")) == ("NOT_ELIGIBLE", "STOP", None, "2021-12")


def child(**but):
    return person("B", "CHILD", birth_date="2010-01-01", placement="SCATTERED", labour_ability="NONE") | but


@pytest.mark.parametrize(
    ("father", "amount", "member", "expected", "paid"),
    [
        (DEAD, "1100.00", {}, ("ELIGIBLE", "KEEP", None, None), 110000),
        (DEAD, "1099.99", {}, ("ELIGIBLE", "INCREASE", None, None), 110000),
        (DEAD, "1100.01", {}, ("ELIGIBLE", "DECREASE", None, None), 110000),
        (DEAD, "1100.00", {"birth_date": "2003-11-16"}, ("ELIGIBLE", "KEEP", None, None), 110000),
        (DEAD, "1100.00", {"birth_date": "2003-11-15"}, ("NOT_ELIGIBLE", "STOP", None, "2021-12"), 0),
        (DEAD, "1100.00", {"died_on": "2021-10-03"}, ("NOT_ELIGIBLE", "STOP", None, "2021-10"), 0),
        ({}, "1100.00", {}, ("NOT_ELIGIBLE", "STOP", None, "2021-12"), 0),
        (
            {"sentence_months": 6},
            "1100.00",
            {},
            ("NOT_ELIGIBLE", "TRANSFER", "DEFACTO_CHILD", "2021-12"),
            0,
        ),
    ],
)
def test_an_orphan_is_reviewed(father, amount, member, expected, paid):
    asked = review_question(
        person(),
        child(**member),
        relatives=parents("B", father, DEAD),
        current_benefits=[held("ORPHAN", "B", amount)],
        programmes=["ORPHAN", "DEFACTO_CHILD"],
    )
    found = reviewed(asked, "ORPHAN", "B")

    assert (told(found), found.monthly_amount) == (expected, paid)


def test_a_child_whose_second_parent_dies_goes_to_the_orphans():
    asked = review_question(
        person(),
        child(),
        relatives=parents("B", DEAD, DEAD),
        current_benefits=[held("DEFACTO_CHILD", "B", "1100.00")],
        programmes=["ORPHAN", "DEFACTO_CHILD"],
    )

    assert told(reviewed(asked, "DEFACTO_CHILD", "B"))[1:3] == ("TRANSFER", "ORPHAN")


@pytest.mark.parametrize(
    ("disability", "expected"),
    [
        ({"grade": 1}, ("ELIGIBLE", "KEEP", None, None)),
        ({"grade": 2}, ("ELIGIBLE", "DECREASE", None, None)),
        ({"grade": 3}, ("NOT_ELIGIBLE", "STOP", None, "2021-12")),
        ({"grade": 1, "expires_on": "2021-11-15"}, ("ELIGIBLE", "KEEP", None, None)),
        ({"grade": 1, "expires_on": "2021-11-14"}, ("NOT_ELIGIBLE", "STOP", None, "2021-11")),
        ({"grade": 1, "expires_on": "2021-09-30"}, ("NOT_ELIGIBLE", "STOP", None, "2021-09")),
        ({"grade": 1, "cancelled_on": "2021-10-01"}, ("NOT_ELIGIBLE", "STOP", None, "2021-10")),
        ({"grade": 1, "cancelled_on": "2021-11-16"}, ("ELIGIBLE", "KEEP", None, None)),
    ],
)
def test_a_care_subsidy_ends_with_the_month_of_what_ends_it(disability, expected):
    asked = review_question(
        person(
            disability={"kind": "PHYSICAL", "issued_on": "2020-01-01"} | disability,
            long_term_care_needed=True,
        ),
        current_benefits=[held("DISABILITY_CARE", "A", "110.00")],
        dates={"handed_in_on": "2021-08-02"},
        programmes=["DISABILITY_CARE"],
    )
    found = reviewed(asked, "DISABILITY_CARE", "A")

    assert told(found) == expected
    assert found.months == []
