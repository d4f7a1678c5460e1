"""Callers at the eligibility service."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shared.identity import CITY
from tests.support.city import City
from tests.support.determinations import DAY, LIMIT, publish_line
from tests.support.standards import AUTUMN

As = Callable[..., TestClient]


@pytest.fixture
def as_(city: City) -> As:
    """Return the service as a caller finds it: ``as_("POLICY_OFFICER", "510411", subject="li", at=...)``."""

    def client(role: str, division: str = CITY, *, subject: str = "li", **how: Any) -> TestClient:
        return city.as_(role, division, subject=subject, **how).eligibility

    return client


@pytest.fixture
def li(as_: As) -> TestClient:
    """A policy officer of the city, who drafts."""
    return as_("POLICY_OFFICER", at=AUTUMN)


@pytest.fixture
def wang(as_: As) -> TestClient:
    """Another one, who publishes."""
    return as_("POLICY_OFFICER", subject="wang", at=AUTUMN)


@pytest.fixture
def officer(as_: As) -> TestClient:
    """A county officer where a line and a limit of property are published."""
    publish_line(as_, "500.00")
    publish_line(as_, "", division="5104", values=[LIMIT])
    return as_("COUNTY_OFFICER", "510411", subject="zhang", at=DAY)
