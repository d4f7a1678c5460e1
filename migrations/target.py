"""What the database should look like: the services' tables, and the shared tables once in each service's schema."""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import MetaData, String, Table, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from shared.database_urls import SERVICES
from shared.db import SharedBase, metadata_of

__all__ = ["tables_of", "target_metadata"]

_SHARED = (
    "shared.audit_entries",
    "shared.events",
    "shared.idempotency",
    "shared.outbox",
    "shared.sealing_keys",
    "shared.successions",
)


def target_metadata() -> MetaData:
    """Return all tables in one metadata, as the database has them: without our column types, ordered by code point."""
    target = metadata_of(None)
    for module in _SHARED:
        import_module(module)
    for service in SERVICES:
        tables = [*tables_of(service), *SharedBase.metadata.sorted_tables]
        for table in tables:
            _as_stored(table.to_metadata(target, schema=service))
    return target


def tables_of(service: str) -> list[Table]:
    """Return the service's own tables, from ``models.py`` or from every module of the package ``models``."""
    models = import_module(f"services.{service}.models")
    rooms = [import_module(f"{models.__name__}.{room.name}") for room in iter_modules(getattr(models, "__path__", []))]
    base: type[DeclarativeBase] = next(room.Base for room in [models, *rooms] if hasattr(room, "Base"))
    return base.metadata.sorted_tables


def _as_stored(table: Table) -> None:
    """Put the stored type in place of ours, and the order of code points in place of the server's language.

    Division codes are searched by prefix as ranges, which only that order serves; and a page must not be ordered one way
    in the embedded database and another on a server.
    """
    for column in table.columns:
        if isinstance(column.type, TypeDecorator):
            column.type = column.type.impl_instance
        if isinstance(column.type, String) and type(column.type) in (String, Text):
            column.type = Text(collation="C")
