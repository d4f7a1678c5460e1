"""Standards over HTTP: drafted by one, published by another, never rewritten."""

from datetime import datetime

from shared.clock import SHANGHAI
from tests.support.standards import new_standard

AUTUMN = datetime(2021, 10, 1, 9, tzinfo=SHANGHAI)
WINTER = datetime(2021, 12, 1, 9, tzinfo=SHANGHAI)


def draft(client, **but):
    response = client.post("/v1/standards", json=new_standard(**but), headers={"Idempotency-Key": "k" + str(len(but))})
    assert response.status_code == 201, response.text
    return response


def test_a_draft_holds_nothing_until_a_second_person_publishes_it(as_):
    li, wang = as_("POLICY_OFFICER", at=AUTUMN), as_("POLICY_OFFICER", subject="wang", at=AUTUMN)

    drafted = draft(li)
    before = li.get("/v1/parameters?key=lb.line&division=510411&on=2022-01-05").json()["items"]
    url = f"/v1/standards/{drafted.json()['id']}/transitions"
    own = li.post(url, json={"action": "PUBLISH"}, headers={"If-Match": drafted.headers["etag"]})
    published = wang.post(url, json={"action": "PUBLISH"}, headers={"If-Match": drafted.headers["etag"]})
    after = li.get("/v1/parameters?key=lb.line&division=510411&on=2022-01-05").json()["items"]

    assert before == []
    assert (own.status_code, own.json()["code"]) == (403, "four_eyes")
    assert (published.status_code, published.json()["state"]) == (200, "PUBLISHED")
    assert [(row["value"], row["document"], row["approved_by"]) for row in after] == [
        ("500.00", "试〔2021〕1号", "wang")
    ]


def test_a_county_officer_reads_the_citys_own_numbers(as_):
    officer = as_("COUNTY_OFFICER", "510411", at=AUTUMN)

    rows = officer.get("/v1/parameters?key=marginal.multiplier&division=510411&on=2021-10-01").json()["items"]

    assert [(row["value"], row["clause"], row["document"]) for row in rows] == [("2.0", "3.1-a", "攀民政〔2021〕61号")]
