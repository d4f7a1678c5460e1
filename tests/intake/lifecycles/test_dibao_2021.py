import pytest

from services.intake.lifecycles.dibao_2021 import LIFECYCLE
from shared.clocks import LIMITS
from shared.identity import SCOPES, SCOPES_OF
from shared.schemas.codes import ApplicationAction, ApplicationState, DocumentKind

ENDED = {"CONFIRMED", "REFUSED", "WITHDRAWN", "ABORTED"}


def test_every_step_of_the_domain_has_its_row():
    steps = {step.id for step in LIFECYCLE.steps}
    carried_by_creation_or_benefit = {"L1", "L20", "L21", "L25", "L28"}
    reported_by_l8_and_l12 = {"L9"}
    wanted = {f"L{number}" for number in (*range(1, 22), *range(25, 29))}
    assert wanted - steps == carried_by_creation_or_benefit | reported_by_l8_and_l12


def test_every_action_has_a_step_and_every_step_an_action():
    assert {step.action for step in LIFECYCLE.steps} == {action.value for action in ApplicationAction}


def test_every_state_that_has_not_ended_can_be_left():
    left = {state for step in LIFECYCLE.steps for state in step.sources if step.to}
    assert left >= {state.value for state in ApplicationState} - ENDED


def test_every_state_can_be_reached():
    reached = {"DRAFT"} | {state for step in LIFECYCLE.steps for state in (step.to, step.otherwise) if state}
    assert reached == {state.value for state in ApplicationState}


@pytest.mark.parametrize("step", LIFECYCLE.steps, ids=lambda step: f"{step.id}-{step.action}")
def test_a_step_names_what_exists(step):
    scopes = {step.scope} if isinstance(step.scope, str) else step.scope
    assert scopes <= set(SCOPES)
    assert not any(scope.endswith(":read") for scope in scopes), "whoever may only look would change something"
    assert any(scopes & SCOPES_OF[role] for role in step.roles), "nobody could ever take it"
    assert step.documents <= {kind.value for kind in DocumentKind}
    assert {*step.starts, *step.stops} - {"*"} <= set(LIMITS)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_is_not_decided_again(state):
    deciding = {"CONFIRM", "REFUSE", "WITHDRAW", "ABORT", "ACCEPT", "SUBMIT"}
    assert not any(state in step.sources and step.action in deciding for step in LIFECYCLE.steps)


def test_one_action_from_one_state_is_one_step():
    pairs = [(state, step.action) for step in LIFECYCLE.steps for state in step.sources]
    assert len(pairs) == len(set(pairs))
