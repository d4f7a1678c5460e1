"""The worked cases in process: the same questions and expectations as over HTTP, a hundredth of the time."""

from datetime import UTC, date, datetime

import pytest

from services.eligibility.determining.answers import determine
from services.eligibility.engine.parameters import ParameterSet
from shared.schemas.determinations import DeterminationRequest
from tests.eligibility.cases.test_cases import CASES, COMMON, found, question_of, result_for, wanted_of
from tests.support.questions import row, seeded


def rows_of(case):
    """Return every value the case's standards set, from the day they hold."""
    for standard in [*COMMON["standards"], *case.get("standards", [])]:
        for value in standard["values"]:
            yield row(
                value["key"],
                value["value"],
                residence=value.get("residence"),
                division=standard["division"],
                valid_from=standard["valid_from"],
                recorded_at=datetime.combine(standard["valid_from"], datetime.min.time(), UTC),
            )


def in_force(case, expected, asked):
    """Return the parameters of the day asked for: of one key and place the youngest, the assumption before all."""
    assumed = [
        row(key, value, division="5104", valid_from=case["as_of"])
        for key, value in expected.get("with_parameter", {}).items()
    ]
    on = date.fromisoformat(asked["as_of"])
    youngest = {}
    for each in sorted([*seeded(), *rows_of(case), *assumed], key=lambda one: one.valid_from):
        if each.valid_from <= on and (each.valid_to is None or each.valid_to > on):
            youngest[each.key, each.division, each.residence] = each
    return ParameterSet.in_force(youngest.values(), division=asked["facts"]["division"], on=on)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_worked_case_comes_out_in_process(case):
    for expected in case["expect"]:
        asked = question_of(case, expected)
        answer = determine(DeterminationRequest.model_validate(asked), in_force(case, expected, asked)).answer
        result = result_for(answer.model_dump(mode="json"), expected)
        assert found(result, expected) == wanted_of(expected), result["sentence"]
