from io import BytesIO
from typing import Any

import pytest

from services.intake.ledgers.households import Draft, LedgerHousehold, draft_of, households_in
from services.intake.ledgers.reading import read_ledger
from shared.schemas.codes import DocumentKind
from shared.schemas.fact_codes import IncomeKind, PersonStatusKind
from tests.support.ledger import build_applicant, build_child, build_ledger


def households(*rows: dict[str, Any]) -> list[LedgerHousehold]:
    return households_in(read_ledger(BytesIO(build_ledger(*rows))))


def draft(*rows: dict[str, Any]) -> Draft:
    (household,) = households(*rows)
    made = draft_of(household)
    assert made is not None, [error for row in household.rows for error in row.errors]
    return made


def faults(*rows: dict[str, Any]) -> list[tuple[int, str | None]]:
    (household,) = households(*rows)
    assert draft_of(household) is None
    return [(error.row, error.column) for row in household.rows for error in row.errors]


def test_rows_of_a_household_need_not_stand_together() -> None:
    found = households(build_applicant("A"), build_applicant("B"), build_child("A"))

    assert [(household.key, [row.number for row in household.rows]) for household in found] == [
        ("A", [2, 4]),
        ("B", [3]),
    ]


def test_rows_without_a_number_of_their_household_stand_alone() -> None:
    found = households(build_applicant("户1"), build_applicant("户1"))

    assert [household.key for household in found] == ["", ""]
    assert all(draft_of(household) is None for household in found)


def test_the_applicant_need_not_be_first() -> None:
    made = draft(build_child(), build_applicant()).application

    assert (made.applicant, made.facts.applicant) == ("M2", "M2")


def test_what_is_blank_is_unknown_in_the_facts() -> None:
    blank = ("城乡", "学段", "是否分开居住", "特殊情形", "劳动能力", "是否就业", "残疾类别", "是否认定重特大疾病", "年工资性收入",
             "存款", "车辆数", "其他房屋套数", "市场主体数", "林木等定着物价值")  # fmt: skip
    facts = draft(build_applicant() | dict.fromkeys(blank)).application.facts

    (member,) = facts.members
    assert facts.residence is None
    assert facts.assets is None
    assert facts.income_items is not None
    assert [(item.kind, item.amount) for item in facts.income_items] == [(IncomeKind.WAGES, None)]
    for fact in ("student_level", "lives_apart", "statuses", "labour_ability", "employed", "disability"):
        assert getattr(member, fact) is None, fact


def test_what_is_nought_is_known_to_be_nothing() -> None:
    facts = draft(build_applicant(年工资性收入=0)).application.facts

    assert (facts.income_items, facts.assets, facts.members[0].statuses) == ([], [], [])


def test_business_is_told_with_its_costs_even_at_a_loss() -> None:
    facts = draft(build_applicant(年工资性收入=0, 年经营收入=0, 年经营成本=800)).application.facts

    assert facts.income_items is not None
    assert [(item.kind, item.amount, item.costs) for item in facts.income_items] == [(IncomeKind.BUSINESS, 0, 80_000)]


def test_costs_of_employment_are_claimed_only_where_they_stand() -> None:
    assert draft(build_applicant()).application.facts.deduction_items == []
    (claimed,) = draft(build_applicant(就业成本=300)).application.facts.deduction_items
    assert (claimed.amount, bool(claimed.evidence)) == (30_000, True)


def test_pieces_of_property_are_listed_one_by_one() -> None:
    facts = draft(build_applicant(车辆数=2, 市场主体数=1, 林木等定着物价值=500)).application.facts

    assert facts.assets is not None
    assert [asset.kind for asset in facts.assets] == ["OTHER_IMMOVABLE", "VEHICLE", "VEHICLE", "BUSINESS"]


def test_a_circumstance_has_its_first_day() -> None:
    in_prison = {"特殊情形": "在监狱服刑", "特殊情形起始日期": "2020-01-01"}

    (status,) = draft(build_applicant(**in_prison)).application.facts.members[0].statuses or []

    assert status.kind == PersonStatusKind.IN_PRISON


def test_an_authorisation_is_on_file_only_where_somebody_signed() -> None:
    unsigned = draft(build_applicant(授权签署日期=None)).application

    assert [document.kind for document in unsigned.documents] == [
        DocumentKind.APPLICATION_FORM,
        DocumentKind.COMMITMENT,
    ]
    assert unsigned.people[0].authorisation is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([build_applicant(姓名=None)], [(2, "姓名")]),
        ([build_applicant(申请项目=None)], [(2, "申请项目")]),
        ([build_applicant(), build_child(与申请人关系=None)], [(3, "与申请人关系")]),
        ([build_child()], [(2, "村（社区）代码"), (2, "申请理由"), (2, "申请项目"), (2, "是否申请人")]),
        ([build_applicant(), build_applicant()], [(2, "是否申请人")]),
        ([build_applicant(), build_child(与申请人关系="本人")], [(3, "与申请人关系")]),
        ([build_applicant(与申请人关系="配偶")], [(2, "与申请人关系")]),
        ([build_applicant(), build_child(住址="别处")], [(3, "住址")]),
        ([build_applicant(车辆数=None)], [(2, "车辆数")]),
        ([build_applicant(车辆数="很多")], [(2, "车辆数")]),
        ([build_applicant(特殊情形="宣告失踪")], [(2, "特殊情形起始日期")]),
        ([build_applicant(特殊情形起始日期="2020-01-01")], [(2, "特殊情形起始日期")]),
        ([build_applicant(残疾等级="二级")], [(2, "残疾等级")]),
        ([build_applicant(残疾类别=None, 残疾等级="二级")], [(2, "残疾等级")]),
        ([build_applicant(住址="长" * 201)], [(2, "住址")]),
        ([build_applicant(公民身份号码="5104111976")], [(2, "公民身份号码")]),
        ([build_applicant(), *[build_child()] * 50], [(2, "户编号")]),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(rows: list[dict[str, Any]], expected: list[tuple[int, str]]) -> None:
    assert faults(*rows) == expected


def test_fifty_members_are_a_household() -> None:
    assert len(draft(build_applicant(), *[build_child()] * 49).application.people) == 50


def test_what_is_said_again_on_another_row_is_no_error_when_it_is_the_same() -> None:
    assert draft(build_applicant(), build_child(住址="测试村一组1号", 城乡="农村"))
