"""Rigid expenditure and temporary assistance come out of a population file as they do of a single question."""

from pathlib import Path

import pytest

from services.eligibility.batch.runner import Runner
from shared.schemas.determination_codes import Programme
from tests.support.populations import scenario_of, together
from tests.support.questions import parameters, person, question, wages

DAY = "2025-03-10"
ASKED = (Programme.RIGID, Programme.TEMPORARY)
GRADES = [
    {"cause": "ILLNESS", "loss_over": "20000.00", "ratio": "0.1", "cap_lines": "15.0"},
    {"cause": "ILLNESS", "lines": "1.5"},
]
PARAMETERS = parameters(
    on=DAY,
    gx__ratio="0.60",
    gx__income_ceiling="18000.00",
    property__rigid__financial_per_person="27000.00",
    ls__township_limit="2000.00",
    ls__max_per_year=1,
    ls__grades=GRADES,
)


def asked(earned, spent, **but):
    treatment = {"kind": "MEDICAL", "person": "B", "amount": spent, "evidence": "发票"}
    return question(
        person("A"),
        person("B", "SPOUSE"),
        as_of=DAY,
        dates={"decided_on": "2025-03-20"},
        programmes=list(ASKED),
        income_items=[wages(earned, exempted=False)],
        rigid_expenditure_items=[treatment],
        **but,
    )


def illness(*, urgent):
    return [{"kind": "ILLNESS", "loss": "30000.00", "urgent": urgent, "months_without_income": 0}]


@pytest.mark.parametrize(
    ("told", "rigid", "temporary"),
    [
        (asked("30000.00", "18000.00"), "NOT_ELIGIBLE", "ELIGIBLE"),
        (asked("30000.00", "18000.01"), "ELIGIBLE", "ELIGIBLE"),
        (asked("35999.99", "30000.00"), "ELIGIBLE", "ELIGIBLE"),
        (asked("36000.00", "30000.00"), "NOT_ELIGIBLE", "NOT_ELIGIBLE"),
        (asked("23999.99", "30000.00"), "NOT_APPLICABLE", "ELIGIBLE"),
        (
            asked("30000.00", "30000.00", past_relief=[{"kind": "ILLNESS", "paid_on": "2025-01-02"}]),
            "ELIGIBLE",
            "NOT_ELIGIBLE",
        ),
        (
            asked("30000.00", "30000.00", relief_group="OUT", sudden_events=illness(urgent=True)),
            "ELIGIBLE",
            "ELIGIBLE",
        ),
        (
            asked("30000.00", "30000.00", relief_group="OUT", sudden_events=illness(urgent=False)),
            "ELIGIBLE",
            "NOT_ELIGIBLE",
        ),
    ],
)
def test_a_household_in_a_file_is_answered_as_it_is_alone(told, rigid, temporary):
    runner = Runner((scenario_of(told, PARAMETERS),), ASKED, Path(), compiled=False)

    (found,) = together([told], runner)

    assert {programme: outcome for (programme, _), (outcome, _, _) in found.items()} == {
        Programme.RIGID: rigid,
        Programme.TEMPORARY: temporary,
    }
