"""Questions that are refused, and to whom a determination does not exist."""

from uuid import uuid4

import pytest

from tests.support.determinations import DAY, make, member, question


def test_nothing_can_be_known_before_it_is(officer):
    refused = make(officer, known_at="2021-11-15T10:00:01+08:00")

    assert (refused.status_code, refused.json()["code"]) == (400, "known_in_future")


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


@pytest.mark.parametrize("division", ["510499", "510499101"])
def test_a_county_that_does_not_exist_is_not_answered_with_the_citys_standards(as_, division):
    everywhere = as_("SERVICE", at=DAY)

    answers = [
        make(everywhere, facts={"division": division}),
        everywhere.post("/v1/previews", json=question(facts={"division": division})),
        everywhere.get("/v1/parameters?division=510499"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "place_not_found")] * 3


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


@pytest.mark.parametrize(
    ("role", "status"), [("TOWNSHIP_OFFICER", 201), ("COUNTY_OFFICER", 201), ("TOWNSHIP_LEADER", 403), ("AUDITOR", 403)]
)
def test_only_who_may_determine_determines(as_, role, status):
    assert make(as_(role, "510411", at=DAY)).status_code == status
