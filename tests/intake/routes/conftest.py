"""An application and the officers who work on it, over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.build import build_application, key
from tests.support.desk import Desk


@pytest.fixture
def desk(city: Any) -> Desk:
    """Officers of 仁和区 on Monday 2021-11-15."""
    return Desk(city)


@pytest.fixture
def new_application(desk: Desk) -> Callable[..., Any]:
    def create(**but: Any) -> Any:
        response = desk.township.post("/v1/applications", json=build_application(**but), headers=key())
        assert response.status_code == 201, response.text
        return response.json()

    return create
