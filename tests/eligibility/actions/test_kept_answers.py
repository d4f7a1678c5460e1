"""An answer is kept word for word, and what stands in it several times is kept once."""

import json

from hypothesis import given, settings

from services.eligibility.actions.kept_answers import packed, unpacked
from services.eligibility.determining.answers import determine
from tests.support.households import facts
from tests.support.questions import parameters, person, question, wages

PARAMETERS = parameters()


def answer(*members, **but):
    return determine(question(*members, **but), PARAMETERS).answer


@settings(max_examples=40, deadline=None)
@given(facts())
def test_what_is_read_is_what_was_answered(household):
    given_answer = answer(*household.pop("members"), **household)

    kept = json.loads(json.dumps(packed(given_answer)))

    assert unpacked(kept) == given_answer.model_dump(mode="json")


def test_an_answer_of_before_is_read_as_it_is():
    before = answer().model_dump(mode="json")

    assert unpacked(before) == before


def test_no_step_and_no_standard_is_kept_twice():
    kept = packed(answer(person(), person("B", "SPOUSE"), person("C", "CHILD"), income_items=[wages("7000.00")]))

    for name in ("distinct_steps", "distinct_parameters"):
        rows = [json.dumps(row, sort_keys=True) for row in kept[name]]
        assert len(rows) == len(set(rows)) > 0


def test_three_people_take_less_than_three_fifths_of_what_they_are_told():
    told = answer(person(), person("B", "SPOUSE"), person("C", "CHILD"), income_items=[wages("7000.00")])

    def size(written):
        return len(json.dumps(written, ensure_ascii=False))

    assert size(packed(told)) * 5 < size(told.model_dump(mode="json")) * 3
