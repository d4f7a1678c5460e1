"""Parts of the system that are away for a while, or stand still: what is said of them is true, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from shared.database_urls import SERVICES
from tests.support.plant import Plant
from tests.support.processes import until
from tests.support.stubborn import CLERK, StubbornDesk, build_numbered, hand_in, take_to_opinion
from tests.support.wholeness import count, require_whole, until_settled

MANY = 40
"""Several times the threads and connections of a service."""


def test_more_requests_than_threads_wait_for_their_turn_and_are_all_answered(plant: Plant, desk: StubbornDesk) -> None:
    made = hand_in(desk, 1)

    def read(_: int) -> int:
        return desk.http.get(f"{plant.town.urls['intake']}/v1/applications/{made['id']}", headers=as_(desk)).status_code

    with ThreadPoolExecutor(2 * MANY) as pool:
        statuses = [pool.submit(read, number) for number in range(MANY)]
        ready = [pool.submit(probe, plant, "intake") for _ in range(MANY)]

    assert [answer.result() for answer in [*statuses, *ready]] == [200] * (2 * MANY)


def test_readiness_tells_when_the_database_goes_and_when_it_is_back(plant: Plant) -> None:
    plant.cut_database()
    away = {service: probe(plant, service) for service in SERVICES}
    alive = {service: httpx.get(f"{plant.town.urls[service]}/livez").status_code for service in SERVICES}
    plant.postgres.start()

    assert away == dict.fromkeys(SERVICES, 503)
    assert alive == dict.fromkeys(SERVICES, 200)
    for service in SERVICES:
        until(lambda service=service: probe(plant, service) == 200, seconds=20, what=f"{service} is ready again")


def test_connections_cut_in_the_middle_lose_nothing(plant: Plant, desk: StubbornDesk) -> None:
    before = applications(plant)

    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(hand_in, desk, number) for number in range(100, 120)]
        for _ in range(5):
            plant.cut_connections()
        made = {answer.result()["id"] for answer in sent}
    until_settled(plant.database)

    assert len(made) == 20
    assert applications(plant) == before + 20
    require_whole(plant.database)


def test_a_case_goes_on_while_eligibility_and_early_warning_are_away_and_they_catch_up(
    plant: Plant, desk: StubbornDesk
) -> None:
    for service in ("eligibility", "alerts"):
        plant.town.end(service)
        plant.town.end(f"{service} relay")
    made = hand_in(desk, 200)

    waiting = take_to_opinion(desk, made)
    for service in ("eligibility", "alerts"):
        plant.town.start(service)
        plant.town.start(f"{service} relay")
    until(lambda: is_determined(desk, made), seconds=60, what="the determination arrives")
    until_settled(plant.database)

    assert (waiting["state"], waiting["determination"]) == ("OPINION", "PENDING")
    require_whole(plant.database)


def test_when_nothing_can_be_written_any_more_requests_fail_and_what_was_told_before_is_whole(
    plant: Plant, desk: StubbornDesk
) -> None:
    kept = [hand_in(desk, number)["id"] for number in range(300, 305)]
    before = applications(plant)

    plant.fill_disk()
    refused = httpx.post(
        f"{plant.town.urls['intake']}/v1/applications",
        json=build_numbered(310),
        headers=as_(desk) | {"Idempotency-Key": "while-full"},
        timeout=60,
    )
    until(lambda: probe(plant, "intake") == 503, seconds=30, what="readiness tells that nothing can be written")
    plant.free_disk()
    for service in SERVICES:
        until(lambda service=service: probe(plant, service) == 200, seconds=60, what=f"{service} is ready again")
        plant.town.revive()
    again = hand_in(desk, 310)
    until_settled(plant.database)

    assert refused.status_code == 503
    assert refused.json()["code"] == "database_unavailable"
    assert applications(plant) == before + 1
    assert {desk.get(CLERK, f"/v1/applications/{made}")["id"] for made in [*kept, again["id"]]} == {*kept, again["id"]}
    require_whole(plant.database)


def probe(plant: Plant, service: str) -> int:
    return httpx.get(f"{plant.town.urls[service]}/readyz", timeout=60).status_code


def as_(desk: StubbornDesk) -> dict[str, str]:
    return {"Authorization": f"Bearer {desk.token(CLERK)}"}


def applications(plant: Plant) -> int:
    with plant.database.as_owner() as owner:
        return count(owner, "intake.application")


def is_determined(desk: StubbornDesk, made: dict[str, Any]) -> bool:
    return bool(desk.get(CLERK, f"/v1/applications/{made['id']}")["determination"] == "CURRENT")
