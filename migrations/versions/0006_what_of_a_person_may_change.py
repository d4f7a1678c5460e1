"""Of a person's record the number, and whose record it is, never change."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply. A right to some columns is enough to lock the row."""
    op.execute("revoke update, delete on intake.person from doudi_intake")
    op.execute("grant update (name, ethnicity, phone, version) on intake.person to doudi_intake")


def downgrade() -> None:
    """Undo."""
    op.execute("revoke update (name, ethnicity, phone, version) on intake.person from doudi_intake")
    op.execute("grant update, delete on intake.person to doudi_intake")
