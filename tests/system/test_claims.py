"""One person, one place at the table, in the whole city (HH-11, 4.13)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from shared.audit import AuditEntry
from shared.outbox import OutboxMessage
from tests.support.build import build_member, build_person
from tests.support.desk import Desk
from tests.support.offices import Miyi, at_county, file, open_miyi, units

ALONE = "DIBAO_SINGLE_PERSON"


@pytest.fixture
def renhe(city: Any) -> Desk:
    desk = Desk(city)
    desk.publish_standards()
    return desk


@pytest.fixture
def miyi(city: Any, renhe: Desk) -> Miyi:
    return open_miyi(city)


def confirm(desk: Desk, application: Any, *programmes: str, ref: str | None = None) -> Any:
    lines = [{"programme": name} | ({"person_ref": ref} if name == ALONE else {}) for name in programmes]
    return desk.take(desk.county, application, "CONFIRM", lines=lines)


def couple() -> list[dict[str, Any]]:
    return [build_person("M1", "张建国"), build_person("M2", "李秀英", birth="19780605", male=False)]


def disabled(ref: str, relation: str) -> dict[str, Any]:
    return build_member(ref, relation, disability={"kind": "PHYSICAL", "grade": 1})


def refused_because_of(answer: Any, county: str, programme: str) -> bool:
    told = answer.json()
    return (answer.status_code, told["code"], told["rule"]) == (422, "already_beneficiary", "HH-11") and (
        f"已在{county}享受{programme}" in told["detail"]
    )


def test_a_family_is_not_both_poor_and_marginal(renhe: Desk) -> None:
    people = couple()
    members = [build_member("M1"), build_member("M2", "SPOUSE")]
    poor = at_county(renhe, people=people, members=members)
    marginal = at_county(renhe, people=people, members=members, programmes=["MARGINAL"], annual_income="20000.00")

    first, second = confirm(renhe, poor, "DIBAO"), confirm(renhe, marginal, "MARGINAL")

    assert first.status_code == 200, first.text
    assert refused_because_of(second, "仁和区", "最低生活保障")
    assert renhe.county.get("/v1/benefits?include=total").json()["total"] == 1


def test_nobody_receives_dibao_alone_in_one_county_and_with_a_family_in_another(renhe: Desk, miyi: Miyi) -> None:
    husband, wife = couple()
    alone = at_county(
        renhe, people=[husband, wife], members=[build_member("M1"), disabled("M2", "SPOUSE")],
        programmes=["MARGINAL", ALONE], annual_income="14000.00",
    )  # fmt: skip
    assert confirm(renhe, alone, "MARGINAL", ALONE, ref="M2").status_code == 200
    brother = build_person("M1", "李国庆", birth="19700101")
    family = at_county(
        miyi, people=[brother, wife], members=[build_member("M1"), disabled("M2", "PARENT")], annual_income="1200.00"
    )

    refused = confirm(miyi, family, "DIBAO")

    assert refused_because_of(refused, "仁和区", "单人户低保") or refused_because_of(refused, "仁和区", "低保边缘家庭")


def test_a_member_of_a_marginal_family_receives_dibao_alone_beside_it(renhe: Desk) -> None:
    application = at_county(
        renhe, people=couple(), members=[build_member("M1"), disabled("M2", "SPOUSE")],
        programmes=["MARGINAL", ALONE], annual_income="14000.00",
    )  # fmt: skip

    decided = confirm(renhe, application, ALONE, "MARGINAL", ref="M2")

    assert units(decided.json()) == {("MARGINAL", None): True, (ALONE, "M2"): True}


def test_two_counties_that_confirm_at_once_do_not_both_confirm(renhe: Desk, miyi: Miyi) -> None:
    person = build_person()
    cases = [
        (desk, at_county(desk, people=[person], members=[build_member()], annual_income="1200.00"))
        for desk in (renhe, miyi)
    ]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda case: confirm(*case, "DIBAO"), cases))

    assert sorted(answer.status_code for answer in answers) == [200, 422]


def test_whether_another_member_counts_is_seen_when_it_is_decided(renhe: Desk, miyi: Miyi) -> None:
    """The early look refused families whose grown-up son receives 低保 elsewhere, though he is no member of theirs."""
    son = build_person("M2", "张小明", birth="19950920")
    alone = at_county(renhe, people=[son | {"ref": "M1"}], members=[build_member()], annual_income="1200.00")
    assert confirm(renhe, alone, "DIBAO").status_code == 200
    father = build_person("M1", "张建国")

    away = [build_member("M1"), build_member("M2", "CHILD", lives_apart=True)]
    lawful = at_county(miyi, people=[father, son], members=away, annual_income="1200.00")

    assert confirm(miyi, lawful, "DIBAO").status_code == 200


def test_a_member_who_counts_and_receives_elsewhere_stops_the_confirmation_and_bears_out_the_refusal(
    renhe: Desk, miyi: Miyi
) -> None:
    mother = build_person("M2", "王桂兰", birth="19500101", male=False)
    alone = at_county(renhe, people=[mother | {"ref": "M1"}], members=[build_member()], annual_income="1200.00")
    assert confirm(renhe, alone, "DIBAO").status_code == 200
    members = [build_member("M1"), build_member("M2", "PARENT", labour_ability="LOST")]
    family = at_county(miyi, people=[build_person("M1"), mother], members=members, annual_income="1200.00")

    stopped = confirm(miyi, family, "DIBAO")
    unsaid = miyi.take(miyi.county, family, "REFUSE", reasons=["ALREADY_RECEIVING"])
    refused = miyi.take(miyi.county, family, "REFUSE", reasons=["ALREADY_RECEIVING"], note="其母已在外县享受")

    assert refused_because_of(stopped, "仁和区", "最低生活保障")
    assert unsaid.status_code == 422
    assert refused.status_code == 200, refused.text


def test_a_family_that_became_poorer_may_hand_in_before_its_old_status_ends(renhe: Desk) -> None:
    people = couple()
    members = [build_member("M1"), build_member("M2", "SPOUSE")]
    marginal = at_county(renhe, people=people, members=members, programmes=["MARGINAL"], annual_income="14000.00")
    assert confirm(renhe, marginal, "MARGINAL").status_code == 200

    poorer = file(renhe, people=people, members=members)

    assert renhe.take(renhe.township, poorer, "SUBMIT").status_code == 200


def test_every_look_at_a_benefit_elsewhere_is_written_down_though_it_ends_in_a_refusal(
    renhe: Desk, miyi: Miyi, city: Any
) -> None:
    person = build_person()
    first = at_county(renhe, people=[person], members=[build_member()], annual_income="1200.00")
    assert confirm(renhe, first, "DIBAO").status_code == 200
    second = file(miyi, people=[person], members=[build_member()], annual_income="1200.00")

    refused = [miyi.take(miyi.township, second, "SUBMIT") for _ in range(2)]

    assert all(refused_because_of(answer, "仁和区", "最低生活保障") for answer in refused)
    assert miyi.read(miyi.township, second).json()["state"] == "DRAFT"
    (member,) = second["members"]
    looks = miyi.township.get(f"/v1/people/{member['person']['id']}/disclosures").json()["items"]
    assert [(look["subject"], look["fields"]) for look in looks] == [("township-2", ["programme", "county"])] * 2
    with city.session("intake") as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "person.disclosed")).all()
        assert [entry.division for entry in entries] == ["510421101200"] * 2


def test_eligibility_is_told_what_the_members_receive(renhe: Desk, city: Any) -> None:
    people = couple()
    members = [build_member("M1"), build_member("M2", "SPOUSE")]
    marginal = at_county(renhe, people=people, members=members, programmes=["MARGINAL"], annual_income="14000.00")
    assert confirm(renhe, marginal, "MARGINAL").status_code == 200
    declared = {"programme": "高龄津贴", "person": "M1", "start_on": "2021-01-01"}

    at_county(renhe, people=people, members=members, facts={"current_benefits": [declared]})

    with city.session("intake") as session:
        asked = select(OutboxMessage).where(OutboxMessage.topic == "determination.requested").order_by(OutboxMessage.id)
        facts = session.scalars(asked).all()[-1].payload["request"]["facts"]
    known = [(benefit["programme"], benefit["person"]) for benefit in facts["current_benefits"]]
    assert sorted(known) == [("MARGINAL", "M1"), ("MARGINAL", "M2"), ("高龄津贴", "M1")]
