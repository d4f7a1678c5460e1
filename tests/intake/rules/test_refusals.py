import pytest

from services.intake.rules.refusals import FOUND_BY_A_PERSON, Grounds, supports
from shared.schemas.codes import RefusalCode

TOO_RICH = {"LB-01", "PRO-03"}
"""What fails where only the property of a family is over the limit of 低保."""
EARNS_TOO_MUCH = {"LB-01", "LB-02"}
TOO_RICH_FOR_MARGINAL = {"3.1-a", "BY-03", "PRO-03"}
EARNS_TOO_MUCH_FOR_MARGINAL = {"3.1-a", "BY-02"}


@pytest.mark.parametrize(
    ("code", "failed", "supported"),
    [
        ("INCOME_NOT_BELOW_LINE", EARNS_TOO_MUCH, True),
        ("INCOME_NOT_BELOW_LINE", TOO_RICH, False),
        ("INCOME_NOT_BELOW_LINE", EARNS_TOO_MUCH_FOR_MARGINAL, False),
        ("INCOME_NOT_BELOW_LINE", set(), False),
        ("PROPERTY_OVER_LIMIT", TOO_RICH, True),
        ("PROPERTY_OVER_LIMIT", TOO_RICH_FOR_MARGINAL, True),
        ("PROPERTY_OVER_LIMIT", EARNS_TOO_MUCH, False),
        ("INCOME_NOT_BELOW_MARGINAL_LINE", EARNS_TOO_MUCH_FOR_MARGINAL, True),
        ("INCOME_NOT_BELOW_MARGINAL_LINE", TOO_RICH_FOR_MARGINAL, False),
        ("NOT_A_SINGLE_PERSON_CASE", {"SP-07", "SP-02", "SP-03"}, True),
        ("NOT_A_SINGLE_PERSON_CASE", {"HH-09"}, True),
        ("NOT_A_SINGLE_PERSON_CASE", EARNS_TOO_MUCH, False),
        ("ANOTHER_PROGRAMME_APPLIES", {"BY-01"}, True),
        ("ANOTHER_PROGRAMME_APPLIES", {"4.13"}, True),
        ("ANOTHER_PROGRAMME_APPLIES", TOO_RICH, False),
        ("NO_COUNTED_MEMBERS", {"HH-01"}, True),
    ],
)
def test_a_reason_of_eligibility_needs_the_very_test_that_failed(code, failed, supported):
    assert supports(code, Grounds(frozenset(failed))) is supported


@pytest.mark.parametrize("code", [code.value for code in RefusalCode if code.value not in FOUND_BY_A_PERSON])
def test_nothing_of_eligibility_stands_against_a_favourable_result(code):
    assert not supports(code, Grounds(verification_failed=True, already_receiving=True))


@pytest.mark.parametrize(
    ("code", "grounds", "supported"),
    [
        ("FALSE_STATEMENT", Grounds(), True),
        ("DIED", Grounds(), True),
        ("VERIFICATION_DOES_NOT_FIT", Grounds(already_receiving=True), False),
        ("VERIFICATION_DOES_NOT_FIT", Grounds(verification_failed=True), True),
        ("ALREADY_RECEIVING", Grounds(verification_failed=True), False),
        ("ALREADY_RECEIVING", Grounds(already_receiving=True), True),
    ],
)
def test_what_a_person_found_and_is_on_file_is_looked_up(code, grounds, supported):
    assert supports(code, grounds) is supported
