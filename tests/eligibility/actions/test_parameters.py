"""What publishing does to what is known, without a database."""

from datetime import date, datetime

import pytest

from services.eligibility.actions.parameters import knowledge_after
from services.eligibility.models import Parameter, Standard, StandardValue
from shared.clock import SHANGHAI

THEN = datetime(2021, 10, 1, 9, tzinfo=SHANGHAI)
NOW = datetime(2022, 3, 1, 9, tzinfo=SHANGHAI)


def row(value, begins, ends=None, **but):
    known = {
        "key": "lb.line",
        "division": "510411",
        "county": "510411",
        "residence": "RURAL",
        "unit": "FEN",
        "document": "旧文",
        "recorded_at": THEN,
        "superseded_at": None,
    }
    return Parameter(value=value, valid_from=day(begins), valid_to=day(ends), **(known | but))


def day(text):
    return date.fromisoformat(text) if text else None


def standard(begins, ends=None, value="560.00"):
    what = StandardValue(key="lb.line", residence="RURAL", value=value, valid_to=day(ends))
    return Standard(
        division="510411", county="510411", valid_from=day(begins), document="新文", drafted_by="li", values=[what]
    )


def spans(known):
    return sorted((str(each.valid_from), str(each.valid_to or ""), each.value) for each in known.standing)


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("2022-01-01", None, [("2021-10-01", "2022-01-01", "500.00"), ("2022-01-01", "", "560.00")]),
        ("2021-10-01", None, [("2021-10-01", "", "560.00")]),
        ("2021-07-01", None, [("2021-07-01", "2021-10-01", "560.00"), ("2021-10-01", "", "500.00")]),
        (
            "2022-01-01",
            "2022-04-01",
            [
                ("2021-10-01", "2022-01-01", "500.00"),
                ("2022-01-01", "2022-04-01", "560.00"),
                ("2022-04-01", "", "500.00"),
            ],
        ),
        ("2021-07-01", "2021-10-01", [("2021-07-01", "2021-10-01", "560.00"), ("2021-10-01", "", "500.00")]),
        ("2021-07-01", "2021-11-01", [("2021-07-01", "2021-11-01", "560.00"), ("2021-11-01", "", "500.00")]),
    ],
)
def test_days_are_covered_once_whatever_the_new_value_cuts(begins, ends, expected):
    known = knowledge_after(standard(begins, ends), [row("500.00", "2021-10-01")], approved_by="wang", now=NOW)

    assert spans(known) == expected


def test_an_open_value_ends_where_the_next_begins():
    later = row("600.00", "2022-07-01")

    known = knowledge_after(standard("2022-01-01"), [later], approved_by="wang", now=NOW)

    assert spans(known) == [("2022-01-01", "2022-07-01", "560.00"), ("2022-07-01", "", "600.00")]
    assert known.superseded == []


def test_what_remains_of_an_old_row_keeps_its_document_and_is_known_only_from_now():
    old = row("500.00", "2021-10-01")

    known = knowledge_after(standard("2022-01-01"), [old], approved_by="wang", now=NOW)

    assert known.superseded == [old]
    assert sorted((each.document, each.recorded_at) for each in known.added) == [("新文", NOW), ("旧文", NOW)]


@pytest.mark.parametrize("but", [{"residence": "URBAN"}, {"division": "5104"}, {"key": "tk.basic.scattered"}])
def test_other_timelines_are_left_alone(but):
    other = row("500.00", "2021-10-01", **but)

    known = knowledge_after(standard("2022-01-01"), [other], approved_by="wang", now=NOW)

    assert known.superseded == []
    assert len(known.standing) == 2
