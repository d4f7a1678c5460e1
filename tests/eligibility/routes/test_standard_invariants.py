"""What publishing refuses: floors, unexplained falls; drafts of others refuse nothing."""

import pytest

from tests.support.standards import AUTUMN, draft, line, offer_of, publish, publish_as_two


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


def test_a_draft_stands_in_nobodys_way_and_what_is_published_last_holds(li, wang):
    one, other = draft(li), draft(li, document="试〔2021〕2号", values=[line("510.00")])

    assert publish(wang, one).status_code == 200
    assert offer_of(wang, other)["allowed"] is True
    assert publish(wang, other).status_code == 200
    known = wang.get("/v1/parameters?key=lb.line&division=510411&on=2021-12-01").json()["items"]
    assert [row["value"] for row in known if row["residence"] == "RURAL"] == ["510.00"]


def test_each_value_that_breaks_a_rule_is_named_once(li, wang):
    town = line("600.00") | {"residence": "URBAN"}
    publish(wang, draft(li, values=[line("500.00"), town]))
    lower = [town | {"value": "599.99"}, line("499.99")]

    refused = publish(wang, draft(li, values=lower, valid_from="2022-01-01", document="试〔2021〕9号")).json()

    named = [(error["pointer"], error["code"]) for error in refused["errors"]]
    assert named == [("/values/0", "std-fall"), ("/values/1", "std-fall")]


def test_a_county_does_not_set_what_holds_for_the_whole_city(as_):
    own = as_("POLICY_OFFICER", "510411", at=AUTUMN)

    refused = draft(own, values=[{"key": "marginal.multiplier", "value": "1.5"}])

    assert (refused.status_code, refused.json()["clause"]) == (422, "4.1-a")


@pytest.mark.parametrize(("institution", "status"), [("1099.99", 422), ("1100.00", 422), ("1100.01", 200)])
def test_an_orphan_in_an_institution_gets_more_than_one_who_lives_scattered(li, wang, institution, status):
    publish(wang, draft(li, division="5104", values=[{"key": "ge.scattered", "value": "1100.00"}]))

    answer = publish(wang, draft(li, division="5104", values=[{"key": "ge.institution", "value": institution}]))

    assert answer.status_code == status
    if status == 422:
        assert (answer.json()["rule"], answer.json()["clause"]) == ("GE-03", "2.3-c")


@pytest.mark.parametrize(("months", "reason", "status"), [(12, None, 200), (13, None, 422), (13, "依据新文件", 200)])
def test_a_grace_period_beyond_the_circulars_needs_a_later_document(li, wang, months, reason, status):
    values = [{"key": "grace.max_months", "value": months}]

    answer = publish(wang, draft(li, division="5104", values=values, reason=reason, valid_from="2022-01-01"))

    assert answer.status_code == status
    if status == 422:
        assert (answer.json()["rule"], answer.json()["clause"]) == ("STD-GRACE", "2.1-i")


def bands(reach):
    rows = [{"income_below": "200.00", "per_person": "300.00"}, {"income_below": reach, "per_person": "150.00"}]
    return {"key": "lb.bands", "value": rows}


@pytest.mark.parametrize(("reach", "status"), [("499.99", 422), ("500.00", 200), ("500.01", 200)])
def test_bands_must_reach_the_line(li, wang, reach, status):
    published = publish(wang, draft(li, values=[line("500.00"), bands(reach)]))

    assert published.status_code == status
    if status == 422:
        problem = published.json()
        assert (problem["rule"], problem["clause"]) == ("LB-04", "2.1-c")
        assert "lb.bands" in problem["detail"]
        assert "499.99" in problem["detail"]


def test_a_line_does_not_rise_above_bands_by_which_families_are_paid(li, wang):
    paid = {"key": "lb.amount_method", "value": "BANDED"}
    publish_as_two(li, wang, values=[line("500.00"), bands("500.00"), paid])
    later = {"valid_from": "2022-01-01", "document": "试〔2022〕1号"}

    alone = draft(li, values=[line("520.00")], **later)
    refused = publish(wang, alone)
    why_not = offer_of(wang, alone)["refused_because"]
    withdrawn = wang.post(
        f"/v1/standards/{alone.json()['id']}/transitions",
        json={"action": "WITHDRAW", "reason": "与分档一并公布"},
        headers={"If-Match": alone.headers["etag"]},
    )

    assert (refused.status_code, refused.json()["rule"]) == (422, "LB-04")
    assert "520.00" in why_not
    assert withdrawn.status_code == 200
    assert publish_as_two(li, wang, values=[line("520.00"), bands("520.00")], **later)["state"] == "PUBLISHED"


@pytest.mark.parametrize(("own", "status"), [("499.99", 422), ("500.00", 200), ("500.01", 200)])
def test_a_county_keeps_to_the_line_of_the_city(li, wang, own, status):
    publish_as_two(li, wang, division="5104", values=[line("500.00")])

    answer = publish(wang, draft(li, reason="财力", values=[line(own)]))

    assert answer.status_code == status
    if status == 422:
        problem = answer.json()
        assert (problem["rule"], problem["clause"]) == ("STD-COUNTY", "4.1-a")
        assert "499.99" in problem["detail"]


def test_the_city_does_not_rise_past_a_county_unless_it_lets_counties_go_lower(li, wang):
    publish_as_two(li, wang, values=[line("500.00")])
    city = {"division": "5104", "document": "试〔2022〕1号", "valid_from": "2022-01-01"}

    on_it = publish(wang, draft(li, **city, values=[line("500.00")]))
    over = publish(wang, draft(li, **city, values=[line("500.01")]))
    free = {"key": "county.not_below_city", "value": False}
    freed = publish(wang, draft(li, **city, values=[line("500.01"), free]))

    assert on_it.status_code == 200
    assert (over.status_code, over.json()["rule"]) == (422, "STD-COUNTY")
    assert freed.status_code == 200


@pytest.mark.parametrize(("own", "status"), [("99.99", 422), ("100.00", 200), ("100.01", 200)])
def test_an_allowance_keeps_to_the_standard_of_the_province(li, wang, own, status):
    of_the_province = {"key": "db.provincial.living", "value": "100.00"}
    from_2030 = {"division": "5104", "valid_from": "2030-01-01", "reason": "财力"}

    answer = publish(wang, draft(li, **from_2030, values=[{"key": "db.living", "value": own}, of_the_province]))

    assert answer.status_code == status
    if status == 422:
        assert (answer.json()["rule"], answer.json()["clause"]) == ("STD-PROVINCE", "3.5-a")


@pytest.mark.parametrize(
    ("value", "reason", "status"),
    [("499.67", None, 422), ("499.68", None, 200), ("499.69", None, 422), ("500.00", "进到整十元", 200)],
)
def test_a_line_is_what_its_formula_gives_or_says_why_not(li, wang, value, reason, status):
    formula = {"statistic": "CONSUMPTION", "year": 2020, "annual_amount": "14953.00", "ratio_permille": 401}

    answer = publish(wang, draft(li, reason=reason, values=[line(value, formula=formula)]))

    assert answer.status_code == status
    if status == 422:
        assert (answer.json()["rule"], answer.json()["clause"]) == ("STD-FORMULA", "2.1-c")
        assert "499.68" in answer.json()["detail"]


@pytest.mark.parametrize(("value", "status"), [("1154.99", 422), ("1155.00", 200), ("1155.01", 422)])
def test_a_child_standard_grows_by_the_rate_recorded(li, wang, value, status):
    publish_as_two(
        li, wang, division="5104", valid_from="2030-01-01", values=[{"key": "sw.amount", "value": "1100.00"}]
    )
    growth = {"rate_permille": 50, "basis": "上年居民消费支出增幅"}
    grown = {"key": "sw.amount", "value": value, "growth": growth}

    answer = publish(wang, draft(li, division="5104", valid_from="2031-01-01", document="试2", values=[grown]))

    assert answer.status_code == status
    if status == 422:
        assert (answer.json()["rule"], answer.json()["clause"]) == ("STD-GROWTH", "2.3-c")
    else:
        assert answer.json()["values"][0]["growth"] == growth


def test_a_growth_stands_beside_child_standards_only_and_needs_something_to_grow_from(li, wang):
    growth = {"rate_permille": 50, "basis": "依据"}

    of_a_line = draft(li, values=[line(growth=growth)])
    from_nothing = draft(li, division="5104", valid_from="2010-01-01", values=[
        {"key": "ge.institution", "value": "1.00", "growth": growth}
    ])  # fmt: skip
    refused = publish(wang, from_nothing)

    assert of_a_line.json()["errors"][0]["code"] == "growth_of_child_standards_only"
    assert (refused.status_code, refused.json()["rule"]) == (422, "STD-GROWTH")
