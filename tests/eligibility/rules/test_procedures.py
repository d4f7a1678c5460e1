"""What procedures gather from the rules: every sum, every part of a finding, every kind of item, every method."""

from fractions import Fraction
from math import ceil, floor

import pytest

from services.eligibility.determining.recipes import ruleset_on
from services.eligibility.determining.records import household_record, member_record
from services.eligibility.engine.codes import (
    ApprovalLevel,
    AssistanceProgramme,
    DeductionMethod,
    DisabilityKind,
    ReferenceDay,
    Relation,
    ReviewOutcome,
    Rounding,
    SingleAmountMethod,
    StudentLevel,
)
from services.eligibility.engine.parameters import Numbers
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.rules import deductions, disability, household, single_person
from tests.support.questions import parameters, person, question, wages

DAY = "2024-05-10"
RULES = ruleset_on(DAY)
NONE = AssistanceProgramme.NONE


def records(*people, **facts):
    asked = question(*people, as_of=DAY, **facts)
    places = range(len(asked.facts.members))
    members = tuple(member_record(asked.facts, place, asked.as_of, Assumptions({})) for place in places)
    return household_record("RURAL", asked, Assumptions({})), members


def numbers(**but):
    return Numbers(parameters(on=DAY, **but), "RURAL")


def run(name, *given):
    return RULES.decide(name, *given)


def item(kind, **but):
    return {"kind": kind, "person": "A", "amount": "1000.00"} | but


def cost(kind, amount, ref="A"):
    return {"kind": kind, "person": ref, "amount": amount, "evidence": "票据"}


def asset(kind, ref="A", **but):
    return {"kind": kind, "person": ref, "value": "100.00"} | but


def test_the_family_has_what_its_counted_members_have_together():
    things = ["DEPOSIT", "VEHICLE", "HOUSE", "BUSINESS", "OTHER_IMMOVABLE"]
    dwellings = [asset("HOUSE", ref, exemption="OWN_DWELLING") for ref in ("A", "B")]
    paid = {"transfers_out": "10.00"}
    hh, members = records(
        person(),
        person("B", "SPOUSE"),
        person("C", "NOT_RELATED"),
        income_items=[wages("5000.00", ref, **paid) for ref in "ABC"] + [item("HONOURS", person=ref) for ref in "ABC"],
        deduction_items=[cost("EMPLOYMENT_COST", "100.00", ref) for ref in "ABC"],
        assets=[*(asset(kind, ref) for kind in things for ref in "ABC"), *dwellings],
    )

    family = run("household_of", hh, members, numbers())

    assert family.persons == 2
    assert family.income == (1000000, 2000, 20000, 200000, 978000)
    assert family.belongings == (20000, 2, 3, 2, 20000, 1)


def test_who_owns_nothing_and_earns_nothing_has_nothing():
    hh, members = records(person())

    assert run("household_of", hh, members, numbers()) == (1, (0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0))
    assert run("deductions_of", hh, members[0], 5000, numbers()) == 0


def test_a_house_beyond_the_only_dwelling_counts_of_one_person_too():
    two = [asset("HOUSE", exemption="OWN_DWELLING") for _ in range(2)]
    other = [asset("VEHICLE", exemption="VEHICLE_FOR_TREATMENT"), asset("BUSINESS", exemption="PRODUCTION_MEANS")]
    _, (one,) = records(person(), assets=[*two, *other])

    assert run("belongings_of", one, 0, numbers()) == (0, 0, 1, 1, 0, 1)
    assert run("belongings_of", one, 1, numbers()) == (0, 0, 2, 1, 0, 0)


@pytest.mark.parametrize(("decided", "start"), [("2024-05-20", 2024 * 12 + 5), (None, 2024 * 12 + 5)])
@pytest.mark.parametrize(("earned", "amount"), [("5999.88", 1), ("6000.00", 0)])
def test_everything_that_is_found_of_dibao(decided, start, earned, amount):
    hh, members = records(person(), income_items=[wages(earned)], dates={"decided_on": decided})

    found = run("determine_dibao", hh, members, numbers())

    assert found.verdict == (True, amount > 0, NONE)
    assert found.payment == (amount, 0, NONE)
    assert (found.term.end_month, found.term.valid_months, found.term.is_provisional) == (
        0,
        0,
        decided is None and amount > 0,
    )
    assert bool(found.term.start_month) is (amount > 0)
    assert (found.approval_level, found.review) == (ApprovalLevel.COUNTY, ReviewOutcome.NONE)


@pytest.mark.parametrize("decided", ["2024-05-20", None])
@pytest.mark.parametrize(("earned", "fits"), [("11999.99", True), ("12000.00", False)])
def test_everything_that_is_found_of_a_marginal_family(decided, earned, fits):
    hh, members = records(person(), income_items=[wages(earned)], dates={"decided_on": decided})

    found = run("determine_marginal", hh, members, numbers())

    assert found.verdict == (True, fits, NONE)
    assert found.payment == (0, 0, NONE)
    assert found.term == (0, 0, 6, decided is None)
    assert (found.approval_level, found.review) == (ApprovalLevel.COUNTY, ReviewOutcome.NONE)


@pytest.mark.parametrize("decided", ["2024-05-20", None])
@pytest.mark.parametrize(("ill", "amount"), [(True, 10000), (False, 0)])
def test_everything_that_is_found_of_a_single_person(decided, ill, amount):
    one = person(serious_illness_recognised=ill)
    hh, (member,) = records(one, income_items=[wages("4800.00")], dates={"decided_on": decided})
    standing = RULES.plain["Standing"](False, True)

    found = run("single_person_proposal", hh, member, standing, numbers())

    assert found.verdict == (True, ill, NONE)
    assert found.payment == (amount, 0, NONE)
    assert (found.term.end_month, found.term.valid_months, found.term.is_provisional) == (
        0,
        0,
        decided is None,
    )
    assert bool(found.term.start_month) is ill
    assert (found.approval_level, found.review) == (ApprovalLevel.COUNTY, ReviewOutcome.NONE)


@pytest.mark.parametrize(("savings", "within"), [("18000.00", True), ("18000.01", False)])
def test_the_property_of_a_single_person_is_measured_for_one(savings, within):
    clergy = person(statuses=[{"kind": "CLERGY_AWAY", "since": "2015-01-01"}])
    dwelling = asset("HOUSE", exemption="OWN_DWELLING")
    hh, (member,) = records(clergy, assets=[asset("DEPOSIT", value=savings), dwelling])
    standing = RULES.plain["Standing"](False, False)

    none = numbers(property__dibao__houses=0)
    assert run("single_person_proposal", hh, member, standing, none).verdict.qualifies is within


METHODS = [(DeductionMethod.ACTUAL_CAPPED_LINE, 30000), (DeductionMethod.PERCENT_OF_WAGE, 20000)]
METHODS += [(DeductionMethod.FIXED, 84000)]


@pytest.mark.parametrize("of", ["employment", "disability_illness"])
@pytest.mark.parametrize(("method", "deducted"), METHODS)
def test_each_method_deducts_what_is_its_own(of, method, deducted):
    kinds = ("EMPLOYMENT_COST",) * 2 if of == "employment" else ("DISABILITY_EXPENSE", "ILLNESS_EXPENSE")
    hh, (member,) = records(person(), deduction_items=[cost(kinds[0], "100.00"), cost(kinds[1], "200.00")])
    terms = {f"ded__{of}__method": method.name, f"ded__{of}__ratio": "0.100", f"ded__{of}__fixed": "70.00"}

    assert run("deductions_of", hh, member, 200000, numbers(**terms)) == deducted


def test_both_deductions_come_together():
    hh, (member,) = records(
        person(), deduction_items=[cost("EMPLOYMENT_COST", "1.00"), cost("ILLNESS_EXPENSE", "2.00")]
    )

    assert run("deductions_of", hh, member, 200000, numbers()) == 300


def test_the_method_of_the_city_is_the_method():
    assert deductions.employment_method(DeductionMethod.FIXED) == DeductionMethod.FIXED
    assert deductions.illness_method(DeductionMethod.FIXED) == DeductionMethod.FIXED
    assert single_person.single_method(SingleAmountMethod.FIXED) == SingleAmountMethod.FIXED


WHOLE = ["TRANSFER", "OTHER", "OLD_AGE_ALLOWANCE"]
EXCLUDED = ["HONOURS", "ASSISTANCE", "DISABILITY_SUBSIDY", "UNATTENDED_CHILD_SUBSIDY"]
KINDS = [
    *((item(kind), 100000, 0) for kind in WHOLE),
    *((item(kind), 0, 100000) for kind in EXCLUDED),
    *((item(kind, costs="300.00"), 70000, 0) for kind in ("BUSINESS", "PROPERTY")),
    (item("CENTRAL_PENSION", amount="1476.01"), 1, 0),
    (item("LOCALLY_EXCLUDED", local_item="XQ-01"), 0, 0),
    (item("LOCALLY_EXCLUDED", local_item="XQ-02"), 100000, 0),
    (item("RELATIVES_SUPPORT", exempted=True), 100000, 0),
    (item("DEEMED_LABOUR", exempted=True), 0, 0),
    (item("DEEMED_LABOUR", exempted=False), 100000, 0),
]


@pytest.mark.parametrize(("given", "counted", "excluded"), KINDS)
def test_each_kind_of_income_counts_as_its_rule_says(given, counted, excluded):
    hh, (member,) = records(person(), income_items=[given, wages("1.00")])

    found = run("income_of", hh, member, numbers())

    assert (found.counted, found.excluded, found.countable) == (counted + 100, excluded, counted + 100)


def completed(birth, day):
    """Return completed years by the calendar: a birthday that does not come is kept on 28 February."""
    (year, month, of_month), (born, *birthday) = (split(each) for each in (day, birth))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if birthday == [2, 29] and not leap:
        birthday = [2, 28]
    return year - born - ([month, of_month] < birthday)


def split(day):
    return day // 10000, day // 100 % 100, day % 100


@pytest.mark.parametrize("year", [2000, 2021, 2022, 2023, 2024, 2027, 2028, 2100, 2200, 2300, 2400])
def test_ages_are_those_of_the_calendar_at_the_end_of_february(year):
    births = [born * 10000 + day for born in range(1904, 2000) for day in (128, 228, 229, 301, 1229)]
    births = [each for each in births if each % 10000 != 229 or each // 10000 % 4 == 0]
    for day in (year * 10000 + each for each in (128, 227, 228, 229, 301, 1228)):
        assert [household.age(birth, day) for birth in births] == [completed(birth, day) for birth in births]


def test_any_day_that_is_known_is_taken():
    assert household.age_day(1, 2, 3, ReferenceDay.ACCEPTED_ON) == 1
    assert household.age_day(0, 2, 3, ReferenceDay.ACCEPTED_ON) == 3
    assert household.age_day(1, 1, 3, ReferenceDay.HANDED_IN_ON) == 1
    assert household.age_day(1, 0, 3, ReferenceDay.HANDED_IN_ON) == 3
    assert household.is_clergy_away(1, 30001)
    assert single_person.lives_as_clergy(1, 30001)


@pytest.mark.parametrize(("age", "counts"), [(17, False), (18, True), (19, True)])
def test_a_child_is_adult_from_the_eighteenth_birthday_on(age, counts):
    assert household.is_dependent_adult_child(Relation.CHILD, age, StudentLevel.BACHELOR, True) is counts
    assert household.is_dependent_adult_child(Relation.CHILD, age, StudentLevel.NONE, False) is counts


def test_a_certificate_without_a_grade_is_not_severe():
    assert not disability.has_severe_grade(DisabilityKind.PHYSICAL, 0)


@pytest.mark.parametrize("line", [50000, 50001, 99999, 7 * 10**9 + 1])
@pytest.mark.parametrize("ratio", [1, 333, 500, 999, 1000])
def test_a_share_of_the_line_is_divided_and_rounded_once(line, ratio):
    exact = Fraction(line * ratio, 1000)
    half = Fraction(1, 2)

    assert single_person.share_of_line(line, ratio, Rounding.FEN_HALF_UP) == floor(exact + half)
    assert single_person.share_of_line(line, ratio, Rounding.YUAN_HALF_UP) == floor(exact / 100 + half) * 100
    assert single_person.share_of_line(line, ratio, Rounding.YUAN_CEIL) == ceil(exact / 100) * 100
