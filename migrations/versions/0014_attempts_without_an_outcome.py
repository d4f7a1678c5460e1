"""How many attempts at a message in a row had no outcome, so that one that kills its worker is given up in the end."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_SCHEMAS = ("alerts", "eligibility", "intake")


def upgrade() -> None:
    """Apply."""
    for schema in _SCHEMAS:
        column = sa.Column("unanswered", sa.Integer(), server_default="0", nullable=False)
        op.add_column("outbox_message", column, schema=schema)


def downgrade() -> None:
    """Undo."""
    for schema in _SCHEMAS:
        op.drop_column("outbox_message", "unanswered", schema=schema)
