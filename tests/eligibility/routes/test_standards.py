"""Standards over HTTP: who drafts, who publishes, who sees them."""

from uuid import uuid4

import pytest

from shared.audit_entries import AuditEntry
from shared.events import Event
from shared.identity import SCOPES_OF, Role
from tests.support.standards import AUTUMN, WINTER, draft, line, new_standard, offer_of, publish, values_of


def test_a_draft_holds_nothing_until_a_second_person_publishes_it(li, wang):
    drafted = draft(li)

    before = values_of(li, on="2022-01-05")
    own = publish(li, drafted)
    published = publish(wang, drafted)
    after = li.get("/v1/parameters?key=lb.line&division=510411&on=2022-01-05").json()["items"]

    assert before == []
    assert (own.status_code, own.json()["code"]) == (403, "four_eyes")
    assert (published.status_code, published.json()["state"], published.json()["published_by"]) == (
        200,
        "PUBLISHED",
        "wang",
    )
    assert [(row["value"], row["document"], row["approved_by"]) for row in after] == [
        ("500.00", "试〔2021〕1号", "wang")
    ]


def test_who_amended_a_draft_does_not_publish_it_either(li, wang):
    drafted = draft(li)
    url = f"/v1/standards/{drafted.json()['id']}"
    amended = wang.patch(url, json={"title": "改"}, headers={"If-Match": drafted.headers["etag"]})

    refused = publish(wang, amended)

    assert (amended.status_code, amended.json()["title"]) == (200, "改")
    assert (refused.status_code, refused.json()["code"]) == (403, "four_eyes")


def test_a_service_publishes_for_the_human_it_acts_for_so_the_drafter_is_not_helped_by_one(as_, li):
    drafted = draft(li)
    service = as_("SERVICE", subject="service:intake", at=AUTUMN)
    service.headers["On-Behalf-Of"] = "li"

    assert publish(service, drafted).json()["code"] == "four_eyes"


def test_allowed_actions_say_why_publishing_is_refused(li, wang):
    drafted = draft(li)

    assert offer_of(wang, drafted) == {"action": "PUBLISH", "title": "发布", "allowed": True, "refused_because": None}
    assert offer_of(li, drafted)["refused_because"] == "起草或修改过该标准的人不能发布，须由另一人发布"


def test_a_published_standard_is_open_to_nothing_more(li, wang):
    drafted = draft(li)
    published = publish(wang, drafted)
    url = f"/v1/standards/{drafted.json()['id']}"

    again = publish(wang, published)
    change = li.patch(url, json={"title": "改"}, headers={"If-Match": published.headers["etag"]})

    assert published.json()["allowed_actions"] == []
    assert (again.status_code, again.json()["code"]) == (409, "standard_not_draft")
    assert (change.status_code, change.json()["allowed_actions"]) == (409, [])


def test_the_history_names_everybody_who_had_a_hand_in_it(li, wang):
    drafted = draft(li)
    publish(wang, drafted)

    steps = li.get(f"/v1/standards/{drafted.json()['id']}/transitions").json()["items"]

    assert [(step["action"], step["from_state"], step["to_state"], step["actor"]) for step in steps] == [
        ("DRAFT", None, "DRAFT", "li"),
        ("PUBLISH", "DRAFT", "PUBLISHED", "wang"),
    ]


def test_a_draft_of_another_county_does_not_exist_for_me_until_it_is_published(as_, wang):
    theirs = as_("POLICY_OFFICER", "510411", at=AUTUMN)
    mine = as_("POLICY_OFFICER", "510422", subject="zhao", at=AUTUMN)
    drafted = draft(theirs)
    url = f"/v1/standards/{drafted.json()['id']}"

    hidden = mine.get(url)
    unknown = mine.get(f"/v1/standards/{uuid4()}")
    listed = mine.get("/v1/standards").json()["items"]
    not_mine_to_publish = publish(mine, drafted)
    publish(wang, drafted)

    assert (hidden.status_code, hidden.json()["code"]) == (unknown.status_code, unknown.json()["code"])
    assert listed == []
    assert not_mine_to_publish.status_code == 404
    assert mine.get(url).status_code == 200
    assert [standard["id"] for standard in mine.get("/v1/standards").json()["items"]] == [drafted.json()["id"]]


def test_a_draft_is_seen_in_its_place_by_those_who_work_on_standards_alone(as_, li, wang):
    drafted, withdrawn = draft(li), draft(li, document="试〔2021〕9号")
    given_up = wang.post(
        f"/v1/standards/{withdrawn.json()['id']}/transitions",
        json={"action": "WITHDRAW", "reason": "重拟"},
        headers={"If-Match": withdrawn.headers["etag"]},
    )
    assert given_up.status_code == 200, given_up.text
    url = f"/v1/standards/{drafted.json()['id']}"

    def seen_by(role):
        client = as_(role, "510411", at=AUTUMN, **({"person": str(uuid4())} if role is Role.VILLAGER else {}))
        answers = client.get(url), client.get(f"{url}/transitions"), client.get("/v1/standards?state=DRAFT")
        return *(answer.status_code for answer in answers[:2]), len(answers[2].json()["items"])

    readers = {role for role in Role if "standards:read" in SCOPES_OF[role]}
    everything = {role for role in readers if seen_by(role) == (200, 200, 1)}
    nothing = {role for role in readers if seen_by(role) == (404, 404, 0)}
    publish(wang, drafted)
    listed = as_("PARTNER_SYSTEM", "510411", at=AUTUMN).get("/v1/standards").json()["items"]

    assert everything == {Role.POLICY_OFFICER, Role.CITY_SUPERVISOR, Role.SERVICE}
    assert nothing == readers - everything
    assert [standard["id"] for standard in listed] == [drafted.json()["id"]]


@pytest.mark.parametrize("division", ["510422", "5104"])
def test_nobody_drafts_for_a_place_that_is_not_his(as_, division):
    refused = draft(as_("POLICY_OFFICER", "510411", at=AUTUMN), division=division)

    assert (refused.status_code, refused.json()["code"]) == (404, "place_not_found")
    assert division not in refused.json()["detail"]


def test_a_county_that_does_not_exist_has_no_standard(li):
    refused = draft(li, division="510499")

    assert (refused.status_code, refused.json()["code"]) == (404, "place_not_found")


def test_drafting_twice_with_one_key_makes_one_draft(li):
    key = {"Idempotency-Key": "one"}

    first = li.post("/v1/standards", json=new_standard(), headers=key)
    again = li.post("/v1/standards", json=new_standard(), headers=key)
    other = li.post("/v1/standards", json=new_standard(title="别的"), headers=key)
    keyless = li.post("/v1/standards", json=new_standard())

    assert (first.status_code, first.json()["id"]) == (again.status_code, again.json()["id"])
    assert first.headers["location"] == f"/v1/standards/{first.json()['id']}"
    assert (other.status_code, keyless.status_code) == (422, 400)


@pytest.mark.parametrize(
    ("value", "pointer", "code"),
    [
        ({"key": "lb.lines", "value": "500.00"}, "/values/0/key", "unknown_parameter_key"),
        (line("500"), "/values/0/value", "unsuitable_value"),
        ({"key": "payment.day", "value": 0}, "/values/0/value", "unsuitable_value"),
        ({"key": "payment.day", "value": 29}, "/values/0/value", "unsuitable_value"),
        (line("0.00"), "/values/0/value", "unsuitable_value"),
        (line(500), "/values/0/value", "unsuitable_value"),
        ({"key": "lb.line", "value": "500.00"}, "/values/0/residence", "residence_required"),
        ({"key": "tk.basic.scattered", "value": "700.00"}, "/values/0/residence", "residence_required"),
        ({"key": "db.living", "residence": "RURAL", "value": "100.00"}, "/values/0/residence", "not_by_residence"),
        (line(valid_to="2021-10-01"), "/values/0/valid_to", "ends_before_start"),
    ],
)
def test_a_value_that_does_not_suit_its_key_is_named(li, value, pointer, code):
    refused = draft(li, division="5104", values=[value])

    assert refused.status_code == 400
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [(pointer, code)]


@pytest.mark.parametrize("day", [1, 28])
def test_the_day_of_payment_exists_in_every_month(li, day):
    assert draft(li, division="5104", values=[{"key": "payment.day", "value": day}]).status_code == 201


def test_one_parameter_stands_in_a_standard_once(li):
    refused = draft(li, values=[line(), line("510.00")])

    assert [error["code"] for error in refused.json()["errors"]] == ["repeated_parameter"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**new_standard(), "colour": "red"}, 400),
        ({**new_standard(), "illustrative": "true"}, 400),
        ({**new_standard(), "valid_from": "2021-13-01"}, 400),
        ({**new_standard(), "division": "510300"}, 400),
        ({**new_standard(), "values": [line(1.5)]}, 400),
        ({**new_standard(), "values": []}, 400),
    ],
)
def test_a_malformed_draft_is_refused(li, body, status):
    response = li.post("/v1/standards", json=body, headers={"Idempotency-Key": "x"})

    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_a_change_says_from_which_version_it_was_made(li):
    drafted = draft(li)
    url = f"/v1/standards/{drafted.json()['id']}"

    without = li.patch(url, json={"title": "改"})
    first = li.patch(url, json={"title": "改"}, headers={"If-Match": drafted.headers["etag"]})
    stale = li.patch(url, json={"title": "再改"}, headers={"If-Match": drafted.headers["etag"]})

    assert (without.status_code, first.status_code, stale.status_code) == (428, 200, 412)
    assert first.headers["etag"] != drafted.headers["etag"]


def test_a_changed_value_alone_makes_a_new_version(li):
    drafted = draft(li)

    changed = li.patch(
        f"/v1/standards/{drafted.json()['id']}",
        json={"values": [line("510.00")]},
        headers={"If-Match": drafted.headers["etag"]},
    )

    assert changed.headers["etag"] != drafted.headers["etag"]
    assert [value["value"] for value in changed.json()["values"]] == ["510.00"]


@pytest.mark.parametrize(("role", "status"), [("TOWNSHIP_OFFICER", 403), ("AUDITOR", 403), ("POLICY_OFFICER", 201)])
def test_only_who_may_draft_drafts(as_, role, status):
    assert draft(as_(role, "510411", at=AUTUMN)).status_code == status


def test_a_token_without_the_scope_does_not_publish(as_, li):
    narrow = as_("POLICY_OFFICER", subject="wang", scope="standards:read standards:draft", at=AUTUMN)

    drafted = draft(li)

    assert publish(narrow, drafted).json()["code"] == "insufficient_scope"
    assert narrow.get(f"/v1/standards/{drafted.json()['id']}").json()["allowed_actions"] == []


def test_lists_page_by_key_and_refuse_unknown_filters(li):
    made = [draft(li, document=f"试{number}").json()["id"] for number in range(3)]

    first = li.get("/v1/standards?limit=2&include=total").json()
    second = li.get("/v1/standards", params={"limit": 2, "after": first["next"]}).json()

    assert [row["id"] for row in first["items"] + second["items"]] == made[::-1]
    assert (first["total"], second["next"]) == (3, None)
    assert [li.get(f"/v1/standards?{query}").status_code for query in ("colour=red", "state=NONE", "after=x")] == [
        400,
        400,
        400,
    ]
    assert len(li.get("/v1/standards?state=DRAFT&division=510411").json()["items"]) == 3


def test_publishing_leaves_an_event_and_audit_rows(li, wang, city):
    drafted = draft(li)
    publish(wang, drafted)

    with city.session("eligibility") as session:
        events = [(event.type, event.subject, event.data["keys"]) for event in session.query(Event)]
        audited = [(entry.action, entry.subject) for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert events == [("cn.doudi.standard.published.v1", drafted.json()["id"], ["lb.line"])]
    assert audited == [("standard.draft", "li"), ("standard.publish", "wang")]


def test_standards_are_found_by_the_day_they_hold_and_by_when_that_was_known(as_, li, wang):
    winter = as_("POLICY_OFFICER", at=WINTER), as_("POLICY_OFFICER", subject="wang", at=WINTER)

    def titles(**query):
        answer = winter[0].get("/v1/standards", params=query)
        assert answer.status_code == 200, answer.text
        return {row["document"] for row in answer.json()["items"]}

    publish(wang, draft(li, document="旧"))
    publish(winter[1], draft(winter[0], document="新", valid_from="2021-11-01", values=[line("520.00")]))
    draft(li, document="草稿")

    assert titles(on="2021-10-31") == {"旧"}
    assert titles(on="2021-11-01") == {"新"}
    assert titles(on="2021-11-01", known_at="2021-10-15T00:00:00+08:00") == {"旧"}
    assert titles(known_at=WINTER.isoformat()) == {"旧", "新"}
    assert titles(on="2021-09-30") == set()
    assert li.get("/v1/standards", params={"known_at": WINTER.isoformat()}).json()["code"] == "known_in_future"
