"""Whatever is sent, the services answer as their frozen descriptions say: status, media type, headers and schema."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.contracts.beyond_schema import only_for_what_no_schema_says, only_where_it_belongs, without_points
from tests.contracts.conftest import World
from tests.contracts.doors import FUZZING, drawn, operations, roles_for
from tests.support.build import VILLAGE


@pytest.mark.parametrize(("service", "operation"), [pytest.param(s, o, id=f"{s} {o.label}") for s, o in operations()])
def test_answers_are_as_described(world: World, service: str, operation: Any) -> None:
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @drawn
    @FUZZING
    @given(case=cases, role=st.sampled_from(roles_for(operation)), data=st.data())
    def answers(case: Any, role: Any, data: Any) -> None:
        made = world.made[service]
        for name in sorted(set(case.path_parameters or ()) & set(made)):
            if data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(made[name]))
        if case.meta.generation.mode.is_positive:
            case.body = without_points(case.body)
        case.call_and_validate(
            app=world.app(service),
            headers=world.headers(role, VILLAGE),
            additional_checks=[only_for_what_no_schema_says, only_where_it_belongs],
        )

    answers()
