"""Bring a database to the newest state, compare it with the models, write the next migration."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

__all__ = ["check", "new_migration", "upgrade"]

_ROOT = Path(__file__).parent.parent
_ONE_AT_A_TIME = "select pg_advisory_lock(hashtextextended('doudi.migrations', 0))"


def upgrade(database_url: str, *, passwords: Mapping[str, str] | None = None) -> None:
    """Make roles and schemas and apply every migration that is missing.

    ``database_url`` is the owner's. Replicas that start at once wait for one another. No statement waits more than five
    seconds for a lock, lest requests queue up behind it: then this fails, and is simply started again.
    """
    with _connected(database_url) as connection:
        connection.execute(text(_ONE_AT_A_TIME))
        connection.execute(text("set lock_timeout = '5s'"))
        connection.commit()
        prepare_roles(_driver(connection), passwords or configured_passwords(database_url))
        connection.commit()
        command.upgrade(_config(connection), "head")
        load_policy(connection)
        load_reference(connection)
        for service in SERVICES:
            connection.execute(text(f"grant select on public.alembic_version to doudi_{service}"))
        connection.commit()


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


def _config(connection: Connection) -> Config:
    config = Config(toml_file=_ROOT / "pyproject.toml")
    config.attributes["connection"] = connection
    return config
