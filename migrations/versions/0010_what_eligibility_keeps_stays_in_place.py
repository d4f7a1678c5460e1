"""A determination, or a step of a standard, is added by nobody whose place does not cover it."""

from alembic import op

from migrations.rls import IN_MY_PLACES

revision = "0010"
down_revision = "0009"

_TABLES = ("determination", "standard_transition")


def upgrade() -> None:
    """Apply."""
    _append_where(IN_MY_PLACES)


def downgrade() -> None:
    """Undo."""
    _append_where("true")


def _append_where(condition: str) -> None:
    for table in _TABLES:
        op.execute(f"alter policy append on eligibility.{table} with check ({condition})")
