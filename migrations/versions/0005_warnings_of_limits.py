"""What early warning was told of limits and reviews, so that it is told once."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply."""
    op.add_column("benefit", sa.Column("review_told", sa.Text(collation="C"), nullable=True), schema="intake")
    op.add_column("clock", sa.Column("told", sa.Text(collation="C"), nullable=True), schema="intake")
    op.add_column("clock", sa.Column("timer_on", sa.Date(), nullable=True), schema="intake")


def downgrade() -> None:
    """Undo. Older code knows no such timers and would try them for ever; 0012 sets them again."""
    op.execute(
        "delete from intake.outbox_message where delivered_at is null "
        "and topic in ('clock.due', 'benefit.review_near', 'benefit.review_overdue')"
    )
    op.drop_column("clock", "timer_on", schema="intake")
    op.drop_column("clock", "told", schema="intake")
    op.drop_column("benefit", "review_told", schema="intake")
