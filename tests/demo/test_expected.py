"""The demo's own reckoning, held against cases worked out by hand."""

from datetime import date

import pytest

from demo.expected import expect
from demo.family import Family, Person

ON = date(2026, 10, 20)


def build_person(relation: str = "SELF", born: date = date(1980, 5, 1), **but: object) -> Person:
    return Person(str(but.pop("ref", relation)), relation, "张三", "01", True, born, "", **but)  # type: ignore[arg-type]


def build_family(*people: Person, **but: object) -> Family:
    return Family("510411101200", "某村村民委员会", False, 1, "", "", list(people), **but)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wages", "amount"),
    [(1_080_000, 60_000), (1_799_999, 0), (1_800_000, None), (1_000_000, 66_667), (0, 150_000)],
)
def test_a_family_of_three_gets_the_line_less_its_income_and_nothing_on_the_line(
    wages: int, amount: int | None
) -> None:
    family = build_family(
        build_person(wages=wages, works=True), build_person("SPOUSE"), build_person("CHILD", date(2015, 1, 1))
    )

    assert expect(family, accepted_on=ON, on=ON).dibao == amount


@pytest.mark.parametrize(("wages", "marginal"), [(600_000, True), (1_199_999, True), (1_200_000, False)])
def test_marginal_is_below_twice_the_line(wages: int, marginal: bool) -> None:
    assert expect(build_family(build_person(wages=wages)), accepted_on=ON, on=ON).marginal is marginal


@pytest.mark.parametrize(("deposits", "eligible"), [(1_800_000, True), (1_800_001, False)])
def test_deposits_may_reach_the_limit_but_not_pass_it(deposits: int, eligible: bool) -> None:
    family = build_family(build_person(), deposits=deposits)

    assert (expect(family, accepted_on=ON, on=ON).dibao is not None) is eligible


@pytest.mark.parametrize(("on", "dibao"), [(date(2025, 12, 31), 50_000), (date(2026, 1, 1), 35_700)])
def test_the_central_pension_stays_out_until_the_end_of_2025(on: date, dibao: int) -> None:
    family = build_family(build_person(born=date(1950, 1, 1), pension=171_600))

    assert expect(family, accepted_on=on, on=on).dibao == dibao


@pytest.mark.parametrize(("costs", "amount"), [(300_000, 25_000), (600_000, 50_000), (900_000, 50_000)])
def test_the_cost_of_work_comes_off_up_to_one_line_a_month(costs: int, amount: int) -> None:
    family = build_family(build_person(wages=600_000, work_costs=costs, works=True))

    assert expect(family, accepted_on=ON, on=ON).dibao == amount


def test_a_severely_disabled_member_of_a_marginal_family_gets_the_line_alone() -> None:
    family = build_family(
        build_person(wages=1_500_000, works=True),
        build_person("CHILD", date(2000, 1, 1), ref="M2", independent=False, disability="MENTAL", grade=3),
    )

    expects = expect(family, accepted_on=ON, on=ON)

    assert expects.lines(("DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON")) == {
        ("MARGINAL", None): 0,
        ("DIBAO_SINGLE_PERSON", "M2"): 50_000,
    }


def test_who_studies_for_a_master_and_lives_elsewhere_and_who_is_in_prison_are_not_counted() -> None:
    family = build_family(
        build_person(),
        build_person("CHILD", date(2001, 1, 1), student="MASTER", apart=True),
        build_person("SPOUSE", in_prison_since=date(2020, 1, 1)),
        build_person("CHILD", date(2004, 1, 1), student="BACHELOR", apart=True),
    )

    assert expect(family, accepted_on=ON, on=ON).dibao == 100_000
