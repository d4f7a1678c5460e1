"""Case files (案卷) over HTTP."""

from typing import Any

from tests.support.desk import Desk


def test_a_case_carries_a_tag_that_changes_with_its_parts(desk: Desk, new_application: Any) -> None:
    application = new_application()
    path = f"/v1/cases/{application['case_id']}"
    before = desk.township.get(path).headers["etag"]

    unchanged = desk.township.get(path).headers["etag"]
    desk.must(desk.township, application, "SUBMIT")
    changed = desk.township.get(path).headers["etag"]

    assert before == unchanged != changed


def test_a_case_of_which_no_application_is_seen_is_still_shown(desk: Desk, city: Any, new_application: Any) -> None:
    """As when a merger moved the one before the other; a list must not fail for it."""
    application = new_application()
    with city.database.as_owner() as owner:
        owner.execute("update intake.application set division = '510411102201'")

    (case,) = desk.township.get("/v1/cases").json()["items"]

    assert (case["id"], case["applicant_name"], case["state"]) == (application["case_id"], None, None)
