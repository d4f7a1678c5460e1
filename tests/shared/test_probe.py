"""The health check of a container: a service by HTTP, a worker by its sign of life."""

import os
import time
from pathlib import Path

import pytest

from shared.probe import beat, end_beats, is_healthy

NOBODY = "http://127.0.0.1:1"


@pytest.mark.parametrize(("seconds_ago", "healthy"), [(0, True), (25, True), (35, False)])
def test_a_worker_is_healthy_as_long_as_it_gives_signs_of_life(
    tmp_path: Path, seconds_ago: int, *, healthy: bool
) -> None:
    heartbeat = tmp_path / "worker"

    beat(heartbeat)
    os.utime(heartbeat, (time.time() - seconds_ago,) * 2)

    assert is_healthy(NOBODY, heartbeat) is healthy


def test_a_container_without_a_worker_is_asked_by_http(tmp_path: Path) -> None:
    heartbeat = tmp_path / "worker"
    beat(heartbeat)
    end_beats(heartbeat)

    assert is_healthy(NOBODY, heartbeat) is False


def test_a_sign_of_life_that_cannot_be_given_stops_nobody(tmp_path: Path) -> None:
    beat(tmp_path / "no" / "folder")
    end_beats(tmp_path / "no" / "folder")
