"""The reasons of a written decision, rendered from what is kept."""

import re

import pytest

from tests.support.determinations import LATER, dibao, make, publish_line

NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture
def kept(officer):
    return make(officer).json()


def reasons(officer, kept, query=""):
    response = officer.get(f"/v1/determinations/{kept['id']}/reasons{query}")
    assert response.status_code == 200, response.text
    return response.json()["sections"]


def test_what_is_granted_is_reasoned_by_facts_arithmetic_tests_standards_and_clauses(officer, kept):
    [section] = reasons(officer, kept)

    assert section["facts"] == [
        "A：是申请人，属于共同生活的家庭成员。",
        "B：是配偶，分开居住也属于共同生活的家庭成员。",
    ]
    assert any("核算期差额 1200.00 元" in line for line in section["arithmetic"])
    assert any("低于低保标准 500.00 元" in line for line in section["tests"])
    assert any(line.startswith("低保标准") and "试〔2021〕1号" in line for line in section["standards"])
    assert {"LB-01", "LB-02", "LB-03"} <= {ground["rule"] for ground in section["grounds"]}
    assert section["conclusion"].startswith("最低生活保障：符合条件，每月 100.00 元")
    assert re.findall("(?m)^(.)、", section["text"]) == list("一二三四五六")
    assert "六、结论：最低生活保障" in section["text"]


def test_a_refusal_lists_every_reason_and_nothing_that_was_met(officer):
    rich = {
        "income_items": [{"kind": "WAGES", "person": "A", "amount": "90000.00"}],
        "assets": [{"kind": "DEPOSIT", "person": "A", "value": "90000.00"}],
    }
    refused = make(officer, facts=rich).json()

    [section] = reasons(officer, refused)

    assert section["tests"] == [each["sentence"] for each in refused["results"][0]["reasons"]]
    assert len(section["tests"]) >= 2
    assert {"LB-02", "PRO-03"} <= {ground["rule"] for ground in section["grounds"]}
    assert "不符合" in section["conclusion"]


def test_every_number_of_the_text_is_a_number_of_the_kept_answer(officer, kept):
    [section] = reasons(officer, kept)
    numbers = set(NUMBER.findall(str(kept)))

    assert set(NUMBER.findall(section["text"])) <= numbers


def test_reasons_stay_as_they_were_when_standards_change_after_the_fact(as_, officer, kept):
    before = reasons(officer, kept)
    publish_line(as_, "480.00", at=LATER, valid_from="2021-11-01", document="试〔2022〕9号", reason="更正")

    assert dibao(make(as_("COUNTY_OFFICER", "510411", at=LATER)).json())["monthly_amount"] == "60.00"
    assert reasons(officer, kept) == before


def test_one_programme_or_person_can_be_asked_for(officer):
    everything = make(officer, programmes=None).json()

    assert len(reasons(officer, everything)) == len(everything["results"])
    single = reasons(officer, everything, "?programme=DIBAO_SINGLE_PERSON&person=B")
    assert [(each["programme"], each["unit"]["person"]) for each in single] == [("DIBAO_SINGLE_PERSON", "B")]


def test_reasons_of_another_county_are_not_there(as_, kept):
    stranger = as_("COUNTY_OFFICER", "510421").get(f"/v1/determinations/{kept['id']}/reasons")

    assert (stranger.status_code, stranger.json()["code"]) == (404, "determination_not_found")
