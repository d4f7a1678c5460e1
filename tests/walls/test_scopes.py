"""Nothing leaks between places: every operation of the three services, every role, twins on both sides of each wall."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.database_urls import SERVICES
from shared.identity import SCOPES_OF, Role
from tests.walls.conftest import World
from tests.walls.scope_rules import NOWHERE, RULES, Reach, Rule
from tests.walls.twins import MIYI, NEXT_DOOR, PAY_DAY, PLACES, RENHE, Place, Twin, unknown

_METHODS = ("get", "post", "put", "patch", "delete")
_VILLAGE = {Role.VILLAGER, Role.VILLAGE_AGENT}
_TOWNSHIP = {Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Z]{2}20\d\d-\d{8}")
_FIXED = {"code": "/problems", "year": "2027", "day": "2021-11-15", "rule_id": "BY-02", "clause_id": "2.1-i"}


@dataclass(frozen=True)
class Operation:
    """One operation of an OpenAPI file."""

    service: str
    id: str
    method: str
    path: str
    scopes: frozenset[str]

    @property
    def rule(self) -> Rule:
        return RULES[self.service][self.id]

    @property
    def parameter(self) -> str:
        return next(iter(re.findall(r"{(\w+)}", self.path)), "")


def _operations() -> Iterator[Operation]:
    for service in SERVICES:
        document = json.loads((Path(__file__).parents[2] / "openapi" / f"{service}.json").read_text("utf-8"))
        for path, methods in document["paths"].items():
            for method in [each for each in _METHODS if each in methods]:
                named = methods[method]
                scopes = {scope for needed in named.get("security", []) for scope in needed.get("OAuth2", [])}
                yield Operation(service, named["operationId"], method, path, frozenset(scopes))


OPERATIONS = list(_operations())


def reaching(*reaches: Reach) -> list[Any]:
    found = [each for each in OPERATIONS if each.id in RULES[each.service] and each.rule.reach in reaches]
    return [pytest.param(each, id=f"{each.service}.{each.id}") for each in found]


@dataclass(frozen=True)
class Somebody:
    """A role in a place."""

    role: Role
    division: str
    person: str = ""
    client_id: str = "desk"

    def may(self, operation: Operation) -> bool:
        return operation.scopes <= SCOPES_OF[self.role]


def level(role: Role, place: Place) -> str:
    return place.village if role in _VILLAGE else place.township if role in _TOWNSHIP else place.county


def people_of(twin: Twin) -> list[Somebody]:
    """Return every role as it stands in a twin's place; the villager is the twin himself."""
    return [Somebody(role, level(role, twin.place), twin.applicant if role is Role.VILLAGER else "") for role in Role]


def outsiders(world: World, *, shown_in_place: bool) -> list[Somebody]:
    """Return everybody to whom the twin of 平地镇 is a stranger."""
    found = people_of(world.twins[MIYI])
    found += [each for each in people_of(world.twins[NEXT_DOOR]) if each.role in _VILLAGE | _TOWNSHIP]
    found.append(Somebody(Role.VILLAGE_AGENT, RENHE.next_village))
    if not shown_in_place:
        found.append(Somebody(Role.VILLAGER, RENHE.village, world.twins[RENHE].neighbour))
        found.append(Somebody(Role.PARTNER_SYSTEM, RENHE.county, client_id="another"))
    return found


class Door:
    """Calls operations as anybody, at one hour."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.client = cache(self._client)

    def _client(self, somebody: Somebody, service: str) -> Any:
        claims = {"person": somebody.person} if somebody.person else {}
        doors = self._world.city.as_(
            somebody.role, somebody.division, subject=f"{somebody.role}-{somebody.division}",
            at=datetime.fromisoformat(PAY_DAY), client_id=somebody.client_id, **claims,
        )  # fmt: skip
        return getattr(doors, service)

    def call(self, somebody: Somebody | None, operation: Operation, value: str = "", **request: Any) -> Any:
        client = self.client(somebody, operation.service) if somebody else getattr(self._world.city, operation.service)
        headers = {"If-Match": '"v999999"'} if operation.method != "get" else {}
        headers |= {"Idempotency-Key": str(uuid4())} if operation.method == "post" else {}
        path = operation.path.replace(f"{{{operation.parameter}}}", value)
        return client.request(operation.method, path, headers=headers, **request)


@pytest.fixture(scope="module")
def door(world: World) -> Door:
    return Door(world)


def thing(operation: Operation, twin: Twin) -> str:
    """Return what of a twin the path names."""
    name = operation.parameter
    if name == "code" and operation.path.startswith("/v1/divisions"):
        return twin.place.village
    own = f"{operation.service}.{name}"
    return _FIXED.get(name) or twin.things.get(own) or twin.things.get(name, "")


def body(rule: Rule, twin: Twin) -> dict[str, Any]:
    if rule.files is not None:
        return {"files": rule.files(twin.place.village)}
    return {} if rule.body is None else {"json": rule.body(twin)}


def told(response: Any, asked: str = "?") -> tuple[int, dict[str, str], str]:
    """Return all that an answer says, but for the trace, the hour, and the id that was asked for."""
    headers = {name: value for name, value in response.headers.items() if name not in {"traceresponse", "date"}}
    text = content(response)
    if headers.get("content-type") == "application/problem+json":
        problem = response.json()
        text = json.dumps({name: value for name, value in problem.items() if name not in {"trace_id", "instance"}})
    return response.status_code, headers, text.replace(asked, "?")


def content(response: Any) -> str:
    """Return the text of an answer, that of a spreadsheet included."""
    if "spreadsheet" not in response.headers.get("content-type", ""):
        return str(response.text)
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def leaks(text: str, somebody: Somebody, world: World, rule: Rule) -> set[str]:
    """Return what of an answer belongs to a place, or a household, that is not this caller's."""
    strange = {place for place in PLACES if not place.village.startswith(somebody.division)}
    words = [rule.marks(place) for place in strange] + [
        secret for twin in world.twins.values() for secret in twin.planted
    ]
    ids = {found for found in _ID.findall(text) if not world.rows.get(found, "").startswith(somebody.division)}
    found = {word for word in words if word in text} | (ids & world.rows.keys())
    if somebody.role in {Role.VILLAGER, Role.PARTNER_SYSTEM} and not rule.shown_in_place:
        family = world.twins[RENHE]
        others = {*family.things.values(), RENHE.mark} if somebody.person != family.applicant else set()
        found |= {word for word in others if word in text}
    return found


def test_every_operation_declares_how_far_it_reaches() -> None:
    for service in SERVICES:
        assert {each.id for each in OPERATIONS if each.service == service} == set(RULES[service])


def test_what_needs_no_token_says_so() -> None:
    assert {each.id for each in OPERATIONS if not each.scopes} == {
        each.id for each in OPERATIONS if each.rule.reach is Reach.PUBLIC
    }


def test_only_our_services_tell_one_another() -> None:
    between = [each for each in OPERATIONS if each.rule.reach is Reach.SERVICES]

    assert {role for each in between for role in Role if each.scopes <= SCOPES_OF[role]} == {Role.SERVICE}


@pytest.mark.parametrize("operation", reaching(*[reach for reach in Reach if reach is not Reach.PUBLIC]))
def test_without_the_scope_nobody_learns_whether_a_thing_is_there(
    world: World, door: Door, operation: Operation
) -> None:
    ids = [thing(operation, world.twins[RENHE]), *([unknown()] if operation.rule.reach is Reach.ONE else [])]
    sent = body(operation.rule, world.twins[RENHE])
    lacking = [each for each in people_of(world.twins[RENHE]) if not each.may(operation)]

    for somebody in [None, *lacking]:
        answers = [told(door.call(somebody, operation, value, **sent)) for value in ids]
        assert answers[0][0] == (403 if somebody else 401), (somebody, answers[0])
        assert all(answer == answers[0] for answer in answers), somebody


@pytest.mark.parametrize("operation", reaching(Reach.ONE))
def test_a_thing_of_another_place_is_answered_as_one_that_does_not_exist(
    world: World, door: Door, operation: Operation
) -> None:
    twin = world.twins[RENHE]
    sent = body(operation.rule, twin)
    strangers = [each for each in outsiders(world, shown_in_place=operation.rule.shown_in_place) if each.may(operation)]
    assert strangers

    for somebody in strangers:
        there, nowhere = (
            told(door.call(somebody, operation, value, **sent), asked=value)
            for value in (thing(operation, twin), unknown())
        )
        assert there == nowhere, somebody
        assert there[0] == 404, (somebody, there)
        assert not leaks(there[2], somebody, world, operation.rule)


@pytest.mark.parametrize("operation", reaching(Reach.OWN))
def test_lists_searches_feeds_and_files_hold_nothing_of_others(world: World, door: Door, operation: Operation) -> None:
    rule, twin = operation.rule, world.twins[RENHE]
    pages = operation.method == "get" and "download" not in operation.id
    queries = [{}, *[ask(twin) for ask in rule.query]]

    for somebody in [each for each in outsiders(world, shown_in_place=rule.shown_in_place) if each.may(operation)]:
        for query in queries:
            found = door.call(
                somebody, operation, params=query | ({"limit": "500"} if pages else {}), **body(rule, twin)
            )
            assert found.status_code == 200, found.text
            assert leaks(content(found), somebody, world, rule) == set(), (somebody, query)
        if rule.nobodys is not None:
            nobody = door.call(somebody, operation, json=rule.nobodys())
            assert told(found) == told(nobody)


@pytest.mark.parametrize("operation", reaching(Reach.OWN))
def test_a_total_counts_what_the_caller_may_see(world: World, door: Door, operation: Operation) -> None:
    everybody = [*people_of(world.twins[NEXT_DOOR]), *outsiders(world, shown_in_place=False)]

    for somebody in [each for each in everybody if each.may(operation)]:
        found = door.call(
            somebody, operation, params={"include": "total", "limit": "500"}, **body(operation.rule, world.twins[RENHE])
        )
        if found.status_code == 200 and "items" in found.text:
            page = found.json()
            assert page.get("total") in {None, len(page["items"])}, somebody


@pytest.mark.parametrize("operation", reaching(Reach.NAMED))
def test_a_place_of_others_is_answered_as_one_that_does_not_exist(
    world: World, door: Door, operation: Operation
) -> None:
    rule, twin = operation.rule, world.twins[RENHE]
    strangers = [each for each in outsiders(world, shown_in_place=True) if each.may(operation)]
    assert strangers

    for somebody in strangers:
        sent = body(rule, twin)
        there = door.call(somebody, operation, thing(operation, twin), **sent)
        elsewhere = {"files": rule.files(NOWHERE)} if rule.files else {"json": rule.nobodys and rule.nobodys()}
        nowhere = door.call(somebody, operation, NOWHERE, **elsewhere)
        if operation.id == "import_ledger":
            reasons = [[row["errors"] for row in rows_of(door, somebody, made)] for made in (there, nowhere)]
            assert reasons[0] == reasons[1] != [[]], somebody
        else:
            assert told(there, named_in(sent)) == told(nowhere, named_in(elsewhere)), somebody
            assert there.status_code in {400, 403, 404}, there.text


def named_in(sent: dict[str, Any]) -> str:
    """Return the id that a body names, which a refusal may say back."""
    return next(iter(_ID.findall(str(sent))), "?")


def rows_of(door: Door, somebody: Somebody, made: Any) -> Any:
    return door.client(somebody, "intake").get(f"/v1/imports/{made.json()['id']}/rows").json()["items"]


@pytest.mark.parametrize("operation", reaching(Reach.CITY_WIDE))
def test_reference_data_are_the_same_for_all(world: World, door: Door, operation: Operation) -> None:
    value = "2021" if operation.parameter == "year" else thing(operation, world.twins[RENHE])
    readers = [each for place in PLACES for each in people_of(world.twins[place]) if each.may(operation)]

    asked = {name: word for ask in operation.rule.query for name, word in ask(world.twins[RENHE]).items()}

    answers = {json.dumps(told(door.call(somebody, operation, value, params=asked))) for somebody in readers}

    assert len(answers) == 1
    assert json.loads(answers.pop())[0] == 200


@pytest.mark.parametrize("operation", reaching(Reach.CITY_ONLY))
def test_what_is_the_city_s_is_refused_to_a_county(world: World, door: Door, operation: Operation) -> None:
    for somebody in [each for each in people_of(world.twins[RENHE]) if each.may(operation)]:
        refused = door.call(
            somebody, operation, thing(operation, world.twins[RENHE]), **body(operation.rule, world.twins[RENHE])
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "city_only")


@pytest.mark.parametrize("operation", reaching(Reach.OWN))
def test_lists_searches_feeds_and_files_hold_what_is_one_s_own(world: World, door: Door, operation: Operation) -> None:
    """Else the tests above would pass with empty hands."""
    twin = world.twins[RENHE]
    family = {*twin.things.values(), operation.rule.marks(RENHE)}

    stranger = Somebody(Role.SERVICE, MIYI.county)

    seen = [
        leaks(content(door.call(somebody, operation, **body(operation.rule, twin))), stranger, world, operation.rule)
        for somebody in people_of(twin)
        if somebody.may(operation)
    ]

    assert any(found & (family | world.rows.keys()) for found in seen)


@pytest.mark.parametrize("operation", reaching(Reach.ONE))
def test_a_thing_of_one_s_own_is_found(world: World, door: Door, operation: Operation) -> None:
    """Last, because some of it is done: else a wrong path would pass for a wall."""
    twin = world.twins[RENHE]

    found = {
        somebody.role: door.call(somebody, operation, thing(operation, twin), **body(operation.rule, twin)).status_code
        for somebody in people_of(twin)
        if somebody.may(operation)
    }

    assert set(found.values()) - {400, 401, 403, 404, 428}, found
