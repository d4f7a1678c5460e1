"""The rule book and the circular's clauses over HTTP."""

import hashlib

import pytest


@pytest.fixture
def reader(as_):
    return as_("AUDITOR")


def test_a_rule_shows_its_clause_dates_arguments_and_text(reader):
    rule = reader.get("/v1/rules/BY-02").json()
    version = next(each for each in rule["versions"] if each["is_test"])
    looked_at = {argument["parameter"] for each in rule["versions"] for argument in each["arguments"]}

    assert (rule["id"], rule["clause"]) == ("BY-02", "3.1-a")
    assert version["in_force_from"] == "2021-09-22"
    assert "marginal.multiplier" in looked_at
    assert version["source_hash"] == hashlib.sha256(version["text"].encode()).hexdigest()


def test_rules_are_listed_by_id_page_after_page(reader):
    pages, after = [], None
    while not pages or after:
        page = reader.get("/v1/rules", params={"limit": 7} | ({"after": after} if after else {})).json()
        pages.append([rule["id"] for rule in page["items"]])
        after = page["next"]
    ids = [rule_id for page in pages for rule_id in page]

    assert ids == sorted(set(ids))
    assert {"LB-01", "BY-02", "SP-02", "HH-04"} <= set(ids)
    assert reader.get("/v1/rules?include=total&limit=1").json()["total"] == len(ids)


def test_rules_can_be_asked_for_by_clause_and_day(reader):
    cited = reader.get("/v1/rules?clause=2.1-h").json()["items"]
    before = reader.get("/v1/rules?on=2020-01-01").json()["items"]

    assert cited
    assert all("2.1-h" in version["clause"] for rule in cited for version in rule["versions"])
    assert before == []


def test_every_clause_of_the_circular_says_what_carries_it_out(reader):
    page = reader.get("/v1/clauses?limit=500&include=total").json()
    clause = reader.get("/v1/clauses/2.1-d").json()

    assert page["next"] is None
    assert page["total"] == len(page["items"])
    assert clause["carried_out_by"]
    assert "1.3" in clause["text"]


@pytest.mark.parametrize(
    ("path", "code"), [("/v1/rules/XX-99", "rule_not_found"), ("/v1/clauses/9.9-z", "clause_not_found")]
)
def test_an_unknown_rule_or_clause_is_404(reader, path, code):
    response = reader.get(path)

    assert (response.status_code, response.json()["code"]) == (404, code)


@pytest.mark.parametrize("path", ["/v1/rules", "/v1/clauses", "/v1/parameters", "/v1/standards"])
def test_without_a_token_nothing_is_shown_and_an_unknown_filter_is_refused(city, reader, path):
    assert city.eligibility.get(path).status_code == 401
    assert reader.get(f"{path}?colour=red").status_code == 400
