"""What cannot be true is refused by its place: on the line and just off it."""

import pytest

from services.eligibility.determining.impossible import refuse_the_impossible
from services.eligibility.errors import ImpossibleFacts
from tests.support.questions import parents, person, question


def refused(request):
    """Return the places that are refused, in order."""
    try:
        refuse_the_impossible(request)
    except ImpossibleFacts as problem:
        return [error.pointer for error in problem.errors]
    return []


def certificate(**but):
    return person(disability={"kind": "PHYSICAL", "grade": 2, "issued_on": "2020-05-01"} | but)


@pytest.mark.parametrize(
    ("member", "places"),
    [
        (person(birth_date="2021-11-15"), []),
        (person(birth_date="2021-11-16"), ["birth_date"]),
        (person(died_on="1981-05-01"), []),
        (person(died_on="1981-04-30"), ["died_on"]),
        (person(died_on="2021-11-15"), []),
        (person(died_on="2021-11-16"), ["died_on"]),
        (person(statuses=[{"kind": "IN_PRISON", "since": "1981-05-01"}]), []),
        (person(statuses=[{"kind": "IN_PRISON", "since": "1981-04-30"}]), ["statuses/0/since"]),
        (certificate(expires_on="2020-05-01", cancelled_on="2020-05-01"), []),
        (certificate(expires_on="2020-04-30"), ["disability/expires_on"]),
        (certificate(cancelled_on="2020-04-30"), ["disability/cancelled_on"]),
        (certificate(issued_on="1981-05-01"), []),
        (certificate(issued_on="1981-04-30"), ["disability/issued_on"]),
        (certificate(kind="NONE", issued_on=None), ["disability/grade"]),
        (certificate(kind="NONE", grade=None), ["disability/issued_on"]),
        (certificate(kind="NONE", grade=None, issued_on=None), []),
    ],
)
def test_a_persons_days_and_certificate_do_not_contradict_one_another(member, places):
    assert refused(question(member)) == [f"/facts/members/0/{place}" for place in places]


@pytest.mark.parametrize(
    ("relation", "born", "is_refused"),
    [
        ("FATHER", "1981-04-30", False),
        ("FATHER", "1981-05-01", True),
        ("MOTHER", "1981-05-01", True),
        ("GRANDPARENT", "1981-04-30", False),
        ("GRANDPARENT", "1981-05-02", True),
        ("CHILD", "1981-05-02", False),
        ("CHILD", "1981-05-01", True),
        ("GRANDCHILD", "1981-05-01", True),
        ("SIBLING", "1981-05-01", False),
        ("SIBLING", "1999-01-01", False),
    ],
)
def test_a_supporter_is_of_the_generation_he_is_named_with(relation, born, is_refused):
    relatives = [{"ref": "R", "of": "A", "relation": relation, "birth_date": born}]

    assert refused(question(relatives=relatives)) == (["/facts/relatives/0/birth_date"] if is_refused else [])


@pytest.mark.parametrize(("born", "is_refused"), [("1981-05-02", False), ("1981-05-01", True), ("1981-04-30", True)])
def test_a_parent_who_is_named_is_older_than_his_child(born, is_refused):
    child = person("B", "CHILD", birth_date=born, parents=["A"])

    assert refused(question(person(), child)) == (["/facts/members/1/birth_date"] if is_refused else [])


@pytest.mark.parametrize(
    ("parent", "child", "is_refused"),
    [
        ("2003-11-15", "2003-11-16", False),
        ("2003-11-16", "2003-11-16", True),  # a minor of the day: no stepparent is as young as he
        ("2003-11-17", "2003-11-16", True),
        ("2003-11-16", "2003-11-15", False),  # of age today: a stepchild may be older
    ],
)
def test_a_parent_by_his_relation_alone_is_older_than_a_minor(parent, child, is_refused):
    members = [person(birth_date=parent), person("B", "CHILD", birth_date=child)]

    assert refused(question(*members)) == (["/facts/members/1/birth_date"] if is_refused else [])
    applicant = [person(birth_date=child), person("B", "PARENT", birth_date=parent)]
    assert refused(question(*applicant)) == (["/facts/members/0/birth_date"] if is_refused else [])


@pytest.mark.parametrize(
    ("facts", "places"),
    [
        ({"relatives": parents("A", {"out_of_contact_since": "2021-11-15"})}, []),
        ({"relatives": parents("A", {"out_of_contact_since": "2021-11-16"})}, ["relatives/0/out_of_contact_since"]),
        ({"relatives": parents("A", {"disability": {"kind": "NONE", "grade": 1}})}, ["relatives/0/disability/grade"]),
        ({"sudden_events": [{"kind": "DISASTER", "happened_on": "2021-11-15"}]}, []),
        ({"sudden_events": [{"kind": "DISASTER", "happened_on": "2021-11-16"}]}, ["sudden_events/0/happened_on"]),
        ({"past_relief": [{"kind": "DISASTER", "paid_on": "2021-11-15"}]}, []),
        ({"past_relief": [{"kind": "DISASTER", "paid_on": "2021-11-16"}]}, ["past_relief/0/paid_on"]),
        ({"current_benefits": [{"programme": "TEKUN", "person": "A", "start_on": "1981-05-01"}]}, []),
        (
            {"current_benefits": [{"programme": "TEKUN", "person": "A", "start_on": "1981-04-30"}]},
            ["current_benefits/0/start_on"],
        ),
        ({"current_benefits": [{"programme": "DIBAO", "start_on": "1950-01-01"}]}, []),
    ],
)
def test_what_has_not_happened_yet_is_no_fact(facts, places):
    assert refused(question(**facts)) == [f"/facts/{place}" for place in places]


def test_everything_that_is_wrong_is_told_at_once():
    wrong = question(person(died_on="2021-11-16"), dates={"handed_in_on": "2021-11-16"})

    assert refused(wrong) == ["/facts/members/0/died_on", "/dates/handed_in_on", "/dates/accepted_on"]
