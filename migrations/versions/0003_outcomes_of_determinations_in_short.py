"""Outcomes of determinations in short."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    empty = sa.text("'[]'::jsonb")
    outcomes = sa.Column("outcomes", postgresql.JSONB(), nullable=False, server_default=empty)
    op.add_column("determination", outcomes, schema="eligibility")
    op.alter_column("determination", "outcomes", server_default=None, schema="eligibility")


def downgrade() -> None:
    """Undo."""
    op.drop_column("determination", "outcomes", schema="eligibility")
