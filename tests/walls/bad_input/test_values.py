"""Well-formed JSON that says what cannot be: each value with the status, the code and the field that names it."""

from typing import Any

import pytest

from tests.support.build import build_id_number, build_member, build_person, key
from tests.walls.bad_input.world import BODIES, SECRET, World, patched, refused

MEMBERS = "/facts/members"
INCOME = "/facts/income_items/0/amount"
TWO = [build_member("M1"), build_member("M2", "SPOUSE")]
PEOPLE = BODIES["application"][3]["people"]


def amounts(body: str, pointer: str, code: str = "money") -> list[Any]:
    """Return a row for each amount that is none: negative, below the fen, over the bound, not in plain digits."""
    wrong: tuple[Any, ...] = (
        "-1.00", "-0.01", "1.234", "1.2", "1", "1.", ".50", "10000000000.00", "9" * 400 + ".00", "1e3", "+1.00", " 1.00",
        "1,000.00", "１.00", "NaN", "Infinity", "0x10.00", "", 1, 1.5, True, -1, [], {},
    )  # fmt: skip
    return [(body, pointer, amount, 400, "invalid_input", (pointer, code)) for amount in wrong]


NAMING_A_MEMBER = [
    ("relatives", "of", {"ref": "R1", "relation": "FATHER"}),
    ("income_items", "person", {"kind": "WAGES"}),
    ("deduction_items", "person", {"kind": "EMPLOYMENT_COST"}),
    ("assets", "person", {"kind": "DEPOSIT"}),
    ("rigid_expenditure_items", "person", {"kind": "MEDICAL"}),
    ("sudden_events", "person", {"kind": "ACCIDENT"}),
    ("current_benefits", "person", {"programme": "DIBAO", "start_on": "2021-01-01"}),
]
"""The lists of facts whose items name a member, by which field, with the least that an item says."""


def of_facts(body: str) -> list[Any]:
    """Return the rows that hold of a household's facts wherever they are taken in."""
    return [
        *amounts(body, INCOME),
        (body, MEMBERS, [], 400, "invalid_input", (MEMBERS, "too_short")),
        (body, MEMBERS, [*TWO, *(build_member(f"M{n}", "CHILD") for n in range(3, 201))], 400, "invalid_input",
         (MEMBERS, "too_long")),
        (body, MEMBERS, [*TWO, build_member("M2", "CHILD")], 400, "invalid_input", (MEMBERS, "member_ref_repeated")),
        (body, MEMBERS, [*TWO, build_member("M3")], 400, "invalid_input", (MEMBERS, "applicant")),
        (body, MEMBERS, [build_member("M1", "CHILD"), *TWO[1:]], 400, "invalid_input", (MEMBERS, "applicant")),
        (body, MEMBERS, [*TWO, build_member("M3", "SPOUSE")], 400, "invalid_input", (MEMBERS, "two_spouses")),
        (body, "/facts/applicant", "M2", 400, "invalid_input", (MEMBERS, "applicant")),
        (body, "/facts/applicant", "M9", 400, "invalid_input", (MEMBERS, "applicant")),
        *(
            (body, f"/facts/{items}", [{**item, reference: "M1"}, {**item, reference: "M9"}], 400, "invalid_input",
             (f"/facts/{items}/1/{reference}", "unknown_member_ref"))
            for items, reference, item in NAMING_A_MEMBER
        ),
        (body, f"{MEMBERS}/0/sex", True, 400, "invalid_input", (f"{MEMBERS}/0/sex", "int_type")),
        (body, f"{MEMBERS}/0/sex", "1", 400, "invalid_input", (f"{MEMBERS}/0/sex", "int_type")),
        (body, f"{MEMBERS}/0/sex", 1.0, 400, "invalid_input", (f"{MEMBERS}/0/sex", "int_type")),
        (body, f"{MEMBERS}/0/sex", -1, 400, "invalid_input", (f"{MEMBERS}/0/sex", "greater_than_equal")),
        (body, f"{MEMBERS}/0/sex", int("9" * 4000), 400, "invalid_input", (f"{MEMBERS}/0/sex", "less_than_equal")),
        (body, f"{MEMBERS}/0/employed", 1, 400, "invalid_input", (f"{MEMBERS}/0/employed", "bool_type")),
        (body, f"{MEMBERS}/0/employed", "true", 400, "invalid_input", (f"{MEMBERS}/0/employed", "bool_type")),
        (body, f"{MEMBERS}/0/relation", SECRET, 400, "invalid_input", (f"{MEMBERS}/0/relation", "enum")),
        (body, f"{MEMBERS}/0/birth_date", 19760312, 400, "invalid_input", (f"{MEMBERS}/0/birth_date", "day")),
        (body, f"{MEMBERS}/0/birth_date", "1976-3-12", 400, "invalid_input", (f"{MEMBERS}/0/birth_date", "day")),
        (body, f"{MEMBERS}/0/birth_date", "1976-02-30", 400, "invalid_input",
         (f"{MEMBERS}/0/birth_date", "date_from_datetime_parsing")),
        (body, f"{MEMBERS}/0/birth_date", "１976-03-12", 400, "invalid_input", (f"{MEMBERS}/0/birth_date", "day")),
        (body, f"{MEMBERS}/0/birth_date", "1899-12-31", 400, "invalid_input",
         (f"{MEMBERS}/0/birth_date", "day_out_of_reach")),
        (body, "/facts/division", "511402101200", 400, "invalid_input",
         ("/facts/division", "string_pattern_mismatch")),
        (body, "/facts/division", "5104１１101200", 400, "invalid_input",
         ("/facts/division", "string_pattern_mismatch")),
        (body, f"/facts/{SECRET}", 1, 400, "invalid_input", ("/facts/?", "extra_forbidden")),
    ]  # fmt: skip


def place(code: str) -> Any:
    """Return an application that says everywhere that it is from this place."""
    return patched(patched(BODIES["application"][3], "/household/division", code), "/facts/division", code)


def one_person(**but: Any) -> list[Any]:
    return [build_person("M1", "张建国", **but), *PEOPLE[1:]]


AT_THE_COUNTER: list[Any] = [
    ("application", "/people", [], 400, "invalid_input", ("/people", "too_short")),
    ("application", "/people", [build_person(f"M{n}") for n in range(200)], 400, "invalid_input",
     ("/people", "too_long")),
    ("application", "/people/3", build_person("M2", "王五"), 400, "identity_refused", ("/people/3/ref", "repeated")),
    ("application", "/people/3", {**PEOPLE[0], "ref": "M4"}, 400, "identity_refused",
     ("/people/3/id_number", "repeated")),
    ("application", "/people", PEOPLE[:2], 400, "identity_refused", (MEMBERS, "members_differ")),
    ("application", "/people", one_person(birth="20991231"), 400, "identity_refused",
     ("/people/0/id_number", "identity_number_birth_date")),
    ("application", "/people", one_person(birth="20211116"), 400, "identity_refused",
     ("/people/0/id_number", "identity_number_birth_date")),
    ("application", "/people", one_person(birth="18991231"), 400, "identity_refused",
     ("/people/0/id_number", "identity_number_birth_date")),
    ("application", "/people/0/id_number", build_id_number("19760230"), 400, "identity_refused",
     ("/people/0/id_number", "identity_number_birth_date")),
    ("application", "/people/0/id_number", SECRET[:-1] + ("0" if SECRET[-1] != "0" else "1"), 400, "identity_refused",
     ("/people/0/id_number", "identity_number_check_digit")),
    ("application", "/people/0/id_number", int(build_id_number("19760312", n=1)[:17]), 400, "invalid_input",
     ("/people/0/id_number", "string_type")),
    ("application", f"{MEMBERS}/0/birth_date", "1976-03-13", 400, "identity_refused",
     (f"{MEMBERS}/0/birth_date", "differs")),
    ("application", f"{MEMBERS}/0/sex", 2, 400, "identity_refused", (f"{MEMBERS}/0/sex", "differs")),
    ("application", "", place("511402101200"), 400, "invalid_input",
     ("/household/division", "string_pattern_mismatch")),
    ("application", "", place("510411101999"), 400, "division_refused", ("/household/division", "division")),
    ("application", "", place("510402005001"), 400, "division_refused", ("/household/division", "division")),
    ("application", "", place("510411101"), 400, "invalid_input", ("/household/division", "string_pattern_mismatch")),
    ("application", "/household/division", "510411101２00", 400, "invalid_input",
     ("/household/division", "string_pattern_mismatch")),
    ("application", "/facts/division", "510411101201", 400, "identity_refused",
     ("/facts/division", "division_differs")),
    ("application", "/people/0/name", "张\u202e建国", 400, "invalid_input", ("/people/0/name", "name")),
    ("application", "/people/0/name", "张", 400, "invalid_input", ("/people/0/name", "name")),
    ("application", "/people/0/name", "张" * 51, 400, "invalid_input", ("/people/0/name", "name")),
    ("application", "/people/0/phone", "1380000０000", 400, "invalid_input",
     ("/people/0/phone", "string_pattern_mismatch")),
    ("application", "/household/bank_account", SECRET[:7], 400, "invalid_input",
     ("/household/bank_account", "string_pattern_mismatch")),
    ("application", "/needs", f"身份证号{SECRET}", 400, "invalid_input", ("/needs", "identity_number_in_text")),
    ("application", "/needs", "电话138 1234 5678", 400, "invalid_input", ("/needs", "phone_number_in_text")),
    ("application", "/household/address", "卡6217 0000 0000 0000", 400, "invalid_input",
     ("/household/address", "bank_card_in_text")),
    ("application", "/needs", "因\u202e病", 400, "invalid_input", ("/needs", "control_character")),
    ("application", "/documents/0/title", "申请书\n二", 400, "invalid_input",
     ("/documents/0/title", "control_character")),
    ("application", "/programmes", ["DIBAO", "DIBAO"], 400, "invalid_input", ("/programmes/1", "repeated_programme")),
    ("application", "/programmes", ["DIBAO", "MARGINAL", "DIBAO"], 400, "invalid_input",
     ("/programmes/2", "repeated_programme")),
    ("application", "/people/1/authorisation/signed_on", "2021-11-16", 400, "identity_refused",
     ("/people/1/authorisation/signed_on", "in_the_future")),
    ("application", "/needs", "  ", 400, "invalid_input", ("/needs", "string_too_short")),
    ("application", "/needs", "贫" * 2001, 400, "invalid_input", ("/needs", "string_too_long")),
    ("application", "/programmes", ["DIBAO"] * 4, 400, "invalid_input", ("/programmes", "too_long")),
    ("application", f"/{SECRET}", 1, 400, "invalid_input", ("/?", "extra_forbidden")),
    ("search", "/id_number", None, 400, "invalid_input", ("/id_number", "string_type")),
]  # fmt: skip
ELSEWHERE: list[Any] = [
    *(
        ("standard", "/values/0/value", value, 400, "invalid_standard", ("/values/0/value", "unsuitable_value"))
        for value in ("-1.00", "1.234", "500", "1e3", "NaN", "10000000000.00", True, 500, int("9" * 4000), [], {"a": 1})
    ),
    ("standard", "/values/0/value", 500.5, 400, "invalid_input", ("/values/0/value", "string_type")),
    ("standard", "/values/0/value", [500.5], 400, "invalid_input", ("/values/0/value", "no_float")),
    ("standard", "/values", [], 400, "invalid_input", ("/values", "too_short")),
    ("standard", "/division", "5114", 400, "invalid_input", ("/division", "string_pattern_mismatch")),
    ("standard", "/division", "5104１１", 400, "invalid_input", ("/division", "string_pattern_mismatch")),
    ("standard", "/division", "510499", 404, "place_not_found", ()),
    ("standard", "/illustrative", 1, 400, "invalid_input", ("/illustrative", "bool_type")),
    ("standard", "/valid_from", "9999-01-01", 400, "invalid_input", ("/valid_from", "day_out_of_reach")),
    ("preview", "/as_of", "2021-11-15T00:00:00", 400, "invalid_input", ("/as_of", "day")),
    ("preview", "/programmes", [], 400, "invalid_input", ("/programmes", "too_short")),
    *(
        (body, pointer, time, 400, "invalid_input", (pointer, code))
        for body, pointer in (("event", "/event/time"), ("preview", "/known_at"))
        for time, code in (
            ("0001-01-01T00:00:00+14:00", "instant_out_of_reach"), ("9999-12-31T23:59:59-14:00", "instant_out_of_reach"),
            ("1600000000", "instant"), (1600000000, "instant"), (True, "instant"), ("2021-11-15", "instant"),
            ("2021-11-15T09:00:00", "instant"), ("２021-11-15T09:00:00Z", "instant"),
        )
    ),
    ("event", "/event/division", "511402101", 400, "invalid_input", ("/event/division", "string_pattern_mismatch")),
    ("event", "/event/division", "5104111", 400, "invalid_input", ("/event/division", "string_pattern_mismatch")),
    ("event", "/event/division", "5104１１", 400, "invalid_input", ("/event/division", "string_pattern_mismatch")),
    ("event", "/event/type", "cn.doudi.x.v９", 400, "invalid_input", ("/event/type", "string_pattern_mismatch")),
    ("event", "/event/id", SECRET, 400, "invalid_input", ("/event/id", "uuid_parsing")),
    ("event", "/people", ["0" * 64] * 51, 400, "invalid_input", ("/people", "too_long")),
    ("event", "/people", [SECRET], 400, "invalid_input", ("/people/0", "string_pattern_mismatch")),
    ("succession", "/to_code", "5104１１101", 400, "invalid_input", ("/to_code", "string_pattern_mismatch")),
    ("succession", "/effective_on", "2200-01-01", 400, "invalid_input", ("/effective_on", "day_out_of_reach")),
]  # fmt: skip
TABLE = [*of_facts("application"), *of_facts("determination"), *of_facts("preview"), *AT_THE_COUNTER, *ELSEWHERE]


@pytest.mark.parametrize("name", BODIES)
def test_every_refused_value_is_named_and_changes_nothing(world: World, name: str) -> None:
    service, method, path, body = BODIES[name]
    rows = [row for row in TABLE if row[0] == name]

    with world.unchanged():
        for _, pointer, value, status, code, named in rows:
            answer = world.send(service, method, path, json=patched(body, pointer, value) if pointer else value)
            problem = refused(answer, status, code, *named[:1])
            if named:
                assert named in {(error["pointer"], error["code"]) for error in problem["errors"]}, (pointer, value)

    assert rows


@pytest.mark.parametrize("name", ["search", "preview", "determination", "standard", "event", "succession"])
def test_the_body_that_is_spoilt_is_itself_taken(world: World, name: str) -> None:
    service, method, path, body = BODIES[name]

    assert world.send(service, method, path, json=body).status_code in {200, 201, 404, 409}


def test_all_faults_of_an_application_are_told_at_once(world: World) -> None:
    body = patched(patched(patched(BODIES["application"][3], INCOME, "-1.00"), "/needs", ""), "/colour", "red")

    problem = refused(world.send("intake", "POST", "/v1/applications", json=body), 400, "invalid_input")

    assert {error["pointer"] for error in problem["errors"]} == {INCOME, "/needs", "/colour"}


def test_an_answer_does_not_grow_with_the_number_of_faults(world: World) -> None:
    items = [{"kind": "WAGES", "person": "M1", "amount": "-1.00"}] * 500

    answer = world.send(
        "intake", "POST", "/v1/applications", json=patched(BODIES["application"][3], INCOME[:19], items)
    )

    assert len(refused(answer, 400, "invalid_input")["errors"]) == 100


@pytest.mark.parametrize(
    ("amount", "taken"),
    [("0.00", True), ("9999999999.99", True), ("10000000000.00", False), ("0.01", True), ("0.001", False)],
)
def test_an_amount_is_taken_up_to_its_bound_and_to_the_fen(world: World, amount: str, taken: bool) -> None:
    answer = world.send("eligibility", "POST", "/v1/previews", json=patched(BODIES["preview"][3], INCOME, amount))

    assert (answer.status_code == 200) == taken, answer.text


def test_fifty_members_are_taken_and_one_more_is_not(world: World) -> None:
    members = [build_member("M1"), *(build_member(f"M{n}", "CHILD", birth_date="2010-01-01") for n in range(2, 52))]

    many, too_many = (
        world.send("eligibility", "POST", "/v1/previews", json=patched(BODIES["preview"][3], MEMBERS, members[:size]))
        for size in (50, 51)
    )

    assert many.status_code == 200, many.text
    refused(too_many, 400, "invalid_input", MEMBERS)


def test_a_change_that_cannot_be_is_refused_with_its_field(world: World) -> None:
    path = f"/v1/applications/{world.application['id']}/transitions"
    etag = world.desk.read(world.desk.township, world.application).headers["etag"]
    rows: list[tuple[Any, str]] = [
        ({"action": "PAY"}, "/action"), ({}, "/action"), ({"action": SECRET}, "/action"), ({"action": True}, "/action"),
        ({"action": "SUBMIT", "note": SECRET}, "/note"), ({"action": "SUBMIT", SECRET: 1}, "/?"),
        ({"action": "SUBMIT", "documents": [{"kind": "COMMITMENT"}]}, "/documents/0/title"),
    ]  # fmt: skip

    with world.unchanged():
        for body, field in rows:
            answer = world.desk.township.post(path, json=body, headers={"If-Match": etag} | key())
            refused(answer, 400, "invalid_input", field)
