"""Fixtures of the whole suite. A database is cloned from a migrated template for each test that asks for one."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from shared.clock import SHANGHAI
from shared.db import SessionFactory
from shared.development import key_ring
from shared.personal import KeyRing, install
from tests.support.database import Database, RunningServer, Server

if TYPE_CHECKING:  # tests of rules alone need not wait for three applications
    from tests.support.city import Apps, City

_running = pytest.StashKey[RunningServer]()


def pytest_configure(config: pytest.Config) -> None:
    """Under xdist, start the server in the controller, before there are workers; else when a test first needs it."""
    install(KeyRing.parse(key_ring("")))
    if not hasattr(config, "workerinput") and config.getoption("numprocesses", 0):
        config.stash[_running] = RunningServer()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell an xdist worker where the server is."""
    server = node.config.stash[_running].server  # type: ignore[attr-defined]
    node.workerinput["server"] = (server.owner_url, server.superuser_url)  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    running = config.stash.get(_running, None)
    if running is not None:
        running.close()


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Server:
    if hasattr(pytestconfig, "workerinput"):
        return Server(*pytestconfig.workerinput["server"])
    if _running not in pytestconfig.stash:
        pytestconfig.stash[_running] = RunningServer()
    return pytestconfig.stash[_running].server


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    """A fresh migrated database, this test's own: ``database.factory("intake")``, ``database.session("intake", now=now)``."""
    database = server.clone()
    yield database
    database.close()


@pytest.fixture
def empty(server: Server) -> Iterator[Database]:
    """A database with nothing in it."""
    database = server.empty()
    yield database
    database.close()


@pytest.fixture
def factory(database: Database) -> Callable[[str], SessionFactory]:
    """Session factories by service, each as that service's role, so that row-level security holds."""
    return database.factory


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning, the day the circular was issued."""
    return datetime(2021, 9, 22, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> "Apps":
    """The three applications, which are slow to make and keep nothing between tests."""
    from tests.support.city import Apps  # noqa: PLC0415  see above

    return Apps.create(tmp_path_factory.mktemp("state"))


@pytest.fixture
def city(apps: "Apps", database: Database) -> "City":
    """The three services on this test's own database, with tokens for anybody and relays that run when told to."""
    from tests.support.city import City  # noqa: PLC0415  see above

    return City(apps, database)
