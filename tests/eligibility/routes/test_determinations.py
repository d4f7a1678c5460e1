"""Determinations over HTTP: kept with a receipt, previewed without a trace, listed."""

import pytest

from services.eligibility.models import Determination
from tests.support.determinations import DAY, LATER, dibao, make, publish_line, question


def test_a_determination_is_kept_with_its_receipt_and_read_again(officer):
    made = make(officer)
    read = officer.get(made.headers["location"])

    assert (made.status_code, read.status_code) == (201, 200)
    assert made.json() == read.json()
    assert dibao(made.json())["monthly_amount"] == "100.00"
    assert all(len(digest) == 64 for digest in made.json()["receipt"].values())


def test_a_preview_gives_the_same_answer_and_keeps_nothing(officer, city):
    made = make(officer).json()
    previewed = officer.post("/v1/previews", json=question())

    with city.session("eligibility") as session:
        kept = session.query(Determination).count()
    assert previewed.status_code == 200
    assert {name: made[name] for name in previewed.json()} == previewed.json()
    assert kept == 1


def test_the_same_key_makes_one_determination(officer, city):
    first, again = make(officer, "one"), make(officer, "one")
    other = make(officer, "one", as_of="2021-11-16")
    keyless = officer.post("/v1/determinations", json=question())

    assert (first.json(), again.status_code) == (again.json(), 201)
    assert (other.status_code, keyless.status_code) == (422, 400)
    assert len(officer.get("/v1/determinations").json()["items"]) == 1


def test_the_standard_of_the_day_asked_for_and_of_what_was_known_applies(as_, officer):
    publish_line(as_, "530.50", at=LATER, valid_from="2022-01-01", document="试〔2022〕1号")
    officer = as_("COUNTY_OFFICER", "510411", at=LATER)

    def amount(**but):
        return dibao(officer.post("/v1/previews", json=question(**but)).json())["monthly_amount"]

    assert amount(as_of="2021-12-31") == "100.00"
    assert amount(as_of="2022-01-05") == "161.00"
    assert amount(as_of="2022-01-05", known_at="2022-02-28T00:00:00+08:00") == "100.00"


def test_a_county_without_a_line_gets_no_guess(as_):
    made = make(as_("COUNTY_OFFICER", "510422", at=DAY), facts={"division": "510422"}).json()

    assert dibao(made)["outcome"] == "MISSING_PARAMETER"
    assert "lb.line" in {missing["key"] for missing in made["missing_parameters"]}


@pytest.mark.parametrize("path", ["/v1/determinations", "/v1/previews"])
def test_the_largest_incomes_add_up_and_are_read_again(officer, path):
    largest = {"kind": "WAGES", "person": "A", "amount": "9999999999.99"}

    answer = officer.post(
        path, json=question(facts={"income_items": [largest] * 500}), headers={"Idempotency-Key": "x"}
    )

    assert answer.status_code in {200, 201}
    assert dibao(answer.json())["income"]["counted"] == "4999999999995.00"
    if path == "/v1/determinations":
        assert officer.get(answer.headers["location"]).json() == answer.json()


def test_lists_filter_by_place_reason_and_day(officer):
    made = make(officer).json()["id"]
    make(officer, reason="WHAT_IF", as_of="2021-11-14")

    def ids(query):
        return [row["id"] for row in officer.get(f"/v1/determinations?{query}").json()["items"]]

    assert ids("reason=APPLICATION") == ids("as_of=2021-11-15") == [made]
    assert len(ids("division=510411101")) == len(ids("division=510411")) == 2
    assert ids("division=510411102") == []
    listed = officer.get("/v1/determinations?reason=APPLICATION").json()["items"][0]["outcomes"]
    assert [(line["programme"], line["outcome"], line["monthly_amount"]) for line in listed] == [
        ("DIBAO", "ELIGIBLE", "100.00")
    ]


def test_a_service_is_recorded_with_the_human_it_acts_for(as_, city, officer):
    service = as_("SERVICE", subject="service:intake", at=DAY)
    service.headers["On-Behalf-Of"] = "zhang"
    make(service)

    with city.session("eligibility") as session:
        kept = session.query(Determination).one()
    assert (kept.made_by, kept.made_for, kept.county) == ("service:intake", "zhang", "510411")


def test_what_is_kept_names_nobody(officer, city):
    make(officer)

    with city.session("eligibility") as session:
        columns = set(Determination.__table__.columns.keys())
        request = session.query(Determination).one().request
    assert not {"name", "id_number", "phone"} & columns
    assert {person["ref"] for person in request["facts"]["members"]} == {"A", "B"}
