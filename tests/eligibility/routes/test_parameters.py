"""Parameters over HTTP: valid time and knowledge time, and where each value comes from."""

from datetime import datetime

import pytest

from shared.clock import SHANGHAI
from tests.support.standards import WINTER, draft, line, publish, publish_as_two, values_of


def test_an_old_day_and_old_knowledge_still_give_the_old_answer(as_, li, wang):
    publish(wang, draft(li))
    at = {"at": WINTER}
    later = draft(
        as_("POLICY_OFFICER", **at),
        document="试〔2021〕9号",
        valid_from="2022-01-01",
        values=[line("530.50")],
    )
    publish(as_("POLICY_OFFICER", subject="wang", **at), later)
    reader = as_("AUDITOR", at=datetime(2022, 3, 1, 9, tzinfo=SHANGHAI))

    assert values_of(reader, on="2021-12-31") == ["500.00"]
    assert values_of(reader, on="2022-01-01") == ["530.50"]
    assert values_of(reader, on="2022-01-01", known_at="2021-11-30T00:00:00+08:00") == ["500.00"]
    assert values_of(reader, on="2022-01-01", known_at="2021-09-30T00:00:00+08:00") == []


def test_a_value_published_late_ends_where_the_next_one_already_begins(li, wang):
    publish(wang, draft(li, valid_from="2022-01-01", values=[line("530.50")]))
    publish(wang, draft(li, valid_from="2021-10-01"))

    assert values_of(li, on="2021-12-31") == ["500.00"]
    assert values_of(li, on="2022-01-01") == ["530.50"]


def test_a_value_with_an_end_leaves_the_days_after_it_to_the_value_before(li, wang):
    publish(wang, draft(li))
    drafted = draft(li, valid_from="2022-01-01", values=[line("560.00", valid_to="2022-04-01")])

    unexplained = publish(wang, drafted)
    explained = li.patch(
        f"/v1/standards/{drafted.json()['id']}",
        json={"reason": "春节期间临时提高"},
        headers={"If-Match": drafted.headers["etag"]},
    )
    publish(wang, explained)

    assert (unexplained.status_code, unexplained.json()["clause"]) == (422, "1.2-b")
    days = ["2021-12-31", "2022-01-01", "2022-03-31", "2022-04-01"]
    assert [values_of(li, on=day) for day in days] == [["500.00"], ["560.00"], ["560.00"], ["500.00"]]


def test_a_countys_value_takes_the_place_of_the_citys_only_in_that_county(li, wang):
    publish(wang, draft(li, division="5104", values=[line("480.00")]))
    publish(wang, draft(li))

    assert values_of(li, on="2021-11-15") == ["500.00"]
    assert values_of(li, on="2021-11-15", division="510422") == ["480.00"]


def test_a_line_shows_what_its_formula_gives(li):
    formula = {"statistic": "CONSUMPTION", "year": 2020, "annual_amount": "14953.00", "ratio_permille": 401}

    value = draft(li, values=[line(formula=formula)]).json()["values"][0]

    assert (value["formula"]["annual_amount"], value["formula_amount"]) == ("14953.00", "499.68")


def test_knowledge_of_a_later_day_cannot_be_asked_for(li):
    refused = li.get("/v1/parameters?known_at=2031-01-01T00:00:00%2B08:00")

    assert (refused.status_code, refused.json()["code"]) == (400, "known_in_future")


def test_a_county_officer_reads_the_citys_own_numbers_with_their_clause(as_):
    officer = as_("COUNTY_OFFICER", "510411", at=WINTER)

    rows = officer.get("/v1/parameters?key=marginal.multiplier&division=510411&on=2021-10-01").json()["items"]

    assert [(row["value"], row["clause"], row["document"], row["status"]) for row in rows] == [
        ("2.0", "3.1-a", "攀民政〔2021〕61号", "CONFIRMED")
    ]


@pytest.mark.parametrize("key", ["lb.line", "tk.basic.scattered", "tk.care.full_loss", "ls.township_limit"])
def test_local_amounts_are_never_delivered_with_the_product(as_, key):
    assert values_of(as_("AUDITOR"), key=key) == []


def test_product_defaults_say_that_they_wait_for_confirmation(as_):
    rows = as_("AUDITOR").get("/v1/parameters?key=rounding.amount").json()["items"]

    assert [(row["status"], row["illustrative"]) for row in rows] == [("UNCONFIRMED", False)]
    assert "产品默认" in rows[0]["document"]


def test_a_countys_value_for_both_takes_the_place_of_the_citys_for_one_as_a_determination_reckons(li, wang, city):
    publish_as_two(li, wang, division="5104", values=[line("400.00")])
    publish_as_two(li, wang, values=[line("500.00")])
    with city.database.as_owner() as owner:  # an older release took a line without saying for whom
        owner.execute("update eligibility.parameter set residence = null where division = '510411'")

    assert values_of(li, on="2021-11-01") == ["500.00"]
    assert values_of(li, on="2021-11-01", division="510422") == ["400.00"]


def test_a_key_with_a_capital_letter_can_be_asked_for(as_):
    assert values_of(as_("AUDITOR"), key="review.A.months", division="5104") == [12]
