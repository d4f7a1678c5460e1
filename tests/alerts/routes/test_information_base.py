"""The information base over HTTP: who stands in which category on which day, and who may see it (JC-01, JC-03, 3.2-e)."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.support.city import City
from tests.support.told import Family, tell

COUNTY, TOWNSHIP = "510411", "510411101"


@pytest.fixture
def family(city: City) -> Family:
    """Confirmed on 23 November 2021, in force from December, up for review a year later, stopped with February 2023."""
    family = Family()
    tell(
        city,
        family.applied("SUBMITTED", "2021-11-15"),
        family.applied("CONFIRMED", "2021-11-23", what="confirmed"),
        family.benefits("opened", "CONFIRMED", "2021-11-23"),
        family.benefits("activated", "ACTIVE", "2021-12-01"),
        family.benefits("review_due", "REVIEW_DUE", "2022-11-23"),
        family.benefits("stopped", "STOPPED", "2023-02-10", end_month="2023-02"),
    )
    return family


def household(client: Any, family: Family, on: str = "2023-03-01") -> Any:
    answer = client.get(f"/v1/households/{family.household}?on={on}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def officer(city: City, division: str = TOWNSHIP, role: str = "TOWNSHIP_OFFICER") -> Any:
    return city.as_(role, division).alerts


def test_a_confirmed_family_stands_with_category_dates_source_evidence_and_status(city: City, family: Family) -> None:
    shown = household(officer(city), family, on="2022-01-15")

    assert (shown["view"], shown["categories"], len(shown["people"])) == ("ASSISTED", ["LB"], 2)
    first, second = shown["entries"]
    assert {first["person_id"], second["person_id"]} == set(shown["people"])
    assert {name: first[name] for name in ("category", "programme", "residence", "status", "from_on", "source")} == {
        "category": "LB", "programme": "DIBAO", "residence": "RURAL", "status": "ACTIVE", "from_on": "2021-12-01",
        "source": "/intake",
    }  # fmt: skip
    assert first["evidence"]["benefit_id"] == family.benefit
    assert len(first["evidence"]["events"]) == 4


def test_history_is_told_as_of_any_day(city: City, family: Family) -> None:
    expected = {
        "2021-11-22": (set(), "NOT_ASSISTED"),
        "2021-11-23": ({"CONFIRMED"}, "NOT_ASSISTED"),
        "2021-11-30": ({"CONFIRMED"}, "NOT_ASSISTED"),
        "2021-12-01": ({"ACTIVE"}, "ASSISTED"),
        "2022-11-22": ({"ACTIVE"}, "ASSISTED"),
        "2022-11-23": ({"REVIEW_DUE"}, "ASSISTED"),
        "2023-02-28": ({"REVIEW_DUE"}, "ASSISTED"),
        "2023-03-01": ({"ENDED"}, "NOT_ASSISTED"),
    }

    shown = {on: household(officer(city), family, on) for on in expected}

    person = shown["2021-12-01"]["people"][0]
    assert {
        on: ({entry["status"] for entry in each["entries"]}, each["view"]) for on, each in shown.items()
    } == expected
    assert {on: officer(city).get(f"/v1/people/{person}?on={on}").json()["view"] for on in expected} == {
        on: view for on, (_, view) in expected.items()
    }


def test_before_the_family_was_known_it_is_in_no_list(city: City, family: Family) -> None:
    seen = {
        on: len(officer(city).get(f"/v1/{what}?on={on}").json()["items"])
        for on, what in [("2021-11-14", "households"), ("2021-11-15", "households"), ("2021-11-16", "people")]
    }

    assert seen == {"2021-11-14": 0, "2021-11-15": 1, "2021-11-16": 2}


def test_who_is_refused_or_withdraws_stands_in_no_category_and_is_watched_on(city: City) -> None:
    refused, withdrawn = Family(), Family()
    tell(city, refused.applied("SUBMITTED", "2021-11-15"), refused.applied("REFUSED", "2021-11-23", what="refused"))
    tell(city, withdrawn.applied("WITHDRAWN", "2021-11-16", what="withdrawn"))

    for family, state in ((refused, "REFUSED"), (withdrawn, "WITHDRAWN")):
        shown = household(officer(city), family, on="2021-12-01")
        assert (shown["view"], shown["entries"]) == ("NOT_ASSISTED", [])
        assert {entry["state"] for entry in shown["applications"]} == {state}
    unassisted = officer(city).get("/v1/households?view=NOT_ASSISTED&on=2021-12-01").json()["items"]
    assert {each["id"] for each in unassisted} == {refused.household, withdrawn.household}
    assert officer(city).get("/v1/people?view=ASSISTED&on=2021-12-01").json()["items"] == []


def test_what_was_stopped_before_its_first_month_never_was_in_force(city: City) -> None:
    family = Family()
    tell(
        city,
        family.benefits("opened", "CONFIRMED", "2021-11-23"),
        family.benefits("stopped", "STOPPED", "2021-11-29", end_month="2021-11"),
    )

    for on in ("2021-11-30", "2021-12-15"):
        shown = household(officer(city), family, on)
        assert ({entry["status"] for entry in shown["entries"]}, shown["view"]) == ({"VOID"}, "NOT_ASSISTED")


def test_lists_are_narrowed_by_category_residence_and_place_and_refuse_other_filters(
    city: City, family: Family
) -> None:
    county = officer(city, COUNTY, "COUNTY_OFFICER")
    marginal = Family(division="510411102201")
    tell(city, marginal.benefits("opened", "CONFIRMED", "2021-11-23", programme="MARGINAL", residence="URBAN"))

    def found(query: str) -> set[str]:
        return {each["id"] for each in county.get(f"/v1/households?on=2022-01-15&{query}").json()["items"]}

    assert found("") == {family.household, marginal.household}
    assert found("category=LB") == found("residence=RURAL") == found(f"division={TOWNSHIP}") == {family.household}
    assert found("category=BY") == found("residence=URBAN") == found("division=510411102") == {marginal.household}
    assert found("category=TK") == found("category=BY&residence=RURAL") == set()
    for query in ("category=XX", "name=x", "on=yesterday", "division=5101"):
        assert county.get(f"/v1/people?{query}").status_code == 400
    first = county.get("/v1/people?limit=3&on=2022-01-15&include=total").json()
    rest = county.get(f"/v1/people?limit=3&on=2022-01-15&after={first['next']}").json()
    assert (first["total"], len(first["items"]), len(rest["items"]), rest["next"]) == (4, 3, 1, None)


def test_another_place_finds_nothing(city: City, family: Family) -> None:
    person = household(officer(city), family)["people"][0]

    for role, division in (("COUNTY_OFFICER", "510421"), ("TOWNSHIP_OFFICER", "510411102")):
        stranger = officer(city, division, role)
        assert stranger.get("/v1/people").json()["items"] == stranger.get("/v1/households").json()["items"] == []
        for path, code in ((f"people/{person}", "person"), (f"households/{family.household}", "household")):
            answer = stranger.get(f"/v1/{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, f"{code}_record_not_found")


def test_only_whoever_watches_reads_the_base(city: City) -> None:
    for role in ("VILLAGER", "VILLAGE_AGENT", "PARTNER_SYSTEM", "DEPARTMENT", "VERIFICATION_OFFICER"):
        himself = {"person": str(new_id())} if role == "VILLAGER" else {}
        assert city.as_(role, TOWNSHIP, **himself).alerts.get("/v1/people").status_code == 403


def test_two_townships_see_of_one_person_what_happens_with_them_alone(city: City, family: Family) -> None:
    elsewhere = Family(division="510411102201", people=[family.people[0]])
    tell(city, elsewhere.applied("SUBMITTED", "2022-05-01"))

    county = household(officer(city, COUNTY, "COUNTY_OFFICER"), elsewhere)
    (person,) = county["people"]
    seen = {
        division: officer(city, division).get(f"/v1/people/{person}").json() for division in (TOWNSHIP, "510411102")
    }

    assert seen[TOWNSHIP]["divisions"] == [family.division]
    assert (len(seen[TOWNSHIP]["entries"]), len(seen[TOWNSHIP]["applications"])) == (1, 1)
    assert seen["510411102"]["divisions"] == [elsewhere.division]
    assert (len(seen["510411102"]["entries"]), len(seen["510411102"]["applications"])) == (0, 1)


def test_one_number_in_two_counties_is_two_records(city: City, family: Family) -> None:
    elsewhere = Family(division="510421101200", people=list(family.people))
    tell(city, elsewhere.applied("SUBMITTED", "2022-05-01"))

    supervisor = officer(city, "5104", "CITY_SUPERVISOR")
    here, there = (set(household(supervisor, each)["people"]) for each in (family, elsewhere))

    assert len(here) == len(there) == 2
    assert not here & there


def test_nothing_handed_out_holds_a_blind_index(city: City, family: Family) -> None:
    county = officer(city, COUNTY, "COUNTY_OFFICER")
    person = household(county, family)["people"][0]

    answers = [
        county.get(f"/v1/{path}").text
        for path in ("people", "households", f"people/{person}", f"households/{family.household}")
    ]

    assert not any(index in answer for index in family.people for answer in answers)


def test_an_event_that_says_too_little_is_kept_and_puts_nobody_anywhere(city: City) -> None:
    family = Family()
    thin = family.benefits("opened", "CONFIRMED", "2021-11-23")
    del thin["event"]["data"]["programme"]

    tell(city, thin)

    assert officer(city).get("/v1/people").json()["items"] == []
    assert len(city.as_("AUDITOR", COUNTY).alerts.get("/v1/received-events").json()["items"]) == 1


def test_the_answer_of_a_person_carries_a_tag_of_its_content(city: City, family: Family) -> None:
    path = f"/v1/people/{household(officer(city), family)['people'][0]}"

    tags = [officer(city).get(f"{path}?on={on}").headers["etag"] for on in ("2022-01-01", "2022-01-01", "2023-03-01")]

    assert tags[0] == tags[1] != tags[2]
