"""One city for each module: what is refused changes nothing, so that tests need not be kept apart."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.city import City
from tests.walls.bad_input.world import World

if TYPE_CHECKING:
    from tests.support.city import Apps
    from tests.support.database import Server


@pytest.fixture(scope="module")
def world(apps: "Apps", server: "Server") -> Iterator[World]:
    database = server.clone()
    yield World(City(apps, database))
    database.close()
