"""The failed tests behind a refusal, all of them and no other."""

import pytest

from services.eligibility.engine.reasons import reasons, standing_in_the_way
from services.eligibility.engine.ruleset import Call, Ruleset
from services.eligibility.engine.unknown import Unknown
from services.eligibility.rules.book import BOOK
from services.eligibility.rules.single_person import single_person_proposal

RULESET = Ruleset(BOOK, "2022-11-15")
assert single_person_proposal is not None


def call(name, *arguments, person=None):
    return Call(RULESET.rules[name], arguments, RULESET.plain[name](*arguments), person)


def in_the_way(name, *arguments):
    return standing_in_the_way(RULESET.rules[name], arguments, RULESET.plain[name])


@pytest.mark.parametrize(
    ("income", "within", "expected"),
    [
        (False, True, ["income_is_below_dibao_line"]),
        (True, False, ["property_is_within_dibao_limits"]),
        (False, False, ["income_is_below_dibao_line", "property_is_within_dibao_limits"]),
    ],
)
def test_of_an_and_what_is_false_stands_in_the_way(income, within, expected):
    assert in_the_way("qualifies_for_dibao", income, within) == expected


def test_of_an_or_that_holds_nothing_stands_in_the_way():
    found = in_the_way("qualifies_as_single_person", True, True, False, False, False, False, True, True, False)

    assert found == ["amount_is_left"]


def test_of_an_or_that_fails_every_alternative_stands_in_the_way():
    found = in_the_way("qualifies_as_single_person", True, False, False, False, False, False, True, True, True)

    assert found == [
        "is_severely_disabled",
        "has_recognised_illness",
        "lives_as_clergy",
        "is_in_other_group",
        "is_jobless_severely_disabled_adult",
    ]


def test_what_is_true_and_should_not_be_stands_in_the_way():
    assert in_the_way("is_outside_dibao", True) == ["qualifies_for_dibao"]


def test_reasons_go_back_to_the_calls_that_gave_the_arguments():
    calls = [
        call("income_is_below_dibao_line", 9999999, 3, 50000, 12),
        call("property_is_within_dibao_limits", True, True, True, True, True),
        call("qualifies_for_dibao", False, True),
    ]

    assert [each.rule.id for each in reasons(calls, "qualifies_for_dibao", RULESET)] == ["LB-02", "LB-01"]


def test_a_reason_is_about_the_same_member_or_the_household():
    calls = [
        call("has_recognised_illness", False, person=0),
        call("has_recognised_illness", False, person=1),
        call("qualifies_as_single_person", True, True, False, True, True, True, True, True, False, person=0),
    ]
    refused = call("qualifies_as_single_person", True, False, False, False, False, False, True, True, True, person=1)

    found = reasons([*calls[:2], refused], "qualifies_as_single_person", RULESET)

    assert [each.person for each in found] == [1, 1]


def test_a_test_that_passed_has_no_reasons():
    assert reasons([call("qualifies_for_dibao", True, True)], "qualifies_for_dibao", RULESET) == []
    assert reasons([], "qualifies_for_dibao", RULESET) == []


def test_beside_an_unknown_only_what_is_certain_is_a_reason():
    severe = Unknown("/members/0/disability", (False, True))
    arguments = (False, severe, False, False, False, False, True, True, True)
    calls = [
        call("belongs_to_marginal_family", False, True, person=0),
        call("has_recognised_illness", False, person=0),
        Call(RULESET.rules["qualifies_as_single_person"], arguments, False, 0),
    ]

    found = [each.rule.name for each in reasons(calls, "qualifies_as_single_person", RULESET)]

    assert found == ["belongs_to_marginal_family", "qualifies_as_single_person"]


def test_a_bar_that_holds_is_a_reason_and_one_that_does_not_is_none():
    calls = [
        call("is_spouse", 2, person=0),
        call("is_in_custody_or_missing", True, False, person=0),
        call("is_barred_by_tekun", False, person=0),
        call(
            "is_household_member", False, True, False, False, False, False, True, False, False, False, False, person=0
        ),
    ]

    assert [each.rule.id for each in reasons(calls, "is_household_member", RULESET)] == ["HH-07", "HH"]
