"""One county that has everything, made once for the tests of a file: they only ask whether answers keep their word."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from tests.contracts import county
from tests.contracts.doors import place_of, without_lifespan
from tests.support.city import Apps, City
from tests.support.database import SERVICES, Database, Server


@dataclass(frozen=True)
class World:
    """The city, and what 仁和区 made in it, by the service and the path parameter that names it."""

    city: City
    made: county.Made
    villagers: dict[str, str]
    """Who speaks for himself in each village, by its code."""

    def app(self, service: str) -> Any:
        return without_lifespan(self.city.apps[service])

    def headers(self, role: Any, village: str) -> dict[str, str]:
        """Return what a caller sends: who he is in the county of this village, and when."""
        division = place_of(role, village)
        person = self.villagers[village] if role is Role.VILLAGER else None
        token = self.city.token(role, division, subject=f"{role}:{division}", person=person)
        return {"Authorization": f"Bearer {token}", "X-Doudi-Now": county.AT}


class Beginnings:
    """The furnished county as often as it is wanted: each world a copy of its database, so that one walk is like another."""

    def __init__(self, world: World, apps: Apps, server: Server) -> None:
        self._first, self._apps, self._server = world, apps, server
        self._copy: Database | None = None

    def anew(self) -> World:
        """Return the county as it was furnished; the copy before is gone."""
        self.close()
        original = self._first.city.database
        for service in SERVICES:
            original.factory(service).kw["bind"].dispose()
        name = f"test_{uuid4().hex}"
        self._server.command(f"create database {name} template {original.name} strategy file_copy owner doudi_owner")
        self._copy = Database(self._server, name)
        return World(City(self._apps, self._copy), deepcopy(self._first.made), self._first.villagers)

    def close(self) -> None:
        if self._copy is not None:
            self._copy.close()
            self._copy = None


@pytest.fixture
def beginnings(world: World, apps: Apps, server: Server) -> Iterator[Beginnings]:
    beginnings = Beginnings(world, apps, server)
    yield beginnings
    beginnings.close()


@pytest.fixture(scope="module")
def world(apps: Apps, server: Server) -> Iterator[World]:
    database = server.clone()
    city = City(apps, database)
    made = county.furnish(city)
    yield World(city, made, county.villagers(city, made))
    database.close()
