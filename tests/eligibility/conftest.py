"""The eligibility service on a database of its own, reached over HTTP by whoever a test says."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from services.eligibility.app import create_app
from services.eligibility.config import Settings
from shared import clock
from shared.identity import CITY, Role
from shared.tokens import issuer_of
from tests.support.database import Database

As = Callable[..., TestClient]


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def eligibility(database: Database, state_dir: Path) -> FastAPI:
    settings = Settings(
        environment="development",
        relay=False,
        state_dir=state_dir,
        database_url=SecretStr(database.service_url("eligibility")),
    )
    return create_app(settings, session_factory=database.factory("eligibility"))


@pytest.fixture
def as_(eligibility: FastAPI) -> As:
    """Return clients of the service: ``as_("POLICY_OFFICER", "510411", subject="li", at=...)``."""
    issuer = issuer_of(eligibility.state.settings)
    assert issuer is not None

    def client(
        role: str | Role, division: str = CITY, *, subject: str = "li", at: datetime | None = None, **claims: Any
    ) -> TestClient:
        token = issuer.mint(str(role), division, now=clock.now(), subject=subject, **claims)
        headers = {"Authorization": f"Bearer {token}"} | ({"X-Doudi-Now": at.isoformat()} if at else {})
        return TestClient(eligibility, headers=headers)

    return client
