"""The sample service and its callers."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.shared.web import sample


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="session")
def officer(state_dir: Path) -> TestClient:
    """A township officer at the sample service."""
    app = sample.sample(state_dir=state_dir)
    return sample.client(app, sample.token(state_dir, "TOWNSHIP_OFFICER", "510411101", subject="li"))


@pytest.fixture(scope="session")
def stranger(officer: TestClient) -> TestClient:
    """Somebody without a token at the same service."""
    return TestClient(officer.app)
