"""After a new key became current: seal anew what older keys sealed, so that they can be taken out of the ring."""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, LargeBinary, Table, create_engine, select, text, type_coerce, update
from sqlalchemy.pool import NullPool

from migrations.target import tables_of
from shared.database_urls import SERVICES, owner_url
from shared.personal import Sealed, current_key, reseal

__all__ = ["reseal_everything"]

_BATCH = 500


def reseal_everything(database_url: str) -> dict[str, int]:
    """Seal anew every sealed column of every service, batch by batch; return how many values each column had.

    The services may run meanwhile, on a ring that has the same key as current: a value that one of them changes between
    our reading and our writing is left as it wrote it. May be interrupted and begun again. Only when all is done do the
    services no longer ask for the older keys when they start.
    """
    engine = create_engine(owner_url(database_url), poolclass=NullPool, hide_parameters=True)
    done: dict[str, int] = {}
    for table, column, purpose in _sealed_columns():
        done[f"{table}.{column.name}"] = sum(_reseal_batches(engine.connect(), table, column, purpose))
    with engine.begin() as connection:
        for service in SERVICES:
            forget = f"delete from {service}.sealing_key where name not in ('', :current)"
            connection.execute(text(forget), {"current": current_key()})
    engine.dispose()
    return done


def _sealed_columns() -> Iterator[tuple[Table, Column[bytes], str]]:
    for service in SERVICES:
        for table in tables_of(service):
            for column in table.columns:
                if isinstance(column.type, Sealed):
                    yield table, column, column.type.purpose


def _reseal_batches(connection: Connection, table: Table, column: Column[bytes], purpose: str) -> Iterator[int]:
    """Walk through the table in the order of its key, a transaction for each batch; yield how many were sealed anew."""
    (key,) = table.primary_key.columns
    stored = type_coerce(column, LargeBinary)
    after = None
    with connection:
        while True:
            query = select(key, stored).where(column.is_not(None)).order_by(key).limit(_BATCH)
            rows = connection.execute(query if after is None else query.where(key > after)).all()
            if not rows:
                return
            yield sum(_reseal_value(connection, table, column, tuple(row), purpose) for row in rows)
            connection.commit()
            after = rows[-1][0]


def _reseal_value(
    connection: Connection, table: Table, column: Column[bytes], row: tuple[object, bytes], purpose: str
) -> int:
    key, before = row
    after = reseal(before, purpose=purpose)
    if after is None:
        return 0
    (key_column,) = table.primary_key.columns
    unchanged = (key_column == key) & (type_coerce(column, LargeBinary) == before)
    return connection.execute(
        update(table).where(unchanged).values({column.name: type_coerce(after, LargeBinary)})
    ).rowcount
