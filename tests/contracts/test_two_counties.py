"""What 仁和区 made is nobody's in 米易县: no request that names it succeeds there, and no answer there tells of it.

A walk goes from operation to operation, over the links of the description and what was made before. Before each step
every role of 米易县 that may use the operation sends the same request; it would succeed if its place did not matter.
"""

import json
from typing import Any
from uuid import uuid4
from zlib import crc32

import pytest
from hypothesis import Phase, settings

from shared.database_urls import SERVICES
from shared.identity import Role
from tests.contracts.conftest import Beginnings, World
from tests.contracts.doors import EXAMPLES, FUZZING, drawn, load, roles_for
from tests.contracts.works import MAKES, STEPS, TAKERS
from tests.support.build import VILLAGE
from tests.support.offices import VILLAGE_OF_MIYI

# Not shrunk: each try would be a walk of its own, and the step that failed says enough.
WALK = settings(FUZZING, max_examples=max(8, EXAMPLES // 4), stateful_step_count=10, phases=[Phase.generate])
MACHINES = {service: load(service, modes=("positive",)).as_state_machine() for service in SERVICES}
OFFICERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER, Role.POLICY_OFFICER)
"""Who takes a step at 仁和区, the first of them that may."""

LEAST = {"intake": 8, "eligibility": 4, "alerts": 6}
"""So many operations at least must have succeeded at their own county, or the refusals of the other would prove nothing."""


def operation_of(case: Any) -> str:
    return str(case.operation.definition.raw["operationId"])


def names_ours(made: dict[str, list[str]], case: Any) -> bool:
    """Let the request name something that 仁和区 made, where its path names a thing of a county; say whether it does."""
    ours = {name: made[name] for name in case.path_parameters or () if made.get(name)}
    for name, ids in ours.items():
        if case.path_parameters[name] not in ids:
            case.path_parameters[name] = ids[crc32(str(case.path_parameters[name]).encode()) % len(ids)]
    return bool(ours)


def prepare(world: World, service: str, case: Any, own: dict[str, str]) -> bool:
    """Make the request one that succeeds at its own county, as far as is known how; say whether it is about our things."""
    operation, ours = operation_of(case), names_ours(world.made[service], case)
    if operation in MAKES:
        case.body = MAKES[operation].body()
    elif operation in STEPS:
        case.body = STEPS[operation]
    if "If-Match" in (case.headers or {}):
        item = case.formatted_path if case.method == "PATCH" else case.formatted_path.rpartition("/")[0]
        seen = getattr(world.city, service).get(item, headers=own)
        case.headers["If-Match"] = seen.headers.get("etag", '"v1"')
    return ours or operation in MAKES


def told(world: World, case: Any, text: str) -> list[str]:
    """Return the ids of ours that an answer holds and its request did not."""
    ours = {i for made in world.made.values() for ids in made.values() for i in ids}
    return [i for i in ours if i in text and i not in case.formatted_path]


@pytest.mark.parametrize("service", SERVICES)
def test_no_caller_of_another_county_succeeds_with_what_a_county_made(beginnings: Beginnings, service: str) -> None:
    succeeded: set[str] = set()

    class Walk(MACHINES[service]):  # type: ignore[misc, valid-type, name-defined]
        def setup(self) -> None:
            self.world = beginnings.anew()

        def call(self, case: Any, **_: Any) -> Any:
            world, operation, app = self.world, operation_of(case), self.world.app(service)
            local = roles_for(case.operation, of_a_county=True)
            may = TAKERS.get(operation) or next((r for r in OFFICERS if r in local), roles_for(case.operation)[0])
            own = world.headers(may, VILLAGE)
            ours = prepare(world, service, case, own)
            once = {"Idempotency-Key"} & set(case.headers or {})
            for other in local:
                theirs = world.headers(other, VILLAGE_OF_MIYI) | {name: str(uuid4()) for name in once}
                answer = case.call(app=app, headers=theirs)
                assert not (ours and answer.status_code < 400), f"{other} in 米易县: {operation}: {answer.text}"
                assert not told(world, case, answer.text), f"{other} in 米易县: {operation}: {answer.text}"
            response = case.call(app=app, headers=own | {name: str(uuid4()) for name in once})
            if response.status_code < 300:
                succeeded.add(operation)
                if operation in MAKES:
                    world.made[service][MAKES[operation].parameter].append(json.loads(response.text)["id"])
                if operation == "transition_standard":  # a published standard is everybody's to read
                    world.made[service]["standard_id"].remove(case.path_parameters["standard_id"])
            return response

        def validate_response(self, response: Any, case: Any, *_: Any, **__: Any) -> None:
            """Answers are held against the description in test_conformance.py; here the place is the matter."""

    drawn(Walk).run(settings=WALK)

    assert len(succeeded) >= LEAST[service], sorted(succeeded)
