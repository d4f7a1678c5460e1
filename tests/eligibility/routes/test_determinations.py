"""Determinations over HTTP: kept with a receipt, previewed without a trace, made again."""

import json
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from services.eligibility.determining import answers
from services.eligibility.engine.book import Book
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.models import Determination, RulesetVersion
from services.eligibility.rules.book import BOOK
from shared.clock import SHANGHAI
from tests.support.standards import line, publish_as_two

AUTUMN = datetime(2021, 10, 1, 9, tzinfo=SHANGHAI)
DAY = datetime(2021, 11, 15, 10, tzinfo=SHANGHAI)
LATER = datetime(2022, 3, 1, 10, tzinfo=SHANGHAI)
LIMIT = {"key": "property.dibao.financial_per_person", "value": "18000.00"}


def member(ref, relation, born, **but):
    known = {
        "student_level": "NONE",
        "can_live_independently": True,
        "lives_apart": False,
        "statuses": [],
        "labour_ability": "FULL",
        "employed": True,
        "disability": {"kind": "NONE"},
        "serious_illness_recognised": False,
    }
    return {"ref": ref, "relation": relation, "birth_date": born} | known | but


def question(**but):
    facts = {
        "division": "510411101",
        "residence": "RURAL",
        "applicant": "A",
        "members": [member("A", "SELF", "1976-05-01"), member("B", "SPOUSE", "1978-05-01")],
        "income_items": [{"kind": "WAGES", "person": "A", "amount": "10800.00"}],
        "assets": [],
    } | but.pop("facts", {})
    return {"facts": facts, "as_of": "2021-11-15", "programmes": ["DIBAO"], "reason": "APPLICATION"} | but


def make(client, key=None, **but):
    return client.post("/v1/determinations", json=question(**but), headers={"Idempotency-Key": key or str(uuid4())})


def publish_line(as_, value, *, at=AUTUMN, **but):
    people = as_("POLICY_OFFICER", at=at), as_("POLICY_OFFICER", subject="wang", at=at)
    return publish_as_two(*people, **({"values": [line(value)]} | but))


@pytest.fixture
def officer(as_):
    publish_line(as_, "500.00")
    publish_line(as_, "", division="5104", values=[LIMIT])
    return as_("COUNTY_OFFICER", "510411", subject="zhang", at=DAY)


def dibao(answer):
    return next(result for result in answer["results"] if result["programme"] == "DIBAO")


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


def test_nothing_can_be_known_before_it_is(officer):
    refused = make(officer, known_at="2021-11-15T10:00:01+08:00")

    assert (refused.status_code, refused.json()["code"]) == (400, "known_in_future")


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


def test_a_county_without_a_line_gets_no_guess(as_):
    made = make(as_("COUNTY_OFFICER", "510422", at=DAY), facts={"division": "510422"}).json()

    assert dibao(made)["outcome"] == "MISSING_PARAMETER"
    assert "lb.line" in {missing["key"] for missing in made["missing_parameters"]}


def test_another_countys_determination_does_not_exist_for_me(as_, officer):
    made = make(officer).json()
    stranger = as_("COUNTY_OFFICER", "510422", subject="zhao", at=DAY)

    answers = [
        stranger.get(f"/v1/determinations/{made['id']}"),
        stranger.get(f"/v1/determinations/{uuid4()}"),
        stranger.post(f"/v1/determinations/{made['id']}/replays"),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "determination_not_found")}
    assert stranger.get("/v1/determinations").json()["items"] == []
    foreign, unknown = make(stranger), make(stranger, facts={"division": "510499"})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "place_not_found")
    same = ("type", "title", "status", "detail", "code")
    assert [foreign.json()[name] for name in same] == [unknown.json()[name] for name in same]
    assert stranger.post("/v1/previews", json=question()).status_code == 404


@pytest.mark.parametrize("division", ["510499", "510499101"])
def test_a_county_that_does_not_exist_is_not_answered_with_the_citys_standards(as_, division):
    everywhere = as_("SERVICE", at=DAY)

    answers = [
        make(everywhere, facts={"division": division}),
        everywhere.post("/v1/previews", json=question(facts={"division": division})),
        everywhere.get("/v1/parameters?division=510499"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "place_not_found")] * 3


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


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        (
            {
                "members": [
                    member("A", "SELF", "1976-05-01"),
                    member("B", "SPOUSE", "1978-05-01"),
                    member("C", "SPOUSE", "1979-05-01"),
                ]
            },
            "/facts/members",
        ),
        (
            {
                "members": [
                    member(
                        "A",
                        "SELF",
                        "1976-05-01",
                        statuses=[{"kind": "IN_PRISON", "since": "2020-01-02", "until": "2020-01-01"}],
                    )
                ],
                "income_items": [],
            },
            "/facts/members/0/statuses/0/until",
        ),
        (
            {"current_benefits": [{"programme": "DIBAO", "start_on": "2021-01-02", "end_on": "2021-01-01"}]},
            "/facts/current_benefits/0/end_on",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(officer, facts, pointer):
    refused = make(officer, facts=facts)

    assert refused.status_code == 400
    assert pointer in [error["pointer"] for error in refused.json()["errors"]]


def test_one_day_may_be_the_first_and_the_last(officer):
    benefit = {"programme": "DIBAO", "start_on": "2021-01-02", "end_on": "2021-01-02"}

    assert make(officer, facts={"current_benefits": [benefit]}).status_code == 201


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


@pytest.mark.parametrize(
    ("role", "status"), [("TOWNSHIP_OFFICER", 201), ("COUNTY_OFFICER", 201), ("TOWNSHIP_LEADER", 403), ("AUDITOR", 403)]
)
def test_only_who_may_determine_determines(as_, role, status):
    assert make(as_(role, "510411", at=DAY)).status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"as_of": "2021-02-30"},
        {"programmes": ["NOTHING"]},
        {"facts": {"income_items": [{"kind": "WAGES", "person": "A", "amount": 10800}]}},
        {"facts": {"income_items": [{"kind": "WAGES", "person": "Z", "amount": "1.00"}]}},
        {"facts": {"residence": "SUBURBAN"}},
    ],
)
def test_a_malformed_question_is_refused(officer, wrong):
    refused = make(officer, **wrong)

    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")


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
