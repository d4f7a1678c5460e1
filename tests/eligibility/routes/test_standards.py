"""Standards over HTTP: drafted by one, published by another, never rewritten."""

from datetime import datetime
from uuid import uuid4

import pytest

from shared.clock import SHANGHAI
from tests.support.standards import draft, line, new_standard, publish

AUTUMN = datetime(2021, 10, 1, 9, tzinfo=SHANGHAI)
WINTER = datetime(2021, 12, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def li(as_):
    return as_("POLICY_OFFICER", at=AUTUMN)


@pytest.fixture
def wang(as_):
    return as_("POLICY_OFFICER", subject="wang", at=AUTUMN)


def values_of(client, **query):
    asked = {"key": "lb.line", "division": "510411", **query}
    return [row["value"] for row in client.get("/v1/parameters", params=asked).json()["items"]]


def offer_of(client, drafted):
    offers = client.get(f"/v1/standards/{drafted.json()['id']}").json()["allowed_actions"]
    return next(offer for offer in offers if offer["action"] == "PUBLISH")


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


@pytest.mark.parametrize(("basic", "status"), [("649.99", 422), ("650.00", 200), ("650.01", 200)])
def test_the_tekun_standard_is_at_least_its_floor_over_the_line(li, wang, basic, status):
    publish(wang, draft(li))
    tekun = {"key": "tk.basic.scattered", "residence": "RURAL", "value": basic}

    answer = publish(wang, draft(li, values=[tekun]))

    assert answer.status_code == status
    if status == 422:
        problem = answer.json()
        assert (problem["code"], problem["rule"], problem["clause"]) == ("standard_refused", "STD-FLOOR", "2.1-d")
        assert "650.00" in problem["detail"]


def test_a_line_that_rises_past_the_tekun_standard_is_refused_unless_both_rise(li, wang):
    tekun = {"key": "tk.basic.scattered", "residence": "RURAL"}
    publish(wang, draft(li, values=[line(), {**tekun, "value": "650.00"}]))
    raised = {"valid_from": "2022-01-01", "document": "试〔2021〕9号"}

    alone = draft(li, values=[line("530.50")], **raised)
    refused = publish(wang, alone)
    explained = offer_of(wang, alone)
    url = f"/v1/standards/{alone.json()['id']}"
    both = li.patch(
        url,
        json={"values": [line("530.50"), {**tekun, "value": "689.65"}]},
        headers={"If-Match": alone.headers["etag"]},
    )

    assert (refused.status_code, refused.json()["clause"]) == (422, "2.1-d")
    assert "689.65" in refused.json()["detail"]
    assert "689.65" in explained["refused_because"]
    assert publish(wang, both).status_code == 200


def test_a_city_line_is_checked_against_the_tekun_standard_of_each_county(li, wang):
    publish(wang, draft(li, values=[{"key": "tk.basic.scattered", "residence": "RURAL", "value": "650.00"}]))

    refused = publish(wang, draft(li, division="5104", values=[line("500.01")]))

    assert (refused.status_code, refused.json()["clause"]) == (422, "2.1-d")
    assert "510411" in refused.json()["detail"]


@pytest.mark.parametrize(("value", "status"), [("499.99", 422), ("500.00", 200), ("500.01", 200)])
def test_a_standard_falls_only_with_a_reason(li, wang, value, status):
    publish(wang, draft(li))
    lower = {"valid_from": "2022-01-01", "document": "试〔2021〕9号", "values": [line(value)]}

    answer = publish(wang, draft(li, **lower))

    assert answer.status_code == status
    if status == 422:
        assert answer.json()["clause"] == "1.2-b"
        url = answer.request.url.path
        etag = li.get(url.removesuffix("/transitions")).headers["etag"]
        given = li.patch(url.removesuffix("/transitions"), json={"reason": "统计口径调整"}, headers={"If-Match": etag})
        assert publish(wang, given).status_code == 200


def test_two_drafts_of_one_value_on_one_day_stand_in_each_others_way(li, wang):
    one, other = draft(li), draft(li, document="试〔2021〕2号", values=[line("510.00")])

    refused = publish(wang, one)
    withdrawn = wang.post(
        f"/v1/standards/{other.json()['id']}/transitions",
        json={"action": "WITHDRAW", "reason": "重复"},
        headers={"If-Match": other.headers["etag"]},
    )

    assert (refused.status_code, refused.json()["rule"]) == (422, "STD-OVERLAP")
    assert withdrawn.json()["state"] == "WITHDRAWN"
    assert publish(wang, one).status_code == 200


def test_drafts_of_one_value_for_different_days_do_not_contradict_each_other(li, wang):
    one = draft(li)
    draft(li, document="试〔2021〕2号", valid_from="2022-01-01")

    assert publish(wang, one).status_code == 200


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


@pytest.mark.parametrize("division", ["510422", "5104"])
def test_nobody_drafts_for_a_place_that_is_not_his(as_, division):
    refused = draft(as_("POLICY_OFFICER", "510411", at=AUTUMN), division=division)

    assert (refused.status_code, refused.json()["code"]) == (403, "outside_own_place")


def test_a_county_does_not_set_what_holds_for_the_whole_city(as_):
    own = as_("POLICY_OFFICER", "510411", at=AUTUMN)

    refused = draft(own, values=[{"key": "marginal.multiplier", "value": "1.5"}])

    assert (refused.status_code, refused.json()["clause"]) == (422, "4.1-a")


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
        (line("0.00"), "/values/0/value", "unsuitable_value"),
        ({"key": "lb.line", "value": 500}, "/values/0/value", "unsuitable_value"),
        ({"key": "db.living", "residence": "RURAL", "value": "100.00"}, "/values/0/residence", "not_by_residence"),
        (line(valid_to="2021-10-01"), "/values/0/valid_to", "ends_before_start"),
    ],
)
def test_a_value_that_does_not_suit_its_key_is_named(li, value, pointer, code):
    refused = draft(li, division="5104", values=[value])

    assert refused.status_code == 400
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [(pointer, code)]


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


def test_a_line_shows_what_its_formula_gives(li):
    formula = {"statistic": "CONSUMPTION", "year": 2020, "annual_amount": "14953.00", "ratio_permille": 401}

    value = draft(li, values=[line(formula=formula)]).json()["values"][0]

    assert (value["formula"]["annual_amount"], value["formula_amount"]) == ("14953.00", "499.68")


def test_knowledge_of_a_later_day_cannot_be_asked_for(li):
    refused = li.get("/v1/parameters?known_at=2031-01-01T00:00:00%2B08:00")

    assert (refused.status_code, refused.json()["code"]) == (400, "known_in_future")
