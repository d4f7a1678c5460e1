"""A database for each test: one server for the run, one template that the migrations made, a clone of it for each test."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from migrations import running
from shared.database_urls import SERVICES, plain_url, service_url
from shared.db import Session, SessionFactory, make_session_factory, transaction
from shared.identity import CITY, SCOPES_OF, Caller, Role
from shared.postgres import EmbeddedPostgres

TEMPLATE = "doudi"


class Server:
    """The PostgreSQL of this test run, with the migrated template."""

    def __init__(self, owner_url: str, superuser_url: str) -> None:
        self.owner_url = owner_url
        self.superuser_url = superuser_url

    def command(self, statement: str) -> None:
        with psycopg.connect(plain_url(self.superuser_url), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def clone(self) -> "Database":
        name = f"test_{uuid4().hex}"
        self.command(f"create database {name} template {TEMPLATE} strategy file_copy owner doudi_owner")
        return Database(self, name)

    def empty(self) -> "Database":
        name = f"empty_{uuid4().hex}"
        self.command(f"create database {name} template template0 owner doudi_owner")
        return Database(self, name)


class Database:
    """One test's own database, reached as owner or as a service."""

    def __init__(self, server: Server, name: str) -> None:
        self.name = name
        self._server = server
        self._factories: dict[str, SessionFactory] = {}

    @property
    def url(self) -> str:
        """As owner."""
        return self._at(self._server.owner_url)

    @property
    def superuser_url(self) -> str:
        return self._at(self._server.superuser_url)

    def service_url(self, service: str) -> str:
        return service_url(self.url, service)

    def factory(self, service: str) -> SessionFactory:
        """As that service's role, so that row-level security holds in tests as it does in production."""
        if service not in self._factories:
            self._factories[service] = make_session_factory(self.service_url(service), service=service, pool_size=5)
        return self._factories[service]

    def session(self, service: str, *, now: datetime, caller: Caller | None = None) -> AbstractContextManager[Session]:
        """Open a transaction of the service as this caller; by default as one who covers the city."""
        return transaction(self.factory(service), caller or build_caller(), now=now)

    @contextmanager
    def as_owner(self) -> Iterator[psycopg.Connection]:
        """Reach around every rule, as somebody with the owner's password could."""
        with psycopg.connect(plain_url(self.url), autocommit=True) as connection:
            yield connection

    def disconnect(self) -> None:
        for factory in self._factories.values():
            factory.kw["bind"].dispose()

    def close(self) -> None:
        self.disconnect()
        self._server.command(f"drop database {self.name} with (force)")

    def _at(self, url: str) -> str:
        return make_url(url).set(database=self.name).render_as_string(hide_password=False)


def build_caller(role: Role = Role.SERVICE, division: str = CITY, *, subject: str = "tester", **but: object) -> Caller:
    known = {
        "subject": subject,
        "name": subject,
        "role": role,
        "division": division,
        "scopes": SCOPES_OF[role],
        "client_id": "tests",
    }
    return Caller(**(known | but))  # type: ignore[arg-type]


class RunningServer:
    """Starts the server and makes the template; ``close`` leaves nothing behind. Only ``fast`` if nothing must last."""

    def __init__(self, *, fast: bool = True) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="doudi-tests-"))
        self._folder.chmod(0o755)
        self._postgres = EmbeddedPostgres(self._folder / "postgres", fast=fast)
        self._postgres.start()
        self.server = Server(self._postgres.url, self._postgres.superuser_url)
        try:
            running.upgrade(self._postgres.url)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._postgres.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


__all__ = ["SERVICES", "Database", "RunningServer", "Server", "build_caller"]
