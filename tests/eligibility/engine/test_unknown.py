"""Facts that are not known are never assumed: they matter or they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.engine.unknown import MOST_COMBINED, Missing, Split, Unknown, apply, explore


def both(fact="x"):
    return Unknown(fact, (False, True))


def test_an_unknown_that_does_not_matter_leaves_the_answer_known():
    assert apply(lambda spouse, minor: spouse or minor, (True, both())) is True


def test_an_unknown_that_matters_makes_the_answer_unknown():
    answer = apply(lambda spouse, minor: spouse or minor, (False, both("minor")))

    assert isinstance(answer, Unknown)
    assert (answer.fact, answer.values) == ("minor", (False, True))


def test_two_values_of_one_fact_vary_together():
    kind, grade = Unknown("disability", (0, 4)), Unknown("disability", (0, 1))

    assert apply(lambda kind, grade: kind * 10 + grade, (kind, grade)).values == (0, 41)


def test_several_unknowns_that_agree_everywhere_leave_the_answer_known():
    assert apply(lambda a, b, c: a and b and c, (both("a"), both("b"), False)) is False


def test_several_unknowns_that_matter_split_the_run():
    with pytest.raises(Split):
        apply(lambda a, b: a and b, (both("a"), both("b")))


@pytest.mark.parametrize("use", [bool, lambda x: x + 1, lambda x: 1 + x, lambda x: x > 0, lambda x: x == 1, int])
def test_branching_or_adding_up_splits_the_run(use):
    with pytest.raises(Split):
        use(both())


def test_every_combination_that_matters_is_run_and_no_other():
    def run(assumed):
        if assumed.value("a", (False, True)):
            return 1 + int(bool(assumed.value("b", (False, True))))
        return 0

    explored = explore(run)

    assert sorted((sorted(leaf.chosen.items()), leaf.result) for leaf in explored.leaves) == [
        ([("a", 0)], 0),
        ([("a", 1), ("b", 0)], 1),
        ([("a", 1), ("b", 1)], 2),
    ]


def test_a_fact_that_changes_nothing_is_not_asked_for():
    explored = explore(lambda assumed: bool(assumed.value("a", (False, True))) and False)

    assert explored.deciding(lambda result: result) == []


def test_a_fact_settles_when_knowing_it_is_enough_whatever_it_is():
    def run(assumed):
        if assumed.value("income", (False, True)):
            return "no"
        return "yes" if assumed.value("property", (False, True)) else "no"

    explored = explore(run)
    alone = explore(lambda assumed: bool(assumed.value("age", (False, True))))

    assert alone.deciding(lambda result: result) == [("age", True)]
    assert explored.deciding(lambda result: result) == [("income", False), ("property", False)]


def test_more_than_eight_unknowns_together_are_given_up():
    def run(assumed):
        return sum(int(bool(assumed.value(f"f{index}", (False, True)))) for index in range(MOST_COMBINED + 1))

    explored = explore(run)

    assert explored.too_many
    assert len(explored.deciding(lambda result: result)) == MOST_COMBINED + 1


def test_eight_are_still_tried():
    explored = explore(lambda assumed: sum(int(bool(assumed.value(f"f{n}", (False, True)))) for n in range(8)))

    assert not explored.too_many
    assert len(explored.leaves) == 256


def test_eight_of_which_some_have_three_values_are_too_many():
    explored = explore(lambda assumed: sum(int(assumed.value(f"f{n}", (0, 1, 2))) for n in range(6)))

    assert explored.too_many


@given(st.lists(st.booleans(), min_size=1, max_size=5), st.integers(0, 31))
def test_a_run_with_unknowns_covers_every_run_with_known_facts(known, mask):
    """Whatever the truth is, the answer for it is among the answers explored."""

    def rule(*flags):
        return sum(flag << place for place, flag in enumerate(flags)) & mask

    explored = explore(lambda assumed: rule(*(bool(assumed.value(f"f{n}", (False, True))) for n in range(len(known)))))

    assert rule(*known) in {leaf.result for leaf in explored.leaves}


def test_a_missing_parameter_spreads_and_notes_where_a_branch_hangs_on_it():
    doubts = []
    line = Missing("lb.line", lambda: doubts.append(1))

    assert apply(lambda income, line: income < line, (5, line)) is line
    assert (line * 12 + 1) is line
    assert doubts == []
    assert not line
    assert list(line) == []
    assert doubts == [1, 1]


def test_a_search_that_may_not_go_on_is_given_up_and_settles_nothing():
    explored = explore(lambda assumed: bool(assumed.value("a", (False, True))), lambda: False)

    assert explored.too_many
    assert explored.deciding(lambda result: result) == [("a", False)]


def by_pairs(explored):
    """Return the deciding facts as they are defined: two runs that differ in it and in no other they share."""

    def tells(fact, one, other):
        shared = one.chosen.keys() & other.chosen.keys()
        return (
            fact in shared
            and one.result != other.result
            and {each for each in shared if one.chosen[each] != other.chosen[each]} == {fact}
        )

    def ends(fact, index):
        return {leaf.result for leaf in explored.leaves if leaf.chosen.get(fact, index) == index}

    def settles(fact):
        met = {leaf.chosen[fact] for leaf in explored.leaves if fact in leaf.chosen}
        return all(len(ends(fact, index)) == 1 for index in met)

    pairs = [(one, other) for one in explored.leaves for other in explored.leaves]
    return [(fact, settles(fact)) for fact in explored.facts if any(tells(fact, *pair) for pair in pairs)]


@given(st.lists(st.integers(0, 4), min_size=81, max_size=81), st.lists(st.integers(0, 2), min_size=81, max_size=81))
def test_the_facts_that_decide_are_those_that_two_runs_tell_apart(order, ends):
    """Runs ask for facts of three values in an order of their own, and end one way or another."""

    def run(assumed):
        seen = 0
        for _ in range(3):
            fact = order[seen]
            if fact < 4:
                value = assumed.value(f"f{fact}", (0, 1, 2))
                seen = (seen * 3 + int(value) + 1) % 81
        return ends[seen]

    explored = explore(run)

    assert explored.deciding(lambda end: end) == by_pairs(explored)
