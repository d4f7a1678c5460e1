"""The divisions of Panzhihua as delivered with the product, and what becomes of a code when places are merged."""

from collections import Counter
from datetime import date

import pytest

from shared.divisions import Succession, built_in, parent_of, predecessors_of, successor_of
from shared.schemas.divisions import DivisionKind, DivisionLevel

MERGED = Succession("510411101", "510411102", date(2022, 1, 1))
MERGED_AGAIN = Succession("510411102", "510411103", date(2024, 7, 1))


def test_the_city_has_five_counties_49_townships_and_336_villages():
    levels = Counter(division.level for division in built_in().all())

    assert levels == {
        DivisionLevel.CITY: 1,
        DivisionLevel.COUNTY: 5,
        DivisionLevel.TOWNSHIP: 49,
        DivisionLevel.VILLAGE: 336,
    }


def test_the_counties_are_the_five_of_the_circular():
    counties = [division for division in built_in().all() if division.parent == "5104"]

    assert [(county.code, county.name, county.kind) for county in counties] == [
        ("510402", "东区", DivisionKind.DISTRICT),
        ("510403", "西区", DivisionKind.DISTRICT),
        ("510411", "仁和区", DivisionKind.DISTRICT),
        ("510421", "米易县", DivisionKind.COUNTY),
        ("510422", "盐边县", DivisionKind.COUNTY),
    ]


def test_every_division_but_the_city_lies_in_a_known_parent_one_level_up():
    levels = list(DivisionLevel)
    by_code = {division.code: division for division in built_in().all()}

    for division in by_code.values():
        if division.level is not DivisionLevel.CITY:
            assert levels.index(by_code[division.parent].level) == levels.index(division.level) - 1


def test_a_village_is_named_with_all_its_ancestors():
    assert built_in().full_name("510402001002") == "攀枝花市东区大渡口街道大渡口街社区居民委员会"
    assert [above.code for above in built_in().ancestors("510402001002")] == ["5104", "510402", "510402001"]


def test_an_unknown_code_is_not_known_and_never_a_crash():
    assert not built_in().is_known("510402999")
    assert built_in().full_name("510402999") == "攀枝花市东区510402999"


@pytest.mark.parametrize("code", ["51040", "5104020010", "51040a", "５１０４０２"])
def test_what_is_no_code_has_no_parent(code):
    with pytest.raises(ValueError, match="位数字"):
        parent_of(code)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2021, 12, 31), "510411101"),
        (date(2022, 1, 1), "510411102"),
        (date(2024, 6, 30), "510411102"),
        (date(2024, 7, 1), "510411103"),
    ],
)
def test_a_merged_place_follows_the_chain_of_its_successors_from_their_days_on(on, expected):
    assert successor_of("510411101", on, [MERGED_AGAIN, MERGED]) == expected


def test_a_place_never_merged_answers_for_itself():
    assert successor_of("510402001", date(2026, 1, 1), [MERGED]) == "510402001"


def test_two_mergers_on_one_day_make_one_chain_and_a_circle_ends():
    day = date(2022, 1, 1)

    assert successor_of("a", day, [Succession("b", "c", day), Succession("a", "b", day)]) == "c"
    assert successor_of("a", day, [Succession("a", "b", day), Succession("b", "a", day)]) == "b"


def test_a_place_set_up_again_answers_for_itself_from_then_on():
    back = Succession("510411102", "510411101", date(2025, 1, 1))

    assert successor_of("510411101", date(2024, 12, 31), [MERGED, back]) == "510411102"
    assert successor_of("510411101", date(2025, 1, 1), [MERGED, back]) == "510411101"


def test_the_later_record_of_one_merger_holds():
    corrected = Succession("510411101", "510411104", date(2023, 1, 1))

    assert successor_of("510411101", date(2023, 1, 1), [MERGED, corrected]) == "510411104"


def test_a_successor_answers_for_everything_merged_into_it_so_far():
    chain = [MERGED, MERGED_AGAIN]

    assert predecessors_of("510411102", date(2022, 1, 1), chain) == {"510411101"}
    assert predecessors_of("510411103", date(2024, 7, 1), chain) == {"510411101", "510411102"}
    assert predecessors_of("510411102", date(2024, 7, 1), chain) == set()
