"""The whole system as processes on a database of its own, made once for a module: each test leaves it running."""

from collections.abc import Iterator

import pytest

from tests.support.plant import Plant
from tests.support.stubborn import StubbornDesk


@pytest.fixture(scope="module")
def plant() -> Iterator[Plant]:
    with Plant() as plant:
        yield plant


@pytest.fixture
def desk(plant: Plant) -> Iterator[StubbornDesk]:
    desk = StubbornDesk(plant.town.urls)
    yield desk
    desk.http.close()
