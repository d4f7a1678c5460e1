"""What a draft would change, and what one published late should have given."""

from datetime import datetime
from typing import Any

import pytest

from shared.clock import SHANGHAI
from tests.support.determinations import make
from tests.support.standards import draft, line, publish_as_two

SPRING = datetime(2022, 3, 10, 9, tzinfo=SHANGHAI)
HOUSEHOLD = "019d0000-0000-7000-8000-000000000001"
RAISED = {"document": "试〔2022〕1号", "valid_from": "2022-01-15", "values": [line("520.00")]}


def earning(year: str) -> dict[str, Any]:
    """Two people who earn so much a year: 10 800 makes 450 yuan a head and month."""
    return {"income_items": [{"kind": "WAGES", "person": "A", "amount": year}]}


@pytest.fixture
def people(as_) -> tuple[Any, Any]:
    return as_("POLICY_OFFICER", at=SPRING), as_("POLICY_OFFICER", subject="wang", at=SPRING)


def impact_of(client: Any, drafted: Any, **query: int) -> Any:
    answer = client.get(f"/v1/standards/{drafted.json()['id']}/impact", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_draft_tells_who_gains_and_what_it_costs(officer, people):
    for year in ("10800.00", "12240.00", "12476.40", "12480.00"):
        assert make(officer, facts=earning(year)).status_code == 201
    make(officer, facts=earning("9600.00"), reason="WHAT_IF")

    answer = impact_of(people[0], draft(people[0], **RAISED))

    assert (answer["looked_at"], answer["not_asked"], answer["there_are_more"]) == (4, 0, False)
    dibao = next(each for each in answer["lines"] if each["programme"] == "DIBAO")
    names = ("county", "looked_at", "gain", "lose", "unchanged", "become_eligible", "become_ineligible")
    # Two people at 450.00, 510.00, 519.85 and 520.00 a head: 100.00 together before; 140.00, 20.00 and 0.30 after.
    assert tuple(dibao[name] for name in names) == ("510411", 4, 3, 0, 1, 2, 0)
    assert (dibao["monthly_before"], dibao["monthly_after"]) == ("100.00", "160.30")
    assert answer["households_changed"] == 3


def test_a_household_counts_once_and_the_answer_says_when_it_is_not_of_all(officer, people):
    for year in ("9600.00", "10800.00"):
        make(officer, facts=earning(year), household=HOUSEHOLD)
    make(officer, facts=earning("12000.00"))
    drafted = draft(people[0], **RAISED)

    whole, part = impact_of(people[0], drafted), impact_of(people[0], drafted, most=1)

    assert (whole["looked_at"], whole["there_are_more"]) == (2, False)
    assert whole["lines"][0]["monthly_before"] == "100.00"
    assert (part["looked_at"], part["there_are_more"]) == (1, True)


def test_a_fall_shows_who_loses_and_a_county_s_own_line_spares_it(officer, people):
    make(officer, facts=earning("10800.00"))
    make(officer, facts=earning("10776.00"))
    lower = RAISED | {"reason": "口径调整", "values": [line("449.50")]}

    of_the_county = impact_of(people[0], draft(people[0], **lower))
    of_the_city = impact_of(people[0], draft(people[0], division="5104", **lower))

    line_of_dibao = of_the_county["lines"][0]
    assert (line_of_dibao["lose"], line_of_dibao["become_ineligible"]) == (2, 1)
    assert (line_of_dibao["monthly_before"], line_of_dibao["monthly_after"]) == ("202.00", "1.00")
    assert of_the_city["households_changed"] == 0


def test_a_standard_published_late_gives_back_pay_month_by_month(officer, people):
    dates = {"handed_in_on": "2021-10-20", "accepted_on": "2021-10-25", "decided_on": "2021-11-10"}
    made = make(officer, facts=earning("10800.00"), household=HOUSEHOLD, dates=dates).json()
    refused = make(officer, facts=earning("12240.00")).json()
    untouched = make(officer, facts=earning("12480.00")).json()

    standard = publish_as_two(*people, **RAISED)
    answer = people[0].get(f"/v1/standards/{standard['id']}/differences")

    assert answer.status_code == 200, answer.text
    found = {row["determination_id"]: row for row in answer.json()["items"]}
    months = [(row["month"], row["was"], row["would_be"], row["difference"]) for row in found[made["id"]]["lines"]]
    assert months == [(month, "100.00", "140.00", "40.00") for month in ("2022-01", "2022-02", "2022-03")]
    assert (found[made["id"]]["household"], found[made["id"]]["difference"]) == (HOUSEHOLD, "120.00")
    assert [row["would_be"] for row in found[refused["id"]]["lines"]] == ["20.00"] * 3
    assert (found[untouched["id"]]["lines"], found[untouched["id"]]["difference"]) == ([], "0.00")


def test_a_late_fall_gives_over_pay_and_one_in_time_gives_nothing(officer, people):
    make(officer, facts=earning("10800.00"))
    lower = RAISED | {"reason": "口径调整", "values": [line("480.00")]}
    late = publish_as_two(*people, **lower)
    in_time = publish_as_two(*people, **RAISED | {"valid_from": "2022-04-01", "document": "试〔2022〕2号"})

    late_rows, rows = (
        people[0].get(f"/v1/standards/{each['id']}/differences").json()["items"] for each in (late, in_time)
    )

    assert [row["difference"] for row in late_rows[0]["lines"]] == ["-40.00"] * 3
    assert [row["lines"] for row in rows] == [[]]


def test_impact_is_of_drafts_and_differences_of_what_is_published(officer, people):
    drafted = draft(people[0], **RAISED)
    standard = publish_as_two(*people, **RAISED)

    early = people[0].get(f"/v1/standards/{drafted.json()['id']}/differences")
    late = people[0].get(f"/v1/standards/{standard['id']}/impact")

    assert (early.status_code, early.json()["code"]) == (409, "standard_not_published")
    assert (late.status_code, late.json()["code"]) == (409, "standard_not_draft")
    assert officer.get(f"/v1/standards/{drafted.json()['id']}/impact").status_code == 403
