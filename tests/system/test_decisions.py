"""What a county officer confirms and refuses, line by line, and what bears him out (LB-17)."""

from typing import Any

import pytest

from tests.support.build import build_member, build_person
from tests.support.desk import Desk
from tests.support.offices import at_county, codes, file, pointers, units

BOTH = ["DIBAO", "MARGINAL"]
ALL = [*BOTH, "DIBAO_SINGLE_PERSON"]
ALONE = "DIBAO_SINGLE_PERSON"
OVER_THE_LINE = "20000.00"
OVER_TWICE_THE_LINE = "36000.00"


def deposits(value: str) -> dict[str, Any]:
    return {"facts": {"assets": [{"kind": "DEPOSIT", "person": "M1", "value": value}]}}


def couple_with_a_disabled_wife() -> dict[str, Any]:
    disabled = {"disability": {"kind": "PHYSICAL", "grade": 1}}
    return {
        "people": [build_person("M1", "张建国"), build_person("M2", "李秀英", birth="19780605", male=False)],
        "members": [build_member("M1"), build_member("M2", "SPOUSE", **disabled)],
        "annual_income": "14000.00",
    }


@pytest.fixture
def desk(city: Any) -> Desk:
    desk = Desk(city)
    desk.publish_standards()
    return desk


def refuse(desk: Desk, application: Any, *reasons: str, **body: Any) -> Any:
    return desk.take(desk.county, application, "REFUSE", reasons=list(reasons), **body)


def confirm(desk: Desk, application: Any, *lines: dict[str, Any], **body: Any) -> Any:
    return desk.take(desk.county, application, "CONFIRM", lines=list(lines), **body)


def test_a_family_that_only_owns_too_much_is_not_refused_for_its_income(desk: Desk) -> None:
    application = at_county(desk, **deposits("54000.01"))

    wrong = refuse(desk, application, "INCOME_NOT_BELOW_LINE", "PROPERTY_OVER_LIMIT")
    right = refuse(desk, application, "PROPERTY_OVER_LIMIT")

    assert (wrong.status_code, wrong.json()["rule"], pointers(wrong)) == (422, "LB-17", ["/reasons/0"])
    assert right.status_code == 200, right.text


def test_a_marginal_family_that_only_owns_too_much_is_not_refused_for_its_income(desk: Desk) -> None:
    application = at_county(desk, programmes=["MARGINAL"], annual_income=OVER_THE_LINE, **deposits("81000.01"))

    wrong = refuse(desk, application, "INCOME_NOT_BELOW_MARGINAL_LINE")
    right = refuse(desk, application, "PROPERTY_OVER_LIMIT")

    assert (wrong.status_code, wrong.json()["rule"]) == (422, "LB-17")
    assert right.status_code == 200, right.text


def test_each_line_is_refused_for_what_holds_for_it(desk: Desk) -> None:
    application = at_county(desk, programmes=BOTH, annual_income=OVER_TWICE_THE_LINE)

    refused = refuse(desk, application, "INCOME_NOT_BELOW_LINE", "INCOME_NOT_BELOW_MARGINAL_LINE").json()

    assert codes(refused, "DIBAO") == ["INCOME_NOT_BELOW_LINE"]
    assert codes(refused, "MARGINAL") == ["INCOME_NOT_BELOW_MARGINAL_LINE"]


def test_a_reason_against_one_programme_does_not_refuse_another_that_stands(desk: Desk) -> None:
    application = at_county(desk, programmes=BOTH, annual_income=OVER_THE_LINE)

    pooled = refuse(desk, application, "INCOME_NOT_BELOW_LINE")
    unsaid = refuse(desk, application, "INCOME_NOT_BELOW_LINE", "FALSE_STATEMENT")
    said = refuse(desk, application, "INCOME_NOT_BELOW_LINE", "FALSE_STATEMENT", note="邻里证实另有营运收入")

    assert (pooled.status_code, pooled.json()["rule"]) == (422, "LB-17")
    assert "低保边缘家庭" in pooled.json()["errors"][0]["message"]
    assert (unsaid.status_code, pointers(unsaid)) == (422, ["/note"])
    assert said.status_code == 200, said.text
    assert codes(said.json(), "DIBAO") == ["INCOME_NOT_BELOW_LINE", "FALSE_STATEMENT"]
    assert codes(said.json(), "MARGINAL") == ["FALSE_STATEMENT"]


@pytest.mark.parametrize("code", ["VERIFICATION_DOES_NOT_FIT", "ALREADY_RECEIVING", "INCOME_NOT_BELOW_LINE"])
def test_an_eligible_family_is_not_refused_for_what_nobody_found(desk: Desk, code: str) -> None:
    application = at_county(desk)

    refused = refuse(desk, application, code, note="不予确认")

    assert (refused.status_code, refused.json()["rule"]) == (422, "LB-17")


def test_who_died_is_refused_whatever_the_rules_say(desk: Desk) -> None:
    application = at_county(desk)

    refused = refuse(desk, application, "DIED", note="申请人于11月20日病故")

    assert refused.status_code == 200, refused.text
    assert codes(refused.json(), "DIBAO") == ["DIED"]


def test_what_did_not_fit_is_refused_for_it_and_for_nothing_of_eligibility(desk: Desk) -> None:
    application = file(desk, programmes=ALL)
    desk.to_verifying(application)
    desk.must(
        desk.verifier, application, "REPORT_VERIFICATION", conclusion="DOES_NOT_FIT", report_number="HD-3",
        papers=("VERIFICATION_REPORT",),
    )  # fmt: skip

    unfounded = refuse(desk, application, "INCOME_NOT_BELOW_LINE")
    refused = refuse(desk, application, "VERIFICATION_DOES_NOT_FIT", note="名下有营运车辆，没有异议")

    assert (unfounded.status_code, unfounded.json()["rule"]) == (422, "LB-17")
    assert units(refused.json()) == {("DIBAO", None): False, ("MARGINAL", None): False, (ALONE, "M1"): False}


def test_what_is_not_confirmed_is_refused_with_the_rules_that_failed(desk: Desk) -> None:
    application = at_county(desk, programmes=BOTH, annual_income=OVER_THE_LINE)

    decided = confirm(desk, application, {"programme": "MARGINAL"}).json()

    assert units(decided) == {("MARGINAL", None): True, ("DIBAO", None): False}
    (refused,) = [line for line in decided["lines"] if not line["confirmed"]]
    assert "LB-02" in [reason["rule"] for reason in refused["reasons"]]


def test_what_is_refused_beside_a_confirmation_is_delivered_and_challenged_from_then(desk: Desk) -> None:
    application = at_county(desk, programmes=BOTH, annual_income=OVER_THE_LINE)
    decided = confirm(desk, application, {"programme": "MARGINAL"}).json()
    known = {line["programme"]: line["appeal"]["known_on"] for line in decided["lines"]}
    assert known == {"MARGINAL": "2021-11-23", "DIBAO": None}
    assert decided["due_on"] == "2021-11-26"

    desk.at = "2021-11-25T09:00:00+08:00"
    delivered = desk.must(desk.township, application, "DELIVER_DECISION", delivered_on="2021-11-25")

    assert (delivered["state"], delivered["delivered_on"], delivered["due_on"]) == ("CONFIRMED", "2021-11-25", None)
    known = {line["programme"]: line["appeal"]["known_on"] for line in delivered["lines"]}
    assert known == {"MARGINAL": "2021-11-23", "DIBAO": "2021-11-25"}


def test_where_nothing_is_refused_nothing_is_delivered(desk: Desk) -> None:
    application = at_county(desk)
    decided = confirm(desk, application, {"programme": "DIBAO"}).json()
    assert decided["due_on"] is None

    refused = desk.take(desk.township, application, "DELIVER_DECISION", delivered_on="2021-11-23")

    assert (refused.status_code, refused.json()["rule"]) == (422, "LB-07")


def test_an_eligible_line_is_left_out_only_for_a_reason(desk: Desk) -> None:
    application = at_county(desk, programmes=["MARGINAL", ALONE], **couple_with_a_disabled_wife())
    wife = {"programme": ALONE, "person_ref": "M2"}

    silent = confirm(desk, application, wife)
    unfounded = confirm(
        desk, application, wife, refused=[{"programme": "MARGINAL", "reasons": ["INCOME_NOT_BELOW_MARGINAL_LINE"]}]
    )

    assert (silent.status_code, silent.json()["rule"], pointers(silent)) == (422, "LB-17", ["/refused"])
    assert (unfounded.status_code, pointers(unfounded)) == (422, ["/refused/0/reasons/0"])


def test_a_member_the_rules_favour_is_not_passed_over_in_silence(desk: Desk) -> None:
    application = at_county(desk, programmes=["MARGINAL", ALONE], **couple_with_a_disabled_wife())
    marginal = {"programme": "MARGINAL"}
    wife = {"programme": ALONE, "person_ref": "M2", "reasons": ["FALSE_STATEMENT"]}

    silent = confirm(desk, application, marginal)
    decided = confirm(desk, application, marginal, refused=[wife], note="残疾人证系伪造")

    assert (silent.status_code, silent.json()["rule"]) == (422, "SP-07")
    assert units(decided.json()) == {("MARGINAL", None): True, (ALONE, "M2"): False}
    assert codes(decided.json(), ALONE) == ["FALSE_STATEMENT"]


def test_nobody_is_refused_what_he_did_not_apply_for(desk: Desk) -> None:
    application = at_county(desk, programmes=ALL, **couple_with_a_disabled_wife())
    wife = {"programme": ALONE, "person_ref": "M2"}

    decided = confirm(desk, application, {"programme": "MARGINAL"}, wife)

    assert decided.status_code == 200, decided.text
    assert units(decided.json()) == {("MARGINAL", None): True, (ALONE, "M2"): True, ("DIBAO", None): False}


def test_whoever_applies_for_himself_alone_is_refused_himself(desk: Desk) -> None:
    application = at_county(desk, programmes=[ALONE], annual_income=OVER_THE_LINE)

    refused = refuse(desk, application, "NOT_A_SINGLE_PERSON_CASE")

    assert units(refused.json()) == {(ALONE, "M1"): False}


def test_a_family_of_dibao_is_told_that_it_is_no_marginal_family(desk: Desk) -> None:
    application = at_county(desk, programmes=["MARGINAL"])

    refused = refuse(desk, application, "ANOTHER_PROGRAMME_APPLIES")

    assert refused.status_code == 200, refused.text


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        ({"programme": "DIBAO", "reasons": ["DIED"]}, 400),
        ({"programme": "MARGINAL", "reasons": ["DIED"]}, 422),
        ({"programme": "DIBAO", "person_ref": "M2", "reasons": ["DIED"]}, 422),
        ({"programme": "MARGINAL", "reasons": []}, 400),
    ],
    ids=["confirmed and refused", "not applied for", "a household's programme for a person", "without a reason"],
)
def test_a_line_is_decided_once_and_only_if_it_was_applied_for(desk: Desk, refused: Any, status: int) -> None:
    application = at_county(desk)

    decided = confirm(desk, application, {"programme": "DIBAO"}, refused=[refused], note="情况说明")

    assert decided.status_code == status, decided.text
    assert desk.read(desk.county, application).json()["state"] == "COUNTY_REVIEW"
