"""What must hold of every household, tried on random ones."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.eligibility.determining.answers import determine
from services.eligibility.determining.recipes import ruleset_on
from services.eligibility.determining.records import household_record, member_record
from services.eligibility.engine import explain
from services.eligibility.engine.boundaries import boundaries
from services.eligibility.engine.parameters import Numbers
from services.eligibility.engine.unknown import Assumptions
from tests.support.households import facts, yuan
from tests.support.questions import parameters, parents, question, row, wages

PARAMETERS = {on: parameters(on=on) for on in ("2021-11-15", "2024-05-10")}
NUMBER = re.compile(r"\d+(?:[.-]\d+)*")
days = st.sampled_from(list(PARAMETERS))
SLOW = settings(max_examples=50, deadline=None)


def ask(given_facts, on, given_parameters=None, **but):
    members, rest = given_facts["members"], {key: value for key, value in given_facts.items() if key != "members"}
    rest |= {"relatives": [parent for member in members for parent in parents(member["ref"])]}
    return determine(question(*members, as_of=on, **(rest | but)), given_parameters or PARAMETERS[on])


def told(answer):
    """Return what an answer says of each unit, without its steps."""
    return {
        (each.programme, each.unit.person): (
            each.outcome,
            each.monthly_amount,
            {reason.rule for reason in each.reasons},
        )
        for each in answer.results
    }


def dibao(determined):
    return determined.answer.results[0]


@SLOW
@given(facts(), days, st.randoms())
def test_the_order_of_members_and_items_does_not_matter(household, on, random):
    shuffled = dict(household)
    for part in ("members", "income_items", "deduction_items", "assets"):
        shuffled[part] = random.sample(household[part], len(household[part]))

    one, other = ask(household, on), ask(shuffled, on)

    assert told(one.answer) == told(other.answer)
    assert one.answer.best.monthly_sum == other.answer.best.monthly_sum


@SLOW
@given(facts(), days, yuan(2_000_000))
def test_more_income_never_gives_more_dibao(household, on, more):
    before = dibao(ask(household, on))
    after = dibao(ask(household | {"income_items": [*household["income_items"], {**wages(more), "kind": "OTHER"}]}, on))

    assert after.monthly_amount <= before.monthly_amount
    assert not (after.outcome == "ELIGIBLE" and before.outcome == "NOT_ELIGIBLE")


@SLOW
@given(facts(), days, st.integers(50001, 90000))
def test_raising_the_line_never_removes_a_household(household, on, line):
    higher = PARAMETERS[on].with_values([row("lb.line", f"{line // 100}.{line % 100:02d}")])
    before, after = dibao(ask(household, on)), dibao(ask(household, on, higher))

    if before.outcome in {"ELIGIBLE", "EXCLUDED"}:
        assert after.outcome in {"ELIGIBLE", "EXCLUDED"}
        if before.outcome == after.outcome:
            assert after.monthly_amount >= before.monthly_amount


@SLOW
@given(facts(), days)
def test_a_family_is_never_dibao_and_marginal_at_once(household, on):
    outcomes = {each.programme: each.outcome for each in ask(household, on).answer.results}

    assert not (outcomes["DIBAO"] == "ELIGIBLE" and outcomes["MARGINAL"] == "ELIGIBLE")


@SLOW
@given(facts(), days)
def test_the_explanation_replays(household, on):
    """Every recorded call gives its recorded result, and the explanation made again from what is kept is the same."""
    determined = ask(household, on)
    ruleset = ruleset_on(on)
    kept = json.loads(json.dumps(determined.trace))

    answered = [each for each in determined.answer.results if each.programme.value in ruleset.programmes]
    for unit, result in zip(kept, answered, strict=True):
        calls = explain.expanded(unit["calls"], ruleset.rules)
        assert all(ruleset.plain[call.rule.name](*call.arguments) == call.result for call in calls)
        again = [explain.step(call, PARAMETERS[on], unit["residence"]) for call in calls]
        assert [(step.rule.id, step.facts, step.result, step.sentence) for step in again] == [
            (step.rule, step.facts, step.result, step.sentence) for step in result.steps
        ]


@SLOW
@given(facts(), days)
def test_a_sentence_says_only_numbers_of_its_step(household, on):
    for result in ask(household, on).answer.results:
        for step in result.steps:
            mine = {str(value) for value in [*step.facts.values(), step.result, step.in_force_since]}
            mine |= {str(used.value) for used in step.parameters.values()}
            template = " ".join(
                text
                for rule in ruleset_on(on).rules.values()
                if rule.title == step.title
                for text in (rule.says, rule.otherwise)
            )
            said = set(NUMBER.findall(step.sentence)) - set(NUMBER.findall(template))
            assert said <= {number for value in mine for number in NUMBER.findall(value)}, step.sentence


@SLOW
@given(facts(), days)
def test_a_test_turns_exactly_at_its_boundary(household, on):
    ruleset = ruleset_on(on)
    for unit in ask(household, on).trace:
        calls = explain.expanded(unit["calls"], ruleset.rules)
        for boundary in boundaries(calls, ruleset):
            assert turns(boundary, calls, ruleset)


def turns(boundary, calls, ruleset):
    call = next(each for each in calls if each.rule is boundary.rule and each.person == boundary.person)
    place = [name for name, _ in call.rule.arguments].index(boundary.fact)
    test = ruleset.plain[call.rule.name]

    def at(value):
        return test(*call.arguments[:place], value, *call.arguments[place + 1 :])

    just_before = boundary.turns_at == 0 or at(boundary.turns_at - 1)
    return just_before and not at(boundary.turns_at) and boundary.passed == (boundary.actual < boundary.turns_at)


@SLOW
@given(facts(), days)
def test_the_boundary_of_the_income_is_where_the_outcome_flips(household, on):
    found = dibao(ask(household, on))
    assume(found.outcome in {"ELIGIBLE", "NOT_ELIGIBLE"})
    boundary = next(each for each in found.boundaries if each.rule == "LB-02")
    only = household | {"deduction_items": []}
    earner = next(each.person for each in found.counted_members if each.counted)
    limit = int(str(boundary.turns_at).replace(".", ""))
    assume(limit > 0)
    at = dibao(ask(only | {"income_items": [other_income(earner, limit)]}, on))
    below = dibao(ask(only | {"income_items": [other_income(earner, limit - 1)]}, on))

    assert "LB-02" in {reason.rule for reason in at.reasons}
    assert "LB-02" not in {reason.rule for reason in below.reasons}


def other_income(person, fen):
    return {"kind": "OTHER", "person": person, "amount": f"{fen // 100}.{fen % 100:02d}"}


@SLOW
@given(facts(), days)
def test_a_refusal_gives_a_reason_and_a_grant_gives_none(household, on):
    for result in ask(household, on).answer.results:
        if result.outcome != "EXCLUDED":  # it says what stands in its way, where that is another programme
            assert bool(result.reasons) == (result.outcome in {"NOT_ELIGIBLE", "NOT_APPLICABLE"})
        if result.monthly_amount is not None and result.outcome != "EXCLUDED":
            assert result.monthly_amount == sum(part.amount for part in result.parts)


@SLOW
@given(facts(), days)
def test_the_plain_run_and_the_recorded_run_find_the_same(household, on):
    members, rest = household["members"], {key: value for key, value in household.items() if key != "members"}
    asked, ruleset = question(*members, as_of=on, **rest), ruleset_on(on)
    places = range(len(asked.facts.members))
    records = tuple(member_record(asked.facts, place, asked.as_of, Assumptions({})) for place in places)
    case = household_record(asked.facts.residence, asked, Assumptions({}))
    numbers = Numbers(PARAMETERS[on], asked.facts.residence)

    standing = ruleset.decide("standing_of", case, records, numbers)
    for name, given_to in (
        ("determine_dibao", (records,)),
        ("determine_marginal", (records,)),
        ("standing_of", (records,)),
        ("single_person_proposal", (records[0], standing)),
    ):
        recorded, calls = ruleset.record(name, case, *given_to, numbers)
        assert ruleset.decide(name, case, *given_to, numbers) == recorded
        assert calls


def test_answers_do_not_mix_between_threads():
    questions = [question(income_items=[wages(f"{yuan_}.00")]) for yuan_ in range(0, 12000, 60)]
    alone = [determine(each, PARAMETERS["2021-11-15"]) for each in questions]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: determine(each, PARAMETERS["2021-11-15"]), questions))

    assert [each.trace for each in together] == [each.trace for each in alone]
    assert [each.answer for each in together] == [each.answer for each in alone]


@SLOW
@given(facts(), days)
def test_the_same_question_gets_the_same_bytes(household, on):
    assert ask(household, on).answer.model_dump_json() == ask(household, on).answer.model_dump_json()
