"""Requests that meet: one key has one effect, and of two changes from one version one is made."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.support.build import build_application, build_member, build_person, key
from tests.support.standards import new_standard
from tests.walls.bad_input.world import World, build_event, refused

CROWD = 4


def at_once(send: Callable[[int], Any]) -> list[Any]:
    """Send from several threads at one moment and return the answers."""
    ready = Barrier(CROWD)

    def go(number: int) -> Any:
        ready.wait(10)
        return send(number)

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(go, range(CROWD)))


def test_one_key_has_one_effect_however_many_send_it_at_once(world: World) -> None:
    alone = build_application(people=[build_person("M1")], members=[build_member("M1")])
    for service, path, body, table in (
        ("intake", "/v1/applications", alone, "intake.application"),
        ("eligibility", "/v1/standards", new_standard(document="试〔2021〕7号"), "eligibility.standard"),
        ("alerts", "/v1/received-events", build_event(), None),
    ):
        before, once = world.contents(), key()

        def send(_: int, service: str = service, path: str = path, body: Any = body, once: Any = once) -> Any:
            return world.send(service, "POST", path, json=body, headers=once)

        answers = at_once(send)
        assert {answer.status_code for answer in answers} <= {201, 409}
        made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
        assert len(made) == 1
        for answer in answers:
            assert answer.status_code == 201 or refused(answer, 409, "request_in_progress")
        after = world.contents()
        assert after[f"{service}.idempotency_key"][0] == before[f"{service}.idempotency_key"][0] + 1
        assert after[f"{service}.event"][0] <= before[f"{service}.event"][0] + 1
        if table:
            assert after[table][0] == before[table][0] + 1
        again = send(0)
        assert (again.status_code, again.json()["id"]) == (201, made.pop())
        assert again.headers["idempotent-replayed"] == "true"
        assert world.contents() == after


def test_one_key_with_different_bodies_at_once_has_one_effect(world: World) -> None:
    before, once = world.contents(), key()

    answers = at_once(
        lambda number: world.send(
            "eligibility",
            "POST",
            "/v1/standards",
            json=new_standard(document=f"试〔2021〕{80 + number}号"),
            headers=once,
        )
    )

    assert min(answer.status_code for answer in answers) == 201
    assert {answer.status_code for answer in answers} <= {201, 409, 422}
    assert world.contents()["eligibility.standard"][0] == before["eligibility.standard"][0] + 1


def test_of_two_changes_from_one_version_one_is_made_and_the_other_told(world: World) -> None:
    household = world.desk.township.get("/v1/households").json()["items"][-1]["id"]
    for service, method, read, path, bodies in (
        ("intake", "PUT", f"/v1/households/{household}", f"/v1/households/{household}/account",
         [{"address": f"测试村{n}组"} for n in range(CROWD)]),
        ("eligibility", "PATCH", "/v1/standards/{standard}", "/v1/standards/{standard}",
         [{"title": f"标准{n}"} for n in range(CROWD)]),
    ):  # fmt: skip
        etag = {"If-Match": world.send(service, "GET", read).headers["etag"]}

        def send(number: int, how: Any = (service, method, path, bodies, etag)) -> Any:
            return world.send(*how[:3], json=how[3][number], headers=how[4])

        answers = at_once(send)
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
        for answer in answers:
            assert answer.status_code == 200 or refused(answer, 412, "stale_version")
        winner = next(answer for answer in answers if answer.status_code == 200)
        assert world.send(service, "GET", read).headers["etag"] == winner.headers["etag"]


def test_a_step_from_one_version_is_taken_once(world: World) -> None:
    application = world.make(
        world.desk.township, "/v1/applications",
        build_application(people=[build_person("M1")], members=[build_member("M1")]), 201,
    )  # fmt: skip
    etag = world.desk.read(world.desk.township, application).headers["etag"]
    path = f"/v1/applications/{application['id']}/transitions"

    answers = at_once(
        lambda _: world.desk.township.post(path, json={"action": "SUBMIT"}, headers={"If-Match": etag} | key())
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    history = world.desk.township.get(path).json()["items"]
    assert [step["action"] for step in history].count("SUBMIT") == 1
