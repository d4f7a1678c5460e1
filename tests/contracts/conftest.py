"""One county that has everything, made once for the tests of a file: they only ask whether answers keep their word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.contracts import county
from tests.contracts.doors import place_of, without_lifespan
from tests.support.city import Apps, City
from tests.support.database import Server


@dataclass(frozen=True)
class World:
    """The city, and what 仁和区 made in it, by the path parameter that names it."""

    city: City
    made: dict[str, list[str]]

    def app(self, service: str) -> Any:
        return without_lifespan(self.city.apps[service])

    def headers(self, role: Any, village: str) -> dict[str, str]:
        """Return what a caller sends: who he is in the county of this village, and when."""
        division = place_of(role, village)
        token = self.city.token(role, division, subject=f"{role}:{division}")
        return {"Authorization": f"Bearer {token}", "X-Doudi-Now": county.AT}


@pytest.fixture(scope="module")
def world(apps: Apps, server: Server) -> Iterator[World]:
    database = server.clone()
    city = City(apps, database)
    yield World(city, county.furnish(city))
    database.close()
