"""One world for the tests that only read it: three places, each with the same life."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.city import Apps, City
from tests.support.database import Server
from tests.walls.twins import Place, Twin, rows_by_place, settle


@dataclass(frozen=True)
class World:
    """The city, its twins, and to which division each row belongs."""

    city: City
    twins: dict[Place, Twin]
    rows: dict[str, str]


@contextmanager
def made(server: Server, apps: Apps) -> Iterator[World]:
    """Make a world on a database of its own."""
    database = server.clone()
    try:
        city: Any = City(apps, database)
        twins = settle(city)
        yield World(city, twins, rows_by_place(database))
    finally:
        database.close()


@pytest.fixture(scope="module")
def world(server: Server, apps: Apps) -> Iterator[World]:
    """A world that the tests of one module share; they leave it as it is."""
    with made(server, apps) as world:
        yield world
