"""A history of events comes to the same, however they are shuffled and repeated: people, categories, applications, alerts."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.city import City
from tests.support.told import Family, tell

OUR_OWN = (
    "id",
    "events",
    "event_id",
    "household_id",
    "person_id",
    "subject_id",
    "application_id",
    "benefit_id",
    "version",
)
"""What differs between two families by nature, and the number of changes on the way."""


def a_year(family: Family) -> list[dict[str, Any]]:
    """A survey that came too late, a confirmation, a review that is near and then overdue, and the end."""
    return [
        family.applied("SUBMITTED", "2021-11-15"),
        family.applied("ACCEPTED", "2021-11-15T10:00:00+08:00", what="accepted"),
        family.clocks("near", "2021-11-17"),
        family.clocks("passed", "2021-11-19"),
        family.clocks("lifted", "2021-11-22", state="STOPPED"),
        family.applied("CONFIRMED", "2021-11-23", what="confirmed"),
        family.benefits("opened", "CONFIRMED", "2021-11-23"),
        family.benefits("activated", "ACTIVE", "2021-12-01"),
        family.benefits("review_near", "ACTIVE", "2022-10-24"),
        family.benefits("review_due", "REVIEW_DUE", "2022-11-23"),
        family.benefits("review_overdue", "REVIEW_DUE", "2022-11-24"),
        family.benefits("stopped", "STOPPED", "2022-12-05", end_month="2022-12"),
    ]


def seen(city: City, family: Family) -> Any:
    county = city.as_("COUNTY_OFFICER", "510411").alerts
    household = county.get(f"/v1/households/{family.household}?on=2023-01-01").json()
    alerts = county.get(f"/v1/alerts?household_id={family.household}").json()["items"]
    whole = [county.get(f"/v1/alerts/{alert['id']}").json() for alert in alerts]
    return stripped(household | {"people": len(household["people"])}), sorted(
        map(stripped, whole), key=lambda a: a["indicator"]
    )


def stripped(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: stripped(value) for name, value in node.items() if name not in OUR_OWN}
    return [stripped(each) for each in node] if isinstance(node, list) else node


@pytest.fixture
def expected(city: City) -> Any:
    family = Family()
    tell(city, *a_year(family))
    return seen(city, family)


def test_in_order_it_comes_to_what_it_should(expected: Any) -> None:
    household, (late_survey, review) = expected

    assert {entry["status"] for entry in household["entries"]} == {"ENDED"}
    assert (late_survey["indicator"], late_survey["level"], late_survey["state"]) == ("AL-27", "ORANGE", "FEEDBACK")
    assert (review["indicator"], review["level"], review["state"]) == ("AL-29", "YELLOW", "CLOSED")
    assert [len(alert["evidence"]) for alert in (late_survey, review)] == [3, 3]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_shuffled_and_repeated_it_comes_to_the_same(city: City, expected: Any, data: st.DataObject) -> None:
    family = Family()
    events = a_year(family)
    again = data.draw(st.lists(st.sampled_from(events), max_size=6))

    tell(city, *data.draw(st.permutations(events + again)))

    assert seen(city, family) == expected
