"""How Alembic runs our migrations. It is given a connection by ``migrations.running`` and never makes its own."""

from alembic import context
from alembic.autogenerate import api, renderers, rewriter
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Table

from migrations.target import target_metadata
from shared.database_urls import SERVICES


class ProtectTable(ops.MigrateOperation):
    """Decides who may touch a new table; rendered as a call of ``migrations.rls``."""

    def __init__(self, table: Table) -> None:
        self.table = table


@renderers.dispatch_for(ProtectTable)
def _render(_: api.AutogenContext, operation: ProtectTable) -> str:
    table, info = operation.table, operation.table.info
    name = f'op, schema="{table.schema}", table="{table.name}"'
    if "no_place" in info:
        return f"rls.open_table({name}{', append_only=True' if 'append_only' in info else ''})"
    if "division" not in table.columns:
        raise ValueError(
            f"{table} has no column division. Give it one, so that row-level security can tell whose its rows are, or "
            'say in __table_args__ {"info": {"no_place": "why"}} that it belongs to no place.'
        )
    public = f", public_when={info['public_when']!r}" if "public_when" in info else ""
    if "append_only" in info:
        within = ", added_in_place=True" if info.get("added_in_place") else ""
        return f"rls.append_only_table({name}, filled_later={tuple(info['append_only'])!r}{public}{within})"
    return f"rls.place_table({name}{public})"


_target = target_metadata()
_writer = rewriter.Rewriter()


@_writer.rewrites(ops.CreateTableOp)
def _protect(_: MigrationContext, __: object, operation: ops.CreateTableOp) -> list[ops.CreateTableOp | ProtectTable]:
    operation.info = {}
    return [operation, ProtectTable(_target.tables[f"{operation.schema}.{operation.table_name}"])]


def _number(_: MigrationContext, __: object, directives: list[ops.MigrationScript]) -> None:
    """Number the migrations 0001, 0002, …; write none when the models and the database agree, unless asked to."""
    (script,) = directives
    head = ScriptDirectory.from_config(context.config).get_current_head()
    script.rev_id = f"{int(head or 0) + 1:04d}"
    nothing = script.upgrade_ops is not None and script.upgrade_ops.is_empty()
    if nothing and not context.config.attributes.get("even_if_empty"):
        directives.clear()


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=_target,
    include_schemas=True,
    include_name=lambda name, kind, _: name in SERVICES if kind == "schema" else True,
    version_table_schema="public",
    process_revision_directives=_writer.chain(_number),
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
