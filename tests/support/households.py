"""Random households for properties that must hold of every one of them."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.support.questions import person

RELATIONS = ["SPOUSE", "CHILD", "PARENT", "GRANDPARENT", "SIBLING", "NOT_RELATED"]
KINDS = ["WAGES", "BUSINESS", "PROPERTY", "TRANSFER", "OTHER", "HONOURS", "CENTRAL_PENSION", "DEEMED_LABOUR"]
STATUSES: list[list[dict[str, Any]]] = [
    [],
    [],
    [],
    [{"kind": "IN_PRISON", "since": "2020-01-01"}],
    [{"kind": "CLERGY_AWAY", "since": "2018-11-15"}],
]


def yuan(largest_fen: int) -> st.SearchStrategy[str]:
    return st.integers(0, largest_fen).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")


@st.composite
def members(draw: st.DrawFn) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 4))
    people = [_member(draw, place) for place in range(count)]
    spouses = [each for each in people if each["relation"] == "SPOUSE"]
    for second in spouses[1:]:
        second["relation"] = "SIBLING"
    return people


def _member(draw: st.DrawFn, place: int) -> dict[str, Any]:
    born = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2021 if place else 2003, 1, 1))).isoformat()
    kind = draw(st.sampled_from(["NONE", "NONE", "PHYSICAL", "MENTAL"]))
    disability = {"kind": kind} if kind == "NONE" else {"kind": kind, "grade": draw(st.integers(1, 4))}
    return person(
        f"M{place}" if place else "A",
        draw(st.sampled_from(RELATIONS if place == 1 else RELATIONS[1:])) if place else "SELF",
        birth_date=born,
        student_level=draw(st.sampled_from(["NONE", "BACHELOR", "MASTER"])),
        can_live_independently=draw(st.booleans()),
        lives_apart=draw(st.booleans()),
        has_support_duty=draw(st.booleans()),
        employed=draw(st.booleans()),
        labour_ability=draw(st.sampled_from(["FULL", "LOST"])),
        serious_illness_recognised=draw(st.booleans()),
        disability=disability,
        statuses=[each for each in draw(st.sampled_from(STATUSES)) if each["since"] >= born],
    )


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """Everything of a household but what the question adds: members, income, deductions, assets."""
    people = draw(members())
    refs = [each["ref"] for each in people]
    item = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "person": st.sampled_from(refs),
            "amount": yuan(3_000_000),
            "costs": yuan(500_000),
            "transfers_out": yuan(300_000),
            "exempted": st.booleans(),
        }
    )
    cost = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["EMPLOYMENT_COST", "ILLNESS_EXPENSE"]),
            "person": st.sampled_from(refs),
            "amount": yuan(800_000),
            "evidence": st.sampled_from([None, "票据"]),
        }
    )
    asset = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["DEPOSIT", "FUND", "VEHICLE", "HOUSE"]),
            "person": st.sampled_from(refs),
            "value": yuan(9_000_000),
            "exemption": st.sampled_from([None, "OWN_DWELLING", "PRODUCTION_MEANS"]),
        }
    )
    return {
        "members": people,
        "income_items": draw(st.lists(item, max_size=5)),
        "deduction_items": draw(st.lists(cost, max_size=2)),
        "assets": draw(st.lists(asset, max_size=2)),
        "residence": draw(st.sampled_from(["URBAN", "RURAL"])),
    }
