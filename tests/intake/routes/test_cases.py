"""Case files (案卷) over HTTP."""

from typing import Any

from tests.support.build import build_application, key
from tests.support.desk import Desk


def test_a_case_carries_a_tag_that_changes_with_its_parts(desk: Desk, new_application: Any) -> None:
    application = new_application()
    path = f"/v1/cases/{application['case_id']}"
    before = desk.township.get(path).headers["etag"]

    unchanged = desk.township.get(path).headers["etag"]
    desk.must(desk.township, application, "SUBMIT")
    changed = desk.township.get(path).headers["etag"]

    assert before == unchanged != changed


def test_a_case_shows_a_partner_what_it_handed_in_and_nobody_benefits_he_may_not_see(
    desk: Desk, new_application: Any
) -> None:
    body = build_application()
    partner = desk.client("PARTNER_SYSTEM", "5104", "platform", client_id="platform")
    mine = partner.post("/v1/applications", json=body | {"channel": "ONLINE"}, headers=key()).json()
    path = f"/v1/cases/{mine['case_id']}"
    others = new_application()
    with desk.city.database.as_owner() as owner:
        owner.execute("update intake.application set case_id = %s where id = %s", (mine["case_id"], others["id"]))

    shown = partner.get(path).json()
    agents = desk.client("VILLAGE_AGENT", "510411101200", "agent-1").get(path).json()
    county = desk.county.get(path).json()

    assert [each["id"] for each in shown["applications"]] == [mine["id"]]
    assert (shown["benefits"], agents["benefits"], county["benefits"]) == (None, None, [])
    assert {each["id"] for each in county["applications"]} == {mine["id"], others["id"]}


def test_a_case_of_which_no_application_is_seen_is_still_shown(desk: Desk, city: Any, new_application: Any) -> None:
    """As when a merger moved the one before the other; a list must not fail for it."""
    application = new_application()
    with city.database.as_owner() as owner:
        owner.execute("update intake.application set division = '510411102201'")

    (case,) = desk.township.get("/v1/cases").json()["items"]

    assert (case["id"], case["applicant_name"], case["state"]) == (application["case_id"], None, None)
