"""Bring a database to the newest state, compare it with the models, write the next migration."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from migrations.policy import load_policy
from migrations.reference import load_reference
from migrations.roles import prepare_roles
from shared.database_urls import SERVICES, owner_url
from shared.settings import OwnerSettings

__all__ = ["check", "downgrade", "new_migration", "revisions", "statements", "step", "upgrade"]

_ROOT = Path(__file__).parent.parent
_ONE_AT_A_TIME = "select pg_advisory_lock(hashtextextended('doudi.migrations', 0))"
_WAIT_FOR_LOCKS = "set lock_timeout = '5s'"


def upgrade(database_url: str, *, passwords: Mapping[str, str] | None = None) -> None:
    """Make roles and schemas, apply every migration that is missing, load what comes with this release.

    ``database_url`` is the owner's. Replicas that start at once wait for one another. No statement waits more than five
    seconds for a lock, lest requests queue up behind it: then this fails, and is simply started again.
    """
    with _alone(database_url) as connection:
        prepare_roles(_driver(connection), passwords or configured_passwords(database_url))
        connection.commit()
        command.upgrade(_config(connection), "head")
        load_policy(connection)
        load_reference(connection)
        for service in SERVICES:
            connection.execute(text(f"grant select on public.alembic_version to doudi_{service}"))
        connection.commit()


def downgrade(database_url: str, to: str) -> None:
    """Undo the migrations after ``to`` (a revision, or ``base``), for a release that is taken back.

    What only the newer tables and columns held is gone then: restore a backup where that matters (docs/runbook.md).
    """
    with _alone(database_url) as connection:
        command.downgrade(_config(connection), to)


def step(database_url: str, to: str) -> None:
    """Apply the migrations up to ``to`` and load nothing: for looking at one migration by itself."""
    with _alone(database_url) as connection:
        prepare_roles(_driver(connection), configured_passwords(database_url))
        connection.commit()
        command.upgrade(_config(connection), to)


def revisions() -> list[str]:
    """Return the revisions from the first to the newest."""
    return [script.revision for script in ScriptDirectory.from_config(_settings()).walk_revisions()][::-1]


def statements(database_url: str, revision: str) -> str:
    """Return the SQL of one migration as it runs, with the wait for locks that it runs under; nothing is changed."""
    written = StringIO()
    with _connected(database_url) as connection:
        config = _config(connection)
        config.output_buffer = written
        before = ScriptDirectory.from_config(config).get_revision(revision).down_revision
        command.upgrade(config, f"{before or 'base'}:{revision}", sql=True)
    inner = [line for line in written.getvalue().splitlines() if line not in {"BEGIN;", "COMMIT;"}]
    return "\n".join([f"{_WAIT_FOR_LOCKS};", *inner, ""])


def check(database_url: str) -> None:
    """Raise when the models and the migrated database differ."""
    with _connected(database_url) as connection:
        config = _config(connection)
        config.attributes["even_if_empty"] = True
        command.check(config)


def new_migration(database_url: str, message: str, *, empty: bool = False) -> str | None:
    """Write the migration from a database at head to the models, and name it in CURRENT_HEAD; None if nothing differs."""
    with _connected(database_url) as connection:
        config = _config(connection)
        config.attributes["even_if_empty"] = empty
        script = command.revision(config, message, autogenerate=True)
    if not script:
        return None
    path = Path(ScriptDirectory.from_config(config).get_revision("head").path)
    (_ROOT / "migrations" / "CURRENT_HEAD").write_text(path.stem + "\n")
    return path.stem


def configured_passwords(database_url: str) -> dict[str, str]:
    """Return the passwords of the services' roles: as configured, else derived from the owner's."""
    settings = OwnerSettings(owner_url=SecretStr(database_url))
    return {service: settings.service_password(service) for service in SERVICES}


@contextmanager
def _alone(database_url: str) -> Iterator[Connection]:
    """Connect for changing the schema: one at a time, and no statement waits more than five seconds for a lock."""
    with _connected(database_url) as connection:
        connection.execute(text(_ONE_AT_A_TIME))
        connection.execute(text(_WAIT_FOR_LOCKS))
        connection.commit()
        yield connection


@contextmanager
def _connected(database_url: str) -> Iterator[Connection]:
    """Connect as owner; everything the session holds ends with it, the advisory lock included."""
    engine = create_engine(owner_url(database_url), poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _driver(connection: Connection) -> psycopg.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _settings() -> Config:
    return Config(toml_file=_ROOT / "pyproject.toml")


def _config(connection: Connection) -> Config:
    config = _settings()
    config.attributes["connection"] = connection
    return config
