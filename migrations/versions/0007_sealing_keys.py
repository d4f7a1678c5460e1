"""With which keys personal data were written, so that a start with another ring is refused."""

import sqlalchemy as sa
from alembic import op

from migrations import rls

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
    for schema in ("alerts", "eligibility", "intake"):
        op.create_table(
            "sealing_key",
            sa.Column("name", sa.Text(collation="C"), nullable=False),
            sa.Column("proof", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("name", name=op.f("pk_sealing_key")),
            schema=schema,
        )
        rls.open_table(op, schema=schema, table="sealing_key", append_only=True)


def downgrade() -> None:
    """Undo."""
    for schema in ("alerts", "eligibility", "intake"):
        op.drop_table("sealing_key", schema=schema)
